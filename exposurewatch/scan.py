"""Use case 2: pictures and videos in exports are compared with the user's photos, and it is told what was seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import assert_never

from exposurewatch.errors import CouldNotFinish
from exposurewatch.fingerprints.extract import Extractor, Line
from exposurewatch.fingerprints.look import is_plain
from exposurewatch.matching.clips import compare_clip
from exposurewatch.matching.library import Library
from exposurewatch.memory import Memory, ShortMemory
from exposurewatch.model import (
    Clip,
    Fingerprints,
    ImageFile,
    Item,
    Judgement,
    Locator,
    Match,
    Missing,
    Moment,
    Picture,
    PublishedHash,
    Reason,
    Remembered,
    Sighting,
    Skipped,
    Unreadable,
    VideoFile,
)
from exposurewatch.parsers.magic import may_move
from exposurewatch.steps import Looked, Step
from exposurewatch.text import minutes

_MOST_HELD = 256  # pictures that were seen and wait for one before them; what holds them all up may be a long GIF


def scan(
    items: Iterable[Item], library: Library, extractor: Extractor[bytes, Picture], memory: Memory | None = None
) -> Iterator[Step]:
    """Compare every picture and video among `items` with the library, opening each file once, however often posted.

    What `memory` knows already is not looked at again. Which pictures are compared, and with what outcome, does not
    depend on how fast the workers are.
    """
    desk = _Desk(library, memory or ShortMemory())
    try:
        yield from _compared(items, desk, extractor)
    except CouldNotFinish:
        yield from desk.hand_out()  # what was judged already must not be lost with the rest
        raise


def _compared(items: Iterable[Item], desk: _Desk, extractor: Extractor[bytes, Picture]) -> Iterator[Step]:
    for item in items:
        if not isinstance(item, Sighting):
            yield item
            continue
        match item.media:
            case VideoFile() if not extractor.sees_videos:
                yield item.skipped(Reason.VIDEO)
            case PublishedHash() as published:
                yield from desk.look_up(item, published)
            case Missing(reason, detail):
                yield item.skipped(reason, detail)
            case ImageFile() | VideoFile() as file:
                content = desk.receive(item, file)
                if content is not None:
                    while extractor.full or desk.crowded:
                        desk.settle(*extractor.take())
                    moves = isinstance(file, VideoFile) or may_move(content[1])
                    (extractor.submit_moving if moves else extractor.submit)(*content)
                yield from desk.hand_out()
            case other:
                assert_never(other)
    while extractor.under_way:
        desk.settle(*extractor.take())
        yield from desk.hand_out()


class _Desk:
    """Remembers which files were opened, and whose sightings still wait for what came of them."""

    def __init__(self, library: Library, memory: Memory) -> None:
        self._library = library
        self._memory = memory
        self._opened: dict[Locator, tuple[bytes, int] | Unreadable] = {}
        self._met: set[bytes] = set()
        self._waiting: dict[bytes, list[Looked]] = {}
        self._line: Line[bytes, _Result] = Line()
        self._apart: set[bytes] = set()
        self._ready: list[Step] = []
        self._no_such_sum = _no_such_sum(library.without_sums)

    @property
    def crowded(self) -> bool:
        """Whether as many pictures are held back as may be."""
        return self._line.held >= _MOST_HELD

    def receive(self, sighting: Sighting, file: ImageFile | VideoFile) -> tuple[bytes, bytes] | None:
        """Take in a sighting; return the SHA-256 and the content of its file where a worker must look at it."""
        locator = sighting.origin.locator
        anew = locator not in self._opened
        content = b""
        if anew:
            try:
                content = file.read()
                self._opened[locator] = hashlib.sha256(content).digest(), len(content)
            except Unreadable as error:
                self._opened[locator] = error
        opened = self._opened[locator]
        if isinstance(opened, Unreadable):
            self._ready.extend(_steps(Looked(sighting, anew), Remembered(opened)))
            return None
        sha256, size = opened
        looked = Looked(sighting, anew, spared=sha256 in self._met)
        self._met.add(sha256)
        self._memory.saw(sighting, sha256, size)
        if sha256 in self._waiting:
            self._waiting[sha256].append(looked)
            return None
        known = self._memory.recall(sha256)
        if known is not None:
            self._ready.extend(_steps(replace(looked, spared=looked.spared or known.spared), known))
            return None
        self._waiting[sha256] = [looked]
        if isinstance(file, VideoFile):
            self._apart.add(sha256)  # nothing else is told by its look, and pictures need not wait for it
        else:
            self._line.join(sha256)
        return sha256, content

    def look_up(self, sighting: Sighting, published: PublishedHash) -> Iterator[Step]:
        """Say whether a file that is not there is one of the own photos: only a copy of its very bytes can be told.

        Where it is, the bytes are known after all, and the memory takes in what came of them.
        """
        exact = self._library.same_sum(published.digest)
        if not exact:
            yield sighting.skipped(Reason.REMOTE_ONLY, self._no_such_sum)
            return
        sha256 = exact[0].photo.sha256
        self._memory.saw(sighting, sha256, 0)
        known = self._memory.recall(sha256)
        if known is None:
            self._memory.keep(sha256, Remembered(exact), None)
            known = self._memory.recall(sha256) or Remembered(exact)
        yield from _steps(Looked(sighting, anew=False, spared=known.spared), known)

    def settle(self, sha256: bytes, result: _Result) -> None:
        """Take in what a worker saw of a file, and judge what has become next in the order of submission.

        Of pictures that look the same the first is judged: a scan that was interrupted must come to the same one.
        """
        apart = sha256 in self._apart
        self._apart.discard(sha256)
        for following, seen in [(sha256, result)] if apart else self._line.arrived(sha256, result):
            remembered = self._judged(following, seen)
            for looked in self._waiting.pop(following):
                spared = looked.spared or remembered.spared
                self._ready.extend(_steps(replace(looked, spared=spared), remembered))

    def hand_out(self) -> Iterator[Step]:
        """Yield what has become ready since the last time."""
        ready, self._ready = self._ready, []
        yield from ready

    def _judged(self, sha256: bytes, result: _Result) -> Remembered:
        """What came of a file, be it known from another with the same look; the memory keeps it."""
        look = None
        exact = self._library.same_bytes(sha256)
        if isinstance(result, Clip):
            remembered = self._watched(result, exact)
        elif isinstance(result, Unreadable):
            remembered = Remembered(exact or result)
        elif is_plain(result.fingerprints):
            remembered = Remembered(exact or Unreadable(Reason.TOO_PLAIN))
        elif exact:
            remembered = Remembered(self._library.compare(result, exact))
        else:
            look = _look(result.fingerprints)
            alike = None if look is None else self._memory.recall_look(look)
            remembered = Remembered(self._library.compare(result) if alike is None else alike, alike is not None)
        self._memory.keep(sha256, remembered, look)
        return self._memory.recall(sha256) or remembered  # which leaves out what the user said is not her

    def _watched(self, clip: Clip[Picture], exact: tuple[Judgement, ...]) -> Remembered:
        told = tuple(moment for moment in clip.moments if not is_plain(moment[1].fingerprints))
        if not told:
            return Remembered(exact or Unreadable(Reason.TOO_PLAIN))
        judgements = compare_clip(self._library, replace(clip, moments=told), exact)
        return Remembered(judgements, partly=_partly(clip))


_Result = Picture | Clip[Picture] | Unreadable
"""What a worker saw of one file."""


def _partly(clip: Clip[Picture]) -> str:
    if clip.seen >= clip.seconds:
        return ""
    return f"looked at up to {minutes(clip.seen)} of {minutes(clip.seconds)}"


def _no_such_sum(without: int) -> str:
    """Why a published sum that is of none of the own photos says little, the more so where `without` have none."""
    words = "its published MD5 sum is that of none of your photos, which a copy with any change would not have either"
    if not without:
        return words
    them = "1 of your photos has" if without == 1 else f"{without:,} of your photos have"
    return f"{words}; {them} no such sum until added again"


def _look(seen: Fingerprints) -> bytes | None:
    """What two pictures have in common whose whole-picture hashes are the same in every bit: the digest of these.

    None where nothing was hashed, for then every such picture of one size would pass for the same.
    """
    if not any(frame.digests for frame in seen.frames):
        return None
    frames = [(frame.box, sorted(frame.digests.items())) for frame in seen.frames]
    return hashlib.sha256(repr((seen.width, seen.height, frames)).encode()).digest()


def _steps(looked: Looked, remembered: Remembered) -> Iterator[Step]:
    outcome = remembered.outcome
    if isinstance(outcome, Unreadable):
        yield looked.sighting.skipped(outcome.reason, outcome.detail)
        return
    yield looked
    for judgement in outcome:
        yield Match(judgement, looked.sighting)
    if remembered.partly:
        yield looked.sighting.skipped(Reason.REST_OF_VIDEO, remembered.partly)


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
