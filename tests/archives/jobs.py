"""An archive whose files do to their worker what hostile bytes might; and workers that lie."""

from __future__ import annotations

import ctypes
import io
import time
from collections.abc import Iterator
from typing import BinaryIO

from exposurewatch.archives.archive import RawFile, Seekable
from exposurewatch.archives.entries import Entry, pack, pack_all
from exposurewatch.archives.frames import MAX_BLOCK, WANTED, Says
from exposurewatch.archives.job import reading
from exposurewatch.model import Reason, Unreadable
from exposurewatch.sandbox.protocol import Ask, Dialogue

CONTENT = bytes(range(256)) * 9000


class Obeying:
    """Each line of this archive is the name of a file, and what it does when it is opened."""

    def __init__(self, file: BinaryIO, _size: int) -> None:
        self._lines = file.read().split(b"\n")
        _do(self._lines[0])

    def entries(self) -> Iterator[Entry]:
        for line in self._lines[1:]:
            _do(line.removeprefix(b"list-"))
            yield Entry(line.decode(), line)

    def open(self, token: bytes) -> RawFile:
        _do(token)
        return _Late() if token == b"late" else io.BytesIO(CONTENT)

    def seekable(self, token: bytes) -> tuple[Seekable, int]:
        _do(token)
        return io.BytesIO(CONTENT), len(CONTENT)


class _Late(io.BytesIO):
    """A file that does harm after its beginning."""

    def __init__(self) -> None:
        super().__init__(CONTENT)

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 100_000:
            _do(b"die")
        return super().read(size)


def _do(order: bytes) -> None:
    match order:
        case b"die":
            ctypes.string_at(0)
        case b"loop":
            time.sleep(60)
        case b"allocate":
            bytes(1 << 40)
        case b"fail":
            raise ValueError("no\x1b[31m such thing")
        case b"refuse":
            raise Unreadable(Reason.ENCRYPTED, "a\x1b[31m word")


OBEY = reading(Obeying)


def _lying(said: bytes) -> Dialogue:
    def lie(_request: bytes, ask: Ask) -> bytes:
        ask(Says.DONE.value)  # open
        while True:
            ask(said)

    return Dialogue(lie)


GARBAGE = _lying(b"\xff\xfe nonsense")
NO_ENTRIES = _lying(Says.DONE.value + b"[[1,2]]")
NO_JSON = _lying(Says.DONE.value + b"[" * 100_000)
ENDLESS = _lying(Says.LISTED.value + pack_all([pack(Entry("a.jpg"))]))
FOREIGN_REASON = _lying(Says.UNREADABLE.value + b"because so")
WANTS_TOO_MUCH = _lying(Says.WANTED.value + WANTED.pack(0, MAX_BLOCK + 1))
WANTS_NOWHERE = _lying(Says.WANTED.value + WANTED.pack(1 << 63, 1))
WANTS_NONSENSE = _lying(Says.WANTED.value + b"x")
LISTS_NOTHING = _lying(Says.LISTED.value + b"[]")
WANTS_FOR_EVER = _lying(Says.WANTED.value + WANTED.pack(0, 1))
LONG_TOKEN = _lying(Says.DONE.value + pack_all([pack(Entry("a", bytes(65)))]))
NEITHER = _lying(Says.DONE.value)
TOO_LONG = _lying(Says.DONE.value + bytes(2 << 20))
LISTS_WHEN_READ = _lying(Says.LISTED.value + b"[]")
