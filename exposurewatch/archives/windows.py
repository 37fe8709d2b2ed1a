"""Files that are a part of another file, or in memory: what an archive in an archive is read from."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from exposurewatch.archives.archive import RawFile, Seekable
from exposurewatch.model import Reason, Unreadable

MAX_RATIO: Final = 250  # a message history in JSON packs 30 to 1, deflate at its limit 1,032 to 1
RATIO_FREE: Final = 4 << 20
_MOST_IN_MEMORY: Final = 64 << 20
_BLOCK: Final = 1 << 20


class Pieces(io.RawIOBase):
    """A file of `size` bytes that come in pieces: `piece` returns some of those wanted from an offset on."""

    def __init__(self, size: int, piece: Callable[[int, int], bytes]) -> None:
        self._size = size
        self._piece = piece
        self._at = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read anywhere."""
        return True

    def tell(self) -> int:
        """Return the place from which is read next."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; return it. Raises `OSError` for one before the beginning, as the system does."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, or the beginning of it; return how many bytes came."""
        wanted = min(len(buffer), max(0, self._size - self._at))
        block = self._piece(self._at, wanted) if wanted else b""
        buffer[: len(block)] = block
        self._at += len(block)
        return len(block)


def window(file: Seekable, start: int, size: int) -> Pieces:
    """Return some bytes in the midst of a file, as a file; others may read from the same one in between."""

    def piece(offset: int, wanted: int) -> bytes:
        file.seek(start + offset)
        return file.read(wanted)

    return Pieces(size, piece)


def in_memory(file: RawFile | BinaryIO) -> tuple[Seekable, int]:
    """Read a file whole; return it, and its size. Raises `Unreadable` for one too large for that."""
    held = io.BytesIO()
    while block := file.read(_BLOCK):
        held.write(block)
        if held.tell() > _MOST_IN_MEMORY:
            raise Unreadable(Reason.TOO_LARGE, "unpack the archive that it lies in, and name the folder")
    size = held.tell()
    held.seek(0)
    return held, size


def within_ratio(size: int, packed: int) -> None:
    """Raise `Unreadable` for a file that says that it unpacks to far more than its size."""
    if size > max(RATIO_FREE, packed * MAX_RATIO):
        raise Unreadable(Reason.TOO_LARGE, f"it unpacks to more than {MAX_RATIO} times its size")
