"""Use case 2: pictures and videos in exports are compared with the user's photos, and it is told what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import assert_never

from exposurewatch.desk import Asked, Desk
from exposurewatch.errors import CouldNotFinish
from exposurewatch.fingerprints.extract import Extractor
from exposurewatch.matching.library import Library
from exposurewatch.matching.published import name_of
from exposurewatch.memory import Memory, ShortMemory
from exposurewatch.model import (
    ImageFile,
    Item,
    Judgement,
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

_REPORTS_AT_ONCE = 4_000  # published reports; their hashes are compared faster together


def scan(
    items: Iterable[Item], library: Library, extractor: Extractor[Asked, Picture], memory: Memory | None = None
) -> Iterator[Step]:
    """Compare every picture and video among `items` with the library, opening each file once, however often posted.

    What `memory` knows already is not looked at again. Which pictures are compared, and with what outcome, does not
    depend on how fast the workers are.
    """
    desk = Desk(library, memory or ShortMemory())
    try:
        yield from _compared(items, desk, extractor)
    except CouldNotFinish:
        yield from desk.hand_out()  # what was judged already must not be lost with the rest
        raise


def _compared(items: Iterable[Item], desk: Desk, extractor: Extractor[Asked, Picture]) -> Iterator[Step]:
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
                received = desk.receive(item, file)
                if received is not None:
                    while extractor.full or desk.crowded:
                        _settle(desk, extractor)
                    moves = isinstance(file, VideoFile) or may_move(received[1])
                    (extractor.submit_moving if moves else extractor.submit)(*received)
                    del received  # which may be large, and need not wait here for the next
                yield from desk.hand_out()
            case other:
                assert_never(other)
    while extractor.under_way:
        _settle(desk, extractor)
        yield from desk.hand_out()


def compare_published(sightings: Iterable[Sighting], library: Library, memory: Memory) -> Iterator[Step]:
    """Compare reports of which only hashes are known, thousands at once; each is told of with what was seen of it.

    The memory takes in those that agree with a photo, under a name that stands for their hashes, and may leave out what
    the user said is not her. Reports that agree with none leave no trace in it.
    """
    coming = iter(sightings)
    while reports := [(sighting, _published(sighting)) for sighting in islice(coming, _REPORTS_AT_ONCE)]:
        judged = library.published([published for _, published in reports])
        for (sighting, published), judgements in zip(reports, judged, strict=True):
            yield Looked(sighting, anew=False)
            if judgements:
                for judgement in _remembered(sighting, published, judgements, memory):
                    yield Match(judgement, sighting)


def _published(sighting: Sighting) -> PublishedHash:
    assert isinstance(sighting.media, PublishedHash)  # noqa: S101 (reports with pictures are scanned)
    return sighting.media


def _remembered(
    sighting: Sighting, published: PublishedHash, judgements: tuple[Judgement, ...], memory: Memory
) -> tuple[Judgement, ...]:
    """What the memory has to say of a report, once it has taken in what was judged of it now.

    What it has from before does not stand for that: photos may have been given sums or hashes since.
    """
    name = name_of(published)
    memory.saw(sighting, name, 0)
    memory.keep(name, Remembered(judgements), None)
    known = memory.recall(name)
    outcome = judgements if known is None else known.outcome
    return () if isinstance(outcome, Unreadable) else outcome


def _settle(desk: Desk, extractor: Extractor[Asked, Picture]) -> None:
    """Take what a worker has seen of a file, and have a closer look taken at it where that leaves a doubt."""
    asked, seen = extractor.take()
    if not desk.settle(asked, seen):
        extractor.submit_again(asked, asked.content)


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
