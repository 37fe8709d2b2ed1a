"""Crafted files of the ISO base media format (ISO/IEC 14496-12): HEIF, AVIF and MP4 alike are boxes in boxes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from benchmarks.hostility.case import Case

_HOLDERS: Final = {  # boxes that hold boxes, and how many bytes stand before these
    b"moov": 0,
    b"trak": 0,
    b"mdia": 0,
    b"minf": 0,
    b"stbl": 0,
    b"dinf": 0,
    b"edts": 0,
    b"udta": 0,
    b"meta": 4,
    b"iprp": 0,
    b"ipco": 0,
    b"iref": 4,
    b"dref": 8,
    b"stsd": 8,
    b"iinf": 6,
}
_FIELDS: Final = (b"ispe", b"iloc", b"iref", b"pitm", b"ipma", b"infe", b"mvhd", b"tkhd", b"mdhd", b"stts", b"stsc")
_MORE_FIELDS: Final = (
    b"stsz",
    b"stco",
    b"elst",
    b"stss",
    b"ctts",
    b"hdlr",
    b"stsd",
    b"av1C",
    b"hvcC",
    b"pixi",
    b"irot",
)
_WORDS: Final = (0, 1, 0x7FFFFFFF, 0xFFFFFFFF)
_DEPTH: Final = 3000


def box(kind: bytes, content: bytes) -> bytes:
    """One box."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def places(content: bytes, begin: int = 0, end: int | None = None) -> Iterator[tuple[int, int, bytes]]:
    """Where each box of a file that is well begins, how long it is, and its type; the boxes in it follow it."""
    end = len(content) if end is None else end
    while begin + 8 <= end:
        size, kind = int.from_bytes(content[begin : begin + 4], "big"), content[begin + 4 : begin + 8]
        size = end - begin if size < 8 else min(size, end - begin)
        yield begin, size, kind
        if kind in _HOLDERS:
            yield from places(content, begin + 8 + _HOLDERS[kind], begin + size)
        begin += size


def families(sample: bytes) -> Iterator[Case]:
    """All crafted files made of one that is well."""
    yield from _boxes(sample)
    yield from _fields(sample)
    yield from _nested(sample)
    yield from _brands(sample)


def _boxes(sample: bytes) -> Iterator[Case]:
    for begin, size, kind in places(sample):
        name = f"{kind.decode('latin-1')} at {begin}"
        before, within, behind = sample[:begin], sample[begin : begin + size], sample[begin + size :]
        for lie in (0, 1, 7, 8, size - 1, size + 1, 1 << 31, (1 << 32) - 1):
            if 0 <= lie != size:
                yield Case(f"{name} of {lie} bytes", before + struct.pack(">I", lie) + within[4:] + behind)
        long = struct.pack(">I4sQ", 1, kind, (1 << 63) - 1)
        yield Case(f"{name} of 2^63 bytes", before + long + within[8:] + behind)
        yield Case(f"without {name}", before + behind)
        yield Case(f"{name} twice", before + within * 2 + behind)
        yield Case(f"cut at {name}", before + within[:8])
        yield Case(f"{name} is empty", before + box(kind, b"") + behind)
        yield Case(f"{name} is of no type", before + within[:4] + b"\0\xff\n " + within[8:] + behind)


def _fields(sample: bytes) -> Iterator[Case]:
    """Put extreme numbers over each word of the boxes that hold numbers."""
    seen: dict[bytes, int] = {}
    for begin, size, kind in places(sample):
        if kind not in _FIELDS + _MORE_FIELDS or seen.get(kind, 0) >= 2:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        for place in range(begin + 8, min(begin + size - 3, begin + 8 + 4 * 6), 4):
            for word in _WORDS:
                content = sample[:place] + struct.pack(">I", word) + sample[place + 4 :]
                yield Case(f"{kind.decode()} at {begin}: {word:x} at {place - begin}", content)
        full = sample[: begin + 12] + b"\xff" * (size - 12) + sample[begin + size :]
        yield Case(f"{kind.decode()} at {begin} is full", full)


def _nested(sample: bytes) -> Iterator[Case]:
    head = sample[: int.from_bytes(sample[:4], "big")]
    for kind in (b"moov", b"meta", b"trak", b"iprp", b"udta"):
        inner = b""
        for _ in range(_DEPTH):
            inner = box(kind, bytes(_HOLDERS[kind]) + inner)
        yield Case(f"{kind.decode()} in itself", head + inner)
    yield Case("empty boxes without end", head + box(b"free", b"") * 20000)
    yield Case("thousands of tracks", head + box(b"moov", box(b"trak", b"") * 5000))
    references = b"".join(box(b"dimg", struct.pack(">HHH", 1, 1, 1)) for _ in range(2000))
    yield Case("items that are made of themselves", head + box(b"meta", bytes(4) + box(b"iref", bytes(4) + references)))
    yield Case("sixty-five thousand items", head + box(b"meta", bytes(4) + box(b"iinf", bytes(4) + b"\xff\xff")))
    yield Case("the head alone", head)
    yield Case("a moving head behind", sample[len(head) :] + head)


def _brands(sample: bytes) -> Iterator[Case]:
    size = int.from_bytes(sample[:4], "big")
    for brand in (
        b"heic",
        b"heix",
        b"mif1",
        b"avif",
        b"avis",
        b"msf1",
        b"isom",
        b"qt  ",
        b"M4A ",
        b"crx ",
        b"\0\0\0\0",
    ):
        yield Case(f"brand {brand.decode()}", sample[:8] + brand + sample[12:])
    yield Case("no brand", struct.pack(">I", 8) + b"ftyp" + sample[size:])
    yield Case("thousands of brands", box(b"ftyp", sample[8:16] + b"isom" * 9000) + sample[size:])
