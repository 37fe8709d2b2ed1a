"""The vault's folder: where it is, who may open it, and whether a service copies it to other computers."""

from __future__ import annotations

import os
import re
import shlex
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from exposurewatch.doctor.check import Answer, Check, fine, problem, unknown, weak

_NAMED = 3  # files that are named one by one
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_ELSEWHERE = "Choose another folder with --vault or EXPOSUREWATCH_VAULT."
_SYNCED = (  # how the folders of services are called, on any system
    (re.compile(r"OneDrive( - .+|-.+)?"), "OneDrive"),
    (re.compile(r"Dropbox( \(.+\)|-.+)?"), "Dropbox"),
    (re.compile(r"(iCloud ?Drive|Mobile Documents|com~apple~CloudDocs).*"), "iCloud Drive"),
    (re.compile(r"(Google ?Drive|GoogleDrive-.+|My Drive)"), "Google Drive"),
    (re.compile(r"(Nextcloud|ownCloud)\d*"), "Nextcloud or ownCloud"),
    (re.compile(r"(pCloud ?Drive|MEGA(sync)?|Box( Sync)?|Box-.+|Proton ?Drive.*)"), "a service for storage online"),
    (re.compile(r"CloudStorage"), "a service for storage online"),  # where macOS mounts all of them
)
_MARKERS = ((".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"))


def _look(vault: Path) -> Iterator[Answer]:
    yield from _place(vault)
    yield _synced(vault)


def _place(vault: Path) -> Iterator[Answer]:
    try:
        mode = vault.stat().st_mode
    except FileNotFoundError:
        yield _absent(vault)
        return
    except OSError as error:
        yield problem("Place", f"{vault} cannot be looked at: {error.strerror}.", _ELSEWHERE)
        return
    if not stat.S_ISDIR(mode):
        yield problem("Place", f"{vault} is no folder, so no vault can be there.", _ELSEWHERE)
    elif not os.access(vault, os.R_OK | os.W_OK | os.X_OK):
        yield problem("Place", f"{vault} is there, and you may not open it or write to it.", _ELSEWHERE)
    else:
        yield fine("Place", f"{vault}")
        yield from _permissions(vault)


def _absent(vault: Path) -> Answer:
    above = nearest(vault)
    if above.is_dir() and os.access(above, os.W_OK | os.X_OK):
        return fine("Place", f"{vault} is where a vault would be; there is no such folder yet.")
    return problem("Place", f"{vault} cannot be made: nothing can be written to {above}.", _ELSEWHERE)


def _permissions(vault: Path) -> Iterator[Answer]:
    if sys.platform == "win32":
        yield unknown(
            "Who may open it",
            "On Windows this is not looked at. Folders in your user profile are normally yours alone.",
            "See to it in the properties of the folder, under Security, if it lies anywhere else.",
        )
        return
    if vault.stat().st_uid != os.geteuid():
        yield weak("Whose it is", "The folder belongs to another user of this computer.", _ELSEWHERE)
    modes = {vault: vault.stat().st_mode} | {path: path.lstat().st_mode for path in sorted(vault.iterdir())}
    open_to_others = [path for path, mode in modes.items() if mode & _OTHERS and not stat.S_ISLNK(mode)]
    if not open_to_others:
        yield fine("Who may open it", "Only you: the folder, and each file in it.")
        return
    names = ", ".join(path.name or str(path) for path in open_to_others[:3]) + (
        ", …" if len(open_to_others) > 3 else ""
    )
    yield weak(
        "Who may open it",
        f"Other users of this computer have rights to what should be yours alone: {names}.",
        "Where the disk keeps no permissions, as many sticks do, choose a folder on another one with --vault. Otherwise"
        f" run: chmod -R go= {shlex.quote(str(vault))}",
    )


def _synced(vault: Path) -> Answer:
    service = synced_by(vault)
    if service is None:
        return fine("Copied elsewhere", "It does not seem to lie in a folder that is synchronised with others.")
    return weak(
        "Copied elsewhere",
        f"It seems to lie in a folder of {service}: the vault would be copied to other computers, old versions too, and"
        " could be damaged while it is in use.",
        _ELSEWHERE,
    )


def synced_by(folder: Path) -> str | None:
    """Name the service to whose folder `folder` seems to belong, by how it is called and what lies beside it."""
    for path in dict.fromkeys((Path(os.path.abspath(folder)), Path(os.path.realpath(folder)))):  # noqa: PTH100
        for part in path.parts:
            for pattern, service in _SYNCED:
                if pattern.fullmatch(part):
                    return service
        for above in (path, *path.parents):
            for marker, service in _MARKERS:
                if os.path.lexists(above / marker):
                    return service
    return None


def nearest(folder: Path) -> Path:
    """The folder itself, or what there is of the path to it."""
    path = Path(os.path.abspath(folder))  # noqa: PTH100 (links are followed where they are looked at)
    while not os.path.lexists(path) and path != path.parent:
        path = path.parent
    return path


FOLDER = Check("vault", "The vault's folder", _look)
