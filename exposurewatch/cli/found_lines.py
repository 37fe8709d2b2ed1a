"""Says on the screen what is remembered of a match: all that a scan's report says, and what the user said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from exposurewatch.cli.found import Found, OfPhoto
from exposurewatch.model import Verdict
from exposurewatch.reports.entries import (
    Field,
    also_in,
    beside,
    field_lines,
    heading,
    judged,
    photo_lines,
    placed,
    span,
)
from exposurewatch.reports.lines import Line
from exposurewatch.reports.summary import counted
from exposurewatch.reports.wording import utc
from exposurewatch.vault.records import Decision, Finding

_NEW = "you have not been shown this before"
_MORE_PLACES = "it was found in more places since you were shown it"


def photo_block(group: OfPhoto) -> Iterator[Line]:
    """One own photo with all that was found of it."""
    scene = all(one.judgement.verdict is Verdict.SAME_SCENE for one in group.found)
    how_many = counted(len(group.found), "picture") if scene else matches(len(group.found))
    yield from photo_lines(group.photo, f"{how_many} in {counted(group.places, 'place')}")
    for one in group.found:
        yield from found_lines(one)


def found_lines(found: Found, most: int | None = None) -> Iterator[Line]:
    """One match with every place in which its picture stands, or with so many of them, the newest first."""
    yield from heading(found.finding.number, found.judgement)
    yield from field_lines((*_said(found.finding), *judged(found.judgement)))
    if not found.matches:
        yield from field_lines([("Posted", "where is not known any more; scan the export again to see it here")])
        return
    yield from field_lines(
        (("Posted", span(found.matches)), *placed(found.matches[0].sighting), ("Withdrawn", _withdrawn(found)))
    )
    yield from field_lines(also_in(found.matches[1:most]))
    if most is not None and len(found.matches) > most:
        more = counted(len(found.matches) - most, "more place")
        yield from field_lines([("", f"and in {more}, which “exposurewatch matches” lists")])
    yield from field_lines(beside(found.matches))


def summary(groups: Sequence[OfPhoto], photos: int, *, new_only: bool) -> Iterator[Line]:
    """Say how much there is, how sure it is, and what is still to be decided."""
    them = [one for group in groups for one in group.found]
    new = sum(one.finding.new for one in them)
    whose = "your photo" if photos == 1 else f"{len(groups):,} of your {photos:,} photos"
    places = counted(sum(group.places for group in groups), "place")
    many = f"{len(them):,} new match{'' if len(them) == 1 else 'es'}" if new_only else matches(len(them))
    yield Line(words=f"{many} of {whose}, in {places}.", bold=True)
    if new and not new_only:
        yield Line(words=f"{_of_them(new, len(them))} new since you last looked.")
    verdicts = Counter(one.finding.verdict for one in them)
    sureness = ", ".join(f"{verdicts[verdict]:,} {verdict}" for verdict in Verdict if verdicts[verdict])
    yield Line(words=f"How sure: {sureness}.")
    yield Line(words=_decided(them))


def matches(number: int) -> str:
    """Return the number with its noun: 1 match, 1,204 matches."""
    return f"{number:,} match{'' if number == 1 else 'es'}"


def _of_them(some: int, them: int) -> str:
    if them == 1:
        return "It is"
    return "All of them are" if some == them else f"{some:,} of them {'is' if some == 1 else 'are'}"


def _said(finding: Finding) -> tuple[Field, ...]:
    said = "not decided yet" if finding.decision is None else finding.decision.value
    when = f", {utc(finding.decided_at)} UTC" if finding.decided_at and finding.decision else ""
    return (
        ("New", None if not finding.new else _NEW if finding.seen_at is None else _MORE_PLACES),
        ("You said", f"{said}{when}"),
        ("Your note", finding.note),
        ("Now", None if finding.stands else "not found any more when looked at anew; kept for what you said of it"),
    )


def _withdrawn(found: Found) -> str | None:
    """That publishers have taken their reports back; nothing where none has."""
    days = [moment for moment in found.withdrawn if moment is not None]
    if not days:
        return None
    when = f"by its publisher on {max(days):%Y-%m-%d}"
    return when if len(days) == len(found.withdrawn) else f"{when}, in {len(days):,} of {len(found.withdrawn):,} places"


def _decided(them: Sequence[Found]) -> str:
    said = Counter(one.finding.decision for one in them if one.finding.decision and one.decided)
    words = ", ".join(f"{said[decision]:,} {decision.value}" for decision in Decision if said[decision])
    left = len(them) - said.total()
    if not left:
        return f"You have decided on all of them: {words}."
    begun = f"You have decided on {said.total():,} ({words}). " if words else ""
    are = "is" if left == 1 else "are"
    return f"{begun}{left:,} {are} not decided yet; “exposurewatch review” goes through them one by one."
