"""Watches feeds: reads what is due, tells what is new, and sleeps until the next is due."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from exposurewatch.cli import schedules
from exposurewatch.cli.durations import said
from exposurewatch.cli.feed_round import Looking, pull_feeds
from exposurewatch.cli.news import News, untold
from exposurewatch.cli.output import print_bytes
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import stopping_on_ctrl_c
from exposurewatch.cli.telling import Ways, tell, words_of
from exposurewatch.cli.unlocking import Access, data_key, held_open
from exposurewatch.errors import CouldNotFinish, ExitStatus, VaultBusy, VaultDamaged, VaultTooNew, WrongUsage
from exposurewatch.feeds.asking import PASSING
from exposurewatch.vault.data_key import DataKey
from exposurewatch.vault.records import KeptFeed
from exposurewatch.vault.store import Vault

_LONGEST_SLEEP = timedelta(minutes=15)  # a computer that was asleep itself is not late by more than this
_BUSY_SLEEP, _FULL_SLEEP = timedelta(minutes=1), timedelta(minutes=15)
_WHAT_FOLLOWS = "The feed that is being read is left where it is"


def watch_feeds(access: Access, looking: Looking, ways: Ways, *, once: bool) -> ExitStatus:
    """Watch until the user stops it, or once; return what the shell is told.

    Raises:
        NoVault, WrongSecret, VaultDamaged, VaultTooNew: the vault cannot be opened.
        CouldNotFinish: another command has the vault open, it takes nothing more, or no worker can be started; a watch
            that goes on tries again instead.
        WrongUsage: there is nothing to watch, or nothing to compare with, or the command cannot be run.
    """
    words_of(ways.command)
    with data_key(access) as key, stopping_on_ctrl_c(_WHAT_FOLLOWS) as stop:
        if once:
            return _status(_round(access, key, looking, ways, stop)[0], stop)
        while not stop.is_set():
            try:
                news, wait = _round(access, key, looking, ways, stop)
            except VaultBusy:
                say("Another command has the vault open; the feeds are read once it has ended.")
                wait = _BUSY_SLEEP
            except CouldNotFinish as error:
                if isinstance(error.__cause__ or error, VaultDamaged | VaultTooNew):
                    raise
                # Somebody may mend it meanwhile; what was found until then is told by the next round.
                say(f"{error} {error.hint}", f"It is tried again in {said(_FULL_SLEEP)}.")
                wait = _FULL_SLEEP
            else:
                if not stop.is_set() and not news.findings:
                    say(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC: nothing new. The next feed is due in {said(wait)}.")
            _sleep(stop, min(wait, _LONGEST_SLEEP))
    return ExitStatus.INTERRUPTED


def print_hints(access: Access, options: Sequence[str]) -> None:
    """Print ready files with which this system runs the watch by itself, with these options."""
    command = [*_program(), "watch", "--once", *options]
    if access.vault is not None:
        command += ["--vault", str(access.place.absolute())]
    name = schedules.system()
    content = schedules.written(name, command)
    if name == "systemd":
        content += "\n# Where there is no systemd:\n" + schedules.written("cron", command)
    print_bytes(content.encode())
    say(
        "Nobody is there to type the passphrase then: have the system's keyring open the vault, with “exposurewatch"
        " vault lock-to-keyring”. Whoever can use your account of this computer can open it then as well.",
        "A notice on the desktop says no more than “something to look at”; “exposurewatch matches” lists what it is,"
        " and “exposurewatch feed list” which feed can no longer be read.",
    )


def _round(access: Access, key: DataKey, looking: Looking, ways: Ways, stop: threading.Event) -> tuple[News, timedelta]:
    """Read what is due, tell what is new, and say how long it is until the next is due.

    It is told once the vault is closed, for the user's command may want to open it. What nobody could be told of is not
    marked as told: the next round tells it.
    """
    with held_open(access, key) as vault:
        feeds = vault.feeds.listed()
        if not feeds:
            raise WrongUsage(
                "There is no feed to watch.", "Add one: exposurewatch feed add https://t.me/s/examplechannel"
            )
        due = vault.feeds.due(datetime.now(UTC))
        behind = [
            feed for feed in feeds if feed not in due and vault.feeds.is_behind(feed.number, vault.photos.told_by)
        ]
        pulled = pull_feeds(vault, due, looking, stop, behind) if due or behind else None
        groups = untold(vault, feeds, show_details=looking.show_details)
        news = News(groups) if pulled is None else News(groups, pulled.troubles, pulled.not_looked_at)
        broken = any(_has_broken(vault, feed) for feed, _ in news.troubles)
        latest, wait = vault.findings.latest(), vault.feeds.next_due(datetime.now(UTC))
    if tell(news, ways, at_once=bool(news.findings) or broken):
        if news.findings:
            with held_open(access, key, again=True) as vault:
                vault.findings.mark_told([feed.address for feed in feeds], latest)
    elif news.findings:
        say("Nobody could be told: the standard output leads nowhere, and neither a notice nor --exec worked.")
    return news, wait


def _has_broken(vault: Vault, before: KeptFeed) -> bool:
    """Whether something is the matter with a feed that was not before this pull, and does not pass by itself."""
    cause = vault.feeds.named(before.name).cause
    return cause is not None and cause not in PASSING and cause != before.cause


def _status(news: News, stop: threading.Event) -> ExitStatus:
    if stop.is_set():
        return ExitStatus.INTERRUPTED
    if news.findings:
        return ExitStatus.MATCHES_FOUND
    return ExitStatus.COULD_NOT_FINISH if news.troubles else ExitStatus.NOTHING_FOUND


def _sleep(stop: threading.Event, duration: timedelta) -> None:
    """Sleep, but for no longer than until the user wants to stop.

    The event is looked at and not waited for: its lock may be held here when the signal comes that sets it.
    """
    end = time.monotonic() + max(duration.total_seconds(), 1.0)
    while not stop.is_set() and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 0.5))


def _program() -> tuple[str, ...]:
    """How the system can start this program, whatever folder it is in; on Windows without a console window."""
    if sys.platform == "win32":
        windowless = Path(sys.executable).with_name("pythonw.exe")
        return str(windowless if windowless.is_file() else sys.executable), "-m", "exposurewatch"
    called = Path(sys.argv[0])
    if called.stem == "exposurewatch" and called.is_file():
        return (str(called.absolute()),)
    return sys.executable, "-m", "exposurewatch"
