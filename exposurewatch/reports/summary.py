"""Puts a report in order and in sentences: what was found, how far the scan got, what was not looked at."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from exposurewatch.model import (
    Exposure,
    Locator,
    LookedAt,
    Match,
    Origin,
    Photo,
    Reason,
    Report,
    Skipped,
    Verdict,
)
from exposurewatch.order import STRENGTH, number_of
from exposurewatch.reports.reasons import ReasonWords, from_feed, why_not
from exposurewatch.reports.wording import harmless, place

FINDINGS = tuple(verdict for verdict in Verdict if verdict is not Verdict.SAME_SCENE)
_CUT = {
    Reason.EXPORT_TRUNCATED: "breaks off before its end",
    Reason.EXPORT_DAMAGED: "is damaged and could not be read to its end",
    Reason.FEED_NOT_READ: "could not be read to its end",
}
_MOST_NAMED = 5
_STOPPED = (
    "Stopped before the end: the scan was interrupted. This report covers what had been looked at until then."
    " Run the same command again to look at all of it."
)
_STOPPED_READING = (
    "Stopped before the end: the feeds were not all read. This report covers what had been looked at until then."
    " Run the same command again to read on from there."
)


@dataclass(frozen=True, slots=True)
class Found:
    """One own photo and every place where it was found, newest first; never empty."""

    photo: Photo
    matches: tuple[Match, ...]

    @property
    def verdict(self) -> Verdict:
        """The strongest verdict among the places."""
        return min((match.judgement.verdict for match in self.matches), key=STRENGTH.__getitem__)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """All that was not looked at for one reason; never empty."""

    reason: Reason
    skipped: tuple[Skipped, ...]

    @property
    def words(self) -> ReasonWords:
        """Why, and what can be done about it."""
        return why_not(self.reason, (skip.locator for skip in self.skipped))


def findings(report: Report, verdicts: Collection[Verdict] = FINDINGS) -> tuple[Found, ...]:
    """Return what was found by own photo: surest first, then newest. Another shot of the scene is no finding."""
    by_photo: dict[str, list[Match]] = {}
    for match in report.matches:
        if match.judgement.verdict in verdicts:
            by_photo.setdefault(match.judgement.photo.id, []).append(match)
    found = [Found(them[0].judgement.photo, tuple(sorted(them, key=age))) for them in by_photo.values()]
    return tuple(sorted(found, key=lambda one: (STRENGTH[one.verdict], age(one.matches[0]), one.photo.id)))


def reposts(matches: Iterable[Match]) -> tuple[tuple[Match, ...], ...]:
    """Put matches of one own photo together that are the same picture in several places: all of it was judged alike.

    The order stays, by the first of each.
    """
    pictures: dict[tuple[object, ...], list[Match]] = {}
    for match in matches:
        judged = match.judgement
        alike = tuple(photo.id for photo in judged.alike)
        same = (judged.photo.id, judged.verdict, judged.score, judged.agreement, judged.alteration, alike, judged.spans)
        pictures.setdefault(same, []).append(match)
    return tuple(map(tuple, pictures.values()))


def exposing(report: Report) -> tuple[tuple[Exposure, ...], ...]:
    """The messages without a picture that expose details, each with all of these, newest first."""
    messages: dict[Origin, list[Exposure]] = {}
    for exposure in report.exposed:
        messages.setdefault(exposure.origin, []).append(exposure)
    return tuple(tuple(messages[origin]) for origin in sorted(messages, key=_age_of))


def age(match: Match) -> tuple[float, str, int, str, str, int]:
    """What a match sorts by: newest first, unknown dates last, and always in the same order.

    Where no date is certain, as in a whole HTML export, a chat's own count of its messages tells which is newer.
    """
    return *_age_of(match.sighting.origin), STRENGTH[match.judgement.verdict]


def _age_of(origin: Origin) -> tuple[float, str, int, str, str]:
    date = origin.date.utc if origin.date else None
    oldness = -date.timestamp() if date else math.inf
    number = number_of(origin.message_id) or 0
    return oldness, origin.locator.container, -number, origin.message_id or "", origin.locator.path


def left_out(skipped: Iterable[Skipped]) -> tuple[LeftOut, ...]:
    """Return what was not looked at by reason, in the order of `Reason`."""
    order = {reason: rank for rank, reason in enumerate(Reason)}
    in_order = sorted(skipped, key=lambda skip: order[skip.reason])
    return tuple(LeftOut(reason, tuple(them)) for reason, them in groupby(in_order, key=lambda skip: skip.reason))


def interruptions(report: Report) -> Iterator[str]:
    """Say why less was looked at than was asked for; nothing where the scan came to its end."""
    if report.interrupted:
        of_feeds = bool(report.opened) and all(from_feed(Locator(each.container, "")) for each in report.opened)
        yield _STOPPED_READING if of_feeds else _STOPPED
    cut: dict[tuple[Locator, Reason], str] = {
        (skip.locator, skip.reason): skip.detail for skip in report.skipped if skip.reason in _CUT
    }
    for (locator, reason), detail in list(cut.items())[:_MOST_NAMED]:
        why = f" ({harmless(detail)})" if detail else ""
        yield (
            f"Not everything was looked at: {_whole(locator)} {_CUT[reason]}{why}."
            " What comes after that point is missing here."
        )
    if len(cut) > _MOST_NAMED:
        yield f"The same is true of {len(cut) - _MOST_NAMED:,} more."


def _whole(locator: Locator) -> str:
    """What breaks off: an export, or one of a feed's documents, which has an address of its own."""
    if not from_feed(locator):
        return f"the export {place(locator)}"
    return f"the {'document' if '://' in locator.path else 'feed'} {place(locator)}"


def headline(report: Report) -> Iterator[str]:
    """Say what was found in one to four sentences; that nothing was found is never said to mean that all is well."""
    photos, looked, found = report.library.photos, report.looked_at, findings(report)
    if not photos and not found:
        yield "None of your photos could be compared, so this report says nothing about them."
    elif not looked.compared and not found:
        yours, them = ("your photo", "it") if photos == 1 else (f"your {photos:,} photos", "them")
        yield f"No picture could be compared with {yours}, so this report says nothing about {them}."
    elif not found:
        none = "Your photo was not found" if photos == 1 else f"None of your {photos:,} photos was found"
        yield f"{none} among {compared(looked)}."
        yield (
            f"That does not mean that {'it does' if photos == 1 else 'they do'} not circulate: only what is listed"
            " below was looked at, and a copy that was altered a great deal can go unnoticed."
        )
    else:
        yield from _how_many(found, photos)


def compared(looked: LookedAt) -> str:
    """Return how many pictures, videos and reports were compared: 64 pictures, 2 videos and 1 published report."""
    kinds = ((looked.pictures, "picture"), (looked.videos, "video"), (looked.hashes, "published report"))
    *others, last = [counted(number, noun) for number, noun in kinds if number] or [counted(0, "picture")]
    return f"{', '.join(others)} and {last}" if others else last


def exposure_summary(report: Report) -> Iterator[str]:
    """Say how many of the user's details stand in messages; nothing where none were searched for."""
    details = report.library.details
    if not details:
        return
    beside = {(each.kind, each.shown) for match in report.matches for each in match.beside}
    alone = {(each.kind, each.shown) for each in report.exposed}
    where = ["near your pictures"] if beside else []
    if alone:
        where.append(f"in {counted(len(exposing(report)), 'message')} without a picture of yours")
    found = len(beside | alone)
    if details == 1:
        which = "Your detail was" if found else "Your detail was not"
    else:
        many = f"{found:,} {'was' if found == 1 else 'were'}" if found else "none was"
        which = f"Of your {details:,} details, {many}"
    yield f"{which} found {' and '.join(where) or 'in the messages that were read'}."


def _how_many(found: tuple[Found, ...], photos: int) -> Iterator[str]:
    sureness = (
        ("", (Verdict.EXACT, Verdict.CERTAIN)),
        ("probably ", (Verdict.PROBABLE,)),
    )
    more = False
    for adverb, verdicts in sureness:
        those = [one for one in found if one.verdict in verdicts]
        if those:
            places = counted(sum(len(one.matches) for one in those), "place")
            yield f"{_which(len(those), photos, more=more)} {adverb}found, in {places}."
            more = True
    possible = [one for one in found if one.verdict is Verdict.POSSIBLE]
    if possible:
        yield _reported(possible, photos, more=more)
    alike = len(_alike(found))
    if alike:
        they, them = ("1 more of your photos matches", "it") if alike == 1 else (f"{alike:,} more match", "them")
        yield f"{they} the same pictures less well; the matches name {them} as well."
    rest = photos - len(found) - alike
    if rest > 0:
        others = "The other one was" if rest == 1 else f"The other {rest:,} were"
        yield (
            f"{others} not found here, which does not mean that {'it does' if rest == 1 else 'they do'} not circulate."
        )


def _reported(possible: Sequence[Found], photos: int, *, more: bool) -> str:
    """Say of which photos only published fingerprints agree: nobody saw the pictures, so they were not found."""
    count, places = len(possible), counted(sum(len(one.matches) for one in possible), "place")
    if more:
        which = f"{counted(count, 'more photo')} of yours"
    else:
        which = "your photo" if photos == 1 else f"{count:,} of your {photos:,} photos"
    return f"Published fingerprints agree with {which}, in {places}; the pictures themselves could not be compared."


def _alike(found: tuple[Found, ...]) -> set[str]:
    """The own photos that stand only behind better ones, as the other shots of one moment do."""
    behind = {photo.id for one in found for match in one.matches for photo in match.judgement.alike}
    return behind - {one.photo.id for one in found}


def _which(count: int, photos: int, *, more: bool) -> str:
    if more:
        return f"{count:,} more {'was' if count == 1 else 'were'}"
    if photos == 1:
        return "Your photo was"
    return f"{count:,} of your {photos:,} photos {'was' if count == 1 else 'were'}"


def counted(number: int, noun: str) -> str:
    """Return the number with its noun: 1 picture, 1,204 pictures."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
