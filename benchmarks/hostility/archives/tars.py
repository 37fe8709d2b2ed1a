"""Crafted tars (POSIX.1-2024 pax, GNU tar): names without end, sizes that lie, links, holes, and gzip around them."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterator
from typing import Final

from benchmarks.hostility.archives.names import NAMES
from benchmarks.hostility.bombs import GZIP, zeros
from benchmarks.hostility.case import Case

_BLOCK: Final = 512
_END: Final = bytes(2 * _BLOCK)
_MANY: Final = 4_000
_BOMB: Final = 200  # megabytes that a member unpacks to
_KINDS: Final = {
    "a hard link": b"1",
    "a symbolic link": b"2",
    "a device of characters": b"3",
    "a device of blocks": b"4",
    "a folder": b"5",
    "a FIFO": b"6",
    "a contiguous file": b"7",
    "a sparse file": b"S",
    "a volume's name": b"V",
    "a continued file": b"M",
    "of no kind": b"\xff",
    "of an old kind": b"\0",
}


def header(
    name: bytes, size: bytes = b"00000000000\0", kind: bytes = b"0", link: bytes = b"", rest: bytes = b""
) -> bytes:
    """One header, whatever it claims, with a checksum that holds; `rest` is what follows the mark ``ustar``."""
    begun = name[:100].ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + size + b"00000000000\0"
    ended = kind + link[:100].ljust(100, b"\0") + b"ustar\x0000" + rest
    ended = ended.ljust(_BLOCK - len(begun) - 8, b"\0")
    return begun + b"%06o\0 " % (sum(begun) + 8 * 32 + sum(ended)) + ended


def member(name: bytes, content: bytes, kind: bytes = b"0", **claims: bytes) -> bytes:
    """A header, and the bytes of the file."""
    head = header(name, claims.pop("size", b"%011o\0" % len(content)), kind, **claims)
    return head + content + bytes(-len(content) % _BLOCK)


def simple(files: list[tuple[str, bytes]]) -> bytes:
    """A tar that is well."""
    return b"".join(member(name.encode(), content) for name, content in files) + _END


def sealed(content: bytes) -> bytes:
    """The same with a checksum that holds for every header, told by its mark."""
    found = bytearray(content)
    for place in range(0, len(content) - _BLOCK + 1, _BLOCK):
        block = content[place : place + _BLOCK]
        if block[257:262] == b"ustar":
            total = sum(block[:148]) + 8 * 32 + sum(block[156:])
            found[place + 148 : place + 156] = b"%06o\0 " % total
    return bytes(found)


def families(sample: bytes) -> Iterator[Case]:
    """All crafted tars, plain ones and packed ones."""
    with tarfile.open(fileobj=io.BytesIO(sample)) as opened:
        files = [(info.name.encode(), opened.extractfile(info)) for info in opened.getmembers()]
        good = b"".join(member(name, file.read()) for name, file in files if file is not None)
    yield from _named(good)
    yield from _kinds(good)
    yield from _sizes(good)
    yield from _longer_names(good)
    yield from _headers(good)
    yield from _packed(sample, good)


def _named(good: bytes) -> Iterator[Case]:
    for word, name in NAMES.items():
        yield Case(f"called {word}", good + member(name.encode("utf-8", "surrogatepass"), b"x") + _END)
    yield Case("called in no coding", good + member(b"\xff\xfe.jpg", b"x") + _END)
    yield Case("the same names twice", good * 2 + _END)
    yield Case("in a folder above", good + member(b"outside.jpg", b"x", rest=b"\0" * 80 + b"../../..") + _END)


def _kinds(good: bytes) -> Iterator[Case]:
    for word, kind in _KINDS.items():
        for link in (b"", b"/etc/passwd", b"../outside.jpg", b"a.jpg", b"photos/control.jpg"):
            yield Case(f"{word} to {link.decode()}", good + member(b"a.jpg", b"", kind, link=link) + _END)
        yield Case(f"{word} with bytes", good + member(b"a.jpg", b"x" * 999, kind) + _END)
    circle = member(b"a", b"", b"2", link=b"b") + member(b"b", b"", b"2", link=b"a")
    yield Case("links in a circle", good + circle + _END)
    through = member(b"a", b"", b"2", link=b"/tmp") + member(b"a/outside.jpg", b"x")
    yield Case("a file through a link", good + through + _END)


def _sizes(good: bytes) -> Iterator[Case]:
    claims = {
        "negative": b"\xff" * 12,
        "slightly negative": b"-0000000001\0",
        "2^95": b"\x80" + b"\xff" * 11,
        "8 GiB": b"77777777777\0",
        "no number": b"abcdefghijk\0",
        "empty": b"\0" * 12,
        "blanks": b" " * 12,
        "one more": b"%011o\0" % 513,
        "decimal": b"00000000999\0",
    }
    for word, size in claims.items():
        yield Case(f"size {word}", good + member(b"a.jpg", b"x" * 99, size=size) + _END)
        yield Case(f"size {word}, first", member(b"a.jpg", b"x" * 99, size=size) + good + _END)


def _pax(name: bytes, records: bytes, kind: bytes = b"x") -> bytes:
    return member(name, records, kind)


def _record(key: bytes, value: bytes) -> bytes:
    length = len(key) + len(value) + 3
    while len(str(length)) + len(key) + len(value) + 3 != length:
        length = len(str(length)) + len(key) + len(value) + 3
    return b"%d %s=%s\n" % (length, key, value)


def _longer_names(good: bytes) -> Iterator[Case]:
    picture = member(b"a.jpg", b"x")
    for word, name in (
        ("above", b"../outside.jpg"),
        ("long", b"x" * 3000),
        ("a megabyte", b"x" * (1 << 20)),
        ("none", b""),
    ):
        yield Case(f"GNU's long name: {word}", good + member(b"././@LongLink", name + b"\0", b"L") + picture + _END)
        yield Case(f"GNU's long link: {word}", good + member(b"././@LongLink", name + b"\0", b"K") + picture + _END)
        yield Case(f"pax' path: {word}", good + _pax(b"p", _record(b"path", name)) + picture + _END)
        yield Case(f"pax' path for all: {word}", _pax(b"p", _record(b"path", name), b"g") + good + _END)
    yield Case("GNU's long names without end", good + member(b"././@LongLink", b"x\0", b"L") * _MANY + _END)
    yield Case("pax headers without end", good + _pax(b"p", _record(b"comment", b"x")) * _MANY + _END)
    yield Case("GNU's long name at the end", good + member(b"././@LongLink", b"x\0", b"L"))
    yield Case("a pax header at the end", good + _pax(b"p", _record(b"path", b"x")) + _END)
    lies = {
        "a length that is too long": b"999999999 path=x\n",
        "a length of 0": b"0 path=x\n",
        "a negative length": b"-9 path=x\n",
        "no length": b"path=x\n",
        "thousands of digits": b"9" * 5000 + b" path=x\n",
        "no end": b"11 path=abc",
        "no equals sign": b"9 path x\n",
        "no UTF-8": _record(b"path", b"\xff\xfe.jpg"),
        "a size": _record(b"size", b"99999999999999999999"),
        "a negative size": _record(b"size", b"-5"),
        "a size that is none": _record(b"size", b"1e9"),
        "times that cannot be": _record(b"mtime", b"nan") + _record(b"atime", b"1e999"),
        "a charset": _record(b"hdrcharset", b"BINARY") + _record(b"path", b"\xff.jpg"),
        "GNU's map of holes": _record(b"GNU.sparse.map", b"0,1,99999999999,1") + _record(b"GNU.sparse.size", b"9" * 18),
        "GNU's holes 1.0": _record(b"GNU.sparse.major", b"1") + _record(b"GNU.sparse.minor", b"0"),
        "GNU's size of holes": _record(b"GNU.sparse.realsize", b"9" * 18) + _record(b"GNU.sparse.major", b"1"),
        "thousands of records": _record(b"comment", b"x" * 80) * 20_000,
    }
    for word, records in lies.items():
        yield Case(f"a pax header with {word}", good + _pax(b"p", records) + picture + _END)
    holes = b"".join(b"%011o\0" % number for number in (0, 1, 1 << 32, 1)) + bytes(48) + b"\1" + b"77777777777\0"
    yield Case("holes", good + member(b"a.jpg", b"xx", b"S", rest=bytes(80 + 41) + holes) + _END)


def _headers(good: bytes) -> Iterator[Case]:
    yield Case("a checksum that fails", good + header(b"a.jpg")[:148] + b"0000000\0" + header(b"a.jpg")[156:] + _END)
    yield Case("a checksum that fails, first", b"x" + good[1:] + _END)
    yield Case("no end", good)
    yield Case("one block of zeros", good + bytes(_BLOCK))
    yield Case("files behind the end", _END + good)
    yield Case("a megabyte of zeros", good + bytes(1 << 20) + good)
    yield Case("half a header", good + header(b"a.jpg")[:200])
    yield Case("without ustar's mark", good.replace(b"ustar\x0000", bytes(8)) + _END)
    yield Case("tens of thousands of files", good + member(b"a.jpg", b"") * _MANY + _END)
    yield Case("tens of thousands of names", good + b"".join(header(b"%d.jpg" % n) for n in range(_MANY)) + _END)
    yield Case("an archive in it", good + member(b"inner.tar", good + _END) + _END)
    yield Case("shifted by a byte", b"\0" + good + _END)


def _packed(sample: bytes, good: bytes) -> Iterator[Case]:
    whole = gzip.compress(sample, mtime=0)
    yield Case("packed", whole)
    yield Case("packed twice", gzip.compress(whole, mtime=0))
    yield Case(
        "packed in members", b"".join(gzip.compress(sample[at : at + 100], mtime=0) for at in range(0, 4000, 100))
    )
    yield Case("packed, and empty members", gzip.compress(b"", mtime=0) * 5000 + whole)
    yield Case("packed, and another behind it", whole + gzip.compress(sample, mtime=0))
    yield Case("packed, garbage behind it", whole + b"garbage" * 99)
    yield Case("packed, zeros behind it", whole + bytes(5000))
    yield Case("packed, a checksum that fails", whole[:-8] + b"\0\0\0\0" + whole[-4:])
    yield Case("packed, a length that lies", whole[:-4] + b"\xff\xff\xff\xff")
    yield Case("packed, cut", whole[: len(whole) // 2])
    yield Case("packed, the head alone", whole[:10])
    for flags in (2, 4, 8, 16, 0xE0):
        yield Case(f"packed, flags {flags}", whole[:3] + bytes([flags]) + whole[4:])
    yield Case("packed, a name without end", whole[:3] + b"\x08" + whole[4:10] + b"x" * 100_000)
    head = member(b"bomb.jpg", b"", size=b"%011o\0" % (_BOMB << 20))
    yield Case("packed, a bomb", zeros(_BOMB, GZIP, good + head))
