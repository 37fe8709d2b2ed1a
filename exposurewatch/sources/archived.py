"""An archive as a container: what its worker says that it holds, with every name looked at before it is followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from exposurewatch.archives.entries import Entry
from exposurewatch.archives.reader import Reader
from exposurewatch.archives.supply import Supply
from exposurewatch.sources.containers import Member, Refused, Stream
from exposurewatch.sources.contents import Contents
from exposurewatch.sources.web_archive import Capture, WebArchive

Holding = tuple[bytes, int | None]
"""The token of a file in an archive, and how many bytes it takes there."""


class Files:
    """An archive of files that are called by their paths; `BadArchive` is raised. To be read from one thread."""

    addresses = False

    def __init__(self, name: str, kind: str, reader: Reader) -> None:
        self.name = name
        self.kind = kind
        self._reader = reader
        self._contents: Contents[Holding] = Contents(partial(_opened, reader))
        for entry in reader.entries():
            if entry.name:
                self._contents.add(entry.name, _held(entry))
            elif entry.refused is not None:
                self._contents.refuse(Refused("", entry.refused, entry.detail))

    def __len__(self) -> int:
        return len(self._contents)

    def members(self, under: str = "") -> Iterator[Member | Refused]:
        """Yield every file beneath `under`, in the order of the archive."""
        return self._contents.members(under)

    def look_up(self, path: str) -> Member:
        """Return the file at `path`."""
        return self._contents.look_up(path)

    def supply(self, path: str) -> Supply:
        """Return what hands out the bytes of the file at `path`."""
        return self._reader.anywhere(self._contents.entry(path)[0])


def pages(name: str, kind: str, reader: Reader) -> WebArchive:
    """Return an archive of web pages; raise `BadArchive`."""
    captures, refused = [], []
    for entry in reader.entries():
        if entry.refused is not None:
            # What is wrong with the archive as a whole goes by its file's own name.
            refused.append(Refused(entry.name or name.rpartition("/")[2], entry.refused, entry.detail))
        elif entry.name:
            opened = partial(_opened, reader, (entry.token, entry.packed))
            captures.append(Capture(entry.name, entry.digest, opened, entry.at))
    return WebArchive(name, kind, captures, refused)


def _held(entry: Entry) -> Callable[[str], Holding | Refused]:
    def held(path: str) -> Holding | Refused:
        if entry.refused is not None:
            return Refused(path, entry.refused, entry.detail)
        return entry.token, entry.packed

    return held


def _opened(reader: Reader, holding: Holding) -> Stream:
    token, packed = holding
    return Stream(reader.open(token), packed)
