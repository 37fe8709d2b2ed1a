"""A disk in memory below the encryption of SQLite, that can lose its power or run full.

It is a VFS of SQLite, registered once; the cipher's own is stacked on it by its name, so that what is seen here is what
would lie on a real disk: encrypted pages. It takes down every write, and `after_cut` says what such a log may leave
behind: all that was synced, and of the rest whatever the disk liked to keep, torn at its sectors.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import apsw

SECTOR = 512
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Write:
    file: int
    at: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    file: int


@dataclass(frozen=True, slots=True)
class Create:
    file: int
    name: str


@dataclass(frozen=True, slots=True)
class Delete:
    name: str
    synced: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """The program has told the user that this lasts; or, where it is not `held`, that it is about to change it."""

    fact: object
    held: bool = True


Event = Write | Truncate | Sync | Create | Delete | Promise


@dataclass
class Disk:
    """Files as the program sees them, and the log of all that was done to them.

    `room` is how many bytes are free; `lasts` after how many events every call fails with `failure`.
    """

    names: dict[str, int] = field(default_factory=dict)
    contents: list[bytearray] = field(default_factory=list)
    log: list[Event] = field(default_factory=list)
    room: int | None = None
    most_used: int = 0
    lasts: int | None = None
    failure: type[apsw.Error] = apsw.IOError

    @classmethod
    def holding(cls, files: Files) -> Disk:
        """A disk with these files, all synced."""
        disk = cls()
        for name, content in files.items():
            file = disk.create(name)
            disk.contents[file] += content
            disk.log += (Write(file, 0, content), Sync(file))
        return disk

    @property
    def files(self) -> Files:
        """What lies on it now, as the program sees it."""
        return {name: bytes(self.contents[file]) for name, file in self.names.items()}

    def must_last(self) -> None:
        """Fail if the disk is gone."""
        if self.lasts is not None and len(self.log) >= self.lasts:
            raise self.failure

    def create(self, name: str) -> int:
        self.must_last()
        self.contents.append(bytearray())
        file = self.names[name] = len(self.contents) - 1
        self.log.append(Create(file, name))
        return file

    def write(self, file: int, at: int, data: bytes) -> None:
        self.must_last()
        content = self.contents[file]
        more = max(0, at + len(data) - len(content))
        if self.room is not None:
            if more > self.room:
                raise apsw.FullError
            self.room -= more
        _put(content, at, data)
        self.most_used = max(self.most_used, sum(len(self.contents[file]) for file in self.names.values()))
        self.log.append(Write(file, at, data))

    def truncate(self, file: int, size: int) -> None:
        self.must_last()
        self._freed(len(self.contents[file]) - size)
        del self.contents[file][size:]
        self.log.append(Truncate(file, size))

    def delete(self, name: str, *, synced: bool) -> None:
        self.must_last()
        self._freed(len(self.contents[self.names.pop(name)]))
        self.log.append(Delete(name, synced))

    def _freed(self, size: int) -> None:
        if self.room is not None:
            self.room += size


def _put(content: bytearray, at: int, data: bytes) -> None:
    content.extend(bytes(max(0, at - len(content))))
    content[at : at + len(data)] = data


# --- what a power cut leaves


@dataclass
class _File:
    synced: bytearray = field(default_factory=bytearray)
    unsynced: list[Write | Truncate] = field(default_factory=list)

    def written(self, keep: float, rng: random.Random) -> bytes:
        """The file where of all that was not synced each sector is there with the chance `keep`."""
        content = bytearray(self.synced)
        for event in self.unsynced:
            if isinstance(event, Truncate):
                if rng.random() < keep:
                    del content[event.size :]
                continue
            for start in range(0, len(event.data), SECTOR):
                if rng.random() < keep:
                    _put(content, event.at + start, event.data[start : start + SECTOR])
        return bytes(content)


def after_cut(log: Sequence[Event], rng: random.Random) -> tuple[Files, set[object]]:
    """What may lie on the disk after a cut at the end of `log`, and all that the user was promised to find there."""
    files: dict[int, _File] = {}
    names: dict[str, int] = {}
    synced_names: dict[str, int] = {}
    promises: set[object] = set()
    for event in log:
        match event:
            case Write() | Truncate():
                files[event.file].unsynced.append(event)
            case Sync(file):
                whole = files[file].written(1, rng)
                files[file] = _File(bytearray(whole))
                if file not in synced_names.values():  # SQLite syncs the folder with a new file
                    synced_names = dict(names)
            case Create(file, name):
                files[file], names[name] = _File(), file
            case Delete(name, synced):
                del names[name]
                if synced:
                    synced_names = dict(names)
            case Promise(fact, held):
                (promises.add if held else promises.discard)(fact)
    keep = rng.choice((0.0, 0.0, 0.1, 0.5, 0.9, 1.0))
    left: Files = {}
    for name in sorted({*names, *synced_names}):
        chosen = (names if rng.random() < 0.5 else synced_names).get(name)
        if chosen is not None:
            left[name] = files[chosen].written(keep, rng)
    return left, promises


# --- as SQLite sees it


class _OpenFile:
    """The methods that SQLite asks of a file that is open."""

    def __init__(self, disk: Disk, file: int) -> None:
        self._disk, self._file = disk, file

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        if self._disk.failure is not apsw.ReadOnlyError:
            self._disk.must_last()
        return bytes(self._disk.contents[self._file][offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.write(self._file, offset, bytes(data))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._disk.truncate(self._file, size)

    def xSync(self, _flags: int) -> None:  # noqa: N802
        self._disk.must_last()
        self._disk.log.append(Sync(self._file))

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._disk.contents[self._file])

    def xSectorSize(self) -> int:  # noqa: N802
        return SECTOR

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE  # as SQLite believes of every disk on Linux, macOS and Windows

    def xLock(self, level: int) -> None:  # noqa: N802
        pass

    def xUnlock(self, level: int) -> None:  # noqa: N802
        pass

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xFileControl(self, _operation: int, _pointer: int) -> bool:  # noqa: N802
        return False

    def xClose(self) -> None:  # noqa: N802
        pass


class _Disks(apsw.VFS):
    """Hands out the files of the disk that is in use."""

    def __init__(self) -> None:
        super().__init__("disk-in-memory", base="")
        self.disk = Disk()

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path not in self.disk.names:
            if not flags[0] & apsw.SQLITE_OPEN_CREATE:
                raise apsw.CantOpenError
            self.disk.create(path)
        flags[1] = flags[0]
        return _OpenFile(self.disk, self.disk.names[path])

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001
        self.disk.delete(filename, synced=bool(syncdir))

    def xAccess(self, pathname: str, _flags: int) -> bool:  # noqa: N802
        return pathname in self.disk.names

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name


_DISKS = _Disks()  # never taken back: the cipher's VFS that is made on top of it stays as well
VFS = "multipleciphers-disk-in-memory"


@contextmanager
def in_use(disk: Disk) -> Iterator[None]:
    """Have `VFS` write to `disk`."""
    before, _DISKS.disk = _DISKS.disk, disk
    try:
        yield
    finally:
        _DISKS.disk = before
