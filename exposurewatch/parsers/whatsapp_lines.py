"""Cuts the text of a WhatsApp export into messages: each begins with a date and a time, in whatever spelling."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.whatsapp_words import MARKS

_BLOCK: Final = 1 << 18
_MAX_LINE: Final = 1 << 18  # characters; WhatsApp allows 65,536 in a message
_MAX_BODY: Final = 1 << 17  # characters of one message that are kept
_STARTS_SEEN: Final = 3  # lines that look like the start of a message, by which a text is taken for an export
_BYTE_ORDER_MARKS: Final = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_M: Final = rf"[{MARKS}]{{0,3}}"
# "[31/12/2022, 11:40:26] ", "31.12.22, 15:37 - ", "2020. 12. 31. 오후 3:37 - ", "12.3.2022 klo 14.08.18": the parts of
# the date stand in any order, words beside the time in any language.
_START: Final = re.compile(
    rf"(?P<marks>{_M})(?P<open>\[?){_M}"
    rf"(?P<date>(?P<a>\d{{1,4}}){_M}(?P<between>[./-]){_M}\s?(?P<b>\d{{1,2}}){_M}(?P=between){_M}\s?(?P<c>\d{{1,4}}))"
    rf"(?P<before>[^\d\[\]\n]{{1,24}}?)"
    rf"(?P<hour>\d{{1,2}}){_M}(?:[:.]|\s?h\s?){_M}(?P<minute>\d{{2}})"
    rf"(?:{_M}(?:[:.]|\s?min\s?){_M}(?P<second>\d{{2}})(?:\s?s\b)?)?"
    rf"(?P<after>[^\d\[\]\n:–-]{{0,20}}?)"
    rf"(?P<end>\]|\s?[–-]\s|:\s)\s?"
)
_WHITE: Final = re.compile(rf"[\s{MARKS}]+")


@dataclass(frozen=True, slots=True)
class Shape:
    """How the start of a message is spelt. It is the same throughout an export, so what differs is quoted words."""

    bracketed: bool
    between: str
    seconds: bool


@dataclass(frozen=True, slots=True)
class Start:
    """The start of a message, without a guess at what its numbers mean. `rest` is what follows on its line.

    `marked` says that WhatsApp put a mark before it, as on iOS before all that it words itself.
    """

    shape: Shape
    numbers: tuple[int, int, int]
    date: str
    hour: int
    minute: int
    second: int | None
    before: str
    after: str
    rest: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Raw:
    """One message as it is written; without a start for words that stand before the first message."""

    start: Start | None
    body: str


def start_of(line: str) -> Start | None:
    """Return the start of a message, or None for a line that goes on with one."""
    found = _START.match(line)
    if found is None:
        return None
    marks, opened, date, a, between, b, c, before, hour, minute, second, after, end = found.groups()
    if (opened == "[") != (end == "]"):
        return None
    return Start(
        _shape(opened == "[", between, second is not None),
        (int(a), int(b), int(c)),
        date,
        int(hour),
        int(minute),
        None if second is None else int(second),
        before,
        after,
        line[found.end() :],
        bool(marks),
    )


def looks_exported(head: bytes) -> bool:
    """Tell whether a text that begins like this is the export of a chat, whatever it is called.

    Notes and logs may begin with a date as well: so there have to be people who say something, and more than once,
    unless the text is so short that there is no more in it.
    """
    beginning = _decoded(head)
    starts = _starts(beginning)
    if not starts:
        return False
    spoken = sum(": " in start.rest for start in starts)
    by_name = "WhatsApp" in starts[0].rest  # the first message says in any language that nobody but you can read along
    if len(starts) >= _STARTS_SEEN:
        return spoken * 2 >= len(starts) or by_name
    first = next(line for line in beginning if line.strip())
    return start_of(first) is not None and (spoken > 0 or by_name)


def has_brackets(head: bytes) -> bool:
    """Tell whether dates stand in brackets in a text that begins like this, as they do when an iPhone wrote it."""
    starts = _starts(_decoded(head))
    return sum(start.shape.bracketed for start in starts) * 2 > len(starts)


def _decoded(head: bytes) -> list[str]:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), "utf-8")
    return head.decode(encoding, "replace").removeprefix("\ufeff").split("\n")


def _starts(beginning: list[str]) -> list[Start]:
    return [start for line in beginning if (start := start_of(line)) is not None]


def lines(source: Readable) -> Iterator[str]:
    """Yield each line of a text in UTF-8 or UTF-16 without its line break, cut where it is longer than any can be."""
    head = b""
    while len(head) < 3 and (block := source.read(_BLOCK)):
        head += block
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), "utf-8")
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    pending = ""
    block = head
    while block:
        pieces = (pending + decoder.decode(block)).split("\n")
        pending = pieces.pop()[:_MAX_LINE]
        for piece in pieces:
            yield piece[:_MAX_LINE].removesuffix("\r")
        block = source.read(_BLOCK)
    pending += decoder.decode(b"", final=True)
    if pending:
        yield pending


def messages(of: Iterable[str], shape: Shape | None) -> Iterator[Raw]:
    """Put the lines of a text together to messages, each of which starts in this shape."""
    start: Start | None = None
    body: list[str] = []
    size = 0
    for line in of:
        begun = start_of(line)
        if begun is None or begun.shape != shape:
            size += len(line)
            if size <= _MAX_BODY:
                body.append(line)
            continue
        if start is not None or any(words.strip() for words in body):
            yield Raw(start, "\n".join(body))
        start, body, size = begun, [begun.rest], len(begun.rest)
    if start is not None or any(words.strip() for words in body):
        yield Raw(start, "\n".join(body))


@lru_cache(maxsize=64)
def _shape(bracketed: bool, between: str, seconds: bool) -> Shape:  # noqa: FBT001 (the one place that makes them)
    return Shape(bracketed, between, seconds)


def written(start: Start) -> str:
    """Return the date and time in the words of the export."""
    clock = f"{start.hour}:{start.minute:02}" + ("" if start.second is None else f":{start.second:02}")
    words = f"{start.date} {start.before} {clock} {start.after}"
    return _WHITE.sub(" ", words.replace(",", " ")).strip()
