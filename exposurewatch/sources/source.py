"""What a source is, what it is given, and what it gives to the rest of the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from exposurewatch.model import Item, Locator, Media, Missing, Reason, Unreadable
from exposurewatch.parsers.suffixes import PICTURE_SUFFIXES, suffix
from exposurewatch.paths import confined, folder_of, shown
from exposurewatch.sources.accounted import Accounted
from exposurewatch.sources.containers import Container, Member, Refused
from exposurewatch.sources.files import media_of
from exposurewatch.sources.nested import Nesting, unpacked

HEAD: Final = 1 << 16  # bytes from the beginning of a document by which it is recognised

Usernames = Mapping[str, str]
"""Usernames of channels by bare chat id; '' stands for the one chat of an export that holds no other."""


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a container that one export takes up. `root` is '' or ends in ``/``.

    `documents` are the files that make it an export; `others` are the roots of exports inside it that are read on
    their own, `opened` the archives in it that are; `furniture` are the folders with the buttons and icons of its
    pages. `lesser` says that another export at the same root answers for the files that no message mentions. `note`
    is said along with its label. `accounted` are the files that messages mention: those of all exports at this root.
    `nesting` opens the archives in it.
    """

    container: Container
    root: str = ""
    documents: tuple[Member, ...] = ()
    others: tuple[str, ...] = ()
    opened: frozenset[str] = frozenset()
    furniture: tuple[str, ...] = ()
    lesser: bool = False
    note: str = ""
    accounted: Accounted = field(default_factory=Accounted, compare=False, repr=False)
    nesting: Nesting = field(default_factory=Nesting, compare=False, repr=False)

    def members(self) -> Iterator[Member | Refused]:
        """Yield every file of this part."""
        for member in self.container.members(self.root):
            drawn = isinstance(member, Member) and member.path.startswith(self.furniture)
            if not drawn and not member.path.startswith(self.others) and member.path not in self.opened:
                yield member

    def look_up(self, claimed: str, document: str = "") -> Member:
        """Return the file that a hostile `claimed` path, relative to the folder of `document`, names.

        Where files are called by their addresses on the web, `claimed` is one. Raises `Unreadable`.
        """
        path = self.path_of(claimed, document)
        if path is None:
            raise Unreadable(Reason.UNSAFE_PATH)
        return self.container.look_up(path)

    def path_of(self, claimed: str, document: str = "") -> str | None:
        """Return the path in the container that `claimed` means to `look_up`; None where it may leave the part."""
        if self.container.addresses:
            return claimed
        folder = "" if claimed.startswith(("/", "\\", "~")) else folder_of(document).removeprefix(self.root)
        path = confined(folder + claimed) if claimed else None
        return None if path is None else self.root + path

    def seen(self, member: Member) -> Iterator[tuple[Media, Locator]]:
        """Yield what a file of this part shows: itself, or what is in it if it is an archive."""
        media = media_of(member)
        if isinstance(media, Missing) and media.reason is Reason.ARCHIVE:
            yield from unpacked(self.nesting, self.container, member)
        else:
            yield media, self.locator(member.path)

    def locator(self, path: str) -> Locator:
        """Return where the file at a raw path in the container lies, in words that can be shown."""
        return Locator(self.container.name, shown(path))

    def picture_count(self) -> int:
        """Return how many files are called pictures, for a progress bar; none of them is opened."""
        return sum(suffix(member.path) in PICTURE_SUFFIXES for member in self.members())


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a source takes a part for, and which of the documents it reads.

    `account` says that it holds many chats, `empty` that it holds no message, `whole` that its documents seem to go on
    to their end. `title` is that of its only chat.
    """

    label: str
    documents: tuple[Member, ...] = ()
    account: bool = False
    empty: bool = False
    whole: bool = True
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of export.

    `title` is what people call it, `making` tells them how to come by one. A file may be a document of it if its
    suffix is one of `suffixes` and `root` returns the folder ('' or ending in ``/``) that the export would take up.
    `detect` looks into the documents of a part, and returns None for what it cannot read; `read` never raises on
    hostile input. `addresses` says that it reads pages out of containers whose files are called by their addresses on
    the web, where suffixes mean nothing. Beside an export of a kind named in `repeats`, at the same root, it
    would only tell the same again. `paged` says that its documents are the pages of one export: who names one of them
    means all.
    """

    name: str
    title: str
    making: str
    suffixes: frozenset[str]
    root: Callable[[str], str | None]
    detect: Callable[[Part], Recognised | None]
    read: Callable[[Part, Usernames], Iterator[Item]]
    furniture: tuple[str, ...] = ()
    addresses: bool = False
    repeats: frozenset[str] = frozenset()
    paged: bool = False


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


def head(member: Member) -> bytes:
    """Return the beginning of a document; raise `Unreadable`."""
    with member.open() as stream:
        data = b""
        while len(data) < HEAD and (block := stream.read(HEAD - len(data))):
            data += block
        return data


def begin_like(part: Part, looks: Callable[[bytes], bool]) -> tuple[Member, ...]:
    """Return the documents of a part whose beginning `looks` like those of a source.

    One that cannot be opened is none of them: whoever goes by its name alone must say so.
    """
    found = []
    for document in part.documents:
        try:
            beginning = head(document)
        except Unreadable:
            continue
        if looks(beginning):
            found.append(document)
    return tuple(found)
