"""Reads one chunk of entries of one of exposurewatch's own feeds. Whatever stands in it, nothing here raises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from exposurewatch.model import Box, Channel, Digest, Moment, Permalink
from exposurewatch.parsers.entries import Entry, PassedOver
from exposurewatch.parsers.feed_format import (
    ENTRIES,
    ENTRIES_SCHEMA,
    ID,
    LINK,
    MOST_CHUNK,
    MOST_ENTRIES,
    MOST_MARK,
    MOST_REGIONS,
    is_newer,
    read_time,
)
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Record
from exposurewatch.parsers.whole import NotRead, json_object, whole
from exposurewatch.text import clean

LEAST_QUALITY: Final = 50  # of PDQ; with less, hashes agree by chance

_UNREAD: Final = "reports that are not written as reports are"
_TWICE: Final = "reports that are told twice under one name"
_LOW: Final = "hashes of pictures that are too plain to be told from others"
_NO_REGION: Final = "hashes of parts of pictures that are not written as such hashes are"

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_EARLIEST: Final = datetime(1995, 1, 1, tzinfo=UTC)
_GRACE: Final = timedelta(days=1)  # between clocks that go wrong by a time zone
_LATER: Final = "it is later than the report itself"
_IMPOSSIBLE: Final = "the time that the feed gives is not possible"
_WHOLE: Final = Box()
_MOST_READ: Final = 4096  # characters of a name

_Hashes = tuple[Digest, ...] | None
"""The hashes of a region: none of one that is too plain; None where it is no region."""


def _read(source: Readable) -> Iterator[Record]:
    try:
        yield from records_of(whole(source, MOST_CHUNK))
    except NotRead as error:
        yield Ended(str(error), error.truncated)


def records_of(content: bytes) -> Iterator[Entry | PassedOver]:
    """Yield the entries of a chunk, then those that it withdraws, and what cannot be compared.

    Raises:
        NotRead: it is no such chunk.
    """
    fields = json_object(content)
    schema = fields.get("schema")
    if is_newer(schema, ENTRIES):
        raise NotRead("a newer version of exposurewatch is needed to read it")
    if schema != ENTRIES_SCHEMA:
        raise NotRead("it is no chunk of an exposurewatch feed")
    listed, withdrawn = _list(fields.get("entries")), _list(fields.get("withdrawn"))
    created = read_time(fields.get("created"))
    known: set[str] = set()
    for each in listed:
        key = _id(each.get("id")) if isinstance(each, dict) else None
        if key in known:
            yield PassedOver(_TWICE)
            continue
        regions = None if key is None else _regions(each.get("regions"))
        entry = None if key is None or regions is None else _entry(key, each, regions, created)
        if entry is None:
            yield PassedOver(_UNREAD)
            continue
        known.add(entry.key)
        yield entry
        if regions:
            yield from (PassedOver(_LOW if digests is not None else _NO_REGION) for digests in regions if not digests)
    for each in withdrawn:
        key = _id(each)
        yield PassedOver(_UNREAD) if key is None else Entry(key, withdrawn=True)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST_ENTRIES:
        raise NotRead("its entries are missing or too many")
    return value


def _id(value: Any) -> str | None:
    return value if isinstance(value, str) and ID.fullmatch(value) else None


def _entry(key: str, fields: dict[str, Any], regions: list[_Hashes], created: datetime | None) -> Entry | None:
    sha256 = _hash(fields.get("sha256"))
    if sha256 is None:
        return None
    return Entry(
        key,
        (Digest("sha256", sha256), *(digest for digests in regions if digests for digest in digests)),
        channel=_channel(fields.get("channel")),
        message_id=_mark(fields.get("message_id")),
        date=_moment(fields.get("time"), created),
        permalink=_link(fields.get("permalink")),
    )


def _regions(value: Any) -> list[_Hashes] | None:
    if not isinstance(value, list) or len(value) > MOST_REGIONS:
        return None
    return [_digests(region) for region in value]


def _digests(region: Any) -> _Hashes:
    if not isinstance(region, dict):
        return None
    box, quality = _box(region.get("box")), region.get("quality")
    pdq, phash = _hash(region.get("pdq")), _hash(region.get("phash"))
    if box is None or pdq is None or phash is None or type(quality) is not int or not 0 <= quality <= 100:
        return None
    if quality < LEAST_QUALITY:
        return ()
    return Digest("pdq", pdq, quality, box), Digest("phash", phash, None, box)


def _hash(value: Any) -> bytes | None:
    return bytes.fromhex(value) if isinstance(value, str) and _SHA256.fullmatch(value) else None


def _box(value: Any) -> Box | None:
    if value == [0, 0, 1, 1]:  # most are
        return _WHOLE
    if not isinstance(value, list) or len(value) != 4 or not all(type(edge) in (int, float) for edge in value):
        return None
    left, top, right, bottom = value
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):  # as none is that is no number
        return None
    return Box(float(left), float(top), float(right), float(bottom))


def _channel(value: Any) -> Channel | None:
    if not isinstance(value, dict):
        return None
    told = (value.get("title"), value.get("id"), value.get("username"))
    title, number, username = (words[:_MOST_READ] if isinstance(words, str) else None for words in told)
    return _channel_of(title, number, username)


@lru_cache(maxsize=256)
def _channel_of(title: str | None, number: str | None, username: str | None) -> Channel | None:
    """The same few channels stand in thousands of entries."""
    channel = Channel((clean(title) or None) if title else None, _mark(number), _mark(username))
    return None if channel == Channel() else channel


def _mark(value: Any) -> str | None:
    return (clean(value, MOST_MARK) or None) if isinstance(value, str) else None


def _moment(value: Any, created: datetime | None) -> Moment | None:
    if not isinstance(value, str):
        return None
    time, raw = read_time(value), clean(value, 40)
    if time is None or time < _EARLIEST:
        return Moment(None, raw, _IMPOSSIBLE) if raw else None
    if created is not None and time > created + _GRACE:
        return Moment(None, raw, _LATER)
    return Moment(time)


def _link(value: Any) -> Permalink | None:
    return Permalink(value, public=True) if isinstance(value, str) and LINK.fullmatch(value) else None


FEED_ENTRIES = Parser("exposurewatch-entries", _read)
