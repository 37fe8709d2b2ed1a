"""One round of feeds against the vault: each is read in its turn, and one report made of what came of all."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from rich.console import Console

from exposurewatch.cli.against_vault import left_out, library_of, outdated, pipeline_of, recorded
from exposurewatch.cli.detailing import Watch, in_vault
from exposurewatch.cli.feed_showing import kind_of, signer_of
from exposurewatch.cli.looking import Breakdown, counts
from exposurewatch.cli.progress import watched
from exposurewatch.cli.request import StoppedShort
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import until
from exposurewatch.desk import Asked
from exposurewatch.feeds.asking import Cause, Fetched, Get, Trouble, Unchanged, Wanted
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.policy import Policy
from exposurewatch.feeds.fetching.politeness import Pace
from exposurewatch.fingerprints.extract import Extractor, default_workers, picture_extractor
from exposurewatch.matching.library import Library
from exposurewatch.memory import Memory
from exposurewatch.model import (
    Item,
    LibrarySummary,
    Opened,
    Picture,
    Report,
    Sighting,
    Skipped,
)
from exposurewatch.parameters import Setting
from exposurewatch.parsers.posts import Record
from exposurewatch.parsers.reader import Reader
from exposurewatch.pulling import Means, Pull, not_read
from exposurewatch.scan import compare_published, scan
from exposurewatch.steps import Step, interrupted, report_of
from exposurewatch.vault.journal import Journal
from exposurewatch.vault.records import KeptFeed
from exposurewatch.vault.store import Vault

_KEY: Final = "key"  # the option by which the user says whose signature is wanted


@dataclass(frozen=True, slots=True)
class Looking:
    """How closely pictures behind links are looked at, by how many workers, and whether details are told in full."""

    setting: Setting
    workers: int | None = None
    show_details: bool = False


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came of it; `troubles` are the feeds that could not be read to their end, and why.

    `not_looked_at` counts by feed the pictures that were given up on, by the word of a `Reason`. `fault` is what this
    program itself failed at, to be raised once all of it was told.
    """

    report: Report
    troubles: tuple[tuple[KeptFeed, Trouble], ...] = ()
    not_looked_at: tuple[tuple[KeptFeed, Mapping[str, int]], ...] = ()
    fault: Exception | None = None


def pull_feeds(
    vault: Vault, feeds: Sequence[KeptFeed], looking: Looking, stop: threading.Event, others: Sequence[KeptFeed] = ()
) -> Pulled:
    """Read feeds from where they were left, until `stop` is set; whatever ends it, what was judged is kept.

    Of `others`, what they have published before is compared with photos that were added since; nobody is asked.

    Raises:
        WrongUsage: there is no photo in the vault.
        CouldNotFinish: no worker can be started, or the vault takes nothing more.
    """
    library = library_of(vault, looking.setting, reports=True)
    say(*outdated(vault), *_without_parts(vault))
    kept = in_vault(vault)
    watch = Watch((), kept, show=looking.show_details) if kept else None
    journal = vault.journal(library.photos, pipeline_of(looking.setting))
    titles = tuple(Opened(f"{_title(feed)}, {feed.name}", feed.address) for feed in feeds)
    pull = _Round(vault, library, journal, watch, stop)
    report = recorded(vault, titles, watch, lambda: pull.run(feeds, others, looking, titles))
    say(*left_out(journal), *_pinned(vault, feeds))
    return Pulled(report, tuple(pull.troubles), tuple(pull.not_looked_at), pull.fault)


def _pinned(vault: Vault, feeds: Sequence[KeptFeed]) -> Iterator[str]:
    """Say of feeds that were read for the first time whose key is trusted from now on, where nobody has given it."""
    for feed in feeds:
        signer = signer_of(vault.feeds.named(feed.name))
        if signer is not None and signer_of(feed) is None and _KEY not in feed.options:
            yield (
                f"{feed.name} is signed with the key {signer.key}, which is trusted from now on. Compare it with the"
                " one that its publisher tells you by another way than this address."
            )


def _without_parts(vault: Vault) -> Iterator[str]:
    if count := vault.photos.without_parts:
        were = "1 photo was" if count == 1 else f"{count:,} photos were"
        yield (
            f"{were} added by an older version: published fingerprints of parts of them are not recognised. Add the"
            " files again."
        )


class _Round:
    """Reads one feed after the other; `troubles` are those that could not be read to their end.

    `not_looked_at` counts the pictures that were given up on, by feed. `fault` is the first that this program itself
    failed at: it is raised once all is shown.
    """

    def __init__(
        self, vault: Vault, library: Library, journal: Journal, watch: Watch | None, stop: threading.Event
    ) -> None:
        self._vault = vault
        self._library = library
        self._memory: Memory = journal if watch is None else watch.covering(journal)
        self._watch = watch
        self._stop = stop
        self._pace = Pace()  # of all feeds together: those of one host wait for each other
        self.troubles: list[tuple[KeptFeed, Trouble]] = []
        self.not_looked_at: list[tuple[KeptFeed, Mapping[str, int]]] = []
        self.fault: Exception | None = None

    def run(
        self, feeds: Sequence[KeptFeed], others: Sequence[KeptFeed], looking: Looking, titles: tuple[Opened, ...]
    ) -> Report:
        """Read all feeds, compare what the others hold, and make the report.

        Raises:
            StoppedShort: a worker cannot be started, or the vault takes nothing more.
        """
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        breakdown = Breakdown()
        if feeds:
            say(f"Reading {', '.join(feed.name for feed in feeds)}")
        with picture_extractor(looking.workers or default_workers(), looking.setting) as extractor, Reader() as reader:
            steps: Iterator[Step] = chain(self._steps(feeds, extractor, reader), self._held(others, extractor, reader))
            if self._watch is not None:
                steps = self._watch.steps(steps)
            shown = watched(steps, console, "Pictures", lambda: 0, counts)
            report = report_of(breakdown.kept(shown), LibrarySummary(len(self._library.photos)), titles)
        if self._watch is not None:
            report = self._watch.told(report)
        if breakdown.error is not None:
            raise StoppedShort(breakdown.error, interrupted(report)) from breakdown.error
        return interrupted(report) if self._stop.is_set() else report

    def _steps(self, feeds: Sequence[KeptFeed], extractor: Extractor[Asked, Picture], reader: Reader) -> Iterator[Step]:
        for feed in until(self._stop, feeds):
            kind = kind_of(feed)
            if kind is None:
                yield self._unknown(feed)
                continue
            policy = Policy(feed.address, allow_http=feed.allow_http, proxy=feed.proxy)
            with Fetcher(policy, self._pace, stop=self._stop) as fetcher:
                pull = Pull(feed, kind, self._vault.feeds, self._means(fetcher.get, extractor, reader))
                yield from pull.steps()
            if pull.trouble is not None:
                self.troubles.append((feed, pull.trouble))
            if pull.not_looked_at:
                self.not_looked_at.append((feed, pull.not_looked_at))
            self.fault = self.fault or pull.fault

    def _unknown(self, feed: KeptFeed) -> Skipped:
        trouble = Trouble(Cause.MALFORMED, f"This version does not know feeds of its kind, {feed.kind}.")
        self._vault.feeds.began(feed.number)
        self._vault.feeds.ended(feed.number, trouble.cause, trouble.words)
        self.troubles.append((feed, trouble))
        return not_read(feed, trouble)

    def _held(self, others: Sequence[KeptFeed], extractor: Extractor[Asked, Picture], reader: Reader) -> Iterator[Step]:
        for feed in until(self._stop, others):
            kind = kind_of(feed)
            if kind is not None:
                yield from Pull(
                    feed, kind, self._vault.feeds, self._means(_nobody_is_asked, extractor, reader)
                ).compared()

    def _means(self, get: Get, extractor: Extractor[Asked, Picture], reader: Reader) -> Means:
        def look(items: Iterable[Item]) -> Iterator[Step]:
            taken = until(self._stop, items)
            noted = taken if self._watch is None else self._watch.items(taken)
            return scan(noted, self._library, extractor, self._memory)

        def compare(sightings: Iterable[Sighting]) -> Iterator[Step]:
            return compare_published(until(self._stop, sightings), self._library, self._memory)

        def read(parser: str, content: bytes) -> Iterator[Record]:
            return reader.records(parser, io.BytesIO(content))

        return Means(get, read, look, compare, self._vault.photos.told_by, self._stop.is_set)


def _nobody_is_asked(wanted: Wanted) -> Fetched | Unchanged:
    raise Trouble(Cause.UNREACHABLE, f"{wanted.url} is not to be asked now.")


def _title(feed: KeptFeed) -> str:
    kind = kind_of(feed)
    return feed.title or (kind.title if kind is not None else feed.kind)
