"""Where a report goes: a file that appears whole or not at all, or the standard output."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from pathlib import Path

from exposurewatch.cli.streams import delivered
from exposurewatch.errors import CouldNotFinish, WrongUsage

_OTHER_PLACE = "Choose another place for --output."
_NO_OUTPUT = "Leave --output out: the report then goes to the standard output."


def check_writable(path: Path) -> None:
    """Make sure, before hours of work, that a report can be written to `path`.

    Raises:
        WrongUsage: it cannot.
    """
    try:
        _check_target(path)
        descriptor, probe = tempfile.mkstemp(prefix=".exposurewatch-", dir=_resolved(path).parent)
        os.close(descriptor)
        Path(probe).unlink()
    except OSError as error:
        raise WrongUsage(f"Nothing can be written to {path}: {error.strerror}.", _OTHER_PLACE) from error


def _check_target(path: Path) -> None:
    if str(path) == "-":
        raise WrongUsage("- is not the name of a file.", _NO_OUTPUT)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        folder = _resolved(path).parent if path.is_symlink() else path.parent
        if not folder.is_dir():
            raise WrongUsage(
                f"There is no folder {folder}.", "Make it first, or choose another place for --output."
            ) from None
        return
    if stat.S_ISDIR(mode):
        raise WrongUsage(f"{path} is a folder.", "Name a file for --output, such as report.json.")
    if not stat.S_ISREG(mode):
        raise WrongUsage(f"{path} is no plain file.", _NO_OUTPUT)
    if not os.access(path, os.W_OK):
        raise WrongUsage(f"{path} is protected against writing.", _OTHER_PLACE)


def check_outside(path: Path, vault: Path) -> None:
    """Make sure that nothing is written among the vault's own files, which it would replace.

    Raises:
        WrongUsage: it would be.
    """
    if _resolved(path).is_relative_to(_resolved(vault)):
        raise WrongUsage(f"{path} lies in the vault's folder.", "Choose a place outside of it for --output.")


def write(path: Path, content: bytes, what: str = "report") -> None:
    """Write a report so that `path` is either as it was before or holds all of it; only its owner may read it.

    Raises:
        CouldNotFinish: it could not be written.
    """
    target, part = _resolved(path), None
    try:
        descriptor, part = tempfile.mkstemp(prefix=".exposurewatch-", dir=target.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(target)
    except BaseException as error:
        if part is not None:
            with contextlib.suppress(OSError):
                Path(part).unlink()
        if not isinstance(error, OSError):
            raise
        raise CouldNotFinish(
            f"The {what} could not be written to {path}: {error.strerror}.",
            "Make room or choose another place for --output, then run the command again.",
        ) from error


def print_bytes(content: bytes) -> None:
    """Write a report to the standard output, byte for byte.

    Raises:
        CouldNotFinish: it could not be written.
    """
    sys.stdout.flush()
    with delivered():
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _resolved(path: Path) -> Path:
    """Where `path` leads: a link stays a link, and the file that it points to is replaced."""
    return Path(os.path.realpath(path))
