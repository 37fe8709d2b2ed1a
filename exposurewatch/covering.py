"""Covers up the user's own details in what strangers wrote, before it is shown, written or kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from exposurewatch.details import Finder
from exposurewatch.model import Channel, Exposure, Item, Match, Message, Opened, Origin, Report, Sighting, Skipped


def covered_report(report: Report, finder: Finder) -> Report:
    """The report without the details in its captions, names of people and titles.

    Paths and links stay as they are: what they lead to must be found again.
    """
    return replace(
        report,
        opened=tuple(Opened(finder.masked(opened.label), opened.container) for opened in report.opened),
        matches=tuple(covered_match(match, finder) for match in report.matches),
        exposed=tuple(covered_exposure(exposure, finder) for exposure in report.exposed),
    )


def covered_match(match: Match, finder: Finder) -> Match:
    """A match, as `covered_report` has it."""
    beside = tuple(covered_exposure(exposure, finder) for exposure in match.beside)
    return replace(match, sighting=_sighting(match.sighting, finder), beside=beside)


def covered_exposure(exposure: Exposure, finder: Finder) -> Exposure:
    """An exposure, as `covered_report` has it."""
    return replace(exposure, origin=_origin(exposure.origin, finder))


def covered_items(items: Iterable[Item], finder: Finder) -> Iterator[Item]:
    """Pass on what was read, with the details covered up in it."""
    for item in items:
        match item:
            case Message():
                yield Message(_origin(item.origin, finder), finder.masked(item.text))
            case Sighting():
                yield _sighting(item, finder)
            case Skipped():
                yield item


def _sighting(sighting: Sighting, finder: Finder) -> Sighting:
    return replace(sighting, origin=_origin(sighting.origin, finder), caption=finder.masked(sighting.caption))


def _origin(origin: Origin, finder: Finder) -> Origin:
    return replace(
        origin,
        channel=None if origin.channel is None else _channel(origin.channel, finder),
        sender=_words(origin.sender, finder),
        forwarded_from=_words(origin.forwarded_from, finder),
    )


def _channel(channel: Channel, finder: Finder) -> Channel:
    return replace(channel, title=_words(channel.title, finder))


def _words(words: str | None, finder: Finder) -> str | None:
    return None if words is None else finder.masked(words)
