"""Crafted MHT pages (RFC 2557): parts that hold each other, edges that lie, and codings that are none."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import Final

from benchmarks.hostility.case import Case
from benchmarks.hostility.words import DATES, PATHS, SHOWN

_EDGE: Final = "----MultipartBoundary--x----"
_MANY: Final = 3000
_PAGE: Final = b"<!doctype html><html><body><img src='https://e.org/control.jpg'></body></html>"


def page(parts: Sequence[bytes], head: str = "", edge: str = _EDGE, said: str | None = None) -> bytes:
    """A page of these parts; `said` is the edge that its head names, where that is another."""
    named = edge if said is None else said
    lines = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://t.me/s/gossipcorner\r\nSubject: Gossip\r\n"
        f"MIME-Version: 1.0\r\n{head}"
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{named}"\r\n\r\n'
    )
    begun = f"\r\n--{edge}\r\n".encode()
    return (
        lines.encode("utf-8", "surrogatepass")
        + b"".join(begun + each for each in parts)
        + f"\r\n--{edge}--\r\n".encode()
    )


def part(
    content: bytes,
    address: str,
    kind: str = "image/jpeg",
    coding: str = "base64",
    more: str = "",
    raw: bytes | None = None,
) -> bytes:
    """One part; `raw` are its bytes as they stand there, where they are not those in base 64."""
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\nContent-Location: {address}\r\n{more}\r\n"
    return head.encode("utf-8", "surrogatepass") + (base64.encodebytes(content) if raw is None else raw)


def simple(pictures: list[tuple[str, bytes]]) -> bytes:
    """A page that is well, with pictures at these addresses."""
    first = part(_PAGE, "https://t.me/s/gossipcorner", "text/html")
    return page([first, *(part(content, address) for address, content in pictures)])


def families(sample: bytes) -> Iterator[Case]:
    """All crafted pages."""
    begun = sample.index(f"--{_EDGE}\r\n".encode())
    inner = sample[begun:].removesuffix(f"\r\n--{_EDGE}--\r\n".encode())
    good = [piece.removeprefix(b"\r\n") for piece in inner.split(f"--{_EDGE}".encode()) if piece.strip()]
    yield from _edges(good, sample)
    yield from _codings(good)
    yield from _addresses(good)
    yield from _heads(good, sample)
    yield from _nested(good)


def _edges(good: list[bytes], sample: bytes) -> Iterator[Case]:
    for said in ("", "x" * 9999, "other", " ", '"', "a\\", "\u202e", "--", "----MultipartBoundary--x---"):
        yield Case(f"an edge {said[:20]!r}", page(good, said=said))
    yield Case("no edge", sample.replace(f'boundary="{_EDGE}"'.encode(), b""))
    yield Case("an edge without quotes", sample.replace(f'"{_EDGE}"'.encode(), _EDGE.encode()))
    yield Case("two edges", sample.replace(b"boundary=", b'boundary="y"; boundary='))
    yield Case("an edge in pieces", sample.replace(b"boundary=", b"boundary*0="))
    yield Case("no last edge", sample[: sample.rindex(b"--" + _EDGE.encode())])
    yield Case("last edges without end", sample + f"\r\n--{_EDGE}--".encode() * 5000)
    yield Case("edges without parts", page([b""] * _MANY))
    yield Case("parts behind the last edge", sample + sample)
    yield Case(
        "words before the first edge", sample.replace(b"\r\n\r\n--", b"\r\n\r\n" + b"words\r\n" * 50_000 + b"--", 1)
    )
    yield Case("line ends of Unix", sample.replace(b"\r\n", b"\n"))
    yield Case("line ends of old Macs", sample.replace(b"\r\n", b"\r"))


def _codings(good: list[bytes]) -> Iterator[Case]:
    for coding in (
        "base64",
        "quoted-printable",
        "8bit",
        "7bit",
        "binary",
        "x-uuencode",
        "x-gzip",
        "",
        "base64, base64",
    ):
        for name, raw in (
            ("zeros", bytes(999)),
            ("signs", b"=?=\xff==" * 99),
            ("nothing", b""),
            ("a line", b"A" * 500_001),
        ):
            yield Case(
                f"coding {coding}: {name}", page([*good, part(b"", "https://e.org/x.jpg", coding=coding, raw=raw)])
            )
    yield Case("base 64 with blanks", page([*good, part(b"", "https://e.org/x.jpg", raw=b"/ 9 j\r\n\t/ 4 A = = = A")]))
    for charset in ("utf-16", "utf-7", "rot13", "idna", "x" * 999, "us-ascii", "\u202e", "undefined", "unicode_escape"):
        yield Case(
            f"charset {charset[:20]}", page([part(_PAGE, "https://t.me/s/x", f"text/html; charset={charset}"), *good])
        )


def _addresses(good: list[bytes]) -> Iterator[Case]:
    for name, address in (SHOWN | PATHS).items():
        yield Case(f"a part at {name}", page([*good, part(b"x" * 99, address.replace("\n", " "))]))
        yield Case(f"a part called {name}", page([*good, part(b"x", "", more=f"Content-ID: <{address[:3000]}>\r\n")]))
    yield Case("parts at one address", page(good * 3))
    yield Case(
        "thousands of parts", page([*good, *(part(b"x", f"https://e.org/{number}.jpg") for number in range(_MANY))])
    )
    yield Case(
        "a page that names itself", page([part(b"<img src='cid:a'>", "cid:a", "text/html", more="Content-ID: <a>\r\n")])
    )


def _heads(good: list[bytes], sample: bytes) -> Iterator[Case]:
    heads = {
        "lines without end": "X-A: b\r\n" * 50_000,
        "a line without end": "X-A: " + "b" * (1 << 20) + "\r\n",
        "a line that goes on": "X-A: b\r\n" + " c\r\n" * 20_000,
        "coded words": "Subject: " + "=?utf-8?B?/////w==?= " * 500 + "\r\n",
        "words in no coding": "Subject: =?rot13?Q?abc?= =?utf-7?Q?+AD-?=\r\n",
        "brackets without end": "From: " + "(" * 5000 + "\r\n",
        "angles without end": "From: " + "<" * 5000 + "a@b\r\n",
        "quotes without end": 'From: "' + '\\"' * 5000 + "\r\n",
        "groups without end": "From: " + "a:" * 3000 + "\r\n",
        "commas without end": "To: " + "," * 20_000 + "\r\n",
        "another type": "Content-Type: image/jpeg\r\n",
        "a message in it": "Content-Type: message/rfc822\r\n",
        "pieces without end": "Content-Type: multipart/related; " + "a*0=b; " * 3000 + "\r\n",
        "piece 999999999": "Content-Type: multipart/related; boundary*999999999=x\r\n",
        "another coding": "Content-Transfer-Encoding: base64\r\n",
        "no colon": "nothing of the kind\r\n",
        "zeros": "X\0A: \0\r\n",
        "half a character": "Subject: \ud800\r\n",
    }
    for name, head in heads.items():
        yield Case(f"its head: {name}", page(good, head))
    for name, when in DATES.items():
        yield Case(f"on {name}", page(good, f"Date: {when}\r\n"))
    for name, words in (SHOWN | PATHS).items():
        put = words.replace("\n", " ").replace("\r", " ")
        yield Case(f"its address: {name}", page(good, f"Snapshot-Content-Location: {put}\r\n"))
    yield Case("no head", sample[sample.index(b"\r\n\r\n") :])


def _nested(good: list[bytes]) -> Iterator[Case]:
    for depth in (1, 3, 30, 90, 400):
        inner = b"".join(good)
        for number in range(depth):
            head = f'Content-Type: multipart/related; boundary="e{number}"\r\n\r\n--e{number}\r\n'.encode()
            inner = head + inner + f"\r\n--e{number}--\r\n".encode()
        yield Case(f"parts in parts, {depth} deep", page([*good, inner]))
        letter = b"Content-Type: message/rfc822\r\n\r\n" * depth + good[0]
        yield Case(f"messages in messages, {depth} deep", page([*good, letter]))
    pieces = b"Content-Type: message/partial; id=x; number=1; total=99999999\r\n\r\nx"
    yield Case("a piece of a message", page([*good, pieces]))
    outside = b"Content-Type: message/external-body; access-type=local-file; name=/etc/passwd\r\n\r\n\r\nx"
    yield Case("a message that lies elsewhere", page([*good, outside]))
