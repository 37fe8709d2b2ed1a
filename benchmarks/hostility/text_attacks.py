"""Crafted texts made of one that is well: lines without end, other codings, words and dates that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from benchmarks.hostility.case import Case
from benchmarks.hostility.words import DATES, PATHS, SHOWN

_LONG: Final = 1 << 20
_MANY: Final = 5000
_WORD: Final = re.compile(r"[^\s,;:]+")
_NUMBER: Final = re.compile(r"\d+")
_MOST_PLACES: Final = 16
_MARKS: Final = (
    "\u200e",
    "\u202f",
    "\u00a0",
    "\u200f",
    "\ufeff",
    "\u2028",
    "\u0085",
    "\x0b",
    "\x0c",
    "\x1e",
    "\0",
    "\t",
)


def families(sample: bytes) -> Iterator[Case]:
    """All crafted texts."""
    text = sample.decode()
    yield from _around(sample, text)
    yield from _lines(text)
    yield from _parts(text)


def _around(sample: bytes, text: str) -> Iterator[Case]:
    for part in range(1, 16):
        yield Case(f"cut at {part} of 16", sample[: len(sample) * part // 16])
    for coding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037"):
        yield Case(f"in {coding}", text.encode(coding, "replace"))
    for end in ("\r", "\r\n", "\n\r", "\u2028", "\x85", "", "\0", "\n\n\n"):
        yield Case(f"lines end in {end!r}", text.replace("\n", end).encode())
    yield Case("no UTF-8", sample.replace(b" ", b"\xff\xc0\xaf "))
    yield Case("half characters", sample.replace(b"\n", b"\xed\xa0\x80\n"))
    yield Case("a character cut", sample + "\U0001f600".encode()[:3])
    yield Case("zeros between", b"\0".join(sample[at : at + 1] for at in range(len(sample))))


def _lines(text: str) -> Iterator[Case]:
    lines = text.splitlines()
    yield Case("blank lines", ("\n" * _LONG + text).encode())
    yield Case("a megabyte in one line", (text + "x" * _LONG + "\n" + text).encode())
    yield Case("a megabyte of blanks", (" " * _LONG + text).encode())
    yield Case("in reverse", "\n".join(reversed(lines)).encode())
    yield Case("without lines", text.replace("\n", " ").encode())
    for number, line in enumerate(lines):
        head = line[: len(line) // 2]
        yield Case(f"line {number} thousands of times", (f"{line}\n" * _MANY).encode())
        yield Case(f"line {number} without its end", (line * 2000).encode())
        yield Case(f"half of line {number}, often", f"{head * 3000}\n{text}".encode())
        for mark in _MARKS:
            yield Case(f"line {number}, {mark!r} between", text.replace(line, mark + mark.join(line)).encode())


def _parts(text: str) -> Iterator[Case]:
    for pattern, puts in ((_WORD, SHOWN | PATHS), (_NUMBER, DATES | {"digits": "9" * 4000, "minus": "-1", "none": ""})):
        found = list(pattern.finditer(text))
        for place in found[:: max(1, len(found) // _MOST_PLACES)]:
            for name, put in puts.items():
                content = text[: place.start()] + put + text[place.end() :]
                yield Case(f"{name} at {place.start()}", content.encode())
    for sign in ",;:-[]()\"'/.|\t":
        yield Case(f"{sign!r} without end", (sign * 100_000 + text).encode())
        yield Case(f"without {sign!r}", text.replace(sign, "").encode())
        yield Case(f"{sign!r} twice", text.replace(sign, sign * 2).encode())
