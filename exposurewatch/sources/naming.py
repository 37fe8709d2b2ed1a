"""Opens what the user named as a container, or says in one sentence why that cannot be done."""

from __future__ import annotations

import stat
from collections.abc import Collection
from pathlib import Path

from exposurewatch.archives.archive import BadArchive, unreadable
from exposurewatch.archives.seats import Seats
from exposurewatch.archives.supply import OnDisk
from exposurewatch.errors import WrongUsage
from exposurewatch.parsers.magic import ARCHIVES, HEAD, PICTURES, VIDEOS, sniff
from exposurewatch.parsers.suffixes import PICTURE_SUFFIXES, VIDEO_SUFFIXES
from exposurewatch.paths import shown
from exposurewatch.sources.archives import archive_for
from exposurewatch.sources.containers import Container
from exposurewatch.sources.folders import Folder

_WHAT_CAN_BE_READ = (
    "Name the folder, archive or document of an export, a folder of pictures or videos, or a single one. "
    "“exposurewatch sources” lists what can be read."
)


def open_container(path: Path, documents: Collection[str], seats: Seats) -> tuple[Container, str | None]:
    """Return the container that `path` names, and the name of the document in it if `path` is that.

    An archive takes one of `seats`; `documents` are the suffixes of files that may be documents. Raises `WrongUsage`
    where it is neither there, nor readable, nor anything that holds pictures.
    """
    name = shown(str(path))
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return Folder(path), None
        if not stat.S_ISREG(mode):
            raise WrongUsage(f"{name} is neither a folder nor a plain file.", _WHAT_CAN_BE_READ)
        with path.open("rb") as file:
            head = file.read(HEAD)
    except (FileNotFoundError, ValueError):  # the latter for what no file can be called
        raise WrongUsage(f"There is nothing at {name}.", "Check the path; put it in quotes if it has spaces.") from None
    except OSError as error:
        raise WrongUsage(
            f"{name} cannot be read: {unreadable(error).detail}.", "Check the path, and whether you may open it."
        ) from error
    return _of_file(path, name, head, documents, seats)


def _of_file(
    path: Path, name: str, head: bytes, documents: Collection[str], seats: Seats
) -> tuple[Container, str | None]:
    kind, suffix = sniff(head), path.suffix.lower()
    if (archive := archive_for(head, path.name)) is not None:
        try:
            return archive.open(name, OnDisk(lambda: path.open("rb")), seats), None
        except BadArchive as error:
            raise WrongUsage(
                f"{name} cannot be opened as a {archive.name}: {error}.",
                "Download or copy it again, or unpack it and name the folder.",
            ) from error
    if kind in PICTURES or kind in VIDEOS or (kind is None and suffix in PICTURE_SUFFIXES | VIDEO_SUFFIXES):
        return Folder(path.parent, only=path.name), None
    if kind in ARCHIVES:
        raise WrongUsage(f"{name} is an archive that this version does not open.", "Unpack it and name the folder.")
    if suffix in documents:
        return Folder(path.parent), path.name
    raise WrongUsage(f"{name} is neither an export nor a picture.", _WHAT_CAN_BE_READ)
