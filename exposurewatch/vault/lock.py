"""One command at a time has the vault open."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from exposurewatch.errors import VaultBusy
from exposurewatch.vault import disk, header
from exposurewatch.vault.location import LOCK


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the vault for as long as the block lasts; the system lets go of it if the program is killed.

    Raises:
        NoVault: there is no such folder.
        VaultBusy: another command, or this one, holds it.
        NoRoom, VaultUnwritable, WrongUsage: the disk refuses.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 (--help needs none)

    with disk.explained(folder):
        if not folder.exists():  # else the lock would make it
            raise header.no_vault(folder)
    lock = FileLock(folder / LOCK, timeout=0, mode=0o600, thread_local=False)
    with disk.explained(folder):
        try:
            lock.acquire()
        except Timeout:
            raise VaultBusy(
                f"Another command has the vault in {folder} open.", "Wait until it has ended, or stop it with Ctrl-C."
            ) from None
    try:
        yield
    finally:
        lock.release()
