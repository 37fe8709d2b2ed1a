"""Crafted BMP files: sizes, depths, packings and places that lie."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from benchmarks.hostility.case import Case

_SIDE: Final = 16
_SIZES: Final = (
    (0, 0),
    (16, -16),
    (-16, 16),
    (-16, -16),
    (16, 0),
    (1 << 30, 1 << 30),
    (-(1 << 31), -(1 << 31)),
    ((1 << 31) - 1, 1),
    (1, (1 << 31) - 1),
    (65535, 65535),
    (9000, 9000),
)


def bmp(
    size: tuple[int, int] = (_SIDE, _SIDE),
    bits: int = 24,
    packing: int = 0,
    colours: int = 0,
    *,
    at: int = 54,
    pixels: bytes = bytes(range(256)) * 4,
) -> bytes:
    """A BMP with the head of Windows 3; `at` is where it says that its pixels begin."""
    head = struct.pack("<IiiHHIIiiII", 40, *size, 1, bits & 0xFFFF, packing, len(pixels), 0, 0, colours, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(pixels), 0, 0, at) + head + pixels


def families(_: bytes) -> Iterator[Case]:
    """All crafted BMP files."""
    for size in _SIZES:
        yield Case(f"{size[0]}x{size[1]}", bmp(size))
    for bits in (0, 1, 2, 4, 8, 15, 16, 32, 64, 65535):
        yield Case(f"{bits} bits", bmp(bits=bits))
        yield Case(f"{bits} bits, packed", bmp(bits=bits, packing=1))
    for packing in (1, 2, 3, 4, 5, 6, 99, (1 << 32) - 1):
        yield Case(f"packing {packing}", bmp(packing=packing))
    for colours in (1, 257, 1 << 20, (1 << 32) - 1):
        yield Case(f"{colours} colours", bmp(bits=8, colours=colours))
    for at in (0, 10, 53, 1000, 1 << 31, (1 << 32) - 1):
        yield Case(f"pixels at {at}", bmp(at=at))
    whole = bmp()
    for length in (0, 4, 12, 16, 39, 52, 56, 64, 108, 124, 1 << 31, (1 << 32) - 1):
        yield Case(f"a head of {length}", whole[:14] + struct.pack("<I", length) + whole[18:] + bytes(200))
    for masks in (b"\0" * 12, b"\xff" * 12, struct.pack("<III", 0xF800, 0x7E0, 0x1F), struct.pack("<III", 1, 2, 4)):
        for bits in (16, 32):
            yield Case(f"masks {masks.hex()} for {bits}", bmp(bits=bits, packing=3, at=66, pixels=masks + bytes(2000)))
    yield from _packed()


def _packed() -> Iterator[Case]:
    runs = {
        "runs without end": b"\xff\x01" * 9000,
        "a step outside": b"\0\x02\xff\xff" * 50,
        "ends of lines without end": b"\0\0" * 9000,
        "single pixels that are not there": b"\0\xff\x01",
        "no end": b"\x01",
        "nothing": b"",
    }
    for name, pixels in runs.items():
        for bits, packing in ((8, 1), (4, 2)):
            content = bmp(bits=bits, packing=packing, colours=4, at=70, pixels=bytes(16) + pixels)
            yield Case(f"{name}, {bits} bits", content)
    large = bmp((9000, 9000), 8, 1, 4, at=70, pixels=bytes(16) + b"\xff\x01" * 100)
    yield Case("a large picture of one run", large)
