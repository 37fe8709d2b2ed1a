"""Crafted WebP files (RFC 9649): chunks, canvases and frames that lie."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from benchmarks.hostility.case import Case
from benchmarks.hostility.drawings import animated, drawing, saved
from benchmarks.hostility.pictures.exif import blocks

_LARGEST: Final = (1 << 24) - 1
_FRAMES: Final = 300


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk, padded to an even length."""
    return kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def riff(*chunks: bytes) -> bytes:
    """A WebP of these chunks."""
    content = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(content)) + content


def canvas(width: int, height: int, flags: int) -> bytes:
    """The chunk that tells of the extras, for a canvas of this size."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return chunk(b"VP8X", bytes((flags, 0, 0, 0)) + size)


def frame(pixels: bytes, place: tuple[int, int] = (0, 0), size: tuple[int, int] = (96, 72), shown: int = 100) -> bytes:
    """One frame of those that move; `pixels` is a whole chunk, `shown` milliseconds."""
    numbers = (place[0] // 2, place[1] // 2, size[0] - 1, size[1] - 1, shown)
    return chunk(b"ANMF", b"".join(number.to_bytes(3, "little") for number in numbers) + b"\0" + pixels)


def families(sample: bytes) -> Iterator[Case]:
    """All crafted WebP files."""
    lossy = sample[12:]
    lossless = saved(drawing(1), "WEBP", lossless=True)[12:]
    yield from _heads(sample, lossy, lossless)
    yield from _canvases(lossy)
    yield from _beside(lossy)
    yield from _moving(lossy)


def _heads(sample: bytes, lossy: bytes, lossless: bytes) -> Iterator[Case]:
    for size in (0, 4, 12, len(sample), 1 << 31, (1 << 32) - 1):
        yield Case(f"{size} bytes, it says", sample[:4] + struct.pack("<I", size) + sample[8:])
        yield Case(f"{size} bytes of pixels, it says", sample[:16] + struct.pack("<I", size) + sample[20:])
    for width, height in ((0, 0), (1, 1), (0x3FFF, 0x3FFF), (0xFFFF, 0xFFFF), (16383, 1)):
        yield Case(f"lossy {width}x{height}", riff(lossy[:14] + struct.pack("<HH", width, height) + lossy[18:]))
        bits = (width & 0x3FFF) | (height & 0x3FFF) << 14
        yield Case(f"lossless {width}x{height}", riff(lossless[:9] + struct.pack("<I", bits) + lossless[13:]))
    yield Case("lossless of another version", riff(lossless[:9] + b"\xff\xff\xff\xff" + lossless[13:]))
    yield Case("lossless without its mark", riff(lossless[:8] + b"\0" + lossless[9:]))
    yield Case("lossless noise", riff(lossless[:20] + bytes((place * 37) & 0xFF for place in range(3000))))
    yield Case("no picture", riff())
    yield Case("an unknown chunk alone", riff(chunk(b"ABCD", b"x" * 99)))
    yield Case("two pictures", riff(lossy, lossless))
    yield Case("an odd chunk that is not padded", riff(b"ABCD\1\0\0\0x", lossy))
    yield Case("not a key frame", riff(lossy[:8] + bytes([lossy[8] | 1]) + lossy[9:]))


def _canvases(lossy: bytes) -> Iterator[Case]:
    for width, height in ((1, 1), (96, 72), (4096, 4096), (16384, 16384), (_LARGEST + 1, _LARGEST + 1), (1, _LARGEST)):
        for flags in (0, 2, 0xFF):
            yield Case(f"canvas {width}x{height}, flags {flags}", riff(canvas(width, height, flags), lossy))
    yield Case("a canvas alone", riff(canvas(96, 72, 0)))
    yield Case("a canvas twice", riff(canvas(96, 72, 0), canvas(5000, 5000, 2), lossy))
    yield Case("half a canvas", riff(chunk(b"VP8X", b"\0" * 5), lossy))


def _beside(lossy: bytes) -> Iterator[Case]:
    for case in blocks():
        yield Case(f"EXIF: {case.name}", riff(canvas(96, 72, 8), lossy, chunk(b"EXIF", case.content)))
    yield Case("a profile of garbage", riff(canvas(96, 72, 32), chunk(b"ICCP", b"garbage" * 9000), lossy))
    yield Case("XMP of a megabyte", riff(canvas(96, 72, 4), lossy, chunk(b"XMP ", b"<x>" * 400000)))
    yield Case("an alpha plane of garbage", riff(canvas(96, 72, 16), chunk(b"ALPH", b"\x01garbage"), lossy))
    yield Case("thousands of chunks", riff(canvas(96, 72, 0), *[chunk(b"ABCD", b"")] * 5000, lossy))


def _moving(lossy: bytes) -> Iterator[Case]:
    whole = canvas(96, 72, 2)
    moves = chunk(b"ANIM", b"\xff\xff\xff\xff\0\0")
    yield Case("no frame", riff(whole, moves))
    yield Case("no colour behind it", riff(whole, frame(lossy)))
    yield Case("an empty frame", riff(whole, moves, frame(b"")))
    yield Case("frames without pixels", riff(whole, moves, *[frame(b"")] * 500))
    yield Case("a frame outside", riff(whole, moves, frame(lossy, place=(1 << 24, 1 << 24))))
    yield Case("a frame larger than the canvas", riff(canvas(8, 8, 2), moves, frame(lossy)))
    yield Case("a frame that says another size", riff(whole, moves, frame(lossy, size=(16000, 16000))))
    for shown in (0, 1, _LARGEST):
        yield Case(f"frames shown for {shown} ms", riff(whole, moves, *[frame(lossy, shown=shown)] * 3))
    yield Case("many frames", riff(whole, moves, *[frame(lossy, shown=1)] * _FRAMES))
    yield Case("a frame in a frame", riff(whole, moves, frame(frame(lossy))))
    yield Case("cut among frames", animated("WEBP", [drawing(number) for number in range(4)])[:-900])
    yield Case("tiny frames on a large canvas", riff(canvas(4000, 4000, 2), moves, *[frame(lossy)] * 4))
