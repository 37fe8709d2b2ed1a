"""Puts the files of a feed in their places whole, and on the disk, for others to read."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from exposurewatch.errors import CouldNotFinish

TEMPORARY: Final = ".exposurewatch-"
"""How the name of a file begins that is not in its place yet."""

_PUBLIC: Final = 0o644  # a web server, which is another user, must be able to read it


def write(path: Path, content: bytes) -> None:
    """Put a file in its place whole, and on the disk, before this returns.

    Raises:
        OSError: the disk refuses it; what was there before is still there.
    """
    descriptor, part = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(_PUBLIC)
        Path(part).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(part).unlink()
        raise
    _keep_names(path.parent)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other runs from writing to a folder meanwhile, where the system can lock one; the lock dies with its run.

    Raises:
        CouldNotFinish: another run writes to it.
    """
    if sys.platform == "win32" or not folder.is_dir():
        yield
        return
    import fcntl  # noqa: PLC0415 (there is none on Windows)

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CouldNotFinish(
                f"Something else is writing to the feed in {folder} just now.",
                "Wait until it has ended, and run the command again: it goes on where it stopped.",
            ) from None
        except OSError:
            pass  # some disks of a network have no locks
        yield
    finally:
        os.close(descriptor)


def _keep_names(folder: Path) -> None:
    """Have the disk keep the names in a folder, where the system can be told to."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Say in plain words what the disk refuses.

    Raises:
        CouldNotFinish: it refuses something.
    """
    try:
        yield
    except OSError as error:
        raise CouldNotFinish(
            f"The feed in {folder} cannot be read or written: {error.strerror or error}.",
            "See whether its disk is there, has room, and may be written to; then run the command again.",
        ) from error
