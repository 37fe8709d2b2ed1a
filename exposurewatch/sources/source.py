"""What a source is, what it is given, and what it gives to the rest of the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from exposurewatch.model import Item, Locator, Reason, Unreadable
from exposurewatch.parsers.suffixes import PICTURE_SUFFIXES, suffix
from exposurewatch.sources.containers import Container, Member, Refused
from exposurewatch.sources.paths import confined, shown

Usernames = Mapping[str, str]
"""Usernames of channels by bare chat id; '' stands for the one chat of an export that holds no other."""


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a container that one export takes up. `root` is '' or ends in ``/``.

    `document` is the file that makes it an export; `others` are the roots of exports inside it that are read on their
    own; `interface` the folders with the buttons and icons of an HTML export; `note` is said along with its label.
    """

    container: Container
    root: str = ""
    document: Member | None = None
    others: tuple[str, ...] = ()
    interface: tuple[str, ...] = ()
    note: str = ""

    def members(self) -> Iterator[Member | Refused]:
        """Yield every file of this part."""
        for member in self.container.members(self.root):
            drawn = isinstance(member, Member) and member.path.startswith(self.interface)
            if not drawn and not member.path.startswith(self.others):
                yield member

    def look_up(self, claimed: str) -> Member:
        """Return the file that a hostile `claimed` path, relative to the root, names; raise `Unreadable`."""
        path = confined(claimed)
        if path is None:
            raise Unreadable(Reason.UNSAFE_PATH)
        return self.container.look_up(self.root + path)

    def locator(self, path: str) -> Locator:
        """Return where the file at a raw path in the container lies, in words that can be shown."""
        return Locator(self.container.name, shown(path))

    def picture_count(self) -> int:
        """Return how many files are called pictures, for a progress bar; none of them is opened."""
        return sum(suffix(member.path) in PICTURE_SUFFIXES for member in self.members())


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a source takes a part for. `account` says that it holds many chats, `empty` that it holds no message."""

    label: str
    account: bool = False
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of export. `detect` returns None for what it cannot read; `read` never raises on hostile input."""

    name: str
    detect: Callable[[Part], Recognised | None]
    read: Callable[[Part, Usernames], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class Export:
    """One export, recognised and ready to be read.

    `ignored_username` is the username that was given for "the one chat" of this export although it holds many;
    `usernames` are those that it looks its chats up in.
    """

    source: str
    label: str
    container: str
    ignored_username: str | None
    usernames: Usernames
    _count: Callable[[], int] = field(compare=False, repr=False)
    _read: Callable[[], Iterator[Item]] = field(compare=False, repr=False)

    def picture_count(self) -> int:
        """Return how many picture files it has by their names: a guess for a progress bar, without opening one."""
        return self._count()

    def read(self) -> Iterator[Item]:
        """Yield each message, then the pictures in it, and whatever could not be read. Can be called again."""
        return self._read()
