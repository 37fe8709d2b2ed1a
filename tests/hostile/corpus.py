"""What each part of the suite is given: enough crafted cases of each kind, and few enough to be run each time."""

from __future__ import annotations

from benchmarks.hostility import archive_kinds, file_kinds, hosts, natures, own_feeds, vault_headers
from benchmarks.hostility.case import Case, distinct, spread
from benchmarks.hostility.layouts import LAYOUTS
from exposurewatch.parsers.magic import FileType

LEAST = 40
"""Distinct cases of each format and container."""

_FILES = 130
_DOCUMENTS = 75
_EXPORTS = 45
_ARCHIVES = 60
_FEEDS = 40


def enough(cases: list[Case]) -> list[Case]:
    """The cases, of which there are enough that differ."""
    assert len({case.content for case in cases}) == len(cases) >= LEAST
    assert len({case.name for case in cases}) == len(cases)
    return cases


def of_file(kind: FileType) -> list[Case]:
    return enough(file_kinds.crafted(kind, _FILES))


def of_parser(name: str) -> list[Case]:
    return enough(natures.crafted(name, _DOCUMENTS))


def of_source(name: str) -> list[Case]:
    return enough(natures.crafted(LAYOUTS[name].parser, _EXPORTS))


def of_archive(name: str) -> list[Case]:
    return enough(archive_kinds.crafted(name, _ARCHIVES))


def of_feed(feed: str, parser: str) -> list[Case]:
    return enough(hosts.crafted_of(feed, parser, _FEEDS))


def of_header() -> list[Case]:
    return enough(distinct(vault_headers.families(vault_headers.sample())))


def of_interchange(name: str) -> list[Case]:
    return enough(spread(distinct(own_feeds.crafted_lists(name)), _DOCUMENTS))
