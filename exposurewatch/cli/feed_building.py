"""Builds a feed from exports, with progress and Ctrl-C around it."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from exposurewatch import order
from exposurewatch.cli.arguments import expanded
from exposurewatch.cli.channels import Chats
from exposurewatch.cli.exports import announced, items_of, names_given, opened, pictures_in
from exposurewatch.cli.feed_built import MOST_NAMED, Built
from exposurewatch.cli.feed_naming import agreed_chats
from exposurewatch.cli.overlaps import extent
from exposurewatch.cli.progress import PASSED, watched
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import stopped_saying, stopping_on_ctrl_c, until
from exposurewatch.cli.unlocking import Access, unlocked
from exposurewatch.errors import CouldNotFinish, WrongUsage
from exposurewatch.feeds.own.feed_folder import FeedFolder, Heading
from exposurewatch.fingerprints.extract import default_workers, publishing_extractor
from exposurewatch.model import Channel, Skipped
from exposurewatch.publishing import Known, Published, Publishing, Withheld, publish
from exposurewatch.reports.reasons import REASONS
from exposurewatch.reports.summary import left_out
from exposurewatch.sources import Export

_STOPPED = "Stopped at once. What was published in the folder before stays, and is whole."


@dataclass(frozen=True, slots=True)
class Building:
    """What the user asked to have published, and where."""

    folder: Path
    exports: tuple[Path, ...] = ()
    name: str | None = None
    about: str | None = None
    channels: tuple[str, ...] = ()
    private_titles: bool = False
    yes: bool = False
    withdraw: tuple[str, ...] = ()
    workers: int | None = None
    access: Access = field(default_factory=Access)


class BuildingStopped(CouldNotFinish):
    """It broke down on its way; what `built` tells of was published until then."""

    def __init__(self, error: CouldNotFinish, built: Built) -> None:
        super().__init__(str(error), error.hint)
        self.built = built


def build_feed(building: Building) -> Built | None:
    """Add to the feed in the folder, or begin one there, and withdraw what is to be withdrawn.

    Returns None where the user does not want the chats named that it would name; then nothing was done.

    Raises:
        WrongUsage: a path or an id is wrong, the folder holds something else, there is nothing to publish, or chats
            would be named for the first time and nobody can be asked.
        NoVault, WrongSecret, VaultDamaged, VaultTooNew, VaultBusy, NoRoom, VaultUnwritable: it cannot be opened.
        BuildingStopped: a worker cannot be started, or the folder takes nothing more.
        CouldNotFinish: the feed that is there is damaged.
    """
    folder = expanded(building.folder).absolute()
    if not building.exports and not building.withdraw:
        raise WrongUsage("There is nothing to publish.", "Name an export, or an entry to --withdraw; --help says more.")
    _check_apart(folder, building)
    exports, notes = opened(building.exports, building.channels)
    say(*notes, *announced(exports))
    with unlocked(building.access) as vault:
        seed = vault.feeds.signing_key()
    feed = FeedFolder(folder, seed, Heading(building.name, building.about), lambda: datetime.now(UTC))
    withdrawn = feed.meant(building.withdraw)
    agreed: frozenset[Channel] | None = frozenset()
    if exports:
        agreed = agreed_chats(items_of(exports), feed, private=building.private_titles, yes=building.yes)
    if agreed is None:
        return None
    built = Built(folder)
    with (
        stopping_on_ctrl_c("What was looked at so far is put into the feed") as stop,
        stopped_saying(_STOPPED),
    ):
        chats = Chats()
        try:
            _add(feed, exports, building, agreed, chats, stop, built)
        except CouldNotFinish as error:
            _finish(feed, built)
            raise BuildingStopped(error, built) from error
        if not feed.manifest.sequence and not built.new:
            raise _nothing_to_publish(built)
        built.interrupted = stop.is_set()
        built.withdrawn = len(withdrawn)
        _finish(feed, built, withdrawn)
    if not built.interrupted:
        say(*chats.unused(names_given(exports)))
    return built


def _check_apart(folder: Path, building: Building) -> None:
    real = Path(os.path.realpath(folder))
    if real.is_relative_to(os.path.realpath(building.access.place)):
        raise WrongUsage(f"{folder} lies in the vault's folder.", "Choose a place outside of it for --output.")
    for path in map(expanded, building.exports):
        around = extent(path)
        if real.is_relative_to(around) or around.is_relative_to(real):
            raise WrongUsage(
                f"{folder} and {path} lie in each other: what is published must not stand among what is read.",
                "Choose another folder for --output.",
            )


def _add(  # noqa: PLR0913, PLR0917 (all that a run has)
    feed: FeedFolder,
    exports: Sequence[Export],
    building: Building,
    agreed: frozenset[Channel],
    chats: Chats,
    stop: threading.Event,
    built: Built,
) -> None:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with publishing_extractor(building.workers or default_workers()) as extractor:
        items = until(stop, chats.noted(items_of(exports)))
        results = publish(items, extractor, feed.holds, private=building.private_titles, agreed=agreed)
        for result in watched(results, console, "Pictures", lambda: pictures_in(exports), _counts):
            match result:
                case Published() if feed.add(result.entry):
                    built.new += 1
                    built.nameless += not result.named
                    built.only_same_bytes += result.only_same_bytes
                    if result.entry.channel is not None and len(built.chats) <= MOST_NAMED:
                        built.chats[result.entry.channel] = None
                case Published() | Known():
                    built.known += 1
                case Withheld():
                    built.withheld += 1
                case Skipped():
                    built.skipped.append(result)


def _finish(feed: FeedFolder, built: Built, withdrawn: Sequence[str] = ()) -> None:
    built.skipped.sort(key=order.of_skip)
    try:
        feed.commit(withdrawn)
    except CouldNotFinish as error:
        built.withdrawn = 0
        raise BuildingStopped(error, built) from error
    finally:
        built.held = feed.held
        built.manifest = feed.manifest


def _counts(result: Publishing) -> tuple[bool, bool]:
    return not isinstance(result, Skipped) or result.reason in PASSED, False


def _nothing_to_publish(built: Built) -> WrongUsage:
    why = "; ".join(f"{len(one.skipped):,} × {REASONS[one.reason].label}" for one in left_out(built.skipped))
    return WrongUsage(
        "Nothing that was named could be published, so no feed was begun" + (f": {why}." if why else "."),
        "Name an export that holds its pictures; `exposurewatch sources` lists what is read.",
    )
