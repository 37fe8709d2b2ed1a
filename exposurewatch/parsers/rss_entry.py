"""Reads one entry of an RSS or Atom feed out of what feedparser makes of it; every field may be of any shape."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from exposurewatch.model import MediaKind, Moment
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.feed_entry import FeedEntry
from exposurewatch.parsers.feed_times import in_zone
from exposurewatch.parsers.fields import Fields, inner, name, words
from exposurewatch.parsers.linked import is_web, linked, shown_in, words_shown

_DATES: Final = ("published", "updated", "created")
_MEDIUMS: Final = {"image": Nature.PICTURE, "video": Nature.VIDEO, "audio": Nature.SOUND}
_NO_TYPE: Final = "text/html"  # what feedparser takes a link for that has no type


def read_entry(raw: Any, now: datetime) -> FeedEntry:
    """Return what one entry says; `now` is the time after which none can have been published."""
    fields = plain(raw)
    pieces = tuple(_pieces(fields))
    texts: list[str] = []
    shown: list[Attachment] = []
    for piece in pieces:
        text, files = _content(piece)
        texts.append(text)
        shown += files
    return FeedEntry(
        id=words(fields, "id"),
        link=words(fields, "link"),
        title=words_shown(words(fields, "title")),
        text=next(filter(None, texts), ""),
        sender=name(fields, "author"),
        date=_date(fields, now),
        attachments=(*_enclosures(fields), *_media(fields), *shown, *_thumbnails(fields)),
        base=_base(fields, pieces),
    )


def plain(value: Any) -> Fields:
    """Return a mapping of feedparser as a plain one: its own takes some keys for others. Empty for anything else."""
    return {key: dict.__getitem__(value, key) for key in value} if isinstance(value, dict) else {}


def _listed(fields: Fields, key: str) -> Iterator[Fields]:
    found = fields.get(key)
    for each in found if isinstance(found, list) else ():
        yield plain(each)


def _pieces(fields: Fields) -> Iterator[Fields]:
    """Yield each piece of content, then the summary, which is one of them again in most feeds."""
    seen = set()
    for piece in (*_listed(fields, "content"), plain(inner(fields, "summary_detail"))):
        value = words(piece, "value")
        if value not in seen:
            seen.add(value)
            yield piece
        elif words(piece, "src"):
            yield piece


def _base(fields: Fields, pieces: tuple[Fields, ...]) -> str:
    """Return what relative addresses are meant from: what ``xml:base`` says, or else where the entry leads."""
    said = (*(words(piece, "base") for piece in pieces), words(plain(inner(fields, "title_detail")), "base"))
    return next(filter(is_web, (*said, words(fields, "link"))), "")


def _content(piece: Fields) -> tuple[str, tuple[Attachment, ...]]:
    value, media_type = words(piece, "value"), words(piece, "type").lower()
    outside = linked(words(piece, "src"), MediaKind.PHOTO, media_type)
    if outside is not None:
        return "", (outside,)
    return (value, ()) if media_type == "text/plain" else shown_in(value)


def _enclosures(fields: Fields) -> Iterator[Attachment]:
    for link in _listed(fields, "links"):
        if words(link, "rel").lower() == "enclosure":
            media_type = words(link, "type")
            declared = "" if media_type == _NO_TYPE else media_type
            yield from _one(linked(words(link, "href") or words(link, "url"), MediaKind.DOCUMENT, declared))


def _media(fields: Fields) -> Iterator[Attachment]:
    for media in _listed(fields, "media_content"):
        assumed = _MEDIUMS.get(words(media, "medium").lower(), Nature.UNKNOWN)
        yield from _one(linked(words(media, "url"), MediaKind.PHOTO, words(media, "type"), assumed))
    yield from _one(linked(words(plain(inner(fields, "image")), "href"), MediaKind.PHOTO, assumed=Nature.PICTURE))


def _thumbnails(fields: Fields) -> Iterator[Attachment]:
    for thumbnail in _listed(fields, "media_thumbnail"):
        yield from _one(linked(words(thumbnail, "url"), MediaKind.THUMBNAIL, assumed=Nature.PICTURE))


def _one(attachment: Attachment | None) -> Iterator[Attachment]:
    if attachment is not None:
        yield attachment


def _date(fields: Fields, now: datetime) -> Moment | None:
    read = (in_zone(fields.get(key), fields.get(f"{key}_parsed"), now) for key in _DATES)
    return next((moment for moment in read if moment is not None), None)
