"""Reads a tar, plain or packed with gzip, as a container: its headers once, then each file from where it lies in it."""

from __future__ import annotations

import contextlib
import tarfile
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from exposurewatch.model import Reason, Unreadable
from exposurewatch.parsers.magic import HEAD, FileType, sniff
from exposurewatch.sources.containers import BadArchive, Member, Refused, Stream, unreadable
from exposurewatch.sources.contents import Contents
from exposurewatch.sources.paths import shown

MAX_MEMBERS: Final = 1_000_000
_MAX_RATIO: Final = 250  # as for a member of a zip
_RATIO_FREE: Final = 64 << 20
_MAX_HEADER: Final = 1 << 20  # bytes of one header; an honest one holds a name and a few numbers
# Reading can begin at places so many bytes apart. Each takes 32 KiB of memory, and half as many bytes are unpacked anew
# on average whenever a file is read out of order.
_LEAST_SPACING: Final = 1 << 20
_USUAL_PLACES: Final = 1024
_MOST_PLACES: Final = 1 << 15
_BLOCK: Final = 512
_BEHIND: Final = 1 << 20  # tars end in zeros up to a round size
_CUT_OFF: Final = Refused(
    "", Reason.EXPORT_TRUNCATED, "the archive is cut off, as when a download broke off: what is missing was not read"
)
_DAMAGED: Final = Refused(
    "", Reason.EXPORT_DAMAGED, "the archive is damaged: what stands behind the damage was not read"
)
_MORE: Final = Refused("", Reason.EXPORT_DAMAGED, "more stands behind the end of the archive, and was not read")
_TOO_LARGE: Final = Refused(
    "", Reason.TOO_LARGE, "the archive unpacks to far more than its size: the rest was not read"
)


class _Seekable(Protocol):
    """An open tar, unpacked as it is read."""

    def read(self, size: int = ..., /) -> bytes: ...

    def seek(self, offset: int, whence: int = ..., /) -> int: ...

    def tell(self) -> int: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Opened:
    """A tar on disk. It has no more than `most` bytes, or, if it is packed, none that may be read beyond them."""

    file: _Seekable
    most: int
    is_packed: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a tar the bytes of a file lie."""

    start: int
    size: int


class Tar:
    """A tar on disk, kept open as long as this lives. To be read from one thread."""

    kind = "tar"
    addresses = False

    def __init__(self, path: Path) -> None:
        self.name = shown(str(path))
        self._contents: Contents[_Place] = Contents(self._open)
        try:
            opened = _opened(path)
            self._file = opened.file
            weakref.finalize(self, self._file.close)
            for info in _infos(opened, self._contents.refuse):
                self._add(info)
        except BadArchive:
            raise
        except Exception as error:  # whatever the system or a decompressor throws
            raise BadArchive(unreadable(error).detail) from error

    def members(self, under: str = "") -> Iterator[Member | Refused]:
        """Yield every file beneath `under`, in the order of the archive."""
        return self._contents.members(under)

    def look_up(self, path: str) -> Member:
        """Return the file at `path`."""
        return self._contents.look_up(path)

    def _add(self, info: tarfile.TarInfo) -> None:
        if not info.isdir():
            self._contents.add(_name(info), lambda path: _refusal(info, path) or _Place(info.offset_data, info.size))
        if len(self._contents) > MAX_MEMBERS:
            raise BadArchive(f"it has more than {MAX_MEMBERS:,} files in it")

    def _open(self, place: _Place) -> Stream:
        return Stream(_Slice(self._file, place))


def is_tar(head: bytes, name: str) -> bool:
    """Tell whether a file is a tar that can be opened, by its first bytes and its name in lower case."""
    kind = sniff(head)
    packed = kind is FileType.GZIP and name.endswith((".tar.gz", ".tgz"))
    return kind is FileType.TAR or packed or (kind is None and name.endswith(".tar"))


class _Headers:
    """The file as it is while its headers are read: none may be longer than any honest one."""

    def __init__(self, file: _Seekable) -> None:
        self._file = file
        self.seek, self.tell = file.seek, file.tell
        self._left = _MAX_HEADER

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

    def __init__(self, file: _Seekable, place: _Place) -> None:
        self._file = file
        self._at, self._end = place.start, place.start + place.size

    def read(self, size: int = -1, /) -> bytes:
        left = self._end - self._at
        wanted = left if size < 0 else min(size, left)
        if wanted <= 0:
            return b""
        self._file.seek(self._at)  # others read from the same file in between
        block = self._file.read(wanted)
        if not block:
            raise Unreadable(Reason.CANNOT_OPEN, "it is cut off")
        self._at += len(block)
        return block

    def close(self) -> None:
        """Leave the tar open: other files in it may still be read."""


def _opened(path: Path) -> _Opened:
    size = path.stat().st_size
    file = path.open("rb")
    with contextlib.ExitStack() as on_error:
        on_error.callback(file.close)
        if sniff(file.read(HEAD)) is not FileType.GZIP:
            file.seek(0)
            on_error.pop_all()
            return _Opened(file, size, is_packed=False)
    import indexed_gzip  # noqa: PLC0415 (few need it, and it takes its time to load)

    spacing = max(_LEAST_SPACING, size // _USUAL_PLACES)
    unpacked: _Seekable = indexed_gzip.IndexedGzipFile(str(path), spacing=spacing, drop_handles=False)
    most = min(max(_RATIO_FREE, size * _MAX_RATIO), _MOST_PLACES * spacing)
    return _Opened(unpacked, most, is_packed=True)


def _infos(opened: _Opened, refuse: Callable[[Refused], None]) -> Iterator[tarfile.TarInfo]:
    """Yield the headers of a tar up to its end, or to where it breaks off: `refuse` is told why it does."""
    headers = _Headers(opened.file)
    try:
        tar = tarfile.TarFile(fileobj=headers, encoding="utf-8")  # type: ignore[arg-type]
        info = tar.next()
    except Exception as error:  # whatever hostile headers make tarfile throw
        raise BadArchive("it is no tar, or its beginning is damaged or missing") from error
    end = 0
    while info is not None:
        if tar.offset <= end or info.size < 0:
            refuse(_DAMAGED)
            return
        yield info
        end = tar.offset
        if end > opened.most:
            refuse(_TOO_LARGE if opened.is_packed else _CUT_OFF)
            return
        tar.members.clear()  # type: ignore[attr-defined]  # or it would keep every header
        tar.pax_headers = {}  # and whatever headers say of all files to come
        headers.renew()
        try:
            info = tar.next()
        except Exception:  # noqa: BLE001 (as above)
            refuse(_DAMAGED if _read_at(opened.file, end - 1, 1) else _CUT_OFF)
            return
    for refused in _after(opened.file, tar.offset):
        refuse(refused)


def _after(file: _Seekable, end: int) -> Iterator[Refused]:
    """Yield what is wrong with the end of a tar: it begins with a block of zeros, and more zeros alone follow."""
    tail = _read_at(file, end, _BLOCK + _BEHIND)
    if len(tail) < _BLOCK:
        yield _CUT_OFF
    elif any(tail[:_BLOCK]):
        yield _DAMAGED
    elif any(tail):
        yield _MORE


def _read_at(file: _Seekable, at: int, size: int) -> bytes:
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


def _refusal(info: tarfile.TarInfo, path: str) -> Refused | None:
    if info.issym() or info.islnk():
        return Refused(path, Reason.LINK)
    if not info.isreg() or info.issparse():
        return Refused(path, Reason.NOT_A_REGULAR_FILE)
    return None
