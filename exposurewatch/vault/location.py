"""Where the vault is, what its files are called, and whether others can read them."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path
from typing import Final

from exposurewatch.errors import WrongUsage
from exposurewatch.vault.disk import NEW, explained

KEYS: Final = "keys"
BACKUP: Final = "keys.backup"
DATABASE: Final = "vault.db"
SEAL: Final = "seal"
LOCK: Final = "lock"
KEY_FILES: Final = (KEYS, BACKUP, KEYS + NEW, BACKUP + NEW)
OTHER_FILES: Final = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", SEAL, SEAL + NEW, LOCK)
OWN_FILES: Final = (*KEY_FILES, *OTHER_FILES)

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def default_folder() -> Path:
    """Return the vault's folder in the place where this system keeps programs' data."""
    from platformdirs import user_data_path  # noqa: PLC0415 (only asked for where the vault is used)

    return user_data_path("exposurewatch", appauthor=False) / "vault"


def made_private(folder: Path) -> Path:
    """Return `folder` as one that is there and that only its owner may enter.

    A folder that holds something else is refused: its rights are not the vault's to change.

    Raises:
        WrongUsage: it is a file, or holds other things than a vault.
        NoRoom, VaultUnwritable: the disk refuses it.
    """
    with explained(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        strange = [path.name for path in folder.iterdir() if path.name not in OWN_FILES and path.name != ".DS_Store"]
        if strange:
            raise WrongUsage(
                f"{folder} holds other files already.",
                "Name a folder for the vault that is new or empty, with --vault.",
            )
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # a FAT disk knows no rights; is_private tells
            folder.chmod(0o700)
    return folder


def is_private(folder: Path) -> bool:
    """Tell whether nobody but this user can read the folder and the vault's files in it.

    On Windows always True: the folders of a user's data are closed to other users there.

    Raises:
        NoRoom, VaultUnwritable: the folder cannot be looked at.
    """
    if sys.platform == "win32":
        return True
    with explained(folder):
        statuses = [folder.stat()]
        for name in OWN_FILES:
            with contextlib.suppress(FileNotFoundError):
                statuses.append((folder / name).lstat())
        return all(status.st_uid == os.geteuid() and not status.st_mode & _OTHERS for status in statuses)
