"""Scans against the vault: what was looked at before is taken from it, and what comes of the rest is put into it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from rich.console import Console

from exposurewatch import parameters
from exposurewatch.cli.arguments import expanded
from exposurewatch.cli.detailing import Watch, in_file, in_vault
from exposurewatch.cli.exports import opened, summaries
from exposurewatch.cli.looking import Own, look
from exposurewatch.cli.overlaps import own_photos_within
from exposurewatch.cli.request import Request, StoppedShort
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import stopping_on_ctrl_c
from exposurewatch.cli.unlocking import unlocked
from exposurewatch.errors import CouldNotFinish, NoVault, WrongUsage
from exposurewatch.matching.library import Library
from exposurewatch.model import Report
from exposurewatch.parameters import PIPELINE, Setting
from exposurewatch.reports.summary import counted, findings
from exposurewatch.sources import Export
from exposurewatch.vault import keys
from exposurewatch.vault.history import History
from exposurewatch.vault.journal import FAST, Journal
from exposurewatch.vault.records import ScanState
from exposurewatch.vault.store import Vault

_EITHER = (
    "Name your photos with --photos, and nothing is remembered. Or make a vault with `exposurewatch vault create`, and"
    " add them to it with `exposurewatch add`."
)
_READING = "Reading your photos from the vault; with many new ones this can take a minute"


def compare_remembered(request: Request) -> Report:
    """Scan the exports against the photos of the vault; whatever ends it, what was judged until then is kept.

    Exports are called by their whole paths: from another folder the same words would name another one.

    Raises:
        NoVault, WrongSecret, VaultDamaged, VaultTooNew, VaultBusy, NoRoom, VaultUnwritable: it cannot be opened.
        WrongUsage: a path or a name is wrong, or there is no photo in the vault.
        StoppedShort: the scan broke down; it holds what was found until then.
    """
    folder = request.access.folder
    if not keys.exists(folder):
        raise NoVault(f"There is no vault in {folder}, and no photos were named.", _EITHER)
    details = in_file(request.details)
    request = replace(request, exports=tuple(expanded(path).absolute() for path in request.exports))
    exports, notes = opened(request.exports, request.channels)
    say(*notes)
    with unlocked(request.access) as vault, stopping_on_ctrl_c() as stop:
        with Console(stderr=True, highlight=False).status(_READING):
            library = Library(vault.photos, request.setting, vault.lists.read())
            if library.lists is not None:
                vault.lists.keep(library.lists)
        if not library.photos:
            raise WrongUsage("There is no photo in the vault yet.", "Add yours: exposurewatch add ~/Pictures/me")
        journal = vault.journal(library.photos, _pipeline(request.setting), again=request.again)
        say(*own_photos_within((photo.path for photo in library.photos), request.exports), *_outdated(vault))
        say(*_took_up(vault.history, journal, {export.container for export in exports}))
        kept = in_vault(vault)
        watch = Watch(details, kept, show=request.show_details) if details or kept else None
        report = _scanned(vault, exports, Own(library, memory=journal, watch=watch), request, stop)
        say(*_left_out(journal))
    return report


def _pipeline(setting: Setting) -> str:
    return f"{PIPELINE}{FAST if setting == parameters.FAST else ''}"


def _scanned(vault: Vault, exports: Sequence[Export], own: Own, request: Request, stop: threading.Event) -> Report:
    """Scan, and have the vault keep all that was judged, however the scan ends; one that breaks down has no end."""
    titles = summaries(exports)
    number = vault.history.begin(titles if own.watch is None else own.watch.labels(titles))
    try:
        report = look(exports, own, request, stop)
    except BaseException:
        with contextlib.suppress(CouldNotFinish):  # it may be the vault that broke down
            vault.commit()
            _keep_beside(vault, own)
        raise
    try:
        _keep_beside(vault, own)
        _ended(vault, number, report)
    except CouldNotFinish as error:
        raise StoppedShort(error, report) from error
    return report


def _keep_beside(vault: Vault, own: Own) -> None:
    """Have the vault keep what stood beside the matches told of until now."""
    if own.watch is not None:
        vault.details.stood_beside(own.watch.to_keep, own.watch.names)


def _ended(vault: Vault, number: int, report: Report) -> None:
    found = sum(len(one.matches) for one in findings(report))
    state = ScanState.INTERRUPTED if report.interrupted else ScanState.FINISHED
    vault.history.end(number, report.looked_at, found, len(report.skipped), state)


def _outdated(vault: Vault) -> Iterator[str]:
    old = sum(entry.pipeline < PIPELINE for entry in vault.photos.listed())
    if old:
        which = "1 photo was" if old == 1 else f"{old:,} photos were"
        yield f"{which} added by an older version, and may be found less often: add the files again."


def _took_up(history: History, journal: Journal, containers: Collection[str]) -> Iterator[str]:
    done = journal.done_in(containers)
    unfinished = history.unfinished(containers)
    were = "was" if done.enough == 1 else "were"
    if done.enough and unfinished is not None:
        day = _day(unfinished.started_at)
        yield f"Taking up the scan of {day} where it stopped: {counted(done.enough, 'file')} {were} looked at already."
    elif done.enough:
        they_are = "it is" if done.enough == 1 else "they are"
        yield f"{done.enough:,} of these files {were} looked at before; {they_are} not looked at again."
    for files, why in (
        (done.as_asked, "as you asked with --again"),
        (done.lacking, "because photos were added since"),
        (done.otherwise, "because it was a quicker look, or one by an older version"),
    ):
        if files:
            yield f"{counted(files, 'file')} looked at before {'is' if files == 1 else 'are'} looked at anew, {why}."


def _day(moment: datetime) -> str:
    here = moment.astimezone()
    return f"{here.day} {here:%B %Y}"


def _left_out(journal: Journal) -> Iterator[str]:
    if journal.hidden:
        yield f"In {counted(journal.hidden, 'place')} a match is left out, because you had said that it is not you."
