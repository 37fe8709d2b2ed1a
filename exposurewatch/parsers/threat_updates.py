"""Reads what Meta's ThreatExchange gives out of a privacy group: its indicators in the order of their changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from exposurewatch.parsers.digests import CHANGED, changed, digest, key_of
from exposurewatch.parsers.entries import Entry, Told
from exposurewatch.parsers.exchange_json import LATEST, NEXT, read_page, told
from exposurewatch.parsers.fields import Fields, words
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.json_values import Path
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Record
from exposurewatch.parsers.telegram_ids import whole_number


def _read(source: Readable) -> Iterator[Record]:
    latest = 0

    def report(fields: Fields) -> Entry | str:
        nonlocal latest
        when = changed(whole_number(fields.get("last_updated")))
        if when is not None and when.utc is not None:
            latest = max(latest, int(when.utc.timestamp()))
        return _report(fields)

    for record in read_page(source, "data", report, _beside):
        if isinstance(record, Ended):
            yield record
            return
        yield record
    if latest:
        yield Told(LATEST, str(latest))


def _beside(path: Path, value: Any) -> Iterator[Told]:
    if path == ("paging", "next"):
        yield from told(NEXT, value)


def _report(fields: Fields) -> Entry | str:
    """Return a report; one that has been deleted may have lost its hash, and its id is what it is known by."""
    number = whole_number(fields.get("id"))
    gone = fields.get("should_delete") is True
    found = digest(words(fields, "type"), words(fields, "indicator"))
    if gone and number is not None:
        return Entry(str(number), withdrawn=True)
    if isinstance(found, str):
        return found
    key = key_of(found) if number is None else str(number)
    if gone:
        return Entry(key, withdrawn=True)
    return Entry(key, (found,), date=changed(whole_number(fields.get("last_updated"))), note=CHANGED)


THREAT_UPDATES: Final = Parser("threat-updates", _read)
