"""Adds the user's own pictures to the vault, each for good as soon as its fingerprints are taken."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from exposurewatch import order
from exposurewatch.cli.arguments import expanded
from exposurewatch.cli.enrolling import enrolled, no_photo
from exposurewatch.cli.exports import opened
from exposurewatch.cli.saying import say
from exposurewatch.cli.stopping import stopped_saying, stopping_on_ctrl_c
from exposurewatch.cli.unlocking import Access, unlocked
from exposurewatch.enrol import Known
from exposurewatch.errors import CouldNotFinish
from exposurewatch.fingerprints.extract import default_workers, photo_extractor
from exposurewatch.model import Photo, Skipped
from exposurewatch.parameters import PIPELINE
from exposurewatch.parsers.magic import HEAD, FileType, sniff
from exposurewatch.sources import Export
from exposurewatch.vault import keys
from exposurewatch.vault.photos import Photos

_NOT_PHOTOS = (
    "{container} holds an export: every picture in it is taken for one of your own. If that is not what you meant, stop"
    " with Ctrl-C, and take them out again with `exposurewatch forget`."
)
_STANDING_FOR_SEVERAL = (".zip", ".json")


@dataclass(frozen=True, slots=True)
class Addition:
    """What the user asked to have added; without `keep_paths` not even the vault knows where it lay."""

    paths: tuple[Path, ...]
    label: str | None = None
    keep_paths: bool = True
    workers: int | None = None
    access: Access = field(default_factory=Access)


@dataclass(slots=True)
class Added:
    """What has come of it: new photos, those whose fingerprints were renewed, those known before, and the rest."""

    new: int = 0
    renewed: int = 0
    known: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    in_vault: int = 0
    interrupted: bool = False


class AddingStopped(CouldNotFinish):
    """It broke down on its way; `added` says what had been added until then, and stays so."""

    def __init__(self, error: CouldNotFinish, added: Added) -> None:
        super().__init__(str(error), error.hint)
        self.added = added


def add_to_vault(addition: Addition) -> Added:
    """Add all pictures at the paths that are not in the vault yet.

    Raises:
        WrongUsage: a path is wrong, or there is no picture there that can be read.
        NoVault, WrongSecret, VaultDamaged, VaultTooNew, VaultBusy, NoRoom, VaultUnwritable: it cannot be opened.
        AddingStopped: a worker cannot be started, or the vault takes nothing more.
    """
    paths = tuple(expanded(path).absolute() for path in addition.paths)
    keys.slots(addition.access.folder)  # says at once where there is no vault
    own, notes = opened(paths)
    say(*notes, *(_NOT_PHOTOS.format(container=export.container) for export in own if export.source != "folder"))
    named = replace(addition, paths=paths)
    with (
        unlocked(addition.access) as vault,
        stopping_on_ctrl_c("What was added so far stays") as stop,
        stopped_saying("Stopped at once. What was added stays."),
    ):
        added = Added()
        try:
            _add(own, named, vault.photos, stop, added)
        except CouldNotFinish as error:
            raise AddingStopped(error, added) from error
        finally:
            added.skipped.sort(key=order.of_skip)
        added.interrupted = stop.is_set()
        added.in_vault = len(vault.photos.listed())
    if not (added.new or added.renewed or added.known or added.interrupted):
        raise no_photo("Nothing that was named", added.skipped)
    return added


def _add(own: Sequence[Export], addition: Addition, photos: Photos, stop: threading.Event, added: Added) -> None:
    with photo_extractor(addition.workers or default_workers()) as extractor:
        known = photos.up_to_date(PIPELINE)
        for result in enrolled(own, extractor, stop, known):
            match result:
                case Photo():
                    before = photos.knows(result.sha256)
                    photos.add(_called(result, addition), PIPELINE)
                    added.renewed += before
                    added.new += not before
                case Known():
                    added.known += 1
                case Skipped():
                    added.skipped.append(result)


def _called(photo: Photo, addition: Addition) -> Photo:
    """The photo under the name that the user wants, which is that of its file alone where paths are not kept."""
    name = photo.label if addition.keep_paths else PurePath(photo.label).name
    if addition.label is not None:
        name = addition.label if _is_one_picture(addition.paths) else f"{addition.label}: {name}"
    return replace(photo, label=name, path=photo.path if addition.keep_paths else None)


def _is_one_picture(paths: Sequence[Path]) -> bool:
    """Whether a single picture was named, and no zip or document that stands for several."""
    if len(paths) != 1 or not paths[0].is_file() or paths[0].suffix.lower() in _STANDING_FOR_SEVERAL:
        return False
    with paths[0].open("rb") as file:
        return sniff(file.read(HEAD)) is not FileType.ZIP
