"""Covers up the user's own details in what strangers wrote, before it is shown, written or kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from exposurewatch.details import Finder
from exposurewatch.memory import Memory
from exposurewatch.model import Channel, Exposure, Judgement, Match, Opened, Origin, Remembered, Report, Sighting

_KNOWN: Final = 4096  # words whose covered form is remembered for a while

Cover = Callable[[str], str]
"""What returns words with the details in them covered up."""


def covered_report(report: Report, finder: Finder) -> Report:
    """The report without the details in its captions, names of people and titles.

    Paths and links stay as they are: what they lead to must be found again.
    """
    return replace(
        report,
        opened=covered_labels(report.opened, finder),
        matches=tuple(covered_match(match, finder) for match in report.matches),
        exposed=tuple(covered_exposure(exposure, finder) for exposure in report.exposed),
    )


def covered_labels(opened: Iterable[Opened], finder: Finder) -> tuple[Opened, ...]:
    """What was opened, without the details in the titles that its labels name."""
    return tuple(Opened(finder.masked(each.label), each.container) for each in opened)


def covered_match(match: Match, finder: Finder) -> Match:
    """A match, as `covered_report` has it."""
    beside = tuple(covered_exposure(exposure, finder) for exposure in match.beside)
    return replace(match, sighting=_sighting(match.sighting, finder.masked), beside=beside)


def covered_exposure(exposure: Exposure, finder: Finder) -> Exposure:
    """An exposure, as `covered_report` has it."""
    return replace(exposure, origin=_origin(exposure.origin, finder.masked))


class CoveringMemory:
    """A memory that takes in where pictures were seen with the details covered up there; the scan itself sees them."""

    def __init__(self, memory: Memory, finder: Finder) -> None:
        self._memory = memory
        self._cover = lru_cache(_KNOWN)(finder.masked)  # the same few names stand in most places

    def recall(self, sha256: bytes) -> Remembered | None:
        """See `Memory`."""
        return self._memory.recall(sha256)

    def recall_look(self, look: bytes) -> tuple[Judgement, ...] | None:
        """See `Memory`."""
        return self._memory.recall_look(look)

    def keep(self, sha256: bytes, remembered: Remembered, look: bytes | None) -> None:
        """See `Memory`."""
        self._memory.keep(sha256, remembered, look)

    def saw(self, sighting: Sighting, sha256: bytes, size: int) -> None:
        """See `Memory`."""
        self._memory.saw(_sighting(sighting, self._cover), sha256, size)


def _sighting(sighting: Sighting, cover: Cover) -> Sighting:
    return replace(sighting, origin=_origin(sighting.origin, cover), caption=cover(sighting.caption))


def _origin(origin: Origin, cover: Cover) -> Origin:
    return replace(
        origin,
        channel=origin.channel and _channel(origin.channel, cover),
        sender=origin.sender and cover(origin.sender),
        forwarded_from=origin.forwarded_from and cover(origin.forwarded_from),
    )


def _channel(channel: Channel, cover: Cover) -> Channel:
    username = channel.username and cover(f"@{channel.username}").removeprefix("@")  # a short one is told by its @
    return replace(channel, title=channel.title and cover(channel.title), username=username)
