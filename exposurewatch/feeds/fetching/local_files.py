"""Reads a feed that is a file of the user's own: that very file and what lies beneath its folder, and nothing else."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import unquote_to_bytes

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Unchanged, Validators, Wanted
from exposurewatch.feeds.fetching.addresses import is_plain, unsafe
from exposurewatch.text import clean

# Not every platform has them all. Without O_NONBLOCK, opening a FIFO would wait for someone to write into it.
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
_FILE: Final = re.compile(r"file:(?://(?:localhost)?)?(/[^/?#][^?#]*)", re.IGNORECASE)  # RFC 8089; never another host
_DRIVE: Final = re.compile(r"/[A-Za-z]:/")
_SCHEME: Final = re.compile(r"file:", re.IGNORECASE)


def is_local(url: str) -> bool:
    """Tell whether an address says that it is one of a file."""
    return bool(_SCHEME.match(url))


class LocalFiles:
    """The files of the feed at `own_address`, which is a ``file:`` address of a file or of a folder."""

    def __init__(self, own_address: str) -> None:
        own = _path(own_address) if is_local(own_address) else None
        self._own = None if own is None else os.path.realpath(own)
        self._root = None if own is None else os.path.realpath(own if Path(own).is_dir() else Path(own).parent)

    def get(self, wanted: Wanted) -> Fetched | Unchanged:
        """Read one file; it is the same as before where its size and the time of its last change are.

        Raises:
            Trouble: `UNSAFE_ADDRESS` where it lies elsewhere, `NO_FILE` where it cannot be read, `TOO_LARGE`.
        """
        real = self._confined(wanted.url)
        try:
            with _opened(real) as file:
                found = os.fstat(file.fileno())
                validators = Validators(etag=f'"{found.st_size}-{found.st_mtime_ns}"')
                if validators == wanted.validators:
                    return Unchanged()
                content = file.read(wanted.most + 1)
        except OSError as error:
            raise _no_file(real, error.strerror or "it cannot be opened") from error
        if len(content) > wanted.most:
            raise Trouble(Cause.TOO_LARGE, f"The file {_named(real)} is larger than it may be.")
        return Fetched(wanted.url, content, validators=validators)

    def _confined(self, url: str) -> str:
        """Return where an address leads once every link is followed; the same whether or not anything is there."""
        if self._own is None or self._root is None:
            raise unsafe("A feed from the internet names a file of this computer; such addresses are not read.")
        real = os.path.realpath(_path(url))
        try:
            inside = real == self._own or os.path.commonpath((self._root, real)) == self._root
        except ValueError:  # another drive
            inside = False
        if not inside:
            raise unsafe("The feed names a file outside its own folder; such files are not read.")
        return real


def _path(url: str) -> str:
    """Return the path that a ``file:`` address names."""
    shape = _FILE.fullmatch(url) if is_plain(url) else None
    if shape is None:
        raise unsafe("It is not an address of a file on this computer.")
    path = os.fsdecode(unquote_to_bytes(shape[1]))
    if "\0" in path or path.startswith("//") or (os.name == "nt" and not _DRIVE.match(path)):
        raise unsafe("It is not an address of a file on this computer.")
    return path[1:] if _DRIVE.match(path) and os.name == "nt" else path


def _opened(real: str) -> BinaryIO:
    descriptor = os.open(real, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise _no_file(real, "it is no plain file")
    return os.fdopen(descriptor, "rb")


def _no_file(real: str, why: str) -> Trouble:
    return Trouble(Cause.NO_FILE, f"The file {_named(real)} cannot be read: {why}.")


def _named(real: str) -> str:
    return clean(Path(real).name)
