"""Where the bytes of an archive come from: a file on disk, or a file in another archive."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import BinaryIO, Protocol


class Supply(Protocol):
    """Bytes that can be had from anywhere. Both functions raise `OSError` or `Unreadable`."""

    def size(self) -> int:
        """Return how many there are."""
        ...

    def read(self, offset: int, size: int) -> bytes:
        """Return `size` bytes from `offset` on, fewer at the end alone."""
        ...

    def release(self) -> None:
        """Let go of what is held; what is asked for next takes hold of it again."""
        ...


class OnDisk:
    """A file on disk, opened by `opener` when it is needed."""

    def __init__(self, opener: Callable[[], BinaryIO]) -> None:
        self._opener = opener
        self._file: BinaryIO | None = None

    def size(self) -> int:
        """Return how many bytes it has now."""
        return os.fstat(self._opened().fileno()).st_size

    def read(self, offset: int, size: int) -> bytes:
        """Return bytes of it."""
        file = self._opened()
        file.seek(offset)
        return file.read(size)

    def release(self) -> None:
        """Close it."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _opened(self) -> BinaryIO:
        if self._file is None:
            self._file = self._opener()
        return self._file
