"""What a worker does with one archive: it asks for its bytes, lists what is in it, and unpacks what is asked for."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final, assert_never

from exposurewatch.archives.archive import Archive, BadArchive, Opener, RawFile, Seekable, unreadable
from exposurewatch.archives.entries import pack, pack_all
from exposurewatch.archives.frames import CLOSE, MAX_BLOCK, OPEN, READ, SIZE, WANTED, Command, Says
from exposurewatch.archives.windows import Pieces
from exposurewatch.model import Reason, Unreadable
from exposurewatch.sandbox.protocol import Ask, Dialogue

_BUFFER: Final = 1 << 18  # bytes that are asked for when a few are wanted: a file of usual size, with its header
_HANDED_OVER: Final = 1 << 18  # bytes of entries that are kept back at most


def reading(opener: Opener) -> Dialogue:
    """Return the job that opens archives with `opener`, and does with each what the parent asks for."""

    def read(request: bytes, ask: Ask) -> bytes:
        (size,) = SIZE.unpack(request)

        def piece(offset: int, wanted: int) -> bytes:
            return ask(Says.WANTED.value + WANTED.pack(offset, min(wanted, MAX_BLOCK)))

        file = io.BufferedReader(Pieces(size, piece), _BUFFER)
        try:
            archive = opener(file, size)
        except BadArchive as error:
            return Says.BAD.value + str(error).encode("utf-8", "replace")
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 (whatever hostile bytes make a library throw)
            return Says.BAD.value + unreadable(error).detail.encode("utf-8", "replace")
        desk = _Desk(archive, ask)
        answer = Says.DONE.value
        while (command := ask(answer)) != Command.END.value:
            answer = desk.answer(Command(command[:1]), command[1:])
        return b""

    return Dialogue(read)


class _Desk:
    """An archive, and the files in it that are open."""

    def __init__(self, archive: Archive, ask: Ask) -> None:
        self._archive = archive
        self._ask = ask
        self._open: dict[int, _OpenFile | _OpenAnywhere] = {}

    def answer(self, command: Command, words: bytes) -> bytes:
        """Return what came of a command."""
        try:
            return self._done(command, words)
        except BadArchive as error:
            return Says.BAD.value + str(error).encode("utf-8", "replace")
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 (as above)
            failure = unreadable(error)
            return Says.UNREADABLE.value + f"{failure.reason} {failure.detail}".encode("utf-8", "replace")

    def _done(self, command: Command, words: bytes) -> bytes:
        match command:
            case Command.LIST:
                return Says.DONE.value + self._list()
            case Command.OPEN:
                number, wanted = OPEN.unpack_from(words)
                self._open[number] = _OpenFile(self._archive.open(words[OPEN.size :]))
                return self._read(number, 0, wanted)
            case Command.OPEN_ANYWHERE:
                number, _ = OPEN.unpack_from(words)
                file, size = self._archive.seekable(words[OPEN.size :])
                self._open[number] = _OpenAnywhere(file)
                return Says.DONE.value + SIZE.pack(size)
            case Command.READ:
                number, offset, wanted = READ.unpack(words)
                return self._read(number, offset, wanted)
            case Command.CLOSE:
                self._close(CLOSE.unpack(words)[0])
                return Says.DONE.value
            case Command.END:
                return Says.DONE.value
            case other:
                assert_never(other)

    def _list(self) -> bytes:
        waiting: list[bytes] = []
        size = 0
        for entry in self._archive.entries():
            waiting.append(pack(entry))
            size += len(waiting[-1])
            if size > _HANDED_OVER:
                self._ask(Says.LISTED.value + pack_all(waiting))
                waiting, size = [], 0
        return pack_all(waiting)

    def _read(self, number: int, offset: int, wanted: int) -> bytes:
        try:
            block, ended = self._open[number].read(offset, min(wanted, MAX_BLOCK))
        except Exception:
            self._close(number)
            raise
        if ended:
            self._close(number)
        says: bytes = (Says.ENDED if ended else Says.DONE).value
        return says + block

    def _close(self, number: int) -> None:
        file = self._open.pop(number, None)
        if file is not None:
            file.close()


class _OpenFile:
    """A file that is read from its beginning on."""

    def __init__(self, file: RawFile) -> None:
        self._file = file
        self._at = 0
        self.close = file.close

    def read(self, offset: int, wanted: int) -> tuple[bytes, bool]:
        """Return so many bytes from `offset` on, and whether the file ends with them; what lies before is read over."""
        while self._at < offset:
            if not self._block(min(offset - self._at, MAX_BLOCK)):
                return b"", True
        found = list(self._blocks(wanted))
        return b"".join(found), not all(found)

    def _blocks(self, wanted: int) -> Iterator[bytes]:
        while wanted > 0:
            block = self._block(wanted)
            wanted -= len(block)
            yield block
            if not block:
                return

    def _block(self, wanted: int) -> bytes:
        block = self._file.read(wanted)
        self._at += len(block)
        return block


class _OpenAnywhere:
    """A file that is read anywhere."""

    def __init__(self, file: Seekable) -> None:
        self._file = file
        self.close = file.close

    def read(self, offset: int, wanted: int) -> tuple[bytes, bool]:
        """Return so many bytes from `offset` on, fewer at the end alone."""
        found = bytearray()
        try:
            self._file.seek(offset)
            while len(found) < wanted and (block := self._file.read(wanted - len(found))):
                found += block
        except (OSError, ValueError) as error:  # in words of the library, which nobody understands
            raise Unreadable(Reason.CANNOT_OPEN, "the bytes of the archive that it is in are damaged") from error
        return bytes(found), False
