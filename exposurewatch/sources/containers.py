"""What a folder and an archive have in common: members that can be listed, looked up, read, and never extracted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Protocol, Self

from exposurewatch.archives.archive import RawFile, unreadable
from exposurewatch.archives.supply import Supply
from exposurewatch.archives.windows import MAX_RATIO, RATIO_FREE
from exposurewatch.model import Reason, Unreadable
from exposurewatch.parsers.magic import HEAD, FileType, sniff

MAX_PICTURE_BYTES: Final = 100 << 20
MAX_VIDEO_BYTES: Final = 256 << 20


class Stream:
    """An open member: every failure to read it is `Unreadable`, and one that unpacks far beyond its size is refused."""

    def __init__(self, file: RawFile, packed_size: int | None = None) -> None:
        self._file = file
        self._room = None if packed_size is None else max(RATIO_FREE, packed_size * MAX_RATIO)

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, and none at the end only."""
        try:
            block = self._file.read(size)
        except Exception as error:  # whatever a decompressor throws at hostile bytes
            raise unreadable(error) from error
        if self._room is not None:
            self._room -= len(block)
            if self._room < 0:
                raise Unreadable(Reason.TOO_LARGE, f"it unpacks to more than {MAX_RATIO} times its size")
        return block

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a container. `path` is relative, with ``/`` between names, and raw: never show it as it is.

    `open` raises `Unreadable`.
    """

    path: str
    open: Callable[[], Stream] = field(compare=False, repr=False)

    def read(self) -> bytes:
        """Return all its bytes; raise `Unreadable` where they cannot be had or are too many for a picture."""
        return self._read(MAX_PICTURE_BYTES)

    def read_video(self) -> bytes:
        """Return all its bytes; raise `Unreadable` where they cannot be had or are too many for a video."""
        return self._read(MAX_VIDEO_BYTES)

    def _read(self, most: int) -> bytes:
        with self.open() as stream:
            data = b"".join(_blocks(stream, most))
        if len(data) > most:
            raise Unreadable(Reason.TOO_LARGE, f"more than {most >> 20} MiB")
        return data

    def type(self) -> FileType | None:
        """Return what its first bytes say it is; raise `Unreadable`."""
        with self.open() as stream:
            return sniff(stream.read(HEAD))


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in a container that must not or cannot be opened. `path` is raw."""

    path: str
    reason: Reason
    detail: str = ""


class Container(Protocol):
    """A folder or an archive. Nothing outside it is ever read, whatever its members are called or link to."""

    @property
    def name(self) -> str:
        """What the user named, in words that can be shown."""
        ...

    @property
    def kind(self) -> str:
        """The word for what it is: folder, zip."""
        ...

    @property
    def addresses(self) -> bool:
        """Whether its files are called by their addresses on the web, and not by paths."""
        ...

    def members(self, under: str = "") -> Iterator[Member | Refused]:
        """Yield every file beneath the folder `under` ('' or ending in ``/``), without what systems leave behind."""
        ...

    def look_up(self, path: str) -> Member:
        """Return the member at a confined path; raise `Unreadable` where there is none or it must not be opened."""
        ...

    def supply(self, path: str) -> Supply:
        """Return what hands out the bytes of the member at a confined path, wherever they are wanted, if it is there.

        Raises `Unreadable` as `look_up` does.
        """
        ...


def _blocks(stream: Stream, most: int) -> Iterator[bytes]:
    left = most + 1
    while left > 0 and (block := stream.read(min(left, 1 << 20))):
        left -= len(block)
        yield block
