"""Crafted Matroska and WebM files (RFC 8794, RFC 9559): elements that lie of their length, impossible values."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from benchmarks.hostility.case import Case

_HOLDERS: Final = frozenset(
    bytes.fromhex(name)
    for name in ("1A45DFA3", "18538067", "1549A966", "1654AE6B", "AE", "E0", "1F43B675", "A0", "114D9B74", "4DBB")
)
_NAMES: Final = {
    "duration": "4489",
    "scale of time": "2AD7B1",
    "width": "B0",
    "height": "BA",
    "time of a frame": "23E383",
    "kind of track": "83",
    "codec": "86",
    "time of a cluster": "E7",
    "block": "A3",
    "number of a track": "D7",
}
_DEPTH: Final = 2000
_SEGMENT: Final = bytes.fromhex("18538067")
_UNKNOWN: Final = b"\x01" + b"\xff" * 7


def element(name: bytes, content: bytes) -> bytes:
    """One element, with a length of eight bytes."""
    return name + (len(content) | 1 << 56).to_bytes(8, "big") + content


def places(content: bytes, begin: int = 0, end: int | None = None) -> Iterator[tuple[int, int, int, bytes]]:
    """Of each element of a file that is well: where it begins, where its content begins and ends, and its name."""
    end = len(content) if end is None else end
    while begin < end and content[begin]:
        name_end = begin + 9 - content[begin].bit_length()
        length = 9 - content[name_end].bit_length() if name_end < end and content[name_end] else 0
        if not length:
            return
        size = int.from_bytes(content[name_end : name_end + length], "big") & ((1 << 7 * length) - 1)
        start = name_end + length
        stop = min(start + size, end)
        yield begin, start, stop, content[begin:name_end]
        if content[begin:name_end] in _HOLDERS:
            yield from places(content, start, stop)
        begin = stop


def families(sample: bytes) -> Iterator[Case]:
    """All crafted files made of one that is well."""
    yield from _elements(sample)
    yield from _values(sample)
    yield from _nested(sample)


def _elements(sample: bytes) -> Iterator[Case]:
    for begin, start, stop, name in places(sample):
        word = f"{name.hex()} at {begin}"
        lengths = {"0": b"\x80", "without end": _UNKNOWN, "2^56": b"\x01" + b"\xff" * 6 + b"\xfe", "none": b"\0" * 8}
        for lie, length in lengths.items():
            yield Case(f"length of {word}: {lie}", sample[:begin] + name + length + sample[start:])
        yield Case(f"without {word}", sample[:begin] + sample[stop:])
        yield Case(f"{word} twice", sample[:stop] + sample[begin:])
        yield Case(f"cut in {word}", sample[: (start + stop) // 2])


def _values(sample: bytes) -> Iterator[Case]:
    """Put values that cannot be in the place of those that matter."""
    values = {
        "0": b"\0",
        "-1": b"\xff",
        "2^64-1": b"\xff" * 8,
        "not a number": struct.pack(">d", float("nan")),
        "without end": struct.pack(">d", float("inf")),
        "negative": struct.pack(">d", -1e300),
        "empty": b"",
        "9 bytes": b"\x7f" * 9,
        "a thousand bytes": b"V" * 1000,
    }
    for word, name in _NAMES.items():
        found = [place for place in places(sample) if place[3] == bytes.fromhex(name)]
        for begin, _, stop, raw in found[:1]:
            for value, content in values.items():
                yield Case(f"{word}: {value}", sample[:begin] + element(raw, content) + sample[stop:])


def _nested(sample: bytes) -> Iterator[Case]:
    head = sample[: next(begin for begin, _, _, name in places(sample) if name == _SEGMENT)]
    for name in ("18538067", "1654AE6B", "1F43B675", "1549A966", "114D9B74", "1C53BB6B"):
        inner = b""
        for _ in range(_DEPTH):
            inner = bytes.fromhex(name) + _UNKNOWN + inner
        yield Case(f"{name} in itself", head + inner)
    tracks = element(bytes.fromhex("1654AE6B"), element(b"\xae", element(b"\xd7", b"\1")) * 5000)
    yield Case("thousands of tracks", head + element(_SEGMENT, tracks))
    yield Case("empty elements without end", head + _SEGMENT + _UNKNOWN + b"\xec\x80" * 50000)
    yield Case("a list of places that points at itself", head + element(_SEGMENT, _seek(0)) + sample[len(head) :])
    yield Case("the head alone", head)
    yield Case("heads without end", head * 500)


def _seek(place: int) -> bytes:
    found = element(bytes.fromhex("53AB"), bytes.fromhex("114D9B74")) + element(bytes.fromhex("53AC"), bytes([place]))
    return element(bytes.fromhex("114D9B74"), element(bytes.fromhex("4DBB"), found))
