"""Crafted EXIF blocks (EXIF 2.3, TIFF 6.0): directories that run in circles, counts and places that lie."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from benchmarks.hostility.case import Case

_ORIENTATION: Final = 0x0112
_EXIF_FOLDER: Final = 0x8769
_SHORT, _LONG = 3, 4
_Entry = tuple[int, int, int, int]


def block(*entries: _Entry, following: int = 0, start: int = 8) -> bytes:
    """One directory: of each entry its tag, type, count and value; then where the next directory is."""
    packed = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<IH", start, len(entries) & 0xFFFF) + packed + struct.pack("<I", following)


def blocks() -> Iterator[Case]:
    """All crafted blocks, without what precedes them in a picture."""
    for value in (0, 2, 6, 8, 9, 255, 65535, 0xFFFFFFFF):
        yield Case(f"orientation {value}", block((_ORIENTATION, _LONG, 1, value)))
    for kind in (0, 1, 2, 5, 7, 9, 10, 12, 13, 255):
        yield Case(f"orientation of type {kind}", block((_ORIENTATION, kind, 1, 6)))
    for count in (0, 2, 1 << 16, (1 << 32) - 1):
        yield Case(f"orientation {count} times", block((_ORIENTATION, _SHORT, count, 8)))
    yield Case("the next directory is this one", block((_ORIENTATION, _SHORT, 1, 6), following=8))
    yield Case("the next directory is outside", block((_ORIENTATION, _SHORT, 1, 6), following=0x7FFFFFFF))
    yield Case("the first directory is outside", block((_ORIENTATION, _SHORT, 1, 6), start=0xFFFFFFF0))
    yield Case("the first directory is the head", block((_ORIENTATION, _SHORT, 1, 6), start=0))
    yield Case("a folder that holds itself", block((_EXIF_FOLDER, _LONG, 1, 8), (_ORIENTATION, _SHORT, 1, 6)))
    yield Case("65535 entries that are not there", b"II*\0\x08\0\0\0\xff\xff")
    yield Case("thousands of entries", block(*[(_ORIENTATION, _SHORT, 1, 6)] * 5000))
    yield Case("entries that point at themselves", block(*[(tag, 2, 0xFFFF, 8) for tag in range(200)]))
    yield Case("the other byte order", b"MM\0*" + block((_ORIENTATION, _SHORT, 1, 6))[4:])
    yield Case("no byte order", b"XX*\0" + block((_ORIENTATION, _SHORT, 1, 6))[4:])
    yield Case("BigTIFF", b"II+\0" + block((_ORIENTATION, _SHORT, 1, 6))[4:])
    yield Case("empty", b"")
    yield Case("half a head", b"II*")
    yield Case("letters", b"x" * 3000)
    yield Case("division by zero", block((0x011A, 5, 1, 26)) + bytes(8))
