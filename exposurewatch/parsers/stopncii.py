"""Reads what StopNCII.org gives out to its partners: hashes that people have made of pictures of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from exposurewatch.parsers.digests import CHANGED, changed, digest, key_of
from exposurewatch.parsers.entries import Entry, Told
from exposurewatch.parsers.exchange_json import LAST, LATEST, MORE, NEXT, read_page, told
from exposurewatch.parsers.fields import Fields, words
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.json_values import Path
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Record

_WITHDRAWN: Final = frozenset({"withdrawn", "deleted"})


def _read(source: Readable) -> Iterator[Record]:
    return read_page(source, "hashRecords", _report, _beside)


def _beside(path: Path, value: Any) -> Iterator[Told]:
    match path:
        case ("hasMoreRecords",) if isinstance(value, bool):
            yield Told(MORE if value else LAST, "")
        case ("nextPageToken",):
            yield from told(NEXT, value)
        case ("nextSetTimestamp",):
            yield from told(LATEST, value)


def _report(fields: Fields) -> Entry | str:
    """Return a report. It is the state of the whole of it that counts, not what single partners said of it."""
    found = digest(words(fields, "signalType"), words(fields, "hashValue"))
    if isinstance(found, str):
        return found
    if words(fields, "hashStatus").lower() in _WITHDRAWN:
        return Entry(key_of(found), withdrawn=True)
    return Entry(key_of(found), (found,), date=changed(fields.get("lastModtimestamp")), note=CHANGED)


STOPNCII: Final = Parser("stopncii", _read)
