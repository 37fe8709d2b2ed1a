"""What a watch has to tell: findings that nobody was told of yet, and what could not be read or looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from exposurewatch.cli.detailing import Telling
from exposurewatch.cli.found import OfPhoto, by_photo
from exposurewatch.cli.found_files import match_fields
from exposurewatch.cli.found_lines import matches, photo_block
from exposurewatch.cli.not_looked_at import why_not
from exposurewatch.feeds.asking import Trouble
from exposurewatch.reports import json_report
from exposurewatch.reports.lines import Line
from exposurewatch.reports.summary import FINDINGS, counted
from exposurewatch.vault.records import KeptFeed
from exposurewatch.vault.store import Vault

SCHEMA = "exposurewatch-news/1"


@dataclass(frozen=True, slots=True)
class News:
    """What is new: `groups` are the findings by own photo, `troubles` the feeds that cannot be read, with why.

    `not_looked_at` counts by feed the pictures that were given up on, by the word of a `Reason`.
    """

    groups: tuple[OfPhoto, ...] = ()
    troubles: tuple[tuple[KeptFeed, Trouble], ...] = ()
    not_looked_at: tuple[tuple[KeptFeed, Mapping[str, int]], ...] = ()

    @property
    def findings(self) -> int:
        """How many pictures are new, or stand in a new place."""
        return sum(len(group.found) for group in self.groups)


def untold(vault: Vault, feeds: Sequence[KeptFeed], *, show_details: bool) -> tuple[OfPhoto, ...]:
    """The findings in these feeds that no watch has told of yet, and that the user has not looked at meanwhile."""
    findings = vault.findings.untold([feed.address for feed in feeds])
    return by_photo(findings, vault.photos.listed(), FINDINGS, Telling(vault, show=show_details))


def as_lines(news: News) -> Iterator[Line]:
    """The same in sentences; nothing where nothing is new."""
    if news.groups:
        yield Line(words=f"{_now()} UTC: {matches(news.findings)} to look at.", bold=True)
        for group in news.groups:
            yield from photo_block(group)
        yield Line()
        yield Line(words="“exposurewatch review” goes through them one by one. They stay in “exposurewatch matches”.")
    for feed, trouble in news.troubles:
        yield Line(words=f"{_now()} UTC: {feed.name} could not be read to its end: {trouble.words}")
    for feed, counts in news.not_looked_at:
        pictures = counted(sum(counts.values()), "picture")
        yield Line(
            words=f"{_now()} UTC: {pictures} of {feed.name} could not be looked at: {', '.join(why_not(counts))}."
        )


def as_json_lines(news: News) -> bytes:
    """The same for programs: one object a line."""
    return b"".join(json.dumps(fields, ensure_ascii=True).encode() + b"\n" for fields in _objects(news))


def _objects(news: News) -> Iterator[json_report.Json]:
    told = {"schema": SCHEMA, "told_at": json_report.timestamp(datetime.now(UTC))}
    for group in news.groups:
        for one in group.found:
            yield {**told, "what": "match", "match": match_fields(one)}
    for feed, trouble in news.troubles:
        not_before = None if trouble.not_before is None else json_report.timestamp(trouble.not_before)
        why = {"cause": trouble.cause.value, "words": trouble.words, "not_before": not_before}
        yield {**told, "what": "trouble", "feed": feed.name, "address": feed.address, **why}
    for feed, counts in news.not_looked_at:
        yield {**told, "what": "skipped", "feed": feed.name, "address": feed.address, "counts": dict(counts)}


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
