"""What an archive lists: its files by their paths, each name once, and what of it must not be opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final, Generic, TypeVar

from exposurewatch.archives.archive import BadArchive
from exposurewatch.model import Reason, Unreadable
from exposurewatch.paths import comparable, confined, cut, is_litter
from exposurewatch.sources.containers import Member, Refused, Stream

_MAX_REFUSED: Final = 10_000  # files that are refused by name; of more than these, only the number is of use
_MAX_NAMES: Final = 256 << 20  # characters of all paths; the longest lists that zips can hold have no more

Entry = TypeVar("Entry")


class Contents(Generic[Entry]):
    """The table of contents of an archive; `opened` opens what an entry stands for, and raises `Unreadable`."""

    def __init__(self, opened: Callable[[Entry], Stream]) -> None:
        self._opened = opened
        self._by_path: dict[str, Entry | Refused] = {}
        self._nameless: list[Refused] = []  # what has no path of its own to be looked up by
        self._unnamed = 0  # refused beyond those
        self._room = _MAX_NAMES

    def __len__(self) -> int:
        return len(self._by_path) + len(self._nameless) + self._unnamed

    def add(self, claimed: str, entry: Callable[[str], Entry | Refused]) -> None:
        """Take in a file by its hostile name; `entry` is asked with its path where it is the first of that name.

        Raises:
            BadArchive: the names of all files together fill the memory.
        """
        path = confined(claimed)
        if path is None:
            self.refuse(Refused(claimed, Reason.UNSAFE_PATH))
        elif comparable(path) in self._by_path:
            self.refuse(Refused(path, Reason.DUPLICATE_NAME, "only the first file of that name is read"))
        else:
            self._room -= len(path)
            if self._room < 0:
                raise BadArchive("the names of the files in it are too long")
            self._by_path[comparable(path)] = entry(path)

    def refuse(self, refused: Refused) -> None:
        """Take in what cannot be looked up, and must be told all the same; of very many files, how many they are."""
        if refused.path and len(self._nameless) >= _MAX_REFUSED:
            self._unnamed += 1
        else:
            self._nameless.append(replace(refused, path=cut(refused.path)))

    def entry(self, path: str) -> Entry:
        """Return what stands for the file at `path`; raise `Unreadable` where there is none or it is refused."""
        match self._by_path.get(comparable(path)):
            case None:
                raise Unreadable(Reason.MISSING_FILE)
            case Refused() as refusal:
                raise Unreadable(refusal.reason, refusal.detail)
            case found:
                return found

    def look_up(self, path: str) -> Member:
        """Return the file at `path`; raise `Unreadable` as `entry` does."""
        return self._member(path, self.entry(path))

    def members(self, under: str = "") -> Iterator[Member | Refused]:
        """Yield every file beneath `under`, in the order of the archive."""
        beneath = comparable(under)
        for path, entry in self._by_path.items():
            if path.startswith(beneath) and not is_litter(path):
                yield entry if isinstance(entry, Refused) else self._member(path, entry)
        yield from (refusal for refusal in self._nameless if refusal.path.startswith(under))
        if self._unnamed and not under:
            detail = f"{self._unnamed:,} more files have names that are unsafe, or that another file has"
            yield Refused("", Reason.UNSAFE_PATH, detail)

    def _member(self, path: str, entry: Entry) -> Member:
        return Member(path, partial(self._opened, entry))
