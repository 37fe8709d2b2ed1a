"""Crafted 7z archives (7zFormat.txt of the LZMA SDK): names, heads and sizes that lie, with checksums that hold."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any, Final
from unittest.mock import patch

import py7zr
from py7zr import compressor
from py7zr.helpers import ArchiveTimestamp

from benchmarks.hostility.archives.names import NAMES
from benchmarks.hostility.case import Case

_THEN: Final = 133_590_312_000_000_000  # in May 2024, in tenths of microseconds since 1601
_START: Final = 32  # bytes of the head at the beginning
_LONG_NAME: Final = "photos/" + "a" * 60 + ".jpg"
_LIES: Final = (0, 1, 0x7FFFFFFF, (1 << 63) - 1, (1 << 64) - 1)


def simple(files: list[tuple[str, bytes]], filters: list[dict[str, Any]] | None = None, **options: Any) -> bytes:
    """A 7z that is well, whose list of files is not packed."""
    into = io.BytesIO()
    always = patch.object(ArchiveTimestamp, "from_now", classmethod(lambda cls: cls(_THEN)))
    unsalted = patch.object(compressor, "get_random_bytes", bytes)
    with always, unsalted, py7zr.SevenZipFile(into, "w", filters=filters, **options) as opened:
        opened.set_encoded_header_mode(False)
        for name, content in files:
            opened.writestr(content, name)
    return into.getvalue()


def families(sample: bytes) -> Iterator[Case]:
    """All crafted archives."""
    yield from _starts(sample)
    yield from _lists(sample)
    yield from _named()
    yield from _packed()


def sealed(content: bytes) -> bytes:
    """The same with checksums that hold, wherever it says that its list of files is."""
    if len(content) < _START:
        return content
    start, body, listed = _parts(content)
    offset, size = struct.unpack_from("<QQ", content, 12)
    where = struct.pack("<QQI", offset, size, zlib.crc32(listed))
    return start[:8] + struct.pack("<I", zlib.crc32(where)) + where + body + listed + content[_START + offset + size :]


def _sealed(start: bytes, body: bytes, listed: bytes) -> bytes:
    """An archive with this list of files, and the checksums that belong to it."""
    where = struct.pack("<QQI", len(body), len(listed), zlib.crc32(listed))
    return start[:8] + struct.pack("<I", zlib.crc32(where)) + where + body + listed


def _parts(sample: bytes) -> tuple[bytes, bytes, bytes]:
    offset, size = struct.unpack_from("<QQ", sample, 12)
    return sample[:_START], sample[_START : _START + offset], sample[_START + offset : _START + offset + size]


def _starts(sample: bytes) -> Iterator[Case]:
    start, body, listed = _parts(sample)
    for place in ("offset", "size"):
        for lie in _LIES:
            numbers = (lie, len(listed)) if place == "offset" else (len(body), lie)
            where = struct.pack("<QQI", *numbers, zlib.crc32(listed))
            head = start[:8] + struct.pack("<I", zlib.crc32(where)) + where
            yield Case(f"{place} of the list {lie:x}", head + body + listed)
    for version in (b"\0\0", b"\0\xff", b"\xff\xff"):
        yield Case(f"version {version.hex()}", sample[:6] + version + sample[8:])
    yield Case("a checksum of the head that fails", sample[:8] + b"\0\0\0\0" + sample[12:])
    yield Case("a checksum of the list that fails", sample[:28] + b"\0\0\0\0" + sample[32:])
    yield Case("no list", sample[: _START + len(body)])
    yield Case("the head alone", start)
    yield Case("an empty list", _sealed(start, body, b""))
    yield Case("a program before it", b"MZ" + bytes(4000) + sample)


def _lists(sample: bytes) -> Iterator[Case]:
    """Change each byte of the list of files, with checksums that hold."""
    start, body, listed = _parts(sample)
    for place in range(len(listed)):
        for byte in (0x00, 0xFF, listed[place] ^ 0x01):
            changed = listed[:place] + bytes([byte]) + listed[place + 1 :]
            yield Case(f"list: {byte:02x} at {place}", _sealed(start, body, changed))
    for part in range(1, 10):
        yield Case(f"the list cut at {part} of 10", _sealed(start, body, listed[: len(listed) * part // 10]))
    yield Case("the list twice", _sealed(start, body, listed * 2))
    yield Case("a list of ones", _sealed(start, body, b"\x01" + b"\xff" * 500))
    yield Case("a list in a list", _sealed(start, body, b"\x17" * 500))
    yield Case("properties without end", _sealed(start, body, b"\x01\x02" + b"\x19\x01\x00" * 20_000))
    for number in (b"\xff" * 9, b"\xfe" + b"\xff" * 7, b"\xf0\xff\xff\xff\xff"):
        for kind in (b"\x01\x04\x06", b"\x01\x05", b"\x01\x04\x07\x0b", b"\x01\x04\x08\x0d", b"\x01\x05\x05\x11"):
            yield Case(f"{number.hex()} behind {kind.hex()}", _sealed(start, body, kind + number + listed[4:]))
    yield Case("the bytes turned over", _sealed(start, bytes(byte ^ 0xFF for byte in body), listed))


def _named() -> Iterator[Case]:
    sample = simple([(_LONG_NAME, b"x" * 99), ("photos/b.jpg", b"y")])
    start, body, listed = _parts(sample)
    old = _LONG_NAME.encode("utf-16-le")
    for word, name in NAMES.items():
        put = name[: len(_LONG_NAME)].ljust(len(_LONG_NAME), "x").encode("utf-16-le", "surrogatepass")[: len(old)]
        yield Case(f"called {word}", _sealed(start, body, listed.replace(old, put)))
    for raw in (b"\x00\xd8", b"\0\0", b"\xff\xff"):
        yield Case(f"called by {raw.hex()} alone", _sealed(start, body, listed.replace(old, raw * len(_LONG_NAME))))
    two = simple([("photos/a.jpg", b"x"), ("photos/b.jpg", b"y")])
    start, body, listed = _parts(two)
    same = listed.replace("b.jpg".encode("utf-16-le"), "a.jpg".encode("utf-16-le"))
    yield Case("the same name twice", _sealed(start, body, same))
    yield Case("names that differ by case", _sealed(start, body, same.replace("a".encode("utf-16-le"), b"A\0", 1)))


def _packed() -> Iterator[Case]:
    yield Case("a bomb", simple([("bomb.jpg", bytes(24 << 20))]))
    yield Case("many bombs", simple([(f"{number}.jpg", bytes(4 << 20)) for number in range(6)]))
    yield Case("thousands of files", simple([(f"{number}.jpg", b"") for number in range(3000)]))
    yield Case("encrypted", simple([("a.jpg", b"x" * 99)], password="secret"))  # noqa: S106
    inner = simple([("a.jpg", b"x" * 99)])
    for depth in range(1, 5):
        inner = simple([("inner.7z", inner)])
        yield Case(f"archives in archives, {depth} deep", inner)
    for name in ("FILTER_BZIP2", "FILTER_DEFLATE", "FILTER_ZSTD", "FILTER_COPY", "FILTER_PPMD", "FILTER_BROTLI"):
        identity = getattr(py7zr, name)
        more = {"order": 6, "mem": 20} if name == "FILTER_PPMD" else {}
        filters = [{"id": identity, **more} | ({"level": 3} if name in ("FILTER_ZSTD", "FILTER_BROTLI") else {})]
        yield Case(f"packed by {name[7:].lower()}", simple([("a.jpg", b"x" * 9999)], filters))
