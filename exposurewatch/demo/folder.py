"""The demo's folder on the disk: only an earlier demo is replaced, and of that only what it wrote itself."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from exposurewatch.errors import CouldNotFinish, ExposureWatchError, WrongUsage

MARKER = "exposurewatch-demo.txt"
EXPLANATION = (
    "This folder was written by the demo of exposurewatch: drawn pictures and the export of a channel that does not"
    " exist.\nNothing in it is real, and all of it can be deleted at any time.\n"
)
OTHER_FOLDER = "Name a folder for the demo that does not exist yet."
# A marker may have been edited: whatever it lists, nothing but these names is ever removed.
_WRITTEN_BY_A_DEMO = re.compile(
    r"photos/[a-z-]+\.jpg|ChatExport_[0-9-]{10}/(?:result\.json|photos/photo_[0-9]+@[0-9_-]+\.jpg)"
)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def prepare(folder: Path, names: Iterable[str]) -> None:
    """Make `folder` ready for the files `names` (relative, with slashes), and clear away an earlier demo.

    Raises `WrongUsage` where `folder` is anything but new, empty or an earlier demo.
    """
    names = tuple(names)
    marker = folder / MARKER
    with explained(folder):
        if folder.exists():
            _clear(folder, marker)
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            if _leads_elsewhere(folder, name):
                raise WrongUsage(f"{(folder / name).parent} is a link to another folder.", OTHER_FOLDER)
        marker.write_text(EXPLANATION + "\nWritten here:\n" + "".join(f"{name}\n" for name in names), encoding="utf-8")


def write(folder: Path, name: str, content: bytes) -> None:
    """Write a file that is not there yet; one that somebody else put there is left alone."""
    with explained(folder), (folder / name).open("xb") as file:
        file.write(content)


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses into an error that says what to do."""
    try:
        yield
    except OSError as error:
        raise _error(folder, error) from error


def _clear(folder: Path, marker: Path) -> None:
    if not folder.is_dir():
        raise WrongUsage(f"{folder} is a file.", OTHER_FOLDER)
    if not marker.is_file() or marker.is_symlink():
        if any(folder.iterdir()):
            raise WrongUsage(f"{folder} exists and is not an earlier demo.", OTHER_FOLDER)
        return
    for name in marker.read_text(encoding="utf-8", errors="replace").splitlines():
        if _WRITTEN_BY_A_DEMO.fullmatch(name) and not _leads_elsewhere(folder, name):
            (folder / name).unlink(missing_ok=True)


def _leads_elsewhere(folder: Path, name: str) -> bool:
    return (folder / name).parent.resolve() != (folder.resolve() / name).parent


def _error(folder: Path, error: OSError) -> ExposureWatchError:
    if error.errno in _NO_ROOM:
        return CouldNotFinish(f"the disk of {folder} is full.", "The demo needs about 20 MB: make room and try again.")
    if error.errno in _FORBIDDEN:
        return WrongUsage(f"{folder} cannot be written to.", "Name a folder for the demo that you may write to.")
    if isinstance(error, FileExistsError | NotADirectoryError):
        return WrongUsage(f"{error.filename} is in the way and not part of the demo.", OTHER_FOLDER)
    return CouldNotFinish(f"{folder} could not be written: {error.strerror or error}.", OTHER_FOLDER)
