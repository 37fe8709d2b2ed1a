"""Cuts what a document tells into pieces of bounded size, however many reports stand in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, assert_never

from exposurewatch.parsers.entries import Entry, PassedOver, Told
from exposurewatch.parsers.posts import Ended, Post, Record

MOST_ENTRIES: Final = 10_000
"""Reports that are dealt with at once: few megabytes, and a second's work."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the reports of a document; the last one holds what it said of itself, and why it ended early if it did.

    `first` and `last` tell where it stands. No two entries in it have the same key: the later one counts.
    """

    entries: tuple[Entry, ...]
    first: bool
    last: bool = False
    passed_over: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    told: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ended: Ended | None = None


def pieces(records: Iterable[Record]) -> Iterator[Piece]:
    """Yield what a document holds, piece by piece; the last one may have no entries."""
    entries: dict[str, Entry] = {}
    passed: Counter[str] = Counter()
    told: dict[str, str] = {}
    ended: Ended | None = None
    first = True
    for record in records:
        match record:
            case Entry():
                if record.key not in entries and len(entries) == MOST_ENTRIES:
                    yield Piece(tuple(entries.values()), first)
                    first, entries = False, {}
                entries.pop(record.key, None)
                entries[record.key] = record
            case Told(about, value):
                told[about] = value
            case PassedOver(what, count):
                passed[what] += count
            case Ended():
                ended = record
            case Post():
                pass  # none of these parsers yields any
            case other:
                assert_never(other)
    yield Piece(tuple(entries.values()), first, last=True, passed_over=passed, told=told, ended=ended)
