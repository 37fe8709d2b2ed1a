"""Reads what Tech Against Terrorism gives out to its partners: hashes of verified terrorist content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from exposurewatch.parsers.digests import CHANGED, VIDEOS, changed, digest, key_of
from exposurewatch.parsers.entries import Entry, Told
from exposurewatch.parsers.exchange_json import LAST, LATEST, MORE, NEXT, read_page, told
from exposurewatch.parsers.fields import Fields, words
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.json_values import Path
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Record
from exposurewatch.parsers.telegram_ids import whole_number

_VIDEO_FILES: Final = frozenset({"mp4", "mov", "webm", "mkv", "avi", "m4v", "3gp", "mpeg", "mpg", "wmv", "flv", "ts"})


def _read(source: Readable) -> Iterator[Record]:
    return read_page(source, "results", _report, _beside)


def _beside(path: Path, value: Any) -> Iterator[Told]:
    """Yield where to go on: after the checkpoint of this page, unless it names no next one."""
    match path:
        case ("checkpoint",):
            yield from told(NEXT, value)
            yield from told(LATEST, value)
        case ("next",):
            yield Told(MORE if value else LAST, "")


def _report(fields: Fields) -> Entry | str:
    if words(fields, "file_type").lower().removeprefix(".").removeprefix("video/") in _VIDEO_FILES:
        return VIDEOS
    found = digest(words(fields, "algorithm"), words(fields, "hash_digest"))
    if isinstance(found, str):
        return found
    number = whole_number(fields.get("id"))
    key = key_of(found) if number is None else str(number)
    if fields.get("deleted") is True:
        return Entry(key, withdrawn=True)
    return Entry(key, (found,), date=changed(fields.get("updated_on")), note=CHANGED)


TECH_AGAINST_TERRORISM: Final = Parser("tech-against-terrorism", _read)
