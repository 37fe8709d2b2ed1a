"""Crafted zips (APPNOTE 6.3.10): two tables of contents, sizes that lie, members that overlap, archives in archives."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from benchmarks.hostility.archives.names import NAMES
from benchmarks.hostility.bombs import RAW, zeros
from benchmarks.hostility.case import Case

GOOD: Final = "photos/control.jpg"
_UTF8: Final = 0x800
_BOMB: Final = 200  # megabytes that a member unpacks to
_MANY: Final = 30_000
_LINK: Final = 0o120777 << 16
_FIFO: Final = 0o010644 << 16
_DEVICE: Final = 0o020666 << 16
_SOCKET: Final = 0o140777 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One member as the two tables tell of it; what is None is as it should be. `method` 8 is deflate."""

    name: bytes
    content: bytes = b""
    method: int = 8
    flags: int = _UTF8
    packed: bytes | None = field(default=None, repr=False)
    checksum: int | None = None
    packed_size: int | None = None
    size: int | None = None
    attributes: int = 0o644 << 16
    extra: bytes = b""
    comment: bytes = b""
    local_name: bytes | None = None
    offset: int | None = None
    version: int = 20

    def raw(self) -> bytes:
        """The bytes of the member."""
        if self.packed is not None:
            return self.packed
        if self.method != 8:
            return self.content
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(self.content) + packer.flush()

    def numbers(self) -> tuple[int, int, int]:
        """Checksum, size packed and size, as they are told."""
        raw = self.raw()
        checksum = zlib.crc32(self.content) if self.checksum is None else self.checksum
        packed_size = len(raw) if self.packed_size is None else self.packed_size
        return checksum, packed_size, len(self.content) if self.size is None else self.size

    def local(self) -> bytes:
        """What stands before the member, and the member."""
        name = self.name if self.local_name is None else self.local_name
        numbers = (
            self.version,
            self.flags,
            self.method,
            0,
            0x5821,
            *self.numbers(),
            len(name) & 0xFFFF,
            len(self.extra),
        )
        return b"PK\3\4" + struct.pack("<HHHHHIIIHH", *numbers) + name + self.extra + self.raw()

    def listed(self, offset: int) -> bytes:
        """What stands of it in the table of contents."""
        lengths = (len(self.name) & 0xFFFF, len(self.extra), len(self.comment))
        at = offset if self.offset is None else self.offset
        head = (0x0314, self.version, self.flags, self.method, 0, 0x5821, *self.numbers(), *lengths, 0, 0)
        packed = struct.pack("<HHHHHHIIIHHHHHII", *head, self.attributes, at)
        return b"PK\1\2" + packed + self.name + self.extra + self.comment


def end(count: int, size: int, offset: int, comment: bytes = b"", disk: int = 0) -> bytes:
    """The record that stands at the end."""
    return (
        b"PK\5\6"
        + struct.pack("<HHHHIIH", disk, disk, count & 0xFFFF, count & 0xFFFF, size, offset, len(comment))
        + comment
    )


def archive(*entries: Entry, comment: bytes = b"") -> bytes:
    """A zip of these members."""
    body, listed = bytearray(), bytearray()
    for entry in entries:
        listed += entry.listed(len(body))
        body += entry.local()
    return bytes(body + listed) + end(len(entries), len(listed), len(body), comment)


def simple(files: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip that is well."""
    return archive(*(Entry(name.encode(), content) for name, content in files))


def families(sample: bytes) -> Iterator[Case]:
    """All crafted zips, with the files of one that is well in each that can have them."""
    with zipfile.ZipFile(io.BytesIO(sample)) as opened:
        good = [Entry(info.filename.encode(), opened.read(info)) for info in opened.infolist()]
    yield from _named(good)
    yield from _kinds(good)
    yield from _lying(good)
    yield from _bombs(good)
    yield from _tables(good)
    yield from _nested(sample, good)
    yield from _beside(sample)


def _picture(good: list[Entry]) -> Entry:
    return next(entry for entry in good if entry.name.endswith(b".jpg"))


def _named(good: list[Entry]) -> Iterator[Case]:
    picture = _picture(good)
    for word, name in NAMES.items():
        raw = name.encode("utf-8", "surrogatepass")
        yield Case(f"called {word}", archive(*good, replace(picture, name=raw)))
        yield Case(f"called {word}, and nothing else", archive(replace(picture, name=raw)))
        yield Case(f"called otherwise where it lies: {word}", archive(replace(picture, local_name=raw), *good[1:]))
    yield Case("called in no coding", archive(replace(picture, name=b"\xff\xfe\x80.jpg"), *good))
    yield Case("called in the coding of DOS", archive(replace(picture, name=b"\xff\xfe\x80.jpg", flags=0), *good))
    yield Case("the same name twice", archive(*good, *good))
    yield Case("the same name, another file", archive(*good, *(replace(each, content=b"x") for each in good)))
    yield Case("names that differ by case", archive(*good, *(replace(each, name=each.name.upper()) for each in good)))
    yield Case("a file that is a folder as well", archive(*good, replace(picture, name=picture.name + b"/a.jpg")))
    unicode_path = struct.pack("<HHBI", 0x7075, 5 + 14, 1, zlib.crc32(picture.name)) + b"../outside.jpg"
    yield Case("another name in Unicode", archive(replace(picture, extra=unicode_path), *good[1:]))
    yield Case("thousands of names alike", archive(*good, *[replace(picture, content=b"", name=b"a.jpg")] * 3000))


def _kinds(good: list[Entry]) -> Iterator[Case]:
    picture = _picture(good)
    for word, attributes in (("link", _LINK), ("FIFO", _FIFO), ("device", _DEVICE), ("socket", _SOCKET)):
        for target in (b"/etc/passwd", b"../outside.jpg", b"a.jpg", b"x" * 5000):
            entry = Entry(b"a.jpg", target, attributes=attributes)
            yield Case(f"a {word} to {target[:20].decode()}", archive(*good, entry))
    yield Case("a folder with bytes", archive(*good, Entry(b"folder/", b"x" * 99)))
    for method in (1, 6, 9, 12, 14, 93, 95, 97, 98, 99, 65535):
        yield Case(f"packed by method {method}", archive(*good[1:], replace(picture, method=method)))
    for flags in (1, 0x41, 8, 0x20, 0x2000, 0xFFFF):
        yield Case(f"flags {flags:x}", archive(*good[1:], replace(picture, flags=flags)))
    yield Case("all encrypted", archive(*(replace(each, flags=1) for each in good)))
    for version in (0, 45, 63, 255):
        yield Case(f"version {version}", archive(*good[1:], replace(picture, version=version)))


def _lying(good: list[Entry]) -> Iterator[Case]:
    picture = _picture(good)
    others = [each for each in good if each is not picture]
    for lie in (0, 1, len(picture.content) - 1, len(picture.content) + 1, 1 << 31, (1 << 32) - 2, (1 << 32) - 1):
        yield Case(f"size {lie}", archive(*others, replace(picture, size=lie)))
        yield Case(f"size packed {lie}", archive(*others, replace(picture, packed_size=lie)))
        yield Case(f"checksum {lie}", archive(*others, replace(picture, checksum=lie)))
        yield Case(f"lies at {lie}", archive(*others, replace(picture, offset=lie)))
    yield Case("no deflate", archive(*others, replace(picture, packed=b"\xff" * 500)))
    yield Case("deflate without end", archive(*others, replace(picture, packed=b"\x00\x10\x00\xef\xff" + bytes(16))))
    for sizes in ((0, 0, 0), ((1 << 63) - 1,) * 3, ((1 << 64) - 1,) * 3, (5, 5, 1 << 40)):
        extra = struct.pack("<HHQQQ", 1, 24, *sizes)
        lying = replace(picture, size=(1 << 32) - 1, packed_size=(1 << 32) - 1, offset=(1 << 32) - 1, extra=extra)
        yield Case(f"sizes of 64 bits: {sizes[0]:x}, {sizes[2]:x}", archive(*others, lying))
    for extra in (b"\1\0\xff\xff", b"\1\0\1\0", b"\xff" * 3, b"\1\0\0\0" * 5000):
        yield Case(f"an extra field {extra[:8].hex()}", archive(*others, replace(picture, extra=extra)))


def _bombs(good: list[Entry]) -> Iterator[Case]:
    packed = zeros(_BOMB, RAW)
    bomb = Entry(b"bomb.jpg", packed=packed, size=_BOMB << 20, checksum=0)
    yield Case("a bomb", archive(*good, bomb))
    yield Case("a bomb that says it is small", archive(*good, replace(bomb, size=1000)))
    yield Case("a bomb called a document", archive(*good, replace(bomb, name=b"result.json")))
    yield Case("ten bombs", archive(*good, *(replace(bomb, name=b"%d.jpg" % number) for number in range(10))))
    whole = archive(*good, *(Entry(b"%d.jpg" % number, method=0) for number in range(_MANY)))
    yield Case("tens of thousands of files", whole)
    first = Entry(b"0.jpg", packed=packed[: 1 << 16], size=60 << 20, checksum=0)
    alike = [replace(first, name=b"%d.jpg" % number, offset=0) for number in range(2000)]
    body = first.local()
    listed = b"".join(each.listed(0) for each in alike)
    yield Case("two thousand members at one place", body + listed + end(len(alike), len(listed), len(body)))
    yield Case("members that overlap", _overlapping())


def _overlapping(count: int = 250) -> bytes:
    """Each member begins within the one before, and ends with the last, stored blocks quoting the heads between."""
    last = Entry(b"last.jpg", bytes(1 << 20))
    body, listed, offset = last.local(), [last.listed(0)], 0
    for number in range(count):
        quoted = b"\0" + struct.pack("<HH", len(body) & 0xFFFF, ~len(body) & 0xFFFF) + body
        entry = Entry(b"%d.jpg" % number, packed=quoted[:60000], size=1 << 20, checksum=0)
        head = entry.local()[: 30 + len(entry.name) + 5]
        body = head + body
        listed = [entry.listed(0), *listed]
        offset += len(head)
        if len(body) > 60000:
            break
    table = b"".join(listed)
    return body + table + end(len(listed), len(table), len(body))


def _tables(good: list[Entry]) -> Iterator[Case]:
    whole = archive(*good)
    other = archive(Entry(b"../outside.jpg", b"x"))
    at = whole.rfind(b"PK\5\6")
    table_at = int.from_bytes(whole[at + 16 : at + 20], "little")
    body, table = whole[:table_at], whole[table_at:at]
    for count in (0, 1, len(good) + 1, 65535):
        yield Case(f"{count} members, it says", body + table + end(count, len(table), len(body)))
    for size in (0, 1, len(table) - 1, len(table) + 1, (1 << 32) - 1):
        yield Case(f"a table of {size} bytes, it says", body + table + end(len(good), size, len(body)))
    for offset in (0, 1, len(body) - 1, len(body) + 1, len(whole), (1 << 32) - 1):
        yield Case(f"a table at {offset}, it says", body + table + end(len(good), len(table), offset))
    yield Case("on another disk", body + table + end(len(good), len(table), len(body), disk=7))
    yield Case("a table in its comment", archive(*good, comment=other[-(22 + 60 + 14) :]))
    yield Case("a zip in its comment", archive(*good, comment=other))
    yield Case("a comment that lies", whole[:-2] + b"\xff\xff")
    yield Case("a comment of 64 KiB", archive(*good, comment=b"PK\5\6" * 16000))
    yield Case("comments of members", archive(*(replace(each, comment=b"PK\5\6" + bytes(18)) for each in good)))
    yield Case("two ends", whole + end(0, 0, 0))
    yield Case("two zips", whole + other)
    yield Case("an end alone", end(0, 0, 0))
    yield Case("an end that promises", end(65535, 1 << 30, 0))
    yield Case("no end", body + table)
    yield Case("no table", body)
    for offset in (0, len(body) + len(table), 1 << 62):
        large = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1 << 40, 1 << 40, 1 << 40, 1 << 40)
        found = b"PK\6\7" + struct.pack("<IQI", 0, offset, 1)
        yield Case(
            f"an end of 64 bits at {offset}", body + table + large + found + end(65535, (1 << 32) - 1, (1 << 32) - 1)
        )
    yield Case("members in another order", b"".join(each.local() for each in good[::-1]) + table + end(9, 9, 9))


def _nested(sample: bytes, good: list[Entry]) -> Iterator[Case]:
    inner = sample
    for depth in range(1, 9):
        inner = archive(Entry(b"inner.zip", inner, method=0), *good)
        if depth in (1, 2, 3, 4, 8):
            yield Case(f"zips in zips, {depth} deep", inner)
    for name in (b"a.tar", b"a.7z", b"a.warc", b"a.mht", b"a.wacz", b"a.rar", b"a.gz"):
        yield Case(f"a zip called {name.decode()} in a zip", archive(*good, Entry(name, sample)))
    many = [Entry(b"%d.zip" % number, sample, method=0) for number in range(60)]
    yield Case("sixty zips in a zip", archive(*many))
    yield Case("a table that lists itself", _quine(good))


def _quine(good: list[Entry]) -> bytes:
    """A zip with a member whose bytes are the zip from its beginning on."""
    whole = archive(*good, Entry(b"inner.zip", b"x", method=0))
    lying = replace(Entry(b"inner.zip", method=0), packed_size=len(whole), size=len(whole), offset=0, checksum=0)
    return archive(*good, lying)


def _beside(sample: bytes) -> Iterator[Case]:
    for name, before in (
        ("a program", b"MZ" + bytes(5000)),
        ("a picture", b"\xff\xd8\xff\xe0" + bytes(500)),
        ("a byte", b"x"),
    ):
        yield Case(f"behind {name}", before + sample)
    yield Case("zeros behind it", sample + bytes(70_000))
