"""Crafted PNG files (W3C, third edition): chunks that lie, repeat themselves, or unpack without end."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from itertools import product
from typing import Final

from benchmarks.hostility.bombs import ZLIB, zeros
from benchmarks.hostility.case import Case

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_BOMB: Final = 48  # megabytes of zeros that a chunk unpacks to
_SIZES: Final = (
    (0, 0),
    (0, 1),
    (1, 0),
    (1, 1),
    (65535, 65535),
    (1 << 31, 1),
    ((1 << 32) - 1, (1 << 32) - 1),
    ((1 << 31) - 1, 1),
    (1, (1 << 31) - 1),
    (20000, 20000),
    (9000, 9000),
)
_Chunk = tuple[bytes, bytes]


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk, with the checksum that belongs to it."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width: int, height: int, depth: int = 8, colour: int = 0, interlaced: int = 0) -> bytes:
    """What an IHDR holds."""
    return struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)


def png(*chunks: _Chunk) -> bytes:
    """A PNG of these chunks, with nothing added."""
    return _SIGNATURE + b"".join(chunk(kind, data) for kind, data in chunks)


def _of(head: bytes, pixels: bytes, *before: _Chunk) -> bytes:
    return png((b"IHDR", head), *before, (b"IDAT", zlib.compress(pixels)), (b"IEND", b""))


def _rows(width: int, height: int, kind: int = 0) -> bytes:
    return (bytes([kind]) + bytes((place * 7) & 0xFF for place in range(width))) * height


def sealed(content: bytes) -> bytes:
    """The same with a checksum that holds for every chunk, as far as chunks can be told apart."""
    sealed_so_far, place = bytearray(content), len(_SIGNATURE)
    while place + 12 <= len(content):
        end = place + 8 + int.from_bytes(content[place : place + 4], "big")
        if end + 4 > len(content):
            break
        sealed_so_far[end : end + 4] = zlib.crc32(content[place + 4 : end]).to_bytes(4, "big")
        place = end + 4
    return bytes(sealed_so_far)


def families(_: bytes) -> Iterator[Case]:
    """All crafted PNG files."""
    yield from _sizes()
    yield from _bombs()
    yield from _damaged_chunks()
    yield from _orders()
    yield from _palettes()
    yield from _kinds()
    yield from _packing()
    yield from _moving()
    yield from _beside()


def _sizes() -> Iterator[Case]:
    for width, height in _SIZES:
        yield Case(f"{width}x{height}", _of(header(width, height), _rows(32, 32)))
    yield Case("more rows than it says", _of(header(16, 16), _rows(16, 4000)))
    yield Case("fewer rows than it says", _of(header(16, 4000), _rows(16, 16)))


def _bombs() -> Iterator[Case]:
    packed_zeros = zeros(_BOMB, ZLIB)
    head = header(16, 16)
    pixels = (b"IDAT", zlib.compress(_rows(16, 16)))
    end = (b"IEND", b"")
    yield Case("pixels without end", png((b"IHDR", head), (b"IDAT", packed_zeros), end))
    yield Case("a large plane of one bit", png((b"IHDR", header(9000, 9000, 1)), (b"IDAT", packed_zeros), end))
    for kind, before in ((b"iCCP", b"x\0\0"), (b"zTXt", b"x\0\0"), (b"iTXt", b"x\0\1\0\0\0")):
        yield Case(f"{kind.decode()} bomb", png((b"IHDR", head), (kind, before + packed_zeros), pixels, end))
    texts = [(b"tEXt", b"a\0" + b"b" * 400)] * 4000
    yield Case("thousands of texts", png((b"IHDR", head), *texts, pixels, end))
    packed = [(b"zTXt", b"a\0\0" + zeros(1, ZLIB))] * 100
    yield Case("a hundred packed texts", png((b"IHDR", head), *packed, pixels, end))
    yield Case("a name of a text without end", png((b"IHDR", head), (b"tEXt", b"a" * 70000), pixels, end))


def _damaged_chunks() -> Iterator[Case]:
    whole = _of(header(16, 16), _rows(16, 16), (b"gAMA", b"\0\0\0\0"))
    places = [8, 8 + 25, 8 + 25 + 16]
    for number, place in enumerate(places):
        length = int.from_bytes(whole[place : place + 4], "big")
        checksum = place + 8 + length
        for name, lie in (("0", 0), ("one more", length + 1), ("2^31", 1 << 31), ("2^32-1", (1 << 32) - 1)):
            yield Case(f"length of chunk {number}: {name}", whole[:place] + lie.to_bytes(4, "big") + whole[place + 4 :])
        yield Case(f"checksum of chunk {number}", whole[:checksum] + b"\0\0\0\0" + whole[checksum + 4 :])
        yield Case(f"name of chunk {number}", whole[: place + 4] + b"\0\xff\n " + whole[place + 8 :])
        yield Case(f"cut in chunk {number}", whole[: checksum - 1])


def _orders() -> Iterator[Case]:
    head, pixels, end = (b"IHDR", header(16, 16)), (b"IDAT", zlib.compress(_rows(16, 16))), (b"IEND", b"")
    yield Case("no header", png(pixels, end))
    yield Case("header last", png(pixels, head, end))
    yield Case("two headers", png(head, (b"IHDR", header(4000, 4000)), pixels, end))
    yield Case("a header after the pixels", png(head, pixels, (b"IHDR", header(60000, 60000)), end))
    yield Case("no pixels", png(head, end))
    yield Case("no end", png(head, pixels))
    yield Case("end first", png(end, head, pixels))
    yield Case("an empty header", png((b"IHDR", b""), pixels, end))
    yield Case("a long header", png((b"IHDR", header(16, 16) * 9), pixels, end))
    yield Case("an unknown chunk that is needed", png(head, (b"ABCD", b"x"), pixels, end))
    yield Case("pixels in single bytes", png(head, *((b"IDAT", pixels[1][at : at + 1]) for at in range(99)), end))
    yield Case("empty pixels a thousand times", png(head, *[(b"IDAT", b"")] * 1000, pixels, end))
    yield Case("pixels torn by a text", png(head, (b"IDAT", pixels[1][:20]), (b"tEXt", b"a\0b"), pixels, end))
    for kind in (b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"tIME", b"sBIT", b"eXIf", b"tRNS", b"bKGD", b"hIST"):
        for name, data in (("empty", b""), ("long", b"\xff" * 5000)):
            yield Case(f"{kind.decode()}, {name}", png(head, (kind, data), pixels, end))


def _palettes() -> Iterator[Case]:
    for colours in (0, 1, 2, 255, 257, 5000):
        yield Case(f"{colours} colours", _of(header(16, 16, 8, 3), _rows(16, 16), (b"PLTE", b"\1\2\3" * colours)))
    yield Case("half a colour", _of(header(16, 16, 8, 3), _rows(16, 16), (b"PLTE", b"\1\2\3\4")))
    yield Case("no palette", _of(header(16, 16, 8, 3), _rows(16, 16)))
    for length in (0, 1, 300):
        clear = (b"tRNS", b"\7" * length)
        yield Case(f"{length} clear colours", _of(header(16, 16, 8, 3), _rows(16, 16), (b"PLTE", b"\1\2\3" * 9), clear))


def _kinds() -> Iterator[Case]:
    for depth, colour in product((0, 1, 3, 16, 255), (0, 2, 3, 4, 5, 6, 255)):
        yield Case(f"depth {depth}, colours {colour}", _of(header(16, 16, depth, colour), _rows(99, 99)))
    for interlaced in (1, 2, 255):
        yield Case(f"interlaced {interlaced}", _of(header(16, 16, 8, 0, interlaced), _rows(16, 16)))
    for kind in (1, 2, 3, 4, 5, 255):
        yield Case(f"filter {kind}", _of(header(16, 16), _rows(16, 16, kind)))


def _packing() -> Iterator[Case]:
    packed = zlib.compress(_rows(16, 16))
    changes = {
        "no checksum": packed[:-4],
        "wrong checksum": packed[:-4] + b"\0\0\0\0",
        "window of 64 KiB": b"\xf8" + packed[1:],
        "a dictionary": packed[:1] + b"\x20" + packed[2:],
        "not packed": _rows(16, 16),
        "empty": b"",
        "a block of no kind": b"\x78\x9c\x07",
        "stored blocks that lie": b"\x78\x01\x00\xff\xff\x00\x00" + bytes(40),
        "half": packed[: len(packed) // 2],
        "packed twice": zlib.compress(packed),
    }
    for name, data in changes.items():
        yield Case(f"pixels: {name}", png((b"IHDR", header(16, 16)), (b"IDAT", data), (b"IEND", b"")))


def _moving() -> Iterator[Case]:
    head, pixels, end = (b"IHDR", header(16, 16)), (b"IDAT", zlib.compress(_rows(16, 16))), (b"IEND", b"")
    for frames in (0, 1, 5, (1 << 32) - 1):
        control = (b"acTL", struct.pack(">II", frames, 0))
        for name, size in (
            ("fits", (16, 16, 0, 0)),
            ("is outside", (16, 16, 1 << 30, 1 << 30)),
            ("is 0", (0, 0, 0, 0)),
        ):
            frame = (b"fcTL", struct.pack(">IIIIIHHBB", 0, *size, 0, 0, 255, 255))
            more = (b"fdAT", struct.pack(">I", 7) + pixels[1])
            yield Case(f"{frames} frames, of which one {name}", png(head, control, frame, pixels, frame, more, end))


def _beside() -> Iterator[Case]:
    whole = _of(header(64, 64), _rows(64, 64))
    yield Case("a program behind it", whole + b"MZ" + bytes(4000))
    yield Case("JPEG's first bytes", b"\xff\xd8\xff" + whole)
    yield Case("a PNG in a PNG", _of(header(64, 64), _rows(64, 64), (b"prVt", whole)))
