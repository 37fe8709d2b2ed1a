"""Reads a folder on disk as a container: links that leave it and everything that is no plain file stay closed."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from exposurewatch.archives.archive import unreadable
from exposurewatch.archives.supply import OnDisk, Supply
from exposurewatch.model import Reason, Unreadable
from exposurewatch.paths import is_litter, natural, shown
from exposurewatch.sources.containers import Member, Refused, Stream

# Not every platform has them all. Without O_NONBLOCK, opening a FIFO would wait for someone to write into it.
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
_LEAVES: Final = "a link that leads out of the export"


class Folder:
    """A folder on disk; with `only`, no more than the one file of that name in it."""

    kind = "folder"
    addresses = False

    def __init__(self, path: Path, only: str | None = None) -> None:
        self.name = shown(str(path))
        self._root = os.path.realpath(path)
        self._only = only

    def members(self, under: str = "") -> Iterator[Member | Refused]:
        """Yield every file beneath `under`, folder by folder, in natural order.

        A link to a file in this folder is a file. A link to a folder in it is passed over: its files are met anyway.
        """
        if self._only is not None:
            yield self._member(self._only)
            return
        pending = [under]
        while pending:
            prefix = pending.pop()
            try:
                entries = sorted(os.scandir(self._on_disk(prefix)), key=lambda entry: natural(entry.name))
            except OSError as error:
                yield Refused(prefix.rstrip("/"), Reason.CANNOT_OPEN, unreadable(error).detail)
                continue
            folders = []
            for entry in entries:
                path = prefix + entry.name
                if entry.is_dir(follow_symlinks=False) and not _is_junction(entry):
                    folders.append(path + "/")
                elif not is_litter(path):
                    yield from self._entry(path, entry)
            pending.extend(reversed(folders))

    def look_up(self, path: str) -> Member:
        """Return the file at `path`, in whichever spelling of its accents the disk has it."""
        for spelling in dict.fromkeys((path, *(unicodedata.normalize(form, path) for form in ("NFC", "NFD")))):
            try:
                real = self._confined(spelling)
                mode = os.lstat(real).st_mode
            except (FileNotFoundError, NotADirectoryError, ValueError):  # the last for what no file can be called
                continue
            except OSError as error:
                raise unreadable(error) from error
            if not stat.S_ISREG(mode):
                raise Unreadable(Reason.NOT_A_REGULAR_FILE)
            return self._member(spelling)
        raise Unreadable(Reason.MISSING_FILE)

    def supply(self, path: str) -> Supply:
        """Return what hands out the bytes of the file at `path`."""
        self.look_up(path)
        return OnDisk(partial(self._file, path))

    def _entry(self, path: str, entry: os.DirEntry[str]) -> Iterator[Member | Refused]:
        if entry.is_file(follow_symlinks=False):
            yield self._member(path)
            return
        try:
            mode = os.lstat(self._confined(path)).st_mode
        except Unreadable as refusal:
            yield Refused(path, refusal.reason, refusal.detail)
        except OSError as error:
            yield Refused(path, Reason.CANNOT_OPEN, unreadable(error).detail)
        else:
            if stat.S_ISREG(mode):
                yield self._member(path)
            elif not stat.S_ISDIR(mode):
                yield Refused(path, Reason.NOT_A_REGULAR_FILE)

    def _member(self, path: str) -> Member:
        return Member(path, partial(self._open, path))

    def _open(self, path: str) -> Stream:
        return Stream(self._file(path))

    def _file(self, path: str) -> BinaryIO:
        try:
            descriptor = os.open(self._confined(path), _FLAGS)
        except OSError as error:
            raise unreadable(error) from error
        except ValueError as error:  # no file can be called that
            raise Unreadable(Reason.MISSING_FILE) from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise Unreadable(Reason.NOT_A_REGULAR_FILE)
        return os.fdopen(descriptor, "rb")

    def _confined(self, path: str) -> str:
        """Return where `path` leads once every link in it is followed.

        It says the same whether or not anything is there, so nobody learns from a report what lies outside.
        """
        real = os.path.realpath(self._on_disk(path))
        try:
            inside = os.path.commonpath((self._root, real)) == self._root
        except ValueError:  # another drive
            inside = False
        if not inside:
            raise Unreadable(Reason.LINK, _LEAVES)
        return real

    def _on_disk(self, path: str) -> str:
        return os.path.join(self._root, *path.split("/"))  # noqa: PTH118  (names may end in blanks; no Path tidies them)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a Windows junction: a link to a folder that does not count as a symbolic link."""
    is_junction = getattr(entry, "is_junction", None)  # from Python 3.12 on
    return bool(is_junction and is_junction())
