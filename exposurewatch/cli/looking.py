"""Runs one scan with progress, Ctrl-C and breakdowns around it, whatever it compares with."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import Console

from exposurewatch.cli.channels import Chats
from exposurewatch.cli.detailing import Watch
from exposurewatch.cli.exports import announced, items_of, names_given, pictures_in, summaries
from exposurewatch.cli.progress import PASSED, watched
from exposurewatch.cli.request import Request, StoppedShort
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import until
from exposurewatch.errors import CouldNotFinish
from exposurewatch.fingerprints.extract import default_workers, picture_extractor
from exposurewatch.matching.library import Library
from exposurewatch.memory import Memory
from exposurewatch.model import Item, LibrarySummary, Match, Report, Skipped, Verdict
from exposurewatch.scan import posted_since, scan
from exposurewatch.sources import Export
from exposurewatch.steps import Looked, Step, interrupted, report_of


@dataclass(frozen=True, slots=True)
class Own:
    """What a scan compares with: the photos, which files could not become one, and what remembers results for them.

    `watch` searches the messages for the user's own details, where she gave any.
    """

    library: Library
    unread: tuple[Skipped, ...] = ()
    memory: Memory | None = None
    watch: Watch | None = None


def look(exports: Sequence[Export], own: Own, request: Request, stop: threading.Event) -> Report:
    """Compare all pictures in `exports`, until `stop` is set, and say on the standard error what is going on.

    Raises:
        StoppedShort: a worker cannot be started, or the vault takes nothing more.
    """
    if not stop.is_set():
        say(*announced(exports))
    breakdown, chats = Breakdown(), Chats()
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with picture_extractor(request.workers or default_workers(), request.setting) as extractor:
        items = until(stop, _posted(chats.noted(items_of(exports)), request.since))
        memory = own.memory
        if own.watch is not None:
            items = own.watch.items(items)
            memory = memory and own.watch.covering(memory)
        steps = scan(items, own.library, extractor, memory)
        if own.watch is not None:
            steps = own.watch.steps(steps)
        shown = watched(steps, console, "Pictures", lambda: pictures_in(exports), counts)
        summary = LibrarySummary(len(own.library.photos), own.unread)
        report = report_of(breakdown.kept(shown), summary, summaries(exports))
    if own.watch is not None:
        report = own.watch.told(report)
    if breakdown.error is not None:
        raise StoppedShort(breakdown.error, interrupted(report)) from breakdown.error
    if stop.is_set():  # there may be more chats than were read
        return interrupted(report)
    say(*chats.unused(names_given(exports)))
    return report


class Breakdown:
    """Ends a stream where the scan breaks down, and remembers why: what was found before must not be lost."""

    def __init__(self) -> None:
        self.error: CouldNotFinish | None = None

    def kept(self, steps: Iterator[Step]) -> Iterator[Step]:
        """Pass on what there is until the end, or until the breakdown."""
        try:
            yield from steps
        except CouldNotFinish as error:
            self.error = error


def counts(step: Step) -> tuple[bool, bool]:
    """Whether a step is one picture more, and whether it is one match more, for a progress bar."""
    passed = isinstance(step, Skipped) and step.reason in PASSED
    found = isinstance(step, Match) and step.judgement.verdict is not Verdict.SAME_SCENE
    return passed or (isinstance(step, Looked) and step.anew), found


def _posted(items: Iterator[Item], since: date | None) -> Iterator[Item]:
    return items if since is None else posted_since(items, since)
