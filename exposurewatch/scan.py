"""Use case 2: pictures in exports are compared with the user's photos, and all that was seen becomes a report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import assert_never

from exposurewatch import __version__
from exposurewatch.fingerprints.extract import Extractor
from exposurewatch.fingerprints.look import is_plain
from exposurewatch.matching.library import Library
from exposurewatch.model import (
    Fingerprints,
    ImageFile,
    Item,
    Judgement,
    LibrarySummary,
    Locator,
    LookedAt,
    Match,
    Message,
    Missing,
    Moment,
    Opened,
    Outcome,
    Picture,
    Reason,
    Report,
    Sighting,
    Skipped,
    Unreadable,
    VideoFile,
)
from exposurewatch.order import of_match, of_skip


@dataclass(frozen=True, slots=True)
class Looked:
    """One picture in one place was compared.

    `anew` where its file had not been opened before in this scan; `spared` where the result of an earlier picture with
    the same bytes, or the same whole-picture hashes in every bit, stood for its own.
    """

    sighting: Sighting
    anew: bool
    spared: bool = False


Step = Message | Looked | Match | Skipped
"""What a scan has to say, one thing at a time."""


def scan(items: Iterable[Item], library: Library, extractor: Extractor[bytes, Picture]) -> Iterator[Step]:
    """Compare every picture among `items` with the library, opening each file once however often it is posted."""
    desk = _Desk(library)
    for item in items:
        if not isinstance(item, Sighting):
            yield item
            continue
        match item.media:
            case VideoFile():
                yield item.skipped(Reason.VIDEO)
            case Missing(reason, detail):
                yield item.skipped(reason, detail)
            case ImageFile() as file:
                content = desk.receive(item, file)
                if content is not None:
                    while extractor.full:
                        desk.settle(*extractor.take())
                    extractor.submit(*content)
                yield from desk.hand_out()
            case other:
                assert_never(other)
    while extractor.under_way:
        desk.settle(*extractor.take())
        yield from desk.hand_out()


class _Desk:
    """Remembers which files were opened and what came of them, and whose sightings still wait for that."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._opened: dict[Locator, bytes | Unreadable] = {}
        self._outcomes: dict[bytes, Outcome] = {}
        self._waiting: dict[bytes, list[Looked]] = {}
        self._looks: dict[bytes, tuple[Judgement, ...]] = {}
        self._ready: list[Step] = []

    def receive(self, sighting: Sighting, file: ImageFile) -> tuple[bytes, bytes] | None:
        """Take in a sighting; return the SHA-256 and the content of its file where a worker must look at it."""
        locator = sighting.origin.locator
        anew = locator not in self._opened
        content = b""
        if anew:
            try:
                content = file.read()
                self._opened[locator] = hashlib.sha256(content).digest()
            except Unreadable as error:
                self._opened[locator] = error
        key = self._opened[locator]
        looked = Looked(sighting, anew)
        if isinstance(key, Unreadable):
            self._ready.extend(_steps(looked, key))
        elif key in self._outcomes:
            self._ready.extend(_steps(replace(looked, spared=True), self._outcomes[key]))
        elif key in self._waiting:
            self._waiting[key].append(replace(looked, spared=True))
        else:
            self._waiting[key] = [looked]
            return key, content
        return None

    def settle(self, sha256: bytes, result: Picture | Unreadable) -> None:
        """Take in what a worker saw of a file, and judge it for every sighting that waits for it."""
        outcome, spared = self._judged(sha256, result)
        self._outcomes[sha256] = outcome
        for looked in self._waiting.pop(sha256):
            self._ready.extend(_steps(replace(looked, spared=looked.spared or spared), outcome))

    def hand_out(self) -> Iterator[Step]:
        """Yield what has become ready since the last time."""
        ready, self._ready = self._ready, []
        yield from ready

    def _judged(self, sha256: bytes, result: Picture | Unreadable) -> tuple[Outcome, bool]:
        """What came of a file, and whether that was known from another with the same look."""
        exact = self._library.same_bytes(sha256)
        if isinstance(result, Unreadable):
            return exact or result, False
        if is_plain(result.fingerprints):
            return exact or Unreadable(Reason.TOO_PLAIN), False
        if exact:
            return self._library.compare(result, exact), False
        look = _look(result.fingerprints)
        if look is None:
            return self._library.compare(result), False
        known = look in self._looks
        if not known:
            self._looks[look] = self._library.compare(result)
        return self._looks[look], known


def _look(seen: Fingerprints) -> bytes | None:
    """What two pictures have in common whose whole-picture hashes are the same in every bit: the digest of these.

    None where nothing was hashed, for then every such picture of one size would pass for the same.
    """
    if not any(frame.digests for frame in seen.frames):
        return None
    frames = [(frame.box, sorted(frame.digests.items())) for frame in seen.frames]
    return hashlib.sha256(repr((seen.width, seen.height, frames)).encode()).digest()


def _steps(looked: Looked, outcome: Outcome) -> Iterator[Step]:
    if isinstance(outcome, Unreadable):
        yield looked.sighting.skipped(outcome.reason, outcome.detail)
        return
    yield looked
    for judgement in outcome:
        yield Match(judgement, looked.sighting)


def posted_since(items: Iterable[Item], day: date) -> Iterator[Item]:
    """Pass on what was posted on `day` or later; a picture posted before becomes a `Skipped` that says so.

    Days are UTC. What bears no date is looked at; a date without a time zone is given a day's grace.
    """
    for item in items:
        if isinstance(item, Skipped) or not _is_before(item.origin.date, day):
            yield item
        elif isinstance(item, Sighting):
            yield item.skipped(Reason.BEFORE_SINCE)


def _is_before(moment: Moment | None, day: date) -> bool:
    if moment is None:
        return False
    if moment.utc is not None:
        return moment.utc.date() < day
    try:
        return (day - date.fromisoformat((moment.raw or "")[:10])).days > 1
    except ValueError:
        return False


def report_of(steps: Iterable[Step], library: LibrarySummary, opened: tuple[Opened, ...]) -> Report:
    """Gather the steps of a scan into its report."""
    messages = pictures = files = spared = 0
    matches: list[Match] = []
    skipped: list[Skipped] = []
    for step in steps:
        match step:
            case Message():
                messages += 1
            case Looked():
                pictures += 1
                files += step.anew
                spared += step.spared
            case Match():
                matches.append(step)
            case Skipped():
                skipped.append(step)
            case other:
                assert_never(other)
    return Report(
        made_at=datetime.now(UTC),
        version=__version__,
        library=library,
        opened=opened,
        looked_at=LookedAt(messages, pictures, files, spared),
        matches=tuple(sorted(matches, key=of_match)),
        skipped=tuple(sorted(skipped, key=of_skip)),
    )


def interrupted(report: Report) -> Report:
    """The same report, marked as stopped by the user before the end."""
    return replace(report, interrupted=True)
