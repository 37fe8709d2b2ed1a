"""Crafted JPEG files (ITU T.81): sizes, tables, scans and segments that lie, and what others put into segments."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

from benchmarks.hostility.case import Case
from benchmarks.hostility.drawings import drawing, saved
from benchmarks.hostility.pictures.exif import blocks

_EXIF: Final = b"Exif\0\0"
_ICC: Final = b"ICC_PROFILE\0"
_MPF: Final = b"MPF\0"
_START, _END = b"\xff\xd8", b"\xff\xd9"
_FRAME: Final = 0xC0
_SCAN: Final = 0xDA
_PROGRESSIVE_SCANS: Final = 400
_SIZES: Final = ((0, 0), (0, 72), (96, 0), (1, 1), (65535, 65535), (65535, 1), (1, 65535), (20000, 4000), (97, 72))


def segment(marker: int, data: bytes) -> bytes:
    """A marker with its data and the length of it."""
    return bytes((0xFF, marker)) + struct.pack(">H", (len(data) + 2) & 0xFFFF) + data


def segments(jpeg: bytes) -> list[tuple[int, bytes]]:
    """The segments of a JPEG that is well, each with all that follows it up to the next; a scan with its data."""
    found = []
    place = len(_START)
    while place < len(jpeg) - 2:
        marker = jpeg[place + 1]
        end = place + 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if marker == _SCAN:
            following = re.compile(rb"\xff[^\x00\xd0-\xd7]").search(jpeg, end)
            end = len(jpeg) if following is None else following.start()
        found.append((marker, jpeg[place:end]))
        place = end
    return found


def joined(parts: list[bytes]) -> bytes:
    """A JPEG of segments."""
    return _START + b"".join(parts) + _END


def families(sample: bytes) -> Iterator[Case]:
    """All crafted JPEG files."""
    parts = segments(sample)
    yield from _frames(parts)
    yield from _segments(parts)
    yield from _inserted(sample)
    yield from _scans(parts)
    yield from _progressive()
    yield from _others()


def _frames(parts: list[tuple[int, bytes]]) -> Iterator[Case]:
    raw = [part for _, part in parts]
    at = next(place for place, (marker, _) in enumerate(parts) if marker == _FRAME)
    frame = raw[at]

    def with_frame(changed: bytes) -> bytes:
        return joined([*raw[:at], changed, *raw[at + 1 :]])

    for width, height in _SIZES:
        yield Case(f"{width}x{height}", with_frame(frame[:5] + struct.pack(">HH", height, width) + frame[9:]))
    for depth in (0, 1, 12, 16, 255):
        yield Case(f"{depth} bits", with_frame(frame[:4] + bytes([depth]) + frame[5:]))
    for count in (0, 1, 2, 4, 255):
        yield Case(f"{count} components", with_frame(frame[:9] + bytes([count]) + frame[10:]))
    for marker in range(0xC1, 0xD0):
        yield Case(f"frame of type {marker:x}", with_frame(bytes((0xFF, marker)) + frame[2:]))
    for sampling in (0x00, 0x01, 0x10, 0x33, 0x44, 0xFF):
        yield Case(f"sampling {sampling:x}", with_frame(frame[:11] + bytes([sampling]) + frame[12:]))
    for table in (1, 3, 15, 255):
        yield Case(f"quantised by table {table}", with_frame(frame[:12] + bytes([table]) + frame[13:]))
    yield Case("two frames", with_frame(frame * 2))
    yield Case("all components are one", with_frame(frame[:10] + frame[10:13] * 3))


def _segments(parts: list[tuple[int, bytes]]) -> Iterator[Case]:
    raw = [part for _, part in parts]
    for at, (marker, part) in enumerate(parts):
        name = f"segment {at} ({marker:x})"
        yield Case(f"without {name}", joined(raw[:at] + raw[at + 1 :]))
        yield Case(f"{name} twice", joined([*raw[:at], part, *raw[at:]]))
        for length in (0, 1, 2, 65535):
            yield Case(
                f"{name} of {length} bytes", joined([*raw[:at], part[:2] + struct.pack(">H", length) + part[4:]])
            )
        yield Case(f"{name} is full", joined([*raw[:at], part[:4] + b"\xff" * (len(part) - 4), *raw[at + 1 :]]))
    yield Case("segments in reverse", joined(raw[::-1]))
    yield Case("no scan", joined(raw[:-1]))


def _inserted(sample: bytes) -> Iterator[Case]:
    """Put segments behind the first marker that programs other than decoders read."""

    def with_segments(*added: bytes) -> bytes:
        return sample[:2] + b"".join(added) + sample[2:]

    for case in blocks():
        yield Case(f"EXIF: {case.name}", with_segments(segment(0xE1, _EXIF + case.content)))
    yield Case("a hundred EXIF blocks", with_segments(*[segment(0xE1, _EXIF + b"II*\0\x08\0\0\0\xff\xff")] * 100))
    for name, number, count in (("0 of 0", 0, 0), ("1 of 255", 1, 255), ("255 of 1", 255, 1), ("2 of 2", 2, 2)):
        garbage = _ICC + bytes((number, count)) + b"garbage" * 500
        yield Case(f"profile {name}", with_segments(segment(0xE2, garbage)))
    profile = [segment(0xE2, _ICC + bytes((1 + number, 100)) + b"\xff" * 60000) for number in range(100)]
    yield Case("a profile of 6 MB", with_segments(*profile))
    for frames in (0, 2, 1000, (1 << 32) - 1):
        index = b"II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 0xB001, 4, 1, frames) + bytes(4)
        yield Case(f"a JPEG of {frames} pictures", with_segments(segment(0xE2, _MPF + index)))
    outside = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIIHHII", 2, 0xB001, 4, 1, 2, 0xB002, 7, 32, 0x7FFFFFFF) + bytes(4)
    yield Case("pictures that lie outside", with_segments(segment(0xE2, _MPF + outside)))
    for transform in (0, 1, 2, 255):
        adobe = b"Adobe\0d\0\0\0\0" + bytes([transform])
        yield Case(f"Adobe's colours {transform}", with_segments(segment(0xEE, adobe)))
    yield Case("a short mark of Adobe", with_segments(segment(0xEE, b"Adobe")))
    yield Case("Photoshop's block", with_segments(segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\xff" + b"\xff" * 40)))
    yield Case("a density of 0", with_segments(segment(0xE0, b"JFIF\0\1\1\1\0\0\0\0\xff\xff")))
    yield Case("comments", with_segments(*[segment(0xFE, b"c" * 65000)] * 60))
    yield Case("a megabyte between markers", with_segments(b"\xff" * (1 << 20)))
    yield Case("markers without meaning", with_segments(*(bytes((0xFF, marker)) for marker in range(2, 0xBF))))
    yield Case("starts without end", _START * 5000 + sample[2:])


def _scans(parts: list[tuple[int, bytes]]) -> Iterator[Case]:
    raw = [part for _, part in parts]
    scan = raw[-1]
    before = raw[:-1]
    yield Case("an empty scan", joined([*before, scan[:14]]))
    yield Case("a scan of ones", joined([*before, scan[:14] + b"\xff\0" * 4000]))
    yield Case("a scan of zeros", joined([*before, scan[:14] + bytes(4000)]))
    yield Case("a scan ten times", joined(before + [scan] * 10))
    yield Case("restarts that were not said", joined([*before, scan[:30] + b"\xff\xd0\xff\xd7\xff\xd3" + scan[30:]]))
    for interval in (1, 65535):
        yield Case(f"restarts each {interval}", joined([segment(0xDD, struct.pack(">H", interval)), *raw]))
    for count in (0, 1, 4, 255):
        yield Case(f"a scan of {count} components", joined([*before, scan[:4] + bytes([count]) + scan[5:]]))
    for table in (0x22, 0x33, 0xFF):
        yield Case(f"decoded by tables {table:x}", joined([*before, scan[:6] + bytes([table]) + scan[7:]]))
    yield Case("no end", _START + b"".join(raw))


def _progressive() -> Iterator[Case]:
    raw = segments(saved(drawing(1), "JPEG", progressive=True, quality=70))
    scans = [part for marker, part in raw if marker == _SCAN]
    others = [part for marker, part in raw if marker != _SCAN]
    yield Case("hundreds of scans", joined(others + scans * (_PROGRESSIVE_SCANS // len(scans))))
    yield Case("scans in reverse", joined(others + scans[::-1]))
    yield Case("the first scan alone", joined(others + scans[:1]))
    for place, name in ((-3, "first"), (-2, "last"), (-1, "bit")):
        length = 2 + int.from_bytes(scans[1][2:4], "big")
        changed = bytearray(scans[1])
        changed[length + place] = 0xFF
        yield Case(f"a scan whose {name} coefficient is 255", joined([*others, scans[0], bytes(changed)]))


def thousands_of_scans(side: int = 4000, scans: int = 4000) -> bytes:
    """A picture of which each of thousands of scans is as large as the whole: it takes minutes to decode."""
    raw = segments(saved(drawing(1).resize((side, side)), "JPEG", progressive=True, quality=1))
    last = [part for marker, part in raw if marker == _SCAN][-1]
    return joined([part for _, part in raw] + [last[:12]] * scans)


def _others() -> Iterator[Case]:
    four = drawing(2).convert("CMYK")
    yield Case("four colours", saved(four, "JPEG"))
    yield Case("four colours, cut", saved(four, "JPEG")[:900])
    yield Case("one colour", saved(drawing(2).convert("L"), "JPEG"))
