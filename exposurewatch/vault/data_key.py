"""The vault's key in memory: in a page of its own, which the system neither swaps nor dumps, and which is wiped.

What this does not cover: the passphrase as it was typed and read; SQLite's own copies of the key, in ordinary memory
while the database is open (it wipes them as it closes); and whatever was decrypted with it. Where the swap is neither
encrypted nor absent, which `exposurewatch doctor` tells, those may come to lie on the disk, and so may all of it where
the computer is put to sleep on its disk.
"""

from __future__ import annotations

import contextlib
import ctypes
import hmac
import mmap
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Final, Self

KEY_BYTES: Final = 32


class DataKey:
    """32 bytes that are shown only where they are needed. Use it as a context manager: on leaving they are wiped."""

    __hash__ = None  # type: ignore[assignment]  # a sum of a secret is one as well

    def __init__(self, content: bytes) -> None:
        """Copy the bytes; to wipe those that were given is the caller's."""
        assert len(content) == KEY_BYTES  # noqa: S101 (no other key is ever made)
        self._page = _own_page()
        self.is_locked = _locked(self._page)
        self._page[:KEY_BYTES] = content

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DataKey):
            return NotImplemented
        with self.shown() as own, other.shown() as others:
            return hmac.compare_digest(own, others)

    @contextmanager
    def shown(self) -> Iterator[memoryview]:
        """Give the bytes where they lie, for as long as they are needed.

        Raises:
            ValueError: the key is closed.
        """
        with memoryview(self._page) as page, page[:KEY_BYTES] as content:
            yield content

    def close(self) -> None:
        """Wipe the bytes and give the page back. A second time does nothing."""
        if not self._page.closed:
            self._page[:KEY_BYTES] = bytes(KEY_BYTES)
            self._page.close()


def _own_page() -> mmap.mmap:
    """A page that nothing else is in; a process that is started has no copy of it, and no core dump has."""
    if sys.platform == "win32":
        return mmap.mmap(-1, mmap.PAGESIZE)
    page = mmap.mmap(-1, mmap.PAGESIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for advice in ("MADV_DONTDUMP", "MADV_DONTFORK"):
        if hasattr(mmap, advice):
            with contextlib.suppress(OSError):  # an older kernel; the program leaves no dump in any case
                page.madvise(getattr(mmap, advice))
    return page


def _locked(page: mmap.mmap) -> bool:
    """Have the system never swap the page; return whether it agreed. Closing the page takes it back.

    Linux and macOS allow every process some pages. Windows is not asked: what it would take was never tried there.
    """
    if sys.platform == "win32":
        return False
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    locked: int = ctypes.CDLL(None).mlock(ctypes.c_void_p(address), ctypes.c_size_t(len(page)))
    return locked == 0
