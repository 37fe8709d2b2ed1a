"""What every format of archives provides, inside of a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, Protocol

from exposurewatch.archives.entries import Entry
from exposurewatch.model import Reason, Unreadable
from exposurewatch.text import clean

CUT_OFF: Final = "it is cut off"
DAMAGED: Final = "its bytes are damaged"
TOO_MUCH_MEMORY: Final = "it takes more memory than any honest archive does"
UNKNOWN_PACKING: Final = (
    "it is packed in a way that is not known here; unpack the archive with another program, and name the folder"
)


class RawFile(Protocol):
    """An open file of any archive or folder."""

    def read(self, size: int = ..., /) -> bytes:
        """Return at most `size` bytes."""
        ...

    def close(self) -> None:
        """Give it back."""
        ...


class Seekable(RawFile, Protocol):
    """An open file that can be read from anywhere."""

    def seek(self, offset: int, whence: int = ..., /) -> int:
        """Go to a place; return where that is."""
        ...


class Archive(Protocol):
    """An archive that is open. What it is asked for may raise whatever hostile bytes make a library raise."""

    def entries(self) -> Iterator[Entry]:
        """Yield what stands in it, in its order."""
        ...

    def open(self, token: bytes, /) -> RawFile:
        """Return a file by its token."""
        ...

    def seekable(self, token: bytes, /) -> tuple[Seekable, int]:
        """Return a file by its token, for reading anywhere in it, and its size; raise `Unreadable` if it cannot be."""
        ...


Opener = Callable[[BinaryIO, int], Archive]
"""Opens an archive of so many bytes; raises `BadArchive` where nothing can be made of it."""


class BadArchive(Exception):
    """An archive that cannot be opened at all; says why."""


def unreadable(error: Exception) -> Unreadable:
    """Return why a file could not be opened or read: in the system's words without its path, or in ours.

    What libraries say of hostile bytes is for those who wrote the libraries.
    """
    match error:
        case Unreadable():
            return error
        case OSError(strerror=str(words)):
            return Unreadable(Reason.CANNOT_OPEN, clean(words))
        case MemoryError():
            return Unreadable(Reason.OUT_OF_MEMORY, TOO_MUCH_MEMORY)
        case EOFError():
            return Unreadable(Reason.CANNOT_OPEN, CUT_OFF)
        case NotImplementedError() | ImportError():
            return Unreadable(Reason.CANNOT_OPEN, UNKNOWN_PACKING)
        case _:
            return Unreadable(Reason.CANNOT_OPEN, DAMAGED)
