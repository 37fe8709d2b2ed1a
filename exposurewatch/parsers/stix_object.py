"""Turns one object of STIX into reports of a picture. Whatever shape it has, nothing here raises."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from exposurewatch.model import Digest, Moment
from exposurewatch.parsers.digests import CHANGED, UNKNOWN, changed, digest, key_of
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.fields import Fields, inner, name, words
from exposurewatch.parsers.misp_attribute import FILES, OTHER_HASHES
from exposurewatch.parsers.stix_pattern import Said, alternatives
from exposurewatch.text import clean

OTHERS: Final = "objects that hold no hashes of files"
PATTERNS: Final = "patterns that are more than a list of hashes"

_FILES: Final = frozenset({"file", "artifact"})
_OWN_MARK: Final = re.compile(r"x[_-]", re.IGNORECASE)
"""What names that STIX does not have begin with, such as ``x_pdq``."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one object reports, and what is passed over in it, counted by plain words."""

    entries: tuple[Entry, ...] = ()
    passed_over: Counter[str] = field(default_factory=Counter)


def read_object(fields: Fields) -> Found:
    """Return what an object reports."""
    kind, key = words(fields, "type"), clean(words(fields, "id"))
    passed: Counter[str] = Counter()
    if fields.get("revoked") is True and key:
        return Found((Entry(key, withdrawn=True),))
    if kind in _FILES:
        reports = list(_file(key, fields, passed))
    elif kind == "indicator":
        reports = list(_indicator(key, fields, passed))
    elif kind == "observed-data":
        reports = list(_observed(key, fields, passed))
    else:
        reports = []
        passed[OTHERS] += 1
    return Found(tuple(reports), +passed)  # without what was counted no time


def _file(key: str, fields: Fields, passed: Counter[str]) -> Iterator[Entry]:
    """Yield the report that a file is, or the contents of one."""
    if "payload_bin" in fields:
        passed[FILES] += 1
    hashes = inner(fields, "hashes")
    if not hashes:
        passed[OTHERS] += 1
        return
    for digests in _of_one_file(((kind, hashes[kind]) for kind in hashes), passed):
        yield Entry(key or key_of(*digests), digests, note=name(fields, "name") or "")


def _observed(key: str, fields: Fields, passed: Counter[str]) -> Iterator[Entry]:
    """Yield the reports inside an observation, which is where STIX 2.0 has files."""
    seen = [(label, each) for label, each in inner(fields, "objects").items() if isinstance(each, dict)]
    files = [(label, each) for label, each in seen if words(each, "type") in _FILES]
    if not files:
        passed[OTHERS] += 1
    for label, each in files:
        yield from _dated(_file(f"{key} {clean(label)}" if key else "", each, passed), fields)


def _indicator(key: str, fields: Fields, passed: Counter[str]) -> Iterator[Entry]:
    """Yield a report for each file that the pattern of an indicator finds."""
    spoken = words(fields, "pattern_type") or "stix"
    files = alternatives(words(fields, "pattern")) if spoken == "stix" else None
    if files is None:
        passed[PATTERNS] += 1
        return
    passed[PATTERNS] += sum(not hashes for hashes in files)
    title = name(fields, "name") or ""
    number = 0
    for hashes in files:
        for digests in _of_one_file(hashes, passed):
            number += 1
            own = key_of(*digests) if not key else key if number == 1 else f"{key} {number}"
            yield from _dated([Entry(own, digests, note=title)], fields)


def _of_one_file(hashes: Iterable[tuple[str, Any] | Said], passed: Counter[str]) -> list[tuple[Digest, ...]]:
    """Return the hashes of one file as one; those that contradict each other cannot be of one file, and stand alone."""
    digests: list[Digest] = []
    for kind, value in hashes:
        found = digest(_OWN_MARK.sub("", kind, count=1) if _OWN_MARK.match(kind) else kind, value)
        if isinstance(found, Digest):
            digests.append(found)
        else:
            passed[OTHER_HASHES if found == UNKNOWN else found] += 1
    if len({one.algorithm for one in digests}) < len(digests):
        return [(one,) for one in digests]
    return [tuple(digests)] if digests else []


def _dated(entries: Iterable[Entry], fields: Fields) -> Iterator[Entry]:
    when = _date(fields)
    for entry in entries:
        note = "; ".join(filter(None, (entry.note, CHANGED if when else "")))
        yield Entry(entry.key, entry.digests, date=when, note=note)


def _date(fields: Fields) -> Moment | None:
    return changed(words(fields, "modified") or words(fields, "created"))
