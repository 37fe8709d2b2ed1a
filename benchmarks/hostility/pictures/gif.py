"""Crafted GIF files (GIF89a): screens, frames, tables and blocks that lie."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from benchmarks.hostility.case import Case
from benchmarks.hostility.drawings import animated, drawing

_COLOURS: Final = bytes(range(12))  # four
_DOT: Final = b"\x02\x02\x44\x01\x00"  # one pixel, packed
_MANY: Final = 600
_Size = tuple[int, int]


def gif(screen: _Size, *blocks: bytes, flags: int = 0x81, colours: bytes = _COLOURS, end: bytes = b";") -> bytes:
    """A GIF with this screen, this table of colours and these blocks."""
    return b"GIF89a" + struct.pack("<HHBBB", *screen, flags, 0, 0) + colours + b"".join(blocks) + end


def frame(size: _Size, place: _Size = (0, 0), flags: int = 0, pixels: bytes = _DOT) -> bytes:
    """One picture."""
    return b"," + struct.pack("<HHHHB", *place, *size, flags) + pixels


def control(shown: int, disposal: int = 0, clear: int | None = None) -> bytes:
    """What says for how many hundredths of a second the next frame is shown, and what follows it."""
    flags = disposal << 2 | (clear is not None)
    return b"!\xf9\x04" + struct.pack("<BHB", flags & 0xFF, shown, clear or 0) + b"\0"


def families(_: bytes) -> Iterator[Case]:
    """All crafted GIF files."""
    yield from _screens()
    yield from _frames()
    yield from _tables()
    yield from _pixels()
    yield from _blocks()
    yield from _moving()


def _screens() -> Iterator[Case]:
    for screen in ((0, 0), (1, 1), (65535, 65535), (65535, 1), (10000, 9999), (8000, 8000)):
        yield Case(f"screen {screen[0]}x{screen[1]}", gif(screen, frame((1, 1))))
    yield Case("of 1987", b"GIF87a" + gif((1, 1), frame((1, 1)))[6:])
    yield Case("of 1990", b"GIF90a" + gif((1, 1), frame((1, 1)))[6:])


def _frames() -> Iterator[Case]:
    for size in ((0, 0), (65535, 65535), (65535, 1), (200, 200), (9000, 9000)):
        yield Case(f"a frame of {size[0]}x{size[1]}", gif((100, 100), frame(size)))
    for place in ((65535, 65535), (100, 0), (99, 99)):
        yield Case(f"a frame at {place[0]}, {place[1]}", gif((100, 100), frame((50, 50), place)))
    yield Case("no frame", gif((10, 10)))
    yield Case("interlaced", gif((50, 50), frame((50, 50), flags=0x40)))
    yield Case("half a frame", gif((10, 10), frame((10, 10))[:6], end=b""))


def _tables() -> Iterator[Case]:
    yield Case("no table", gif((10, 10), frame((10, 10)), flags=0, colours=b""))
    yield Case("a table that is not there", gif((10, 10), frame((10, 10)), flags=0xF7, colours=b""))
    yield Case("half a table", gif((10, 10), flags=0xF7, colours=bytes(100), end=b""))
    yield Case("a table of the frame that is not there", gif((10, 10), frame((10, 10), flags=0x87, pixels=b"")))
    yield Case("a clear colour that is not there", gif((10, 10), control(0, clear=255), frame((10, 10))))
    yield Case(
        "a colour behind it that is not there", b"GIF89a\x0a\0\x0a\0\x81\xff\0" + _COLOURS + frame((9, 9)) + b";"
    )


def _pixels() -> Iterator[Case]:
    for bits in (0, 1, 8, 9, 11, 12, 13, 255):
        yield Case(f"codes of {bits} bits", gif((10, 10), frame((10, 10), pixels=bytes([bits]) + _DOT[1:])))
    packed = {
        "none": b"\x08\x00",
        "no end": b"\x08\xff" + b"\x55" * 255,
        "a block that is not there": b"\x08\xff\x01",
        "codes from nowhere": b"\x08\x04\xff\xff\xff\xff\x00",
        "clear codes alone": b"\x02" + (b"\xff" + b"\x24\x49\x92" * 85) * 40 + b"\0",
        "blocks of one byte": b"\x08" + b"\x01\x80" * 9000 + b"\0",
        "more than there is room for": b"\x08" + (b"\xff" + bytes(range(255))) * 200 + b"\0",
    }
    for name, pixels in packed.items():
        yield Case(f"pixels: {name}", gif((60, 60), frame((60, 60), pixels=pixels)))


def _blocks() -> Iterator[Case]:
    one = frame((10, 10))
    yield Case(
        "thousands of comments", gif((10, 10), b"!\xfe\xffcomment" + b"x" * 248 + b"\0" + b"!\xfe\0" * 9000, one)
    )
    yield Case("a comment without end", gif((10, 10), b"!\xfe" + (b"\xff" + b"x" * 255) * 2000, end=b""))
    yield Case("an unknown extension", gif((10, 10), b"!\x77\x04abcd\0", one))
    yield Case("an unknown block", gif((10, 10), b"\x77\x04abcd\0", one))
    yield Case("zeros between blocks", gif((10, 10), bytes(50000), one))
    yield Case("a short control", gif((10, 10), b"!\xf9\x01\0\0", one))
    yield Case("a loop that is not told", gif((10, 10), b"!\xff\x0bNETSCAPE2.0\x01\x01\0", one))
    yield Case("a program's name cut", gif((10, 10), b"!\xff\x0bNET", end=b""))
    yield Case("words on the picture", gif((10, 10), b"!\x01\x0c" + b"\xff" * 12 + b"\x05words\0", one))
    yield Case("no end", gif((10, 10), one, end=b""))
    yield Case("ends without end", gif((10, 10), one, end=b";" * 5000))


def _moving() -> Iterator[Case]:
    for shown in (0, 1, 65535):
        for disposal in (0, 2, 3, 7):
            frames = [part for number in range(4) for part in (control(shown, disposal), frame((9, 9), (number, 0)))]
            yield Case(f"frames for {shown}, followed by {disposal}", gif((40, 40), *frames))
    dots = [control(1), frame((1, 1))] * _MANY
    yield Case("thousands of frames", gif((20, 20), *dots))
    yield Case("frames on a large screen", gif((2000, 2000), *[control(1), frame((1, 1))] * 20))
    yield Case("a broken second frame", gif((40, 40), frame((9, 9)), frame((9, 9), pixels=b"\xff\xff")))
    yield Case("a second frame outside", gif((40, 40), frame((9, 9)), frame((9, 9), (60000, 60000))))
    yield Case("cut among frames", animated("GIF", [drawing(number) for number in range(4)])[:-3000])
