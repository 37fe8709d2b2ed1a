"""One command at a time has the vault open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from exposurewatch.errors import VaultBusy


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep every other command out of the vault in `folder`.

    Raises:
        VaultBusy: another command has it open.
    """
    lock = FileLock(folder / "lock", mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise VaultBusy(
            "Another command has the vault open.", "Wait until it has ended, or stop it; then try again."
        ) from None
    try:
        yield
    finally:
        lock.release()
