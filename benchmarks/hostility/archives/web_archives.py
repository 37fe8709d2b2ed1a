"""Crafted WARC files (ISO 28500), and the WACZ packages (specification 1.1.1) that hold them."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from typing import Final

from benchmarks.hostility.archives import zips
from benchmarks.hostility.bombs import GZIP, ZLIB, zeros
from benchmarks.hostility.case import Case, spread
from benchmarks.hostility.json_attacks import families as json_families
from benchmarks.hostility.words import DATES, PATHS, SHOWN

_ADDRESS: Final = "https://e.org/control.jpg"
_BOMB: Final = 120  # megabytes that a record unpacks to
_MANY: Final = 3000


def record(
    content: bytes,
    address: str = _ADDRESS,
    kind: str = "response",
    length: str | None = None,
    more: str = "",
    at: str = "",
) -> bytes:
    """One record, whatever it claims."""
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"WARC-Target-URI: {address}\r\nWARC-Date: {at or '2024-05-01T10:00:00Z'}\r\n{more}"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(content) if length is None else length}\r\n\r\n"
    )
    return head.encode("utf-8", "surrogatepass") + content + b"\r\n\r\n"


def answer(body: bytes, head: str = "", status: str = "200 OK") -> bytes:
    """What a server sent."""
    return f"HTTP/1.1 {status}\r\n{head}Content-Type: image/jpeg\r\n\r\n".encode() + body


def simple(pictures: list[tuple[str, bytes]]) -> bytes:
    """A WARC that is well, of the pictures at these addresses."""
    return b"".join(record(answer(content), address) for address, content in pictures)


def families(sample: bytes) -> Iterator[Case]:
    """All crafted WARC files; the sample is not packed."""
    yield from _heads(sample)
    yield from _addresses(sample)
    yield from _answers(sample)
    yield from _packings(sample)


def _heads(good: bytes) -> Iterator[Case]:
    body = answer(b"x" * 99)
    for length in ("0", "-1", "1", "999999999999", "9" * 5000, "1e3", "0x10", "", "abc", str(len(body) + 1)):
        yield Case(f"length {length[:20]}", good + record(body, length=length) + good)
        yield Case(f"length {length[:20]}, alone", record(body, length=length))
    for kind in (
        "revisit",
        "resource",
        "warcinfo",
        "request",
        "metadata",
        "conversion",
        "continuation",
        "",
        "x" * 9999,
    ):
        yield Case(f"a record of type {kind[:20]}", good + record(body, kind=kind))
    for version in (b"WARC/0.9", b"WARC/9.9", b"ARC/1.0", b"WARC/", b"\0\0\0\0\0\0\0\0"):
        yield Case(f"version {version.decode()}", version + good[8:])
    for name, at in DATES.items():
        yield Case(f"on {name}", good + record(body, at=at))
    refers = "WARC-Refers-To-Target-URI: {}\r\nWARC-Payload-Digest: sha1:AAAA\r\nWARC-Refers-To-Date: x\r\n"
    yield Case("a revisit of itself", record(b"", kind="revisit", more=refers.format(_ADDRESS)) + good)
    circle = [
        record(b"", f"https://e.org/{n}", "revisit", more=refers.format(f"https://e.org/{1 - n}")) for n in (0, 1)
    ]
    yield Case("revisits in a circle", b"".join(circle) + good)
    chain = [
        record(b"", f"https://e.org/{n}", "revisit", more=refers.format(f"https://e.org/{n + 1}")) for n in range(500)
    ]
    yield Case("a long chain of revisits", b"".join(chain) + good)
    for digest in ("sha1:AAAA", "md5:x", "sha256:" + "0" * 64, ":", "x" * 9999):
        yield Case(f"digest {digest[:12]}", good + record(body, more=f"WARC-Payload-Digest: {digest}\r\n"))
    yield Case("thousands of lines", good + record(body, more="X-A: b\r\n" * 50_000))
    yield Case("a line without end", good + record(body, more="X-A: " + "b" * (1 << 20) + "\r\n"))
    yield Case("lines that go on", good + record(body, more="X-A: b\r\n " + "c\r\n " * 5000 + "\r\n"))
    yield Case("the head without end", good + b"WARC/1.1\r\n" + b"A: b\r\n" * 5000)
    yield Case("lines without colons", good + record(body, more="abc\r\n" * 99))
    yield Case("lengths twice", good + record(body, more="Content-Length: 5\r\n"))
    yield Case("line ends of Unix", good.replace(b"\r\n", b"\n"))
    yield Case("records without blank lines", good.rstrip() + good)
    yield Case("blank lines without end", good + b"\r\n" * 100_000 + good)
    yield Case("thousands of records", good + record(body) * _MANY)
    addresses = (record(body, f"https://e.org/{number}.jpg") for number in range(_MANY))
    yield Case("thousands of addresses", good + b"".join(addresses))


def _addresses(good: bytes) -> Iterator[Case]:
    for name, address in (SHOWN | PATHS).items():
        yield Case(f"at {name}", good + record(answer(b"x" * 99), address.replace("\n", " ")))
    yield Case("at the same address", good * 3)
    yield Case("at addresses that differ by case", good + good.replace(_ADDRESS.encode(), _ADDRESS.upper().encode()))
    yield Case("at half a character", good + record(answer(b"x"), "https://e.org/\ud800.jpg"))


def _answers(good: bytes) -> Iterator[Case]:
    for status in ("404 No", "301 There", "999 x", "x", "", "-1 x", "2" * 5000):
        yield Case(f"status {status[:20]}", good + record(answer(b"x", status=status)))
    bodies = {
        "chunks": b"5\r\nhello\r\n0\r\n\r\n",
        "a chunk that lies": b"ffffffff\r\nhello\r\n",
        "a chunk of a negative length": b"-5\r\nhello\r\n",
        "a length of a chunk without end": b"f" * 100_000 + b"\r\nx",
        "no chunk": b"hello",
        "chunks of one byte": b"1\r\nx\r\n" * 30_000,
        "chunks and what follows": b"0\r\n" + b"A: b\r\n" * 9999 + b"\r\n",
    }
    for name, body in bodies.items():
        yield Case(f"sent in {name}", good + record(answer(body, "Transfer-Encoding: chunked\r\n")))
    for coding in ("gzip", "deflate", "br", "zstd", "compress", "identity", "gzip, gzip, gzip", "x" * 999):
        yield Case(
            f"packed by {coding[:20]}, and is not",
            good + record(answer(b"hello" * 99, f"Content-Encoding: {coding}\r\n")),
        )
    for coding, wrapping in (("gzip", GZIP), ("deflate", ZLIB)):
        bomb = answer(zeros(_BOMB, wrapping), f"Content-Encoding: {coding}\r\n")
        yield Case(f"a bomb of {coding}", good + record(bomb))
    yield Case("no head of HTTP", good + record(b"\xff\xd8\xff" + bytes(99)))
    yield Case("a head of HTTP without end", good + record(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 50_000))
    yield Case("a line of HTTP without end", good + record(b"HTTP/1.1 200 OK\r\nA: " + b"b" * (1 << 20)))
    yield Case("zeros in HTTP", good + record(b"HTTP/1.1 200 OK\r\n\0\0\0: \0\r\n\r\nx"))


def _packings(good: bytes) -> Iterator[Case]:
    whole = gzip.compress(good, mtime=0)
    yield Case("packed", whole)
    yield Case("packed twice", gzip.compress(whole, mtime=0))
    yield Case("packed, cut", whole[: len(whole) // 2])
    yield Case("packed, and plain behind it", whole + good)
    yield Case("plain, and packed behind it", good + whole)
    yield Case("packed, garbage behind it", whole + b"garbage")
    yield Case("packed in pieces", b"".join(gzip.compress(good[at : at + 50], mtime=0) for at in range(0, 2000, 50)))
    yield Case("empty members", gzip.compress(b"", mtime=0) * 3000 + whole)
    yield Case("packed, a checksum that fails", whole[:-8] + bytes(4) + whole[-4:])
    head = record(b"", length=str(_BOMB << 20)).rstrip()
    yield Case("packed, a bomb", zeros(_BOMB, GZIP, good + head + b"\r\n\r\n"))


def package(warc: bytes, listed: bytes | None = None, name: str = "archive/a.warc") -> bytes:
    """A WACZ with one WARC; `listed` stands in for its list of files."""
    listed = datapackage(warc, name) if listed is None else listed
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(listed).hexdigest()}"}
    files = [(name, warc), ("datapackage.json", listed), ("datapackage-digest.json", json.dumps(digest).encode())]
    return zips.archive(*(zips.Entry(path.encode(), content, method=0) for path, content in files))


def datapackage(warc: bytes, name: str = "archive/a.warc") -> bytes:
    """The list of files in a WACZ."""
    resource = {
        "name": "a.warc",
        "path": name,
        "hash": f"sha256:{hashlib.sha256(warc).hexdigest()}",
        "bytes": len(warc),
    }
    return json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": [resource]}).encode()


def wacz_families(warc: bytes) -> Iterator[Case]:
    """All crafted WACZ packages around one WARC that is well."""
    good = [zips.Entry(b"photos/control.jpg", b"x" * 99)]
    for case in spread(list(json_families(datapackage(warc))), 150):
        yield Case(f"its list: {case.name}", package(warc, case.content))
    for case in spread(list(families(warc)), 120):
        yield Case(f"its WARC: {case.name}", package(case.content))
    for case in spread(list(zips.families(zips.archive(*good, zips.Entry(b"archive/a.warc", warc)))), 150):
        yield Case(f"as a zip: {case.name}", case.content)
    for name in (
        "archive/../../a.warc",
        "/archive/a.warc",
        "archive/a.warc.gz",
        "archive/a",
        "archive\\a.warc",
        "b.warc",
    ):
        yield Case(f"its WARC is called {name}", package(warc, name=name))
