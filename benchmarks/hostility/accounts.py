"""Counts what became of hostile files: each must end as looked at, as read, or as skipped with a reason."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from exposurewatch.model import Locator, Match, Message, Reason, Skipped
from exposurewatch.steps import Step

LOOKED_AT: Final = "looked at"
MATCHED: Final = "matched"
READ: Final = "read"
REFUSED: Final = "refused as a whole"
RAISED: Final = "an exception"


@dataclass(frozen=True, slots=True)
class Accounts:
    """What became of each case, by its name: `LOOKED_AT`, `MATCHED`, `READ`, `REFUSED`, or why it was skipped.

    `faults` say in words what does not add up: a case that nothing was told of, or one that was told of twice.
    """

    outcomes: Mapping[str, str]
    faults: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict, compare=False)
    """How long each took, as far as that can be told where many are scanned together."""

    def counted(self) -> Counter[str]:
        """How often each outcome came."""
        return Counter(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Given:
    """One hostile export that a scan was given: the name of its case, and paths in it that must be told of.

    `document` is that of its hostile document, `picture` of one that must be looked at; '' where there is none.
    """

    case: str
    document: str = ""
    picture: str = ""


def of_files(steps: Iterable[Step], given: Mapping[str, str]) -> Accounts:
    """Hold the steps of a scan against the files that it was given: the name of each case, by the path of its file.

    Each file is told of once: as looked at, perhaps with matches, or as skipped. A long video is looked at, and its
    rest skipped.
    """
    told: defaultdict[str, list[str]] = defaultdict(list)
    matched: set[str] = set()
    clock = _Clock()
    for step in steps:
        clock.stop(given.get(_where(step).path, ""))
        if isinstance(step, Match):
            matched.add(_where(step).path)
        elif not (isinstance(step, Skipped) and step.reason is Reason.REST_OF_VIDEO):
            told[_where(step).path].append(_word(step))
    faults = [f"{case}: nothing was told of it" for path, case in given.items() if path not in told]
    faults += [f"{path} was told of, and not given" for path in told if path not in given]
    faults += [f"{given[path]}: {', '.join(words)}" for path, words in told.items() if path in given and len(words) > 1]
    faults += [f"{given.get(path, path)}: a match, and not looked at" for path in matched if told[path] != [LOOKED_AT]]
    outcomes = {case: MATCHED if path in matched else told[path][0] for path, case in given.items() if path in told}
    return Accounts(outcomes, tuple(faults), clock.seconds)


def of_exports(
    steps: Iterable[Step], given: Mapping[str, Given], refused: Mapping[str, str], raised: Mapping[str, str]
) -> Accounts:
    """Hold the steps of a scan against the exports that it was given, each by what the user named to open it.

    `refused` are those that could not be opened at all, each with the sentence that says so. Of every other one
    something must be told; its document must have been read or skipped, and its picture looked at. `raised` are those
    that ended in an exception, which none may.
    """
    told: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    clock = _Clock()
    for step in steps:
        where = _where(step)
        place = _outermost(where.container, given)
        clock.stop(given[place].case if place in given else "")
        told[place][where.path].add(_word(step))
    faults = [f"{place} was told of, and not given" for place in told if place not in given]
    outcomes = {}
    for place, export in given.items():
        if place in raised:
            faults.append(f"{export.case}: {RAISED}: {raised[place]}")
            outcomes[export.case] = RAISED
            continue
        paths: Mapping[str, set[str]] = told.get(place, {})
        faults += _of_export(export, paths, place in refused)
        outcomes[export.case] = REFUSED if place in refused else _foremost(paths, export)
    return Accounts(outcomes, tuple(faults), clock.seconds)


def _outermost(container: str, given: Mapping[str, Given]) -> str:
    """Which of those that were given something lies in: an archive may stand in another one."""
    place = container
    while place and place not in given:
        place = place.rpartition("/")[0]
    return place or container


def _of_export(export: Given, told: Mapping[str, set[str]], refused: bool) -> Iterable[str]:  # noqa: FBT001
    if refused:
        if told or export.picture:
            yield f"{export.case}: it was refused, and there is something to look at in it"
        return
    if not told:
        yield f"{export.case}: nothing was told of it"
    elif export.document and export.document not in told:
        yield f"{export.case}: {export.document} was neither read nor skipped"
    if export.picture and not told.get(export.picture, set()) & {LOOKED_AT, MATCHED}:
        yield f"{export.case}: {export.picture} was not looked at"


def _foremost(told: Mapping[str, set[str]], export: Given) -> str:
    """What says most of what became of an export: what became of its document, where it has one."""
    words = told.get(export.document, set()) if export.document else {word for some in told.values() for word in some}
    return next((word for word in (MATCHED, LOOKED_AT, READ) if word in words), min(words, default="nothing"))


def _where(step: Step) -> Locator:
    match step:
        case Message():
            return step.origin.locator
        case Skipped():
            return step.locator
        case _:
            return step.sighting.origin.locator


def _word(step: Step) -> str:
    match step:
        case Message():
            return READ
        case Skipped():
            return step.reason.value
        case Match():
            return MATCHED
        case _:
            return LOOKED_AT


class _Clock:
    """Adds up the seconds between one step and the next, for the case that the later one tells of."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.monotonic()

    def stop(self, case: str) -> None:
        now = time.monotonic()
        self.seconds[case] = self.seconds.get(case, 0.0) + now - self._last
        self._last = now
