"""Where a report goes: a file that appears whole or not at all, or the standard output."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

from exposurewatch.errors import CouldNotFinish, WrongUsage


def check_writable(path: Path) -> None:
    """Make sure, before hours of work, that a report can be written to `path`.

    Raises:
        WrongUsage: it cannot.
    """
    if path.is_dir():
        raise WrongUsage(f"{path} is a folder.", "Name a file for --output, such as report.json.")
    if not path.parent.is_dir():
        raise WrongUsage(f"There is no folder {path.parent}.", "Make it first, or choose another place for --output.")
    try:
        descriptor, probe = tempfile.mkstemp(prefix=".exposurewatch-", dir=path.parent)
        os.close(descriptor)
        Path(probe).unlink()
    except OSError as error:
        raise WrongUsage(
            f"Nothing can be written to {path.parent}: {error.strerror}.", "Choose another place for --output."
        ) from error


def write(path: Path, content: bytes) -> None:
    """Write a report so that `path` is either as it was before or holds all of it; only its owner may read it.

    Raises:
        CouldNotFinish: it could not be written.
    """
    part: str | None = None
    try:
        descriptor, part = tempfile.mkstemp(prefix=".exposurewatch-", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except OSError as error:
        if part is not None:
            with contextlib.suppress(OSError):
                Path(part).unlink()
        raise CouldNotFinish(
            f"The report could not be written to {path}: {error.strerror}.",
            "Make room or choose another place for --output, then scan again.",
        ) from error


def print_bytes(content: bytes) -> None:
    """Write a report to the standard output, byte for byte."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
