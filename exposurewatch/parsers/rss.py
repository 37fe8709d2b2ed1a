"""Reads RSS and Atom feeds in all their dialects, by feedparser, which is given bytes in memory and nothing else."""

from __future__ import annotations

import io
import re
import xml.sax.expatreader  # noqa: F401 (feedparser loads it with its first document, and a locked worker opens no file)
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import feedparser

from exposurewatch.model import MediaKind
from exposurewatch.parsers.attachments import Nature
from exposurewatch.parsers.entries import PassedOver, Told
from exposurewatch.parsers.feed_entry import MOST_ENTRIES, TOO_MANY
from exposurewatch.parsers.feed_page import feed_named_by
from exposurewatch.parsers.feed_words import FEED, NEXT, NO_FEED, WEB_PAGE
from exposurewatch.parsers.fields import Fields, inner, words
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.linked import linked, settled, words_shown
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.parsers.rss_entry import plain, read_entry
from exposurewatch.parsers.xml_beginning import beginning, decoded
from exposurewatch.text import clean

MAX_FEED_BYTES: Final = 8 << 20  # read in half of the time that a worker is given; no honest feed is as large
_BLOCK: Final = 1 << 18
_ROOTS: Final = frozenset({"rss", "feed", "rdf", "channel"})
_END: Final = re.compile(r"</(?:[\w.-]{1,60}:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_EMPTY: Final = re.compile(r"<[^<>]{1,2000}/>\s*")
_TAIL: Final = 1 << 14  # characters in which the last element may end: notes of the server may follow
_END_OF_ENTRY: Final = re.compile(r"</(?:[\w.-]{1,60}:)?(?:item|entry)\s*>", re.IGNORECASE)
_HEADERS: Final = {"content-type": "application/xml; charset=utf-8"}  # so that no encoding is guessed a second time
_OLDER: Final = ("next", "prev-archive")  # RFC 5005: where a feed goes on, page by page or volume by volume
_DECLARES: Final = (
    "it declares entities of its own, as no feed needs to; documents do so that are made to fill the memory of whoever"
    " reads them"
)


def _read(source: Readable) -> Iterator[Record]:
    document, is_too_large = _whole(source)
    text = decoded(document)
    found = beginning(text)
    if found.declares:
        yield Ended(_DECLARES, truncated=False)
    elif found.root in _ROOTS:
        yield from _feed(text[found.start :], is_too_large=is_too_large)
    elif found.root == "html" or text[found.start : found.start + 1] == "<":
        yield Told(WEB_PAGE, feed_named_by(text)) if found.root == "html" else Told(NO_FEED, clean(found.root))
    else:
        yield Told(NO_FEED, "")


def _whole(source: Readable) -> tuple[bytes, bool]:
    """Return the bytes of a feed, and whether there are more of them than `MAX_FEED_BYTES`."""
    blocks: list[bytes] = []
    size = 0
    while size <= MAX_FEED_BYTES and (block := source.read(_BLOCK)):
        blocks.append(block)
        size += len(block)
    return b"".join(blocks)[:MAX_FEED_BYTES], size > MAX_FEED_BYTES


def _feed(text: str, *, is_too_large: bool) -> Iterator[Record]:
    """Yield what stands in a feed. Of one that is cut off, the entries count that are whole."""
    is_whole = not is_too_large and _is_whole(text)
    if not is_whole:
        ends = [found.end() for found in _END_OF_ENTRY.finditer(text)]
        text = text[: ends[-1]] if ends else text
    try:
        read = plain(_parsed(text))
    except Exception:  # noqa: BLE001 (feedparser raises anything at all, where a feed is made for that)
        yield Ended("it cannot be understood", truncated=False)
        return
    yield from _head(plain(inner(read, "feed")))
    found = read.get("entries")
    entries = found if isinstance(found, list) and (is_whole or _END_OF_ENTRY.search(text)) else []
    now = datetime.now(UTC)
    for entry in entries[:MOST_ENTRIES]:
        yield read_entry(entry, now).post()
    if left := len(entries[MOST_ENTRIES:]):
        yield PassedOver(TOO_MANY, left)
    if is_too_large:
        yield Ended(f"it is larger than {MAX_FEED_BYTES >> 20} MiB", truncated=False)
    elif not is_whole:
        yield Ended("it is cut off", truncated=True)


def _is_whole(text: str) -> bool:
    return _END.search(text, max(0, len(text) - _TAIL)) is not None or _EMPTY.fullmatch(text) is not None


def _parsed(text: str) -> Any:
    """Have feedparser read a document that no document type comes before.

    It gets a file in memory: of anything else it would find out whether that is the name of a file, or an address. It
    neither sanitises nor resolves anything, for nothing is shown that it lets pass.
    """
    return feedparser.parse(
        io.BytesIO(text.encode("utf-8")), response_headers=_HEADERS, sanitize_html=False, resolve_relative_uris=False
    )


def _head(feed: Fields) -> Iterator[Record]:
    """Yield what stands about the feed as a whole: its title, where it goes on, and its own picture."""
    yield Told(FEED, clean(words_shown(words(feed, "title"))))
    links = feed.get("links")
    by_relation = {words(plain(each), "rel").lower(): each for each in links} if isinstance(links, list) else {}
    older = (words(plain(by_relation.get(relation)), "href") for relation in _OLDER)
    if where := next(filter(None, older), ""):
        yield Told(NEXT, where)
    place = words(plain(inner(feed, "image")), "href") or words(feed, "logo")
    if picture := linked(place, MediaKind.PROFILE_PHOTO, assumed=Nature.PICTURE):
        yield Post(attachments=settled((picture,), words(feed, "link")), is_message=False)


RSS: Final = Parser("rss", _read)
