"""What every comparison against a vault has in common: its photos, the record of it, and what is said of both."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console

from exposurewatch import parameters
from exposurewatch.cli.detailing import Watch
from exposurewatch.cli.request import StoppedShort
from exposurewatch.errors import CouldNotFinish, WrongUsage
from exposurewatch.matching.library import Library
from exposurewatch.model import Opened, Report
from exposurewatch.parameters import PIPELINE, Setting
from exposurewatch.reports.summary import counted, findings
from exposurewatch.vault.journal import FAST, Journal
from exposurewatch.vault.records import ScanState
from exposurewatch.vault.store import Vault

_READING = "Reading your photos from the vault; with many new ones this can take a minute"


def library_of(vault: Vault, setting: Setting, *, reports: bool = False) -> Library:
    """All photos of a vault, ready to be compared with, by `reports` of which only hashes are known as well.

    Raises:
        WrongUsage: there is none.
    """
    with Console(stderr=True, highlight=False).status(_READING):
        library = Library(vault.photos, setting, vault.lists.read(), reports=reports)
        if library.lists is not None:
            vault.lists.keep(library.lists)
    if not library.photos:
        raise WrongUsage("There is no photo in the vault yet.", "Add yours: exposurewatch add ~/Pictures/me")
    return library


def pipeline_of(setting: Setting) -> str:
    """The name under which the vault keeps what came of looking so closely."""
    return f"{PIPELINE}{FAST if setting == parameters.FAST else ''}"


def recorded(vault: Vault, titles: Sequence[Opened], watch: Watch | None, run: Callable[[], Report]) -> Report:
    """Run a comparison, and have the vault keep all that was judged, however it ends; one that breaks down has no end.

    Raises:
        StoppedShort: the vault took nothing more at the end.
    """
    number = vault.history.begin(tuple(titles) if watch is None else watch.labels(titles))
    try:
        report = run()
    except BaseException:
        with contextlib.suppress(CouldNotFinish):  # it may be the vault that broke down
            vault.commit()
            _keep_beside(vault, watch)
        raise
    try:
        _keep_beside(vault, watch)
        _ended(vault, number, report)
    except CouldNotFinish as error:
        raise StoppedShort(error, report) from error
    return report


def _keep_beside(vault: Vault, watch: Watch | None) -> None:
    """Have the vault keep what stood beside the matches told of until now."""
    if watch is not None:
        vault.details.stood_beside(watch.to_keep, watch.names)


def _ended(vault: Vault, number: int, report: Report) -> None:
    found = sum(len(one.matches) for one in findings(report))
    state = ScanState.INTERRUPTED if report.interrupted else ScanState.FINISHED
    vault.history.end(number, report.looked_at, found, len(report.skipped), state)


def outdated(vault: Vault) -> Iterator[str]:
    """Say which photos an older version has added."""
    old = sum(entry.pipeline < PIPELINE for entry in vault.photos.listed())
    if old:
        which = "1 photo was" if old == 1 else f"{old:,} photos were"
        yield f"{which} added by an older version, and may be found less often: add the files again."


def left_out(journal: Journal) -> Iterator[str]:
    """Say how much is not told because the user has decided on it."""
    if journal.hidden:
        yield f"In {counted(journal.hidden, 'place')} a match is left out, because you had said that it is not you."
