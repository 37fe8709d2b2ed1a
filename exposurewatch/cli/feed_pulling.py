"""Pulls the feeds that the user names, and shows what was found in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from exposurewatch.cli.feed_round import Looking, Pulled, pull_feeds
from exposurewatch.cli.feed_showing import kind_of
from exposurewatch.cli.request import StoppedShort
from exposurewatch.cli.saying import say
from exposurewatch.cli.showing import Destination, exit_status, show
from exposurewatch.cli.stopping import stopping_on_ctrl_c
from exposurewatch.cli.unlocking import Access, unlocked
from exposurewatch.errors import ExitStatus, WrongUsage
from exposurewatch.model import (
    LookedAt,
    Reason,
    Report,
)
from exposurewatch.reports.summary import findings
from exposurewatch.vault.records import KeptFeed
from exposurewatch.vault.store import Vault


def pull_named(
    access: Access, names: Sequence[str], looking: Looking, destination: Destination, *, again: bool
) -> ExitStatus:
    """Pull the feeds of these names, or all, show what was found, and return what the shell is told.

    Raises:
        NoVault, WrongSecret, VaultDamaged, VaultTooNew, VaultBusy, NoRoom, VaultUnwritable: it cannot be opened.
        WrongUsage: there is no such feed, or no photo in the vault.
        CouldNotFinish: no worker can be started, or the vault takes nothing more.
    """
    if again and not names:
        raise WrongUsage("Say which feeds to read from their beginning.", "Name them: feed pull NAME --again")
    with unlocked(access) as vault, stopping_on_ctrl_c() as stop:
        feeds = [vault.feeds.named(name) for name in dict.fromkeys(names)] or vault.feeds.listed()
        if not feeds:
            raise WrongUsage("There is no feed in the vault.", "Add one: exposurewatch feed add URL")
        if again:
            feeds = [_begun_anew(vault, feed) for feed in feeds]
        addresses = [feed.address for feed in feeds]
        all_told = not vault.findings.untold(addresses)
        try:
            pulled = pull_feeds(vault, feeds, looking, stop)
        except StoppedShort as short:
            show(short.report, destination)
            raise
        _show(pulled, destination)
        if all_told:  # what a watch has still to tell of is not in this report
            vault.findings.mark_told(addresses)
        say(*(f"{feed.name} could not be read to its end: {trouble.words}" for feed, trouble in pulled.troubles))
    if pulled.fault is not None:
        raise pulled.fault
    return _status(pulled)


def _show(pulled: Pulled, destination: Destination) -> None:
    """Show the report. On the screen it leaves out what is said of each feed that could not be read right after it."""
    report = pulled.report
    if destination.is_screen:
        report = replace(report, skipped=tuple(one for one in report.skipped if one.reason is not Reason.FEED_NOT_READ))
        if _is_empty(report):
            if not pulled.troubles:
                say("Nothing is new since the last time. That does not mean that your photos do not circulate.")
            return
    show(report, destination)


def _is_empty(report: Report) -> bool:
    """Whether there is nothing to tell: neither was anything new, nor could anything not be looked at."""
    looked = report.looked_at != LookedAt() or report.interrupted
    return not (looked or report.skipped or report.matches or report.exposed)


def _status(pulled: Pulled) -> ExitStatus:
    """What the shell is told. That nothing was new, so that nothing could be compared, is no failure."""
    report = pulled.report
    if report.interrupted or findings(report) or report.exposed:
        return exit_status(report)
    return ExitStatus.COULD_NOT_FINISH if pulled.troubles or not report.complete else ExitStatus.NOTHING_FOUND


def _begun_anew(vault: Vault, feed: KeptFeed) -> KeptFeed:
    """A feed that is to be read from its beginning. A key that was pinned stays so."""
    kind = kind_of(feed)
    vault.feeds.begin_anew(feed.number, {} if kind is None else kind.anew(feed.checkpoint))
    return vault.feeds.named(feed.name)
