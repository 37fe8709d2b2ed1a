"""Files of an archive, as the parent has them open: they stay open where one worker takes over from another."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Final, NoReturn, ParamSpec, Protocol, TypeVar

from exposurewatch.archives.frames import CLOSE, MAX_BLOCK, OPEN, READ, SIZE, Command, Says
from exposurewatch.model import Reason, Unreadable

_FIRST: Final = 1 << 12  # bytes that come along when a file is opened: enough to tell what it is

Answer = TypeVar("Answer")
Arguments = ParamSpec("Arguments")


class Asking(Protocol):
    """An archive, which asks its worker. `life` is another one whenever another worker may have it."""

    life: int

    def number(self) -> int:
        """Return a number for a file that no other has."""
        ...

    def ask(self, command: Command, words: bytes) -> tuple[Says, bytes]:
        """Return `Says.DONE` or `Says.ENDED`, and the worker's words; raise `Unreadable`."""
        ...

    def forget(self, life: int, number: int) -> None:
        """Have a file closed along with the next command, if the worker that opened it is then still there."""
        ...

    def distrust(self) -> NoReturn:
        """End the worker, which talks nonsense; raise `Unreadable`."""
        ...


class File:
    """A file of an archive, read from its beginning on."""

    def __init__(self, reader: Asking, token: bytes) -> None:
        self._reader = reader
        self._token = token
        self._number = reader.number()
        self._fetched = 0
        self._ended = False
        self._life = -1  # none
        self._waiting = _once_more(self._begun)

    def read(self, size: int = MAX_BLOCK, /) -> bytes:
        """Return `size` bytes, fewer at the end alone; raise `Unreadable`."""
        while len(self._waiting) < size and not self._ended:
            self._waiting += _once_more(self._more, min(size - len(self._waiting), MAX_BLOCK))
        block, self._waiting = self._waiting[:size], self._waiting[size:]
        return block

    def close(self) -> None:
        """Give it back."""
        if not self._ended and self._life == self._reader.life:
            with contextlib.suppress(Unreadable):
                self._reader.ask(Command.CLOSE, CLOSE.pack(self._number))
        self._ended = True

    def _begun(self) -> bytes:
        answer = self._reader.ask(Command.OPEN, OPEN.pack(self._number, _FIRST) + self._token)
        self._life = self._reader.life
        return self._heard(*answer)

    def _more(self, size: int) -> bytes:
        if self._life != self._reader.life:  # the worker was ended
            self._reader.ask(Command.OPEN, OPEN.pack(self._number, 0) + self._token)
            self._life = self._reader.life
        block = self._heard(*self._reader.ask(Command.READ, READ.pack(self._number, self._fetched, size)))
        if not block and not self._ended:
            self._reader.distrust()  # it could go on like that for ever
        return block

    def _heard(self, says: Says, block: bytes) -> bytes:
        self._ended = says is Says.ENDED
        self._fetched += len(block)
        return block


class Anywhere:
    """A file of an archive that is an archive itself, and read from anywhere."""

    def __init__(self, reader: Asking, token: bytes) -> None:
        self._reader = reader
        self._token = token
        self._number = reader.number()
        self._size = 0
        self._life = -1  # none

    def size(self) -> int:
        """Return its size; raise `Unreadable`."""
        return _once_more(self._opened)

    def read(self, offset: int, size: int) -> bytes:
        """Return bytes of it; raise `Unreadable`."""
        return _once_more(self._read, offset, size)

    def _opened(self) -> int:
        if self._life != self._reader.life:
            _, words = self._reader.ask(Command.OPEN_ANYWHERE, OPEN.pack(self._number, 0) + self._token)
            if len(words) != SIZE.size:
                self._reader.distrust()
            (self._size,) = SIZE.unpack(words)
            self._life = self._reader.life
        return self._size

    def _read(self, offset: int, size: int) -> bytes:
        self._opened()
        return self._reader.ask(Command.READ, READ.pack(self._number, offset, size))[1]

    def release(self) -> None:
        """Have it closed in the worker of the archive that it lies in, when that is next at work."""
        self._reader.forget(self._life, self._number)
        self._life = -1


def _once_more(attempt: Callable[Arguments, Answer], *arguments: Arguments.args, **named: Arguments.kwargs) -> Answer:
    """Try something again where the worker died of it: it may have been killed from outside, for want of memory."""
    try:
        return attempt(*arguments, **named)
    except Unreadable as error:
        if error.reason is not Reason.DECODER_DIED:
            raise
        return attempt(*arguments, **named)
