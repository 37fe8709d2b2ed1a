"""Takes in the user's own details, from a file or from the vault, and tells of them as she wants: masked or in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from exposurewatch.cli.arguments import expanded
from exposurewatch.covering import CoveringMemory, covered_labels, covered_match, covered_report
from exposurewatch.details import Detail, Finder, details_in, kind_of, told_apart
from exposurewatch.details.lists import MOST_BYTES
from exposurewatch.errors import WrongUsage
from exposurewatch.exposures import Exposures
from exposurewatch.memory import Memory
from exposurewatch.model import Exposure, Item, Match, Opened, Report
from exposurewatch.steps import Step
from exposurewatch.vault.records import KeptExposure, PastScan
from exposurewatch.vault.store import Vault


def in_file(path: Path | None) -> tuple[Detail, ...]:
    """The details in the list at `path`; none where there is no path.

    Raises:
        WrongUsage: it cannot be read, or is no such list. What stands in it is never repeated.
    """
    if path is None:
        return ()
    path = expanded(path)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise WrongUsage(
            f"The list of your details, {path}, cannot be read: {error.strerror}.", "Name a text file with --details."
        ) from None
    return details_in(content, str(path))


def in_vault(vault: Vault) -> tuple[Detail, ...]:
    """The details that the vault keeps."""
    return tuple(entry.detail for entry in vault.details.listed())


def masked(detail: Detail) -> str:
    """What a report tells of a detail, where the user did not ask for all of it."""
    return kind_of(detail.kind).masked(detail.value)


def in_full(detail: Detail) -> str:
    """The detail itself."""
    return detail.value


class Watch:
    """The search of one scan for details: those in the vault and those given besides, which are not kept there."""

    def __init__(self, given: Sequence[Detail], kept: Sequence[Detail] = (), *, show: bool = False) -> None:
        self._finder = Finder((*kept, *given))
        self._unkept = Finder([detail for detail in given if detail not in kept])
        self.names = told_apart(self._finder.details)
        self._exposures = Exposures(self._finder)
        self._show = show
        self.to_keep: tuple[Match, ...] = ()

    def items(self, items: Iterable[Item]) -> Iterator[Item]:
        """Pass on what is read."""
        return self._exposures.noted(items)

    def covering(self, memory: Memory) -> Memory:
        """The memory of the scan, with the details that the vault shall not keep covered up in all that it takes in."""
        return CoveringMemory(memory, self._unkept)

    def labels(self, opened: Iterable[Opened]) -> tuple[Opened, ...]:
        """What is opened, with its titles as the vault may keep them."""
        return covered_labels(opened, self._unkept)

    def steps(self, steps: Iterable[Step]) -> Iterator[Step]:
        """Pass on what comes of it."""
        return self._exposures.followed(steps)

    def told(self, report: Report) -> Report:
        """The report with what was found of the details; `to_keep` has the matches as a vault may keep them."""
        told = self._exposures.told(report, self.names.__getitem__)
        self.to_keep = tuple(covered_match(match, self._unkept) for match in told.matches)
        return self._exposures.told(report, in_full) if self._show else covered_report(told, self._finder)


class Telling:
    """How what a vault remembers of details is told."""

    def __init__(self, vault: Vault, *, show: bool) -> None:
        details = in_vault(vault)
        self._finder = Finder(() if show else details)
        names = told_apart(details)
        self._told = {
            entry.number: in_full(entry.detail) if show else names[entry.detail] for entry in vault.details.listed()
        }

    def of(self, match: Match, beside: Iterable[KeptExposure]) -> Match:
        """A match with what stood beside it, its details covered up, or as they are."""
        return covered_match(replace(match, beside=tuple(map(self._exposure, beside))), self._finder)

    def _exposure(self, kept: KeptExposure) -> Exposure:
        """Only what the vault keeps is written out: another detail may be masked alike."""
        known = None if kept.detail is None else self._told.get(kept.detail)
        return kept.exposure if known is None else replace(kept.exposure, shown=known)

    def of_scan(self, scan: PastScan) -> PastScan:
        """A past scan, with the titles of what it opened told in the same way."""
        return replace(scan, opened=covered_labels(scan.opened, self._finder))
