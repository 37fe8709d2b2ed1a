"""Scans against the vault: what was looked at before is taken from it, and what comes of the rest is put into it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from exposurewatch.cli.against_vault import left_out, library_of, outdated, pipeline_of, recorded
from exposurewatch.cli.arguments import expanded
from exposurewatch.cli.detailing import Watch, in_file, in_vault
from exposurewatch.cli.exports import opened, summaries
from exposurewatch.cli.looking import Own, look
from exposurewatch.cli.overlaps import own_photos_within
from exposurewatch.cli.request import Request
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import stopping_on_ctrl_c
from exposurewatch.cli.unlocking import unlocked
from exposurewatch.errors import NoVault
from exposurewatch.model import Report
from exposurewatch.reports.summary import counted
from exposurewatch.vault import keys
from exposurewatch.vault.history import History
from exposurewatch.vault.journal import Journal

_EITHER = (
    "Name your photos with --photos, and nothing is remembered. Or make a vault with `exposurewatch vault create`, and"
    " add them to it with `exposurewatch add`."
)


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
        library = library_of(vault, request.setting)
        journal = vault.journal(library.photos, pipeline_of(request.setting), again=request.again)
        say(*own_photos_within((photo.path for photo in library.photos), request.exports), *outdated(vault))
        say(*_took_up(vault.history, journal, {export.container for export in exports}))
        kept = in_vault(vault)
        watch = Watch(details, kept, show=request.show_details) if details or kept else None
        own = Own(library, memory=journal, watch=watch)
        report = recorded(vault, summaries(exports), watch, lambda: look(exports, own, request, stop))
        say(*left_out(journal))
    return report


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
