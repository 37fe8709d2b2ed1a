"""Reads JSON Feed, version 1.1 and before (https://jsonfeed.org/version/1.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from exposurewatch.model import MediaKind
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.entries import PassedOver, Told
from exposurewatch.parsers.feed_entry import MOST_ENTRIES, TOO_MANY, FeedEntry
from exposurewatch.parsers.feed_page import feed_named_by
from exposurewatch.parsers.feed_times import as_written
from exposurewatch.parsers.feed_words import FEED, NEXT, NO_FEED, WEB_PAGE
from exposurewatch.parsers.fields import Fields, identity, inner, name, words
from exposurewatch.parsers.json_repair import Readable, RepairedJson
from exposurewatch.parsers.json_values import BadJson, Path, values
from exposurewatch.parsers.linked import linked, settled, shown_in
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.parsers.xml_beginning import beginning, decoded
from exposurewatch.text import clean

_ITEM: Final[Path] = ("items", None)
_VERSION: Final = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")
_NO_ENTRY: Final = "entries of the feed that are none"
_HEAD: Final = 1 << 18  # bytes at the beginning that are kept, to tell what a document is that is no JSON


class _KeepsHead:
    """A document that is read, and how it begins."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self.head = b""

    def read(self, size: int, /) -> bytes:
        block = self._source.read(size)
        self.head += block[: max(0, _HEAD - len(self.head))]
        return block


def _read(source: Readable) -> Iterator[Record]:
    document = _KeepsHead(source)
    about: dict[str, str] = {}
    is_feed, ended, count, now = False, None, 0, datetime.now(UTC)
    try:
        for path, value in values(RepairedJson(document), _ITEM.__eq__):
            if path == _ITEM:
                count += 1
                if count > MOST_ENTRIES:
                    continue
                yield read_item(value, now).post() if isinstance(value, dict) else PassedOver(_NO_ENTRY)
            elif len(path) == 1 and path[0] is not None and isinstance(value, str):
                about[path[0]] = value
            is_feed = is_feed or path[:1] == ("items",) or about.get("version", "").startswith(_VERSION)
    except BadJson as error:
        ended = Ended(str(error), error.truncated)
    if not is_feed:
        yield _no_feed(document.head)
        return
    yield from _about(about)
    if count > MOST_ENTRIES:
        yield PassedOver(TOO_MANY, count - MOST_ENTRIES)
    if ended is not None:
        yield ended


def _about(about: dict[str, str]) -> Iterator[Record]:
    yield Told(FEED, clean(about.get("title", "")))
    if where := about.get("next_url"):
        yield Told(NEXT, where)
    if picture := linked(about.get("icon", ""), MediaKind.PROFILE_PHOTO, assumed=Nature.PICTURE):
        yield Post(attachments=settled((picture,), about.get("home_page_url", "")), is_message=False)


def _no_feed(head: bytes) -> Told:
    text = decoded(head)
    found = beginning(text)
    return Told(WEB_PAGE, feed_named_by(text)) if found.root == "html" else Told(NO_FEED, clean(found.root))


def read_item(fields: Fields, now: datetime) -> FeedEntry:
    """Return what one item says; `now` is the time after which none can have been published."""
    markup, shown = shown_in(words(fields, "content_html"))
    return FeedEntry(
        id=words(fields, "id") or identity(fields, "id") or "",
        link=words(fields, "url") or words(fields, "external_url"),
        title=words(fields, "title"),
        text=markup or words(fields, "content_text") or words(fields, "summary"),
        sender=_sender(fields),
        date=as_written(fields.get("date_published"), now) or as_written(fields.get("date_modified"), now),
        attachments=(*_attachments(fields), *_own_pictures(fields), *shown),
        base=words(fields, "url"),
    )


def _sender(fields: Fields) -> str | None:
    named = (name(author, "name") for author in _objects(fields, "authors"))
    return next(filter(None, named), None) or name(inner(fields, "author"), "name")


def _attachments(fields: Fields) -> Iterator[Attachment]:
    for each in _objects(fields, "attachments"):
        if found := linked(words(each, "url"), MediaKind.DOCUMENT, words(each, "mime_type")):
            yield found


def _own_pictures(fields: Fields) -> Iterator[Attachment]:
    for key in ("image", "banner_image"):
        if found := linked(words(fields, key), MediaKind.PHOTO, assumed=Nature.PICTURE):
            yield found


def _objects(fields: Fields, key: str) -> Iterator[dict[str, Any]]:
    found = fields.get(key)
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict):
            yield each


JSON_FEED: Final = Parser("json-feed", _read)
