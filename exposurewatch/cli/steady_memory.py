"""Keeps the memory of a scan of hours from growing, where the system's C library would let it."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Final

_M_TRIM_THRESHOLD: Final = -1  # as in glibc's malloc.h
_M_MMAP_THRESHOLD: Final = -3
_LARGE: Final = 1 << 20  # bytes
_KEPT: Final = 4 << 20


def hold_steady() -> None:
    """Have glibc ask the system for each block of a megabyte or more, and give it back when it is freed.

    By itself it takes for small what is no larger than any block that was freed before, up to 32 MiB: then pieces of
    documents and pictures lie among all that lasts, and leave holes. From its 1,000th to its 5,000th picture a scan
    grew by 8 MiB for that, and by 2 without it. Other C libraries are left as they are.
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 (not needed elsewhere)

        with suppress(AttributeError, OSError):  # no such function
            set_option = ctypes.CDLL(None).mallopt
            set_option(_M_MMAP_THRESHOLD, _LARGE)
            set_option(_M_TRIM_THRESHOLD, _KEPT)
