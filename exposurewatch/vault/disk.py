"""What the vault does to the disk: files that only their owner may read, each replaced as a whole and for good."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from exposurewatch.errors import ExposureWatchError, NoRoom, VaultUnwritable, WrongUsage

NEW: Final = ".new"  # what a file is called until all of it is on the disk
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_IN_THE_WAY: Final = frozenset({errno.ENOTDIR, errno.EEXIST})
# Neither follow a link that somebody put there, nor wait for the other end of a pipe; Windows knows neither.
_PLAIN: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@contextlib.contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses into an error that says what is the case.

    Raises:
        NoRoom: the disk is full.
        VaultUnwritable: it is protected against writing, somebody else's, or gone.
        WrongUsage: something that is no folder is in the way.
    """
    try:
        yield
    except OSError as error:
        raise _explanation(folder, error) from error


def _explanation(folder: Path, error: OSError) -> ExposureWatchError:
    if error.errno in _NO_ROOM:
        return NoRoom(f"The disk of {folder} is full.", "Make room and try again: what was kept so far is safe.")
    if error.errno in _IN_THE_WAY:
        return WrongUsage(f"{folder} is not a folder.", "Name a folder for the vault with --vault.")
    if error.errno in _FORBIDDEN:
        return VaultUnwritable(
            f"{folder} cannot be read or written: {error.strerror}.",
            "Look at whom the folder belongs to, and whether its disk is protected against writing.",
        )
    return VaultUnwritable(
        f"{folder} cannot be reached: {error.strerror or type(error).__name__}.",
        "If it is on a drive that was removed, connect the drive and try again.",
    )


def read(path: Path, limit: int) -> bytes | None:
    """Return at most `limit` bytes of a plain file; None where there is none.

    A link, a pipe and a folder read as an empty file: there is something, and it is not what was written.
    Raises `OSError` for a bad sector, and where another user or another moment would get another answer.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | _PLAIN)
        with os.fdopen(descriptor, "rb") as file:
            return file.read(limit) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
            return b""
        raise


def create(path: Path) -> int:
    """Make a new file that from its first moment only its owner may read; return its descriptor.

    Raises `OSError`, also where there is a file or a link already.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN, 0o600)
    with contextlib.suppress(OSError):  # a umask may have taken the owner's own rights; a FAT disk knows none
        if sys.platform != "win32":
            os.fchmod(descriptor, 0o600)
    return descriptor


def write(path: Path, content: bytes) -> None:
    """Replace a file so that at any moment it is as before or holds all of `content`; lasting once this returns.

    Raises `OSError`; the file is then as before.
    """
    part = path.with_name(path.name + NEW)
    part.unlink(missing_ok=True)  # left by a command that was killed
    try:
        with os.fdopen(create(part), "wb") as file:
            file.write(content)
            file.flush()
            sync(file.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    sync_folder(path.parent)


def erase(*paths: Path) -> None:
    """Overwrite plain files with random bytes and remove them; of a link only the link goes.

    Removing counts, overwriting is tried: a full disk that copies on write has no room for it. Raises `OSError` where
    a file is still there, after all were tried.
    """
    refused: OSError | None = None
    for path in paths:
        with contextlib.suppress(OSError):
            _overwrite(path)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            refused = refused or error
    if refused is not None:
        raise refused


def _overwrite(path: Path) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | _PLAIN), "wb") as file:
        status = os.fstat(file.fileno())
        if stat.S_ISREG(status.st_mode):
            file.write(secrets.token_bytes(status.st_size))
            file.flush()
            sync(file.fileno())


def sync(descriptor: int) -> None:
    """Wait until what was written to an open file has reached the disk. Raises `OSError`."""
    _sync(descriptor)


def _sync(descriptor: int) -> None:
    """Have the system sync an open file or folder, and its drive as well."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 (Windows has none)

        with contextlib.suppress(OSError):  # not every disk knows it; fsync then has to do
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # here fsync stops at the drive's own memory
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until a file's new name has reached the disk. Raises `OSError`."""
    if sys.platform == "win32":
        return  # it cannot be asked for there; NTFS journals names
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _sync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # what some network and FUSE disks answer, for any folder
            raise
    finally:
        os.close(descriptor)
