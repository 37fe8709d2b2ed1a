"""Reads feeds against the vault, one after the other, and makes one report of what came of all of them."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from exposurewatch.cli.showing import Destination, exit_status, show
from exposurewatch.cli.stopping import stopping_on_ctrl_c, until
from exposurewatch.cli.unlocking import Access, unlocked
from exposurewatch.desk import Asked
from exposurewatch.errors import ExitStatus, WrongUsage
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
    LookedAt,
    Opened,
    Picture,
    Reason,
    Report,
    Sighting,
    Skipped,
)
from exposurewatch.parameters import Setting
from exposurewatch.parsers.posts import Record
from exposurewatch.parsers.reader import Reader
from exposurewatch.pulling import Means, Pull, not_read
from exposurewatch.reports.summary import findings
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


def pull_named(
    access: Access, names: Sequence[str], looking: Looking, destination: Destination, *, again: bool
) -> ExitStatus:
    """Pull the feeds of these names, or all, show what was found, and return what the shell is told.

    Raises:
        NoVault, WrongSecret, VaultDamaged, VaultTooNew, VaultBusy, NoRoom, VaultUnwritable: it cannot be opened.
        WrongUsage: there is no such feed, or no photo in the vault.
        CouldNotFinish: no worker can be started, or the vault takes nothing more.
    """
    if again and not names:
        raise WrongUsage("Say which feeds to read from their beginning.", "Name them: feed pull NAME --again")
    with unlocked(access) as vault, stopping_on_ctrl_c() as stop:
        feeds = [vault.feeds.named(name) for name in dict.fromkeys(names)] or vault.feeds.listed()
        if not feeds:
            raise WrongUsage("There is no feed in the vault.", "Add one: exposurewatch feed add URL")
        if again:
            feeds = [_begun_anew(vault, feed) for feed in feeds]
        addresses = [feed.address for feed in feeds]
        all_told = not vault.findings.untold(addresses)
        try:
            pulled = pull_feeds(vault, feeds, looking, stop)
        except StoppedShort as short:
            show(short.report, destination)
            raise
        _show(pulled, destination)
        if all_told:  # what a watch has still to tell of is not in this report
            vault.findings.mark_told(addresses)
        say(*(f"{feed.name} could not be read to its end: {trouble.words}" for feed, trouble in pulled.troubles))
    if pulled.fault is not None:
        raise pulled.fault
    return _status(pulled)


def _show(pulled: Pulled, destination: Destination) -> None:
    """Show the report. On the screen it leaves out what is said of each feed that could not be read right after it."""
    report = pulled.report
    if destination.is_screen:
        report = replace(report, skipped=tuple(one for one in report.skipped if one.reason is not Reason.FEED_NOT_READ))
        if _is_empty(report):
            if not pulled.troubles:
                say("Nothing is new since the last time. That does not mean that your photos do not circulate.")
            return
    show(report, destination)


def _is_empty(report: Report) -> bool:
    """Whether there is nothing to tell: neither was anything new, nor could anything not be looked at."""
    looked = report.looked_at != LookedAt() or report.interrupted
    return not (looked or report.skipped or report.matches or report.exposed)


def _status(pulled: Pulled) -> ExitStatus:
    """What the shell is told. That nothing was new, so that nothing could be compared, is no failure."""
    report = pulled.report
    if report.interrupted or findings(report) or report.exposed:
        return exit_status(report)
    return ExitStatus.COULD_NOT_FINISH if pulled.troubles or not report.complete else ExitStatus.NOTHING_FOUND


def _begun_anew(vault: Vault, feed: KeptFeed) -> KeptFeed:
    """A feed that is to be read from its beginning. A key that was pinned stays so."""
    kind = kind_of(feed)
    vault.feeds.begin_anew(feed.number, {} if kind is None else kind.anew(feed.checkpoint))
    return vault.feeds.named(feed.name)


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
