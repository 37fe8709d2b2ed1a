"""Composes the two use cases: photos are enrolled, exports are scanned, progress and Ctrl-C are wrapped around both."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from rich.console import Console

from exposurewatch import order
from exposurewatch.cli.arguments import expanded
from exposurewatch.cli.channels import Chats, usernames
from exposurewatch.cli.overlaps import own_among_exports, without_repeats
from exposurewatch.cli.progress import watched
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import stopping_on_ctrl_c, until
from exposurewatch.enrol import enrol
from exposurewatch.errors import CouldNotFinish, WrongUsage
from exposurewatch.fingerprints.extract import default_workers, photo_extractor, picture_extractor
from exposurewatch.matching.library import Library
from exposurewatch.model import Item, LibrarySummary, Match, Opened, Photo, Reason, Report, Skipped, Verdict
from exposurewatch.parameters import DEFAULT, Setting
from exposurewatch.reports.summary import left_out
from exposurewatch.reports.wording import REASONS
from exposurewatch.scan import Looked, Step, interrupted, posted_since, report_of, scan
from exposurewatch.sources import Export, open_exports

_MANY_CHATS = (
    "  This export holds many chats, so --channel {name} was not used for it. Give it as --channel NUMBER={name}, with"
    " the number of the chat it belongs to, which stands in result.json as “id” beside the name of the chat."
)
_NOT_PHOTOS = (
    "{container}, named with --photos, holds an export: every picture in it is taken for one of your own. If the two"
    " were swapped, name the export first and your own photos after --photos."
)
# Files that are called pictures and are passed over: the bar counts them as well, or it would never reach its end.
_PASSED = frozenset(Reason) - {
    Reason.NOT_INCLUDED,
    Reason.OVER_EXPORT_LIMIT,
    Reason.UNAVAILABLE,
    Reason.MISSING_FILE,
    Reason.UNSAFE_PATH,
    Reason.VIDEO,
    Reason.ARCHIVE,
    Reason.EXPORT_TRUNCATED,
    Reason.EXPORT_DAMAGED,
}


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked to have compared."""

    exports: tuple[Path, ...]
    photos: tuple[Path, ...]
    channels: tuple[str, ...] = ()
    since: date | None = None
    workers: int | None = None
    setting: Setting = DEFAULT


class StoppedShort(CouldNotFinish):
    """The scan broke down on its way; `report` holds what was found until then."""

    def __init__(self, error: CouldNotFinish, report: Report) -> None:
        super().__init__(str(error), error.hint)
        self.report = report


def compare(request: Request) -> Report:
    """Enrol the photos, scan the exports, and say on the standard error what is going on.

    Raises:
        WrongUsage: a path or a name is wrong, or there is no photo to compare with.
        CouldNotFinish: no worker can be started; where that happens during the scan, it is `StoppedShort`.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    named = usernames(request.channels)
    photo_paths, photo_notes = without_repeats(tuple(map(expanded, request.photos)))
    export_paths, export_notes = without_repeats(tuple(map(expanded, request.exports)))
    own = tuple(export for path in photo_paths for export in open_exports(path, {}))
    exports = tuple(export for path in export_paths for export in open_exports(path, named))
    overlaps = own_among_exports(photo_paths, export_paths)
    say(*photo_notes, *export_notes, *_swapped(own), *overlaps)
    workers = request.workers or default_workers()
    with stopping_on_ctrl_c() as stop:
        library, unread = _library(own, request.setting, workers, stop, console)
        if not stop.is_set():
            say(*_announced(exports))
        summary = LibrarySummary(len(library.photos), unread)
        opened = tuple(Opened(export.label, export.container) for export in exports)
        breakdown, chats = _Breakdown(), Chats()
        with picture_extractor(workers, request.setting) as extractor:
            items = until(stop, _posted(chats.noted(_items(exports)), request.since))
            steps = _watched_scan(scan(items, library, extractor), exports, console)
            report = report_of(breakdown.kept(steps), summary, opened)
        if not stop.is_set() and breakdown.error is None:  # else there may be more chats than were read
            say(*chats.unused(_names(exports)))
    if breakdown.error is not None:
        raise StoppedShort(breakdown.error, interrupted(report)) from breakdown.error
    return interrupted(report) if stop.is_set() else report


class _Breakdown:
    """Ends a stream where the scan breaks down, and remembers why: what was found before must not be lost."""

    def __init__(self) -> None:
        self.error: CouldNotFinish | None = None

    def kept(self, steps: Iterator[Step]) -> Iterator[Step]:
        try:
            yield from steps
        except CouldNotFinish as error:
            self.error = error


def _announced(exports: Sequence[Export]) -> Iterator[str]:
    for export in exports:
        yield f"Reading {export.container}: {export.label}"
        if export.ignored_username is not None:
            yield _MANY_CHATS.format(name=export.ignored_username)


def _names(exports: Sequence[Export]) -> dict[str, str]:
    """The names given, by the numbers of chats; without the one for the only chat, where it was said to be unused."""
    names = {number: name for export in exports for number, name in export.usernames.items()}
    if any(export.ignored_username is not None for export in exports):
        names.pop("", None)
    return names


def _swapped(own: Sequence[Export]) -> Iterator[str]:
    for export in own:
        if export.source != "folder":
            yield _NOT_PHOTOS.format(container=export.container)


def _library(
    own: Sequence[Export], setting: Setting, workers: int, stop: threading.Event, console: Console
) -> tuple[Library, tuple[Skipped, ...]]:
    """The library of all photos, and what could not become one."""
    unread: list[Skipped] = []
    with photo_extractor(workers) as extractor:
        results = enrol(until(stop, _items(own)), extractor)
        shown = watched(results, console, "Your photos", lambda: _total(own), _enrolled_counts)
        library = Library(_photos(shown, unread), setting)
    if not library.photos and not stop.is_set():
        raise _no_photo(unread)
    return library, tuple(sorted(unread, key=order.of_skip))


def _photos(results: Iterator[Photo | Skipped], unread: list[Skipped]) -> Iterator[Photo]:
    """Pass the photos on, and put what could not become one aside."""
    for result in results:
        if isinstance(result, Photo):
            yield result
        else:
            unread.append(result)


def _no_photo(unread: Sequence[Skipped]) -> WrongUsage:
    why = "; ".join(f"{len(one.skipped):,} × {REASONS[one.reason].label}" for one in left_out(unread))
    return WrongUsage(
        "Nothing that --photos names could be read as a picture" + (f": {why}." if why else "."),
        "Name a folder with JPEG, PNG, WebP, GIF, BMP, HEIC or AVIF pictures that you may open.",
    )


def _watched_scan(steps: Iterator[Step], exports: Sequence[Export], console: Console) -> Iterator[Step]:
    return watched(steps, console, "Pictures", lambda: _total(exports), _scanned_counts)


def _total(exports: Sequence[Export]) -> int:
    return sum(export.picture_count() for export in exports)


def _enrolled_counts(result: Photo | Skipped) -> tuple[bool, bool]:
    # a photo too plain to be recognised comes twice, as a photo and as a skip
    return isinstance(result, Photo) or result.reason in _PASSED - {Reason.TOO_PLAIN}, False


def _scanned_counts(step: Step) -> tuple[bool, bool]:
    passed = isinstance(step, Skipped) and step.reason in _PASSED
    found = isinstance(step, Match) and step.judgement.verdict is not Verdict.SAME_SCENE
    return passed or (isinstance(step, Looked) and step.anew), found


def _items(exports: Sequence[Export]) -> Iterator[Item]:
    return chain.from_iterable(export.read() for export in exports)


def _posted(items: Iterator[Item], since: date | None) -> Iterator[Item]:
    return items if since is None else posted_since(items, since)
