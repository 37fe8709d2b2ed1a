"""Tells the pages of a Telegram Desktop export in HTML by their bytes: what they are, and where each entry begins."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from exposurewatch.model import Unreadable
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.text import clean

_BLOCK: Final = 1 << 18
_EVERY_TITLE: Final = b"Exported Data"  # in the head of each page, whatever the language of the program
_MAX_TAG: Final = 4096  # bytes; no tag that begins a message is longer
_MAX_HEADER: Final = 1 << 14  # bytes before the first entry that are looked at
_MESSAGE: Final = re.compile(rb"<div class=\"message (default|service)\b[^<>]{0,300}>")
_SERVICE: Final = re.compile(rb"<div class=\"message service\b[^<>]{0,300}>")
_DEFAULT: Final = b'<div class="message default'
_ENTRY: Final = re.compile(rb"<(?:div|a) class=\"entry[ \"][^<>]{0,4096}>")
_NUMBER: Final = re.compile(rb"\bid=\"message(-?[0-9]{1,18})\"")
_TITLE: Final = re.compile(
    rb"\bclass=\"page_header\".{0,400}?\bclass=\"text bold\"[^<>]{0,100}>(.{0,2000}?)</div>", re.DOTALL
)
# Lines with a date count down from -1, one for each day; messages from before a group became a supergroup have
# numbers near -1,000,000,000.
_LAST_DATE_LINE: Final = -1_000_000


class Kind(Enum):
    """What stands on a page."""

    CHAT = auto()
    PROFILE_PICTURES = auto()
    STORIES = auto()
    OTHER_LIST = auto()
    ACCOUNT = auto()  # the first page of a whole account


@dataclass(frozen=True, slots=True)
class Page:
    """What a page is, and the title above it, cleaned."""

    kind: Kind
    title: str | None


@dataclass(frozen=True, slots=True)
class Beginning:
    """The tag that begins a message. `number` is its id, as a string of digits; `date_line`: it is no message."""

    number: str | None
    service: bool
    joined: bool
    date_line: bool


_LISTS: Final = {"Profile pictures": Kind.PROFILE_PICTURES, "Stories archive": Kind.STORIES}


def recognise(beginning: bytes) -> Page | None:
    """Return what page of an export these first bytes are of, or None if of none."""
    beginning = beginning[:_MAX_HEADER]
    found = _TITLE.search(beginning)
    if found is None:
        return None
    title = clean(html.unescape(found[1].decode("utf-8", "replace"))) or None
    after = beginning[found.end() :]
    if b'class="history"' in after:
        return Page(Kind.CHAT, title)
    if _EVERY_TITLE not in beginning[: found.start()]:
        return None
    if b"list_page" in after or b'class="entry_list"' in after:
        return Page(_LISTS.get(title or "", Kind.OTHER_LIST), title)
    return Page(Kind.ACCOUNT if title == "Exported Data" else Kind.CHAT, title)  # a chat is cut off before its history


def messages(page: bytes) -> Iterator[bytes]:
    """Yield each message and each line with a date: from the tag that begins it to the tag that begins the next."""
    return _cut(page, _MESSAGE)


def entries(page: bytes) -> Iterator[bytes]:
    """Yield each entry of a list, likewise."""
    return _cut(page, _ENTRY)


def beginning(message: bytes) -> Beginning:
    """Return what the first tag of a message says."""
    found = _MESSAGE.match(message)
    tag = message[: found.end()] if found else b""
    number = _NUMBER.search(tag)
    service = found is not None and found[1] == b"service"
    return Beginning(
        number=str(int(number[1])) if number else None,
        service=service,
        joined=b" joined" in tag,
        date_line=service and number is not None and _LAST_DATE_LINE < int(number[1]) < 0,
    )


def count_messages(source: Readable) -> int:
    """Return how many messages a page holds, without building a tree of it; as far as it can be read."""
    count = 0
    kept = b""
    for block in _blocks(source):
        kept += block
        last = kept.rfind(b"<")  # where a tag may begin that has not been read to its end
        if last >= 0:
            count += _count(kept[:last])
        kept = kept[last : last + _MAX_TAG] if last >= 0 else b""
    return count + _count(kept)


def _blocks(source: Readable) -> Iterator[bytes]:
    with suppress(Unreadable):
        while block := source.read(_BLOCK):
            yield block


def _count(part: bytes) -> int:
    service = sum(not beginning(found[0]).date_line for found in _SERVICE.finditer(part))
    return part.count(_DEFAULT) + service


def _cut(page: bytes, begins: re.Pattern[bytes]) -> Iterator[bytes]:
    start: int | None = None
    for found in begins.finditer(page):
        if start is not None:
            yield page[start : found.start()]
        start = found.start()
    if start is not None:
        yield page[start:]
