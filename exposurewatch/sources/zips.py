"""Reads a zip as a container, member by member: nothing is extracted, and nothing is believed that it declares."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from exposurewatch.model import Reason
from exposurewatch.sources.containers import BadArchive, Member, Refused, Stream, unreadable
from exposurewatch.sources.contents import Contents
from exposurewatch.sources.paths import shown

MAX_MEMBERS: Final = 1_000_000
_MAX_TABLE_BYTES: Final = 256 << 20
_ENTRY: Final = b"PK\x01\x02"
_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_LOCATOR: Final = b"PK\x06\x07"
_LOCATOR_SIZE: Final = 20
_END64_SIZE: Final = 56
_HEADER_SIZE: Final = 30
_MAX_COMMENT: Final = 0xFFFF
_UTF8: Final = 0x800
_ENCRYPTED: Final = 0x1


class Zip:
    """A zip on disk, kept open as long as this lives. To be read from one thread."""

    kind = "zip"
    addresses = False

    def __init__(self, path: Path) -> None:
        self.name = shown(str(path))
        self._path = path
        try:
            with path.open("rb") as file:
                _check_size(file)
            self._zip = zipfile.ZipFile(path)
        except BadArchive:
            raise
        except Exception as error:  # whatever a hostile table of contents makes zipfile throw
            raise BadArchive(unreadable(error).detail) from error
        self._contents: Contents[zipfile.ZipInfo] = Contents(self._open)
        for info in self._zip.infolist():
            self._add(info)

    def members(self, under: str = "") -> Iterator[Member | Refused]:
        """Yield every file beneath `under`, in the order of the archive."""
        return self._contents.members(under)

    def look_up(self, path: str) -> Member:
        """Return the file at `path`."""
        return self._contents.look_up(path)

    def stored_at(self, path: str) -> tuple[int, int] | None:
        """Return where in the zip the bytes of a file lie as they are, and how many; None for one that is packed.

        Raises `Unreadable` where there is no such file or it must not be opened.
        """
        with self.look_up(path).open():  # zipfile holds the file against the table of contents
            info = self._contents.entry(path)
        if info.compress_type != zipfile.ZIP_STORED:
            return None
        try:
            with self._path.open("rb") as file:
                file.seek(info.header_offset)
                name, extra = struct.unpack_from("<HH", file.read(_HEADER_SIZE), 26)
        except (OSError, struct.error) as error:
            raise unreadable(error) from error
        return info.header_offset + _HEADER_SIZE + name + extra, info.file_size

    def _add(self, info: zipfile.ZipInfo) -> None:
        name = _name(info)
        if not name.endswith(("/", "\\")) or info.file_size:  # a folder has none
            self._contents.add(name, lambda path: _refusal(info, path) or info)

    def _open(self, info: zipfile.ZipInfo) -> Stream:
        try:
            return Stream(self._zip.open(info), info.compress_size)
        except Exception as error:  # bad headers, overlapping members, a compression this Python does not have
            raise unreadable(error) from error


def _refusal(info: zipfile.ZipInfo, path: str) -> Refused | None:
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        return Refused(path, Reason.LINK)
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return Refused(path, Reason.NOT_A_REGULAR_FILE)
    return Refused(path, Reason.ENCRYPTED) if info.flag_bits & _ENCRYPTED else None


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name of a member. Without the flag for UTF-8 it counts as code page 437, yet macOS writes UTF-8."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        try:
            return name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return name


def _check_size(file: BinaryIO) -> None:
    """Refuse a table of contents that would fill the memory, before zipfile reads it in one piece."""
    size, end = _table_of_contents(file)
    if size > _MAX_TABLE_BYTES:
        raise BadArchive("its table of contents is too large")
    file.seek(max(0, end - size))
    if file.read(size).count(_ENTRY) > MAX_MEMBERS:
        raise BadArchive(f"it has more than {MAX_MEMBERS:,} files in it")


def _table_of_contents(file: BinaryIO) -> tuple[int, int]:
    """Return how long the table of contents is, and where it ends (APPNOTE.TXT 4.3.14 to 4.3.16)."""
    size = file.seek(0, os.SEEK_END)
    start = file.seek(max(0, size - _END_SIZE - _MAX_COMMENT - _LOCATOR_SIZE))
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_SIZE:
        raise BadArchive("its end is missing, as when a download was broken off")
    locator = tail[max(0, end - _LOCATOR_SIZE) : end]
    if not locator.startswith(_LOCATOR):
        return struct.unpack_from("<I", tail, end + 12)[0], start + end
    at = struct.unpack_from("<Q", locator, 8)[0]
    file.seek(min(at, size))
    record = file.read(_END64_SIZE)
    if len(record) < _END64_SIZE:
        raise BadArchive("its end is damaged")
    return struct.unpack_from("<Q", record, 40)[0], at
