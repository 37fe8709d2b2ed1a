"""Tells by the name of a file which board its posts are from, for they do not say so themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from exposurewatch.model import Channel, Permalink
from exposurewatch.parsers.posts import Post

_BOARD: Final = r"(?P<board>[a-z0-9]{1,16})"
_THREAD: Final = r"(?P<thread>[0-9]{1,18})\.json"
_SITE: Final = r"(?P<site>(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,16})"
# As downloaders lay them out, after the addresses that the boards give out: the surest first.
_SHAPES: Final = tuple(
    re.compile(rf"(?:^|/){shape}$", re.IGNORECASE)
    for shape in (
        rf"{_SITE}/{_BOARD}/(?:thread|res)/{_THREAD}",
        rf"{_SITE}/{_BOARD}/(?:catalog|threads|archive|[0-9]{{1,4}})\.json",
        rf"{_BOARD}/(?P<part>thread|res)/{_THREAD}",
        rf"(?P<chan>4chan)[-_ /]{_BOARD}[-_ /](?:thread[-_ ])?{_THREAD}",
        rf"{_BOARD}[-_](?:thread[-_ ])?{_THREAD}",
    )
)
_FOURCHAN: Final = re.compile(r"(?:.+\.)?(?:4chan|4channel|4cdn)\.org", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Board:
    """A board, and on which site it is: ``4chan``, the name of a host, or '' where that cannot be told.

    `thread` is the number of the only thread that the file is of, or ''.
    """

    name: str
    site: str = ""
    thread: str = ""


def board_of(path: str) -> Board | None:
    """Return the board that the path of a document names, or None."""
    for shape in _SHAPES:
        if found := shape.search(path.replace("\\", "/")):
            named = found.groupdict()
            return Board(named["board"].lower(), _site(named), named.get("thread") or "")
    return None


def placed(board: Board | None, post: Post) -> Post:
    """Return a post with its board, and the link to it where the site is known."""
    thread = post.chat.id
    if board is None or thread is None or board.thread not in ("", thread):
        return post  # a number in the name of a file that is of no thread in it says nothing
    title = " ".join(filter(None, (f"/{board.name}/", post.chat.title)))
    channel = Channel(title, f"{board.name}/{thread}")
    return replace(post, chat=channel, permalink=_link(board, post))


def _site(named: dict[str, str | None]) -> str:
    site = named.get("site") or ""
    # Only 4chan calls the folder of its threads so; others that give out the same say "res".
    if named.get("chan") or named.get("part") == "thread" or _FOURCHAN.fullmatch(site):
        return "4chan"
    return site.lower()


def _link(board: Board, post: Post) -> Permalink | None:
    if not board.site or post.id is None:
        return None
    if board.site == "4chan":
        return Permalink(f"https://boards.4chan.org/{board.name}/thread/{post.chat.id}#p{post.id}", public=True)
    return Permalink(f"https://{board.site}/{board.name}/res/{post.chat.id}.html#{post.id}", public=True)
