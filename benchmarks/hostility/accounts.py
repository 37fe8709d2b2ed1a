"""Counts what became of files that were given to a scan: each must end as looked at, or as skipped with a reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from exposurewatch.model import Locator, Match, Message, Reason, Skipped
from exposurewatch.steps import Looked, Step

LOOKED_AT: Final = "looked at"
MATCHED: Final = "matched"
READ: Final = "read"
"""What became of a document out of which messages came, or of an archive of which something was told."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """What became of each file, by the name of its case: `LOOKED_AT`, `MATCHED`, `READ`, or why it was skipped.

    `faults` say in words what does not add up: a file that nothing was told of, or one that was told of twice.
    """

    outcomes: Mapping[str, str]
    faults: tuple[str, ...] = ()

    def counted(self) -> Counter[str]:
        """How often each outcome came."""
        return Counter(self.outcomes.values())


def of_files(steps: Iterable[Step], given: Mapping[str, str]) -> Accounts:
    """Hold the steps of a scan against the files that it was given: the name of each case, by the path of its file.

    Each file is told of once: as looked at, perhaps with matches, or as skipped. A long video is looked at, and its
    rest skipped.
    """
    told: defaultdict[str, list[str]] = defaultdict(list)
    matched: set[str] = set()
    for step in steps:
        match step:
            case Looked():
                told[step.sighting.origin.locator.path].append(LOOKED_AT)
            case Match():
                matched.add(step.sighting.origin.locator.path)
            case Skipped(reason=Reason.REST_OF_VIDEO):
                continue
            case Skipped():
                told[step.locator.path].append(step.reason.value)
            case Message():
                told[step.origin.locator.path].append(READ)
    faults = [f"{given[path]}: nothing was told of it" for path in given if path not in told]
    faults += [f"{path} was told of and not given" for path in told if path not in given]
    faults += [f"{given[path]}: {words}" for path, words in told.items() if path in given and len(words) > 1]
    faults += [f"{given.get(path, path)}: a match, and not looked at" for path in matched if told[path] != [LOOKED_AT]]
    outcomes = {given[path]: MATCHED if path in matched else told[path][0] for path in given if path in told}
    return Accounts(outcomes, tuple(faults))


def of_exports(
    steps: Iterable[Step], given: Mapping[str, str], missed: Mapping[str, str], case_of: Callable[[Locator], str]
) -> Accounts:
    """Hold the steps of a scan against the exports that it was given: the name of each case, by where it lies.

    `missed` are those that could not be opened, with the error that said so; `case_of` returns where the export lies
    that something was found in. Of every other export something must be told.
    """
    told: defaultdict[str, set[str]] = defaultdict(set)
    for step in steps:
        match step:
            case Looked() | Match():
                where, word = step.sighting.origin.locator if isinstance(step, Looked) else step.sighting.origin.locator, (
                    LOOKED_AT if isinstance(step, Looked) else MATCHED
                )
            case Skipped():
                where, word = step.locator, step.reason.value
            case Message():
                where, word = step.origin.locator, READ
        told[case_of(where)].add(word)
    faults = [f"{given[place]}: nothing was told of it" for place in given if place not in told and place not in missed]
    faults += [f"{place} was told of and not given" for place in told if place not in given]
    faults += [f"{given[place]}: it could not be opened, and was read" for place in told if place in missed]
    outcomes = {given[place]: missed.get(place) or _foremost(told[place]) for place in given if place not in faults}
    return Accounts(outcomes, tuple(faults))


def _foremost(words: set[str]) -> str:
    """Of all that was told of an export, what says most."""
    return next((word for word in (MATCHED, LOOKED_AT, READ) if word in words), min(words, default=""))
