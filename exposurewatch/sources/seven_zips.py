"""Reads a 7z archive as a container, with the optional py7zr: some files at a time, into memory and nowhere else.

Files in a 7z are packed one behind the other and can only be unpacked in that order. So whenever one is wanted, those
that follow it are unpacked along with it, as many as a bounded memory takes: whoever reads in order, as scans do,
passes through the archive once for each filling of that memory, and not once for each file.
"""

from __future__ import annotations

import contextlib
import io
import struct
import weakref
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from exposurewatch.errors import installing
from exposurewatch.model import Reason, Unreadable
from exposurewatch.parsers.magic import FileType, sniff
from exposurewatch.sources.containers import BadArchive, Member, Refused, Stream, unreadable
from exposurewatch.sources.contents import Contents
from exposurewatch.sources.paths import comparable, confined, shown

MAX_MEMBERS: Final = 250_000  # py7zr keeps half a kilobyte of each
MAX_FILE: Final = 512 << 20  # bytes of one file, which is in memory whole while it is read
_MAX_HEADER: Final = 32 << 20  # bytes of the table of contents, as it lies in the file and unpacked
_MAX_FOLDERS: Final = 1 << 16  # as many as py7zr takes packed streams
_START: Final = struct.Struct("<12xQQ")  # where the table of contents lies, and its size (7zFormat.txt)
_KEPT: Final = 128 << 20  # bytes of files that are unpacked along with the one that is wanted
_MAX_RATIO: Final = 250  # as for a member of a zip
_RATIO_FREE: Final = 64 << 20
_INSTALL: Final = f"that needs a part that is not installed; run {installing('sevenzip')}"
_TOO_LARGE: Final = "its table of contents is too large; unpack it and name the folder"
_LOCKED: Final = "it is locked with a password"


@dataclass(frozen=True, slots=True)
class _Packed:
    """A file in the archive: its name there, its size, and which of the readable files it is."""

    name: str
    size: int
    place: int


class SevenZip:
    """A 7z archive on disk, kept open as long as this lives. To be read from one thread."""

    kind = "7z"
    addresses = False

    def __init__(self, path: Path) -> None:
        self.name = shown(str(path))
        self._contents: Contents[_Packed] = Contents(self._open)
        self._files: list[_Packed] = []
        self._unpacked: dict[str, bytes] = {}
        file = path.open("rb")
        weakref.finalize(self, file.close)
        self._archive = _opened(file)
        listed = self._archive.list()
        _check_sizes(listed, path.stat().st_size)
        locked = bool(self._archive.needs_password())
        for info in listed:
            if not info.is_directory:
                self._add(info, is_locked=locked)

    def members(self, under: str = "") -> Iterator[Member | Refused]:
        """Yield every file beneath `under`, in the order of the archive."""
        return self._contents.members(under)

    def look_up(self, path: str) -> Member:
        """Return the file at `path`."""
        return self._contents.look_up(path)

    def _add(self, info: Any, *, is_locked: bool) -> None:
        self._contents.add(info.filename, lambda path: _refusal(info, path, is_locked=is_locked) or self._packed(info))

    def _packed(self, info: Any) -> _Packed:
        packed = _Packed(info.filename, info.uncompressed, len(self._files))
        self._files.append(packed)
        return packed

    def _open(self, packed: _Packed) -> Stream:
        if packed.name not in self._unpacked:
            self._unpack(packed)
        return Stream(io.BytesIO(self._unpacked[packed.name]))

    def _unpack(self, wanted: _Packed) -> None:
        """Unpack a file and as many of those that follow it as may be kept; what was kept before is let go."""
        self._unpacked = {}
        room, batch = _KEPT - wanted.size, [wanted]
        for packed in self._files[wanted.place + 1 :]:
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
            raise unreadable(failure or Unreadable(Reason.CANNOT_OPEN, "it is not where the archive says")) from failure


def is_seven_zip(head: bytes, name: str) -> bool:
    """Tell whether a file is a 7z archive, by its first bytes and its name in lower case."""
    kind = sniff(head)
    return kind is FileType.SEVEN_ZIP or (kind is None and name.endswith(".7z"))


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


def _opened(file: IO[bytes]) -> Any:
    try:
        import py7zr  # noqa: PLC0415 (an extra that not everybody has)
    except ImportError as error:
        raise BadArchive(_INSTALL) from error
    _check_header(file)
    _bound()
    try:
        return py7zr.SevenZipFile(file)
    except py7zr.exceptions.PasswordRequired as error:
        raise BadArchive(_LOCKED) from error
    except Exception as error:  # whatever hostile headers make py7zr throw
        raise BadArchive(_TOO_LARGE if "exceeds limit" in str(error) else unreadable(error).detail) from error


def _check_header(file: IO[bytes]) -> None:
    """Refuse a table of contents that would fill the memory, before py7zr reads it in one piece."""
    start = file.read(_START.size)
    file.seek(0)
    if len(start) == _START.size and _START.unpack(start)[1] > _MAX_HEADER:
        raise BadArchive(_TOO_LARGE)


def _bound() -> None:
    """Lower what py7zr itself allows: it makes an object of every file, which a byte in the archive may stand for."""
    from py7zr import archiveinfo  # noqa: PLC0415 (an extra)

    archiveinfo.MAX_HEADER_SIZE = _MAX_HEADER
    archiveinfo.MAX_NUMFILES = archiveinfo.MAX_SUBSTREAMS = MAX_MEMBERS
    archiveinfo.MAX_NUMFOLDERS = _MAX_FOLDERS


def _check_sizes(listed: list[Any], size: int) -> None:
    """Refuse an archive of too many files, or one that claims to unpack to far more than it can hold."""
    if len(listed) > MAX_MEMBERS:
        raise BadArchive(f"it has more than {MAX_MEMBERS:,} files in it")
    if sum(info.uncompressed for info in listed) > max(_RATIO_FREE, size * _MAX_RATIO):
        raise BadArchive(f"it unpacks to more than {_MAX_RATIO} times its size")


def _refusal(info: Any, path: str, *, is_locked: bool) -> Refused | None:
    if info.is_symlink:
        return Refused(path, Reason.LINK)
    if not info.is_file:
        return Refused(path, Reason.NOT_A_REGULAR_FILE)
    if is_locked and info.uncompressed:
        return Refused(path, Reason.ENCRYPTED)
    if info.uncompressed > MAX_FILE:
        return Refused(
            path, Reason.TOO_LARGE, f"more than {MAX_FILE >> 20} MiB; unpack the archive and name the folder"
        )
    return None


def _key(name: str) -> str:
    return comparable(confined(name) or "")
