"""Reads one event of a MISP feed: what it reports of files, by their hashes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from exposurewatch.parsers.digests import CHANGED, passed_over
from exposurewatch.parsers.encoded_files import WithoutFiles
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.json_repair import Readable, RepairedJson
from exposurewatch.parsers.json_values import BadJson, Path, values
from exposurewatch.parsers.misp_attribute import NO_HASHES, read_attribute, read_object
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Record
from exposurewatch.text import clean

NO_EVENT: Final = "it is no MISP event"

_EVENT: Final = ("Event",)
_INFO: Final = ("Event", "info")
_ATTRIBUTE: Final = ("Event", "Attribute", None)
_OBJECT: Final = ("Event", "Object", None)


def _read(source: Readable) -> Iterator[Record]:
    passed: Counter[str] = Counter()
    ended: list[Ended] = []
    waiting: list[Entry] = []  # for the title of the event, which stands before them in most
    title: str | None = None
    seen = False
    try:
        for path, value in values(WithoutFiles(RepairedJson(source)), (_ATTRIBUTE, _OBJECT).__contains__):
            seen = seen or path == _EVENT
            if path == _INFO:
                title = clean(value) if isinstance(value, str) else ""
            for found in _reports(path, value):
                if isinstance(found, str):
                    passed[found] += 1
                else:
                    waiting.append(found)
            if title is not None:
                yield from (_noted(entry, title) for entry in waiting)
                waiting.clear()
    except BadJson as error:
        ended.append(Ended(str(error), error.truncated))
    yield from (_noted(entry, title or "") for entry in waiting)
    yield from passed_over(passed)
    yield from ended or ([] if seen else [Ended(NO_EVENT, truncated=False)])


def _reports(path: Path, value: Any) -> Iterator[Entry | str]:
    if path not in (_ATTRIBUTE, _OBJECT):
        return
    if not isinstance(value, dict):
        yield NO_HASHES
    elif path == _OBJECT:
        yield from read_object(value)
    else:
        yield read_attribute(value)


def _noted(entry: Entry, title: str) -> Entry:
    if entry.withdrawn:
        return entry
    return replace(entry, note="; ".join(filter(None, (title, CHANGED))))


MISP_EVENT: Final = Parser("misp-event", _read)
