"""Reads zips, member by member: nothing is believed that they declare."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final

from exposurewatch.archives.archive import Archive, BadArchive, RawFile, Seekable
from exposurewatch.archives.deflated import deflated
from exposurewatch.archives.entries import Entry
from exposurewatch.archives.job import reading
from exposurewatch.archives.windows import in_memory, window, within_ratio
from exposurewatch.model import Reason

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
_TOKEN: Final = struct.Struct("<I")  # which of the members it is
_UNKNOWN_PART: Final = 0xFFFF
_SPLIT: Final = "it is one of several parts; put all of them into a folder, unpack them there, and name what comes out"
_OVERLAPS: Final = "its bytes are those of another file as well"


class Zip:
    """A zip."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        _check_size(file, size)
        self._zip = zipfile.ZipFile(file)
        self._infos = self._zip.infolist()
        self._overlapping = frozenset(_overlapping(self._infos, self._zip.start_dir))

    def entries(self) -> Iterator[Entry]:
        """Yield every file."""
        for number, info in enumerate(self._infos):
            name = _name(info)
            if not name.endswith(("/", "\\")) or info.file_size or info.compress_size:  # a folder has none
                refused, detail = self._refusal(number)
                yield Entry(name, _TOKEN.pack(number), info.compress_size, refused, detail)

    def open(self, token: bytes) -> RawFile:
        """Return a file."""
        info = self._info(token)
        within_ratio(info.file_size, info.compress_size)
        return self._zip.open(info)

    def seekable(self, token: bytes) -> tuple[Seekable, int]:
        """Return a file that is stored as it is, or packed as most are; any other is unpacked into memory."""
        info = self._info(token)
        within_ratio(info.file_size, info.compress_size)
        with self._zip.open(info) as file:  # zipfile holds the local header against the table of contents
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                return in_memory(file)
        packed = window(self._file, self._data_of(info), info.compress_size)
        if info.compress_type == zipfile.ZIP_STORED:
            return packed, info.compress_size
        return deflated(packed, info.compress_size, info.file_size, info.CRC), info.file_size

    def _info(self, token: bytes) -> zipfile.ZipInfo:
        number: int = _TOKEN.unpack(token)[0]
        return self._infos[number]

    def _data_of(self, info: zipfile.ZipInfo) -> int:
        """Return where the bytes of a file begin."""
        self._file.seek(info.header_offset)
        name, extra = struct.unpack_from("<HH", self._file.read(_HEADER_SIZE), 26)
        return int(info.header_offset + _HEADER_SIZE + name + extra)

    def _refusal(self, number: int) -> tuple[Reason | None, str]:
        info = self._infos[number]
        mode = info.external_attr >> 16
        if stat.S_ISLNK(mode):
            return Reason.LINK, ""
        if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
            return Reason.NOT_A_REGULAR_FILE, ""
        if info.flag_bits & _ENCRYPTED:
            return Reason.ENCRYPTED, ""
        return (Reason.CANNOT_OPEN, _OVERLAPS) if number in self._overlapping else (None, "")


def _overlapping(infos: list[zipfile.ZipInfo], table: int) -> Iterator[int]:
    """Yield which members begin within the bytes of one that stands before them, or go on into the table of contents.

    Bytes that count as many files unpack to far more than they could otherwise.
    """
    end = 0
    for number in sorted(range(len(infos)), key=lambda number: infos[number].header_offset):
        info = infos[number]
        mine = info.header_offset + _HEADER_SIZE + info.compress_size
        if info.header_offset < end or mine > table:
            yield number
        end = max(end, mine)


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name of a member. Without the flag for UTF-8 it counts as code page 437, yet macOS writes UTF-8."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        try:
            return name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return name


def _check_size(file: BinaryIO, size: int) -> None:
    """Refuse a table of contents that would fill the memory, before zipfile reads it in one piece."""
    length, end = _table_of_contents(file, size)
    if length > _MAX_TABLE_BYTES:
        raise BadArchive("its table of contents is too large")
    file.seek(max(0, end - length))
    if file.read(length).count(_ENTRY) > MAX_MEMBERS:
        raise BadArchive(f"it has more than {MAX_MEMBERS:,} files in it")


def _table_of_contents(file: BinaryIO, size: int) -> tuple[int, int]:
    """Return how long the table of contents is, and where it ends (APPNOTE.TXT 4.3.14 to 4.3.16)."""
    start = file.seek(max(0, size - _END_SIZE - _MAX_COMMENT - _LOCATOR_SIZE), os.SEEK_SET)
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_SIZE:
        raise BadArchive("its end is missing, as when a download was broken off")
    (part,) = struct.unpack_from("<H", tail, end + len(_END))  # counted from 0 on
    if 0 < part < _UNKNOWN_PART:
        raise BadArchive(_SPLIT)
    locator = tail[max(0, end - _LOCATOR_SIZE) : end]
    if not locator.startswith(_LOCATOR):
        return struct.unpack_from("<I", tail, end + 12)[0], start + end
    at = struct.unpack_from("<Q", locator, 8)[0]
    file.seek(min(at, size))
    record = file.read(_END64_SIZE)
    if len(record) < _END64_SIZE:
        raise BadArchive("its end is damaged")
    return struct.unpack_from("<Q", record, 40)[0], at


def open_zip(file: BinaryIO, size: int) -> Archive:
    """Open a zip; raise `BadArchive`, or whatever a hostile table of contents makes zipfile raise."""
    return Zip(file, size)


def warm_up() -> None:
    """Load what is otherwise loaded with the first archive: a locked worker opens no file."""
    for encoding in ("cp437", "utf-8", "ascii"):
        "".encode(encoding)
    import indexed_gzip  # noqa: F401, PLC0415 (only workers need it)


READ: Final = reading(open_zip)
