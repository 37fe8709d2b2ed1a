"""Opens what the user named as a container, or says in one sentence why that cannot be done."""

from __future__ import annotations

import stat
from pathlib import Path

from exposurewatch.errors import WrongUsage
from exposurewatch.parsers.magic import ARCHIVES, HEAD, PICTURES, VIDEOS, FileType, sniff
from exposurewatch.parsers.suffixes import PICTURE_SUFFIXES, VIDEO_SUFFIXES
from exposurewatch.sources.containers import Container, unreadable
from exposurewatch.sources.folders import Folder
from exposurewatch.sources.paths import shown
from exposurewatch.sources.zips import BadZip, Zip

_WHAT_CAN_BE_READ = (
    "Name the folder or zip of an export, its result.json, a folder or zip of pictures, or a single picture or video."
)


def open_container(path: Path) -> tuple[Container, str | None]:
    """Return the container that `path` names, and the name of the JSON document in it if `path` is that.

    Raises `WrongUsage` where it is neither there, nor readable, nor anything that holds pictures.
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
    except FileNotFoundError:
        raise WrongUsage(f"There is nothing at {name}.", "Check the path; put it in quotes if it has spaces.") from None
    except (OSError, ValueError) as error:
        raise WrongUsage(
            f"{name} cannot be read: {unreadable(error).detail}.", "Check the path, and whether you may open it."
        ) from error
    return _of_file(path, name, head)


def _of_file(path: Path, name: str, head: bytes) -> tuple[Container, str | None]:
    kind, suffix = sniff(head), path.suffix.lower()
    if kind is FileType.ZIP or suffix == ".zip":
        return _of_zip(path, name), None
    if suffix == ".json":
        return Folder(path.parent), path.name
    if kind in PICTURES | VIDEOS or (kind is None and suffix in PICTURE_SUFFIXES | VIDEO_SUFFIXES):
        return Folder(path.parent, only=path.name), None
    if kind in ARCHIVES:
        raise WrongUsage(f"{name} is an archive that this version does not open.", "Unpack it and name the folder.")
    if suffix in (".html", ".htm"):
        raise WrongUsage(
            f"{name} is a web page, and this version reads no messages from one.",
            "Name the folder it lies in to look at its pictures, or export again as “Machine-readable JSON”.",
        )
    raise WrongUsage(f"{name} is neither an export nor a picture.", _WHAT_CAN_BE_READ)


def _of_zip(path: Path, name: str) -> Zip:
    try:
        return Zip(path)
    except BadZip as error:
        raise WrongUsage(
            f"{name} cannot be opened as a zip: {error}.",
            "Download or copy it again, or unpack it and name the folder.",
        ) from error
