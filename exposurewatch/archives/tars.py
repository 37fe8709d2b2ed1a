"""Reads tars, plain or packed with gzip: the headers once, then each file from where it lies in the archive."""

from __future__ import annotations

import io
import struct
import tarfile
from collections.abc import Iterator
from typing import BinaryIO, Final

from exposurewatch.archives.archive import CUT_OFF, Archive, BadArchive, RawFile, Seekable
from exposurewatch.archives.entries import Entry
from exposurewatch.archives.job import reading
from exposurewatch.archives.windows import MAX_RATIO
from exposurewatch.model import Reason, Unreadable
from exposurewatch.parsers.magic import HEAD, FileType, sniff

MAX_MEMBERS: Final = 1_000_000
_RATIO_FREE: Final = 64 << 20
_MAX_HEADER: Final = 1 << 20  # bytes of one header; an honest one holds a name and a few numbers
# Reading can begin at places so many bytes apart. Each takes 32 KiB of memory, and half as many bytes are unpacked anew
# on average whenever a file is read out of order.
_LEAST_SPACING: Final = 1 << 20
_USUAL_PLACES: Final = 1024
_MOST_PLACES: Final = 1 << 15
_BLOCK: Final = 512
_BEHIND: Final = 1 << 20  # tars end in zeros up to a round size
_CUT_OFF: Final = Entry(
    "",
    refused=Reason.EXPORT_TRUNCATED,
    detail="the archive is cut off, as when a download broke off: what is missing was not read",
)
_DAMAGED: Final = Entry(
    "", refused=Reason.EXPORT_DAMAGED, detail="the archive is damaged: what stands behind the damage was not read"
)
_MORE: Final = Entry(
    "", refused=Reason.EXPORT_DAMAGED, detail="more stands behind the end of the archive, and was not read"
)
_TOO_LARGE: Final = Entry(
    "", refused=Reason.TOO_LARGE, detail="the archive unpacks to far more than its size: the rest was not read"
)


_TOKEN: Final = struct.Struct("<QQ")  # where the bytes of a file begin, and how many there are


class Tar:
    """A tar. It has no more than `most` bytes, or, if it is packed, none that may be read beyond them."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._is_packed = sniff(file.read(HEAD)) is FileType.GZIP
        file.seek(0)
        self._file: Seekable = file
        self._most = size
        if self._is_packed:
            import indexed_gzip  # noqa: PLC0415 (few need it, and it takes its time to load)

            spacing = max(_LEAST_SPACING, size // _USUAL_PLACES)
            self._file = indexed_gzip.IndexedGzipFile(fileobj=file, spacing=spacing)
            self._most = min(max(_RATIO_FREE, size * MAX_RATIO), _MOST_PLACES * spacing)

    def entries(self) -> Iterator[Entry]:
        """Yield every file, up to the end or to where the tar breaks off: the last entry tells why it does."""
        headers = _Headers(self._file)
        try:
            tar = tarfile.TarFile(fileobj=headers, encoding="utf-8")  # type: ignore[arg-type]
            info = tar.next()
        except Exception as error:  # whatever hostile headers make tarfile throw
            raise BadArchive("it is no tar, or its beginning is damaged or missing") from error
        end = count = 0
        while info is not None:
            if tar.offset <= end or info.size < 0:
                yield _DAMAGED
                return
            count += 1
            if count > MAX_MEMBERS:
                raise BadArchive(f"it has more than {MAX_MEMBERS:,} files in it")
            if not info.isdir():
                yield Entry(_name(info), _TOKEN.pack(info.offset_data, info.size), info.size, refused=_refusal(info))
            end = tar.offset
            if end > self._most:
                yield _TOO_LARGE if self._is_packed else _CUT_OFF
                return
            tar.members.clear()  # type: ignore[attr-defined]  # or it would keep every header
            tar.pax_headers = {}  # and whatever headers say of all files to come
            headers.renew()
            try:
                info = tar.next()
            except Exception:  # noqa: BLE001 (as above)
                yield _DAMAGED if _read_at(self._file, end - 1, 1) else _CUT_OFF
                return
        yield from _after(self._file, tar.offset)

    def open(self, token: bytes) -> RawFile:
        """Return a file."""
        return _Slice(self._file, *_TOKEN.unpack(token))

    def seekable(self, token: bytes) -> tuple[Seekable, int]:
        """Return a file, which can be read anywhere."""
        start, size = _TOKEN.unpack(token)
        return _Slice(self._file, start, size), size


class _Headers:
    """The file as it is while its headers are read: none may be longer than any honest one."""

    def __init__(self, file: Seekable) -> None:
        self._file = file
        self.seek = file.seek
        self._left = _MAX_HEADER

    def tell(self) -> int:
        return self._file.seek(0, io.SEEK_CUR)

    def renew(self) -> None:
        """Begin with the next header."""
        self._left = _MAX_HEADER

    def read(self, size: int, /) -> bytes:
        self._left -= size
        if size < 0 or self._left < 0:
            raise tarfile.ReadError("a header is too long")
        return self._file.read(size)


class _Slice:
    """The bytes of one file in a tar."""

    def __init__(self, file: Seekable, start: int, size: int) -> None:
        self._file = file
        self._start = self._at = start
        self._end = start + size

    def read(self, size: int = -1, /) -> bytes:
        """Return some of its bytes; raise `Unreadable` where the tar ends before the file does."""
        left = self._end - self._at
        wanted = left if size < 0 else min(size, left)
        if wanted <= 0:
            return b""
        self._file.seek(self._at)  # others read from the same file in between
        block = self._file.read(wanted)
        if not block:
            raise Unreadable(Reason.CANNOT_OPEN, CUT_OFF)
        self._at += len(block)
        return block

    def seek(self, offset: int, _whence: int = io.SEEK_SET, /) -> int:
        """Go to a place, counted from the beginning."""
        self._at = self._start + offset
        return offset

    def close(self) -> None:
        """Leave the tar open: other files in it may still be read."""


def _after(file: Seekable, end: int) -> Iterator[Entry]:
    """Yield what is wrong with the end of a tar: it begins with a block of zeros, and more zeros alone follow."""
    tail = _read_at(file, end, _BLOCK + _BEHIND)
    if len(tail) < _BLOCK:
        yield _CUT_OFF
    elif any(tail[:_BLOCK]):
        yield _DAMAGED
    elif any(tail):
        yield _MORE


def _read_at(file: Seekable, at: int, size: int) -> bytes:
    try:
        file.seek(at)
        return file.read(size)
    except Exception:  # noqa: BLE001 (whatever a decompressor throws at an end that is missing)
        return b""


def _name(info: tarfile.TarInfo) -> str:
    """Return the name of a member; what is no UTF-8 is from a system that wrote Western European names."""
    return info.name.encode("utf-8", "surrogateescape").decode("cp1252", "replace") if _is_old(info) else info.name


def _is_old(info: tarfile.TarInfo) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in info.name)


def _refusal(info: tarfile.TarInfo) -> Reason | None:
    if info.issym() or info.islnk():
        return Reason.LINK
    return None if info.isreg() and not info.issparse() else Reason.NOT_A_REGULAR_FILE


def open_tar(file: BinaryIO, size: int) -> Archive:
    """Open a tar."""
    return Tar(file, size)


def warm_up() -> None:
    """Load what is otherwise loaded with the first archive: a locked worker opens no file."""
    for encoding in ("utf-8", "cp1252", "ascii"):
        "".encode(encoding)
    import indexed_gzip  # noqa: F401, PLC0415 (only workers need it)


READ: Final = reading(open_tar)
