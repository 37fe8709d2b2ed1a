"""Reads 7z archives, with the optional py7zr: some files at a time, into memory and nowhere else.

Files in a 7z are packed one behind the other and can only be unpacked in that order. So whenever one is wanted, those
that follow it are unpacked along with it, as many as a bounded memory takes: whoever reads in order, as scans do,
passes through the archive once for each filling of that memory, and not once for each file.
"""

from __future__ import annotations

import contextlib
import io
import struct
import zlib
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO, Final

from exposurewatch.archives.archive import CUT_OFF, Archive, BadArchive, RawFile, Seekable, unreadable
from exposurewatch.archives.entries import Entry
from exposurewatch.archives.job import reading
from exposurewatch.archives.windows import MAX_RATIO
from exposurewatch.errors import installing
from exposurewatch.model import Reason, Unreadable
from exposurewatch.paths import comparable, confined

MAX_MEMBERS: Final = 250_000  # py7zr keeps half a kilobyte of each
MAX_FILE: Final = 512 << 20  # bytes of one file, which is in memory whole while it is read
_MAX_HEADER: Final = 32 << 20  # bytes of the table of contents, as it lies in the file and unpacked
_AT_ONCE: Final = 32 << 20  # bytes that are unpacked in one go
_MAX_FOLDERS: Final = 1 << 16  # as many as py7zr takes packed streams
# A checksum, and what it is of: where the table of contents lies, its size and its own checksum (7zFormat.txt).
_START: Final = struct.Struct("<8xIQQ4x")
_CHECKED: Final = 20
_KEPT: Final = 128 << 20  # bytes of files that are unpacked along with the one that is wanted
_RATIO_FREE: Final = 64 << 20
_INSTALL: Final = f"that needs a part that is not installed; run {installing('sevenzip')}"
_TOO_LARGE: Final = "its table of contents is too large; unpack it and name the folder"
_NOT_THERE: Final = "it is not where the archive says"
_LOCKED: Final = "it is locked with a password"


_TOKEN: Final = struct.Struct("<I")  # which of the files it is


@dataclass(frozen=True, slots=True)
class _Packed:
    """A file in the archive: its name there, its size, and its place among the files."""

    name: str
    size: int
    place: int


class SevenZip:
    """A 7z archive."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._archive = _opened(file, size)
        self._listed = [info for info in self._archive.list() if not info.is_directory]
        _check_sizes(self._listed, size)
        self._is_locked = bool(self._archive.needs_password())
        self._files = list(self._readable())
        self._unpacked: dict[str, bytes] = {}

    def entries(self) -> Iterator[Entry]:
        """Yield every file."""
        for place, info in enumerate(self._listed):
            refused, detail = _refusal(info, is_locked=self._is_locked)
            yield Entry(info.filename, _TOKEN.pack(place), refused=refused, detail=detail)

    def open(self, token: bytes) -> RawFile:
        """Return a file, unpacked."""
        return io.BytesIO(self._data(token))

    def seekable(self, token: bytes) -> tuple[Seekable, int]:
        """Return a file, which can be read anywhere."""
        data = self._data(token)
        return io.BytesIO(data), len(data)

    def _data(self, token: bytes) -> bytes:
        (place,) = _TOKEN.unpack(token)
        packed = self._files[bisect_left(self._files, place, key=lambda each: each.place)]
        if packed.place != place:
            raise Unreadable(Reason.CANNOT_OPEN)
        if packed.name not in self._unpacked:
            self._unpack(packed)
        return self._unpacked[packed.name]

    def _readable(self) -> Iterator[_Packed]:
        """Yield the files that may be read: of several of one name the first."""
        seen = {""}
        for place, info in enumerate(self._listed):
            key = _key(info.filename)
            if key not in seen and _refusal(info, is_locked=self._is_locked)[0] is None:
                yield _Packed(info.filename, info.uncompressed, place)
            seen.add(key)

    def _unpack(self, wanted: _Packed) -> None:
        """Unpack a file and as many of those that follow it as may be kept; what was kept before is let go."""
        self._unpacked = {}
        room, batch = _KEPT - wanted.size, [wanted]
        for packed in self._files[self._files.index(wanted) + 1 :]:
            room -= packed.size
            if room < 0:
                break
            batch.append(packed)
        collected = _Collected(batch)
        failure: Exception | None = None
        try:
            self._archive.reset()
            self._archive.extract(targets=[packed.name for packed in batch], factory=collected)
        except Exception as error:  # noqa: BLE001 (whatever a decompressor throws at hostile bytes)
            failure = error
            collected.drop_last()
        self._unpacked = collected.whole()
        if wanted.name not in self._unpacked:
            raise _unreadable(failure or Unreadable(Reason.CANNOT_OPEN, _NOT_THERE)) from failure


class _Collected:
    """Takes what py7zr unpacks, in its order, by the names that it makes of those in the archive."""

    def __init__(self, batch: Collection[_Packed]) -> None:
        self._wanted = {_key(packed.name): packed for packed in batch}
        self._parts: dict[str, _Part] = {}

    def create(self, name: str) -> _Part:
        """Return what the bytes of one file are to be written to."""
        packed = self._wanted.pop(_key(name), None)  # of two files of one name, the first
        part = _Part(0 if packed is None else packed.size)
        if packed is not None:
            self._parts[packed.name] = part
        return part

    def drop_last(self) -> None:
        """Forget the file in which unpacking failed: its bytes are not those that were packed."""
        with contextlib.suppress(KeyError):
            self._parts.popitem()

    def whole(self) -> dict[str, bytes]:
        """Return the files that came whole."""
        return {name: part.data() for name, part in self._parts.items() if part.is_whole()}


class _Part:
    """The bytes of one file, no more than the archive says that it has; as py7zr wants them to be taken."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._bytes = io.BytesIO()

    def write(self, data: bytes) -> int:
        self._bytes.write(data[: max(0, self._size - self._bytes.tell())])
        return len(data)

    def read(self, size: int | None = None) -> bytes:
        return self._bytes.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._bytes.seek(offset, whence)

    def flush(self) -> None:
        """Everything is in memory."""

    def close(self) -> None:
        """Keep what was written: it is read after py7zr is done."""

    def size(self) -> int:
        return self._bytes.getbuffer().nbytes

    def is_whole(self) -> bool:
        return self.size() == self._size

    def data(self) -> bytes:
        return self._bytes.getvalue()


def _opened(file: BinaryIO, size: int) -> Any:
    try:
        import py7zr  # noqa: PLC0415 (an extra that not everybody has)
    except ImportError as error:
        raise BadArchive(_INSTALL) from error
    _check_header(file, size)
    _bound()
    try:
        return py7zr.SevenZipFile(file)
    except py7zr.exceptions.PasswordRequired as error:
        raise BadArchive(_LOCKED) from error
    except Exception as error:  # whatever hostile headers make py7zr throw
        raise BadArchive(_TOO_LARGE if "exceeds limit" in str(error) else _unreadable(error).detail) from error


def _unreadable(error: Exception) -> Unreadable:
    """Return why something could not be unpacked: py7zr has an error of its own for what it does not know."""
    import py7zr  # noqa: PLC0415 (an extra)

    is_unknown = isinstance(error, py7zr.exceptions.UnsupportedCompressionMethodError)
    return unreadable(NotImplementedError() if is_unknown else error)


def _check_header(file: BinaryIO, size: int) -> None:
    """Refuse a table of contents that would fill the memory, before py7zr reads it in one piece, or that is missing."""
    start = file.read(_START.size)
    file.seek(0)
    if len(start) < _START.size:
        return
    checksum, offset, length = _START.unpack(start)
    if length > _MAX_HEADER:
        raise BadArchive(_TOO_LARGE)
    if checksum == zlib.crc32(start[-_CHECKED:]) and _START.size + offset + length > size:
        raise BadArchive(CUT_OFF)


def _bound() -> None:
    """Lower what py7zr itself allows: it makes an object of every file, which a byte in the archive may stand for.

    Nor may it ask the system how much memory there is and where on the disk a file would come to lie: a locked worker
    is not told, and nothing comes to lie anywhere.
    """
    from py7zr import archiveinfo, py7zr  # noqa: PLC0415 (an extra)

    asking: Any = py7zr
    asking.get_memory_limit = lambda: _AT_ONCE
    asking.get_sanitized_output_path = lambda name, _path: PurePosixPath(name)

    archiveinfo.MAX_HEADER_SIZE = _MAX_HEADER
    archiveinfo.MAX_NUMFILES = archiveinfo.MAX_SUBSTREAMS = MAX_MEMBERS
    archiveinfo.MAX_NUMFOLDERS = _MAX_FOLDERS


def _check_sizes(listed: list[Any], size: int) -> None:
    """Refuse an archive of too many files, or one that claims to unpack to far more than it can hold."""
    if len(listed) > MAX_MEMBERS:
        raise BadArchive(f"it has more than {MAX_MEMBERS:,} files in it")
    if sum(info.uncompressed for info in listed) > max(_RATIO_FREE, size * MAX_RATIO):
        raise BadArchive(f"it unpacks to more than {MAX_RATIO} times its size")


def _refusal(info: Any, *, is_locked: bool) -> tuple[Reason | None, str]:
    if info.is_symlink:
        return Reason.LINK, ""
    if not info.is_file:
        return Reason.NOT_A_REGULAR_FILE, ""
    if is_locked and info.uncompressed:
        return Reason.ENCRYPTED, ""
    if info.uncompressed > MAX_FILE:
        return Reason.TOO_LARGE, f"more than {MAX_FILE >> 20} MiB; unpack the archive and name the folder"
    return None, ""


def _key(name: str) -> str:
    return comparable(confined(name) or "")


def open_seven_zip(file: BinaryIO, size: int) -> Archive:
    """Open a 7z archive; raise `BadArchive`."""
    return SevenZip(file, size)


def warm_up() -> None:
    """Load what is otherwise loaded with the first archive: a locked worker opens no file."""
    for encoding in ("utf-16LE", "utf-8", "ascii"):
        "".encode(encoding)
    with contextlib.suppress(ImportError):
        import py7zr  # noqa: F401, PLC0415 (an extra that not everybody has)


READ: Final = reading(open_seven_zip)
