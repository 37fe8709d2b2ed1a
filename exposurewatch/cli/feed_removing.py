"""Takes a feed out of the vault, saying first what goes with it."""

from __future__ import annotations

from collections.abc import Iterator

from exposurewatch.cli.asking import ask_openly
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import stopped_saying
from exposurewatch.cli.unlocking import Access, unlocked
from exposurewatch.reports.summary import counted
from exposurewatch.vault.records import KeptFeed


def remove_feed(access: Access, name: str, *, yes: bool) -> None:
    """Say what would be removed, ask, and remove it. Raises `WrongUsage` where there is no such feed."""
    with unlocked(access) as vault:
        kept = vault.feeds.named(name)
        say(f"To be removed: {kept.name}, {kept.address}", *_with_it(kept))
        if not (yes or ask_openly("Remove? [y/N]", "--yes").lower() in ("y", "yes")):
            say("Nothing was removed.")
            return
        with stopped_saying("Stopped. `exposurewatch feed list` shows what is there."):
            vault.feeds.remove(kept.name)
    say(f"{kept.name} was removed. What was found in it stays: `exposurewatch matches` lists it.")


def _with_it(kept: KeptFeed) -> Iterator[str]:
    if kept.entries:
        yield f"With it go the {counted(kept.entries, 'report')} that it published."
