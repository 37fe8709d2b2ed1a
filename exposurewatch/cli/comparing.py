"""Composes the two use cases: photos are enrolled, exports are scanned, progress and Ctrl-C are wrapped around both."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from rich.console import Console
from rich.text import Text

from exposurewatch.cli.progress import watched
from exposurewatch.cli.stopping import stopping_on_ctrl_c, until
from exposurewatch.enrol import Arrival, enrol
from exposurewatch.errors import WrongUsage
from exposurewatch.fingerprints.extract import Extractor, default_workers
from exposurewatch.matching.library import Library
from exposurewatch.model import Item, LibrarySummary, Match, Opened, Photo, Report, Skipped, Verdict
from exposurewatch.scan import Looked, Step, interrupted, posted_since, report_of, scan
from exposurewatch.sources import Export, open_exports

_USERNAME = re.compile(r"(?:(?P<id>\d{1,20})=)?(?:@|https://t\.me/)?(?P<name>[A-Za-z][A-Za-z0-9_]{3,31})")


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked to have compared."""

    exports: tuple[Path, ...]
    photos: tuple[Path, ...]
    channels: tuple[str, ...] = ()
    since: date | None = None
    workers: int | None = None


def compare(request: Request) -> Report:
    """Enrol the photos, scan the exports, and say on the standard error what is going on.

    Raises:
        WrongUsage: a path or a name is wrong, or there is no photo to compare with.
        CouldNotFinish: no worker can be started.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    usernames = _usernames(request.channels)
    own = _opened(request.photos, {})
    exports = _opened(request.exports, usernames)
    workers = request.workers or default_workers()
    with stopping_on_ctrl_c() as stop:
        photos, unread = _enrolled(own, workers, stop, console)
        for export in exports:
            console.print(Text(f"Reading {export.container}: {export.label}"))
        summary = LibrarySummary(len(photos), unread)
        opened = tuple(Opened(export.label, export.container) for export in exports)
        with Extractor[bytes](workers) as extractor:
            items = until(stop, _items(exports, request.since))
            steps = scan(items, Library(photos), extractor)
            report = report_of(_watched_scan(steps, exports, console), summary, opened)
        return interrupted(report) if stop.is_set() else report


def _enrolled(
    own: Sequence[Export], workers: int, stop: threading.Event, console: Console
) -> tuple[tuple[Photo, ...], tuple[Skipped, ...]]:
    photos: list[Photo] = []
    unread: list[Skipped] = []
    with Extractor[Arrival](workers) as extractor:
        results = enrol(until(stop, _items(own, None)), extractor)
        total = lambda: sum(export.pictures for export in own)  # noqa: E731
        for result in watched(results, console, "Your photos", total, lambda _: (True, False)):
            if isinstance(result, Photo):
                photos.append(result)
            else:
                unread.append(result)
    if not photos and not stop.is_set():
        raise WrongUsage(
            f"None of the {len(unread)} files given with --photos could be read as a picture.",
            "Name a folder with JPEG, PNG, WebP, GIF, BMP, HEIC or AVIF pictures.",
        )
    return tuple(photos), tuple(unread)


def _watched_scan(steps: Iterator[Step], exports: Sequence[Export], console: Console) -> Iterator[Step]:
    def counts(step: Step) -> tuple[bool, bool]:
        found = isinstance(step, Match) and step.judgement.verdict is not Verdict.SAME_SCENE
        return isinstance(step, Looked) and step.anew, found

    return watched(steps, console, "Pictures", lambda: sum(export.pictures for export in exports), counts)


def _items(exports: Sequence[Export], since: date | None) -> Iterator[Item]:
    items = chain.from_iterable(export.read() for export in exports)
    return items if since is None else posted_since(items, since)


def _opened(paths: Sequence[Path], usernames: Mapping[str, str]) -> tuple[Export, ...]:
    unique = dict.fromkeys(path.expanduser() for path in paths)
    return tuple(export for path in unique for export in open_exports(path, usernames))


def _usernames(channels: Sequence[str]) -> dict[str, str]:
    """Read ``NAME`` and ``ID=NAME``; the empty id stands for the one chat of an export."""
    usernames: dict[str, str] = {}
    for channel in channels:
        named = _USERNAME.fullmatch(channel.strip())
        if named is None:
            raise WrongUsage(
                f"“{channel}” is not a channel's public name.",
                "Give it as in its link: for https://t.me/examplechannel that is --channel examplechannel.",
            )
        usernames[named["id"] or ""] = named["name"]
    return usernames
