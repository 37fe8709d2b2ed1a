"""Tells which board or thread an address is of, and where that board keeps its lists, threads and pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from exposurewatch.parsers.imageboard_places import Board

_BOARD: Final = r"(?P<board>[a-z0-9]{1,16})"
_NUMBER: Final = r"(?P<thread>[1-9][0-9]{0,17})"
_END: Final = r"(?:[?#].*)?"
_FOURCHAN: Final = re.compile(
    rf"(?:https?://)?(?:(?:www|boards|a|i)\.)?4(?:chan|channel|cdn)\.org/{_BOARD}"
    rf"(?:/(?:thread/{_NUMBER}(?:\.json)?(?:/[^?#]*)?|catalog(?:\.json)?|threads\.json|archive(?:\.json)?|"
    rf"[0-9]{{1,4}}(?:\.json)?)?)?/?{_END}",
    re.IGNORECASE | re.DOTALL,
)
_OTHER: Final = re.compile(
    rf"(?P<root>https?://[^/?#\s]{{1,253}}(?:/[\w.-]{{1,64}}){{0,3}}?)/{_BOARD}/"
    rf"(?P<part>res/{_NUMBER}(?:[-+][0-9]+)?\.(?:html|json)|(?:catalog|threads)\.json|catalog\.html|"
    rf"(?:index|[0-9]{{1,4}})\.(?:html|json)|){_END}",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_SURE: Final = ("res/", "catalog.json", "threads.json")  # no other kind of site has these


@dataclass(frozen=True, slots=True)
class Place:
    """A board, or one thread of it. `root` is the address above all boards of a site, and '' on 4chan."""

    board: str
    thread: str = ""
    root: str = ""
    is_sure: bool = True

    @property
    def address(self) -> str:
        """Where people read it."""
        board = f"{self.root or 'https://boards.4chan.org'}/{self.board}/"
        if not self.thread:
            return board
        return f"{board}res/{self.thread}.html" if self.root else f"{board}thread/{self.thread}"

    @property
    def lists(self) -> tuple[str, str]:
        """Where the list of its threads is, and where it may be if it is not there."""
        board = f"{self.root or 'https://a.4cdn.org'}/{self.board}"
        return f"{board}/threads.json", f"{board}/catalog.json"

    @property
    def named(self) -> Board:
        """The board as links to its posts name it."""
        return Board(self.board, self.root.partition("//")[2] or "4chan")

    def posts(self, thread: str) -> str:
        """Where the posts of a thread are."""
        if self.root:
            return f"{self.root}/{self.board}/res/{thread}.json"
        return f"https://a.4cdn.org/{self.board}/thread/{thread}.json"

    def file(self, name: str) -> str:
        """Where a file is that the board keeps under a name."""
        return f"{self.root}/{self.board}/src/{name}" if self.root else f"https://i.4cdn.org/{self.board}/{name}"

    def thumbnail(self, name: str) -> str:
        """Where the thumbnail of a file is; '' where that cannot be told."""
        return "" if self.root or not name else f"https://i.4cdn.org/{self.board}/{name}"


def place_of(address: str) -> Place | None:
    """Return the board or thread that an address is of. `is_sure` where no other kind of site has such addresses."""
    words = address.strip()
    if found := _FOURCHAN.fullmatch(words):
        return Place(found["board"].lower(), found["thread"] or "")
    if found := _OTHER.fullmatch(words):
        part = found["part"].lower()
        return Place(found["board"], found["thread"] or "", found["root"], part.startswith(_SURE))
    return None


def is_board(address: str) -> bool:
    """Tell whether an address can be of nothing but an imageboard."""
    place = place_of(address)
    return place is not None and place.is_sure


def normal(address: str) -> str:
    """Return the one address of a board or thread; what leads to none stays as it is."""
    place = place_of(address)
    return address if place is None else place.address


def hosts_of(address: str) -> tuple[str, ...]:
    """Return the hosts that are asked for a board: on 4chan, they are others than the one that people read it at."""
    place = place_of(address)
    if place is not None and not place.root:
        return "a.4cdn.org", "i.4cdn.org"
    host = urlsplit(address if place is None else place.address).hostname
    return () if host is None else (host,)
