"""What is said between the parent and a worker that has one archive open, one command after the other.

The worker may want bytes of the archive before it has an answer, as often as an honest one could.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from exposurewatch.archives.archive import TOO_MUCH_MEMORY, BadArchive, unreadable
from exposurewatch.archives.entries import Entry, unpack
from exposurewatch.archives.frames import MAX_BLOCK, SIZE, WANTED, Command, Says
from exposurewatch.archives.supply import Supply
from exposurewatch.model import Reason, Unreadable
from exposurewatch.sandbox.protocol import Cause, Failure, Malformed, Outcome, Question, Refusal
from exposurewatch.sandbox.worker import Worker
from exposurewatch.text import clean

_MOST_SECONDS: Final = 3600.0  # of one command: to list an archive of 100 GB takes less
_MOST_TIMES: Final = 16  # that an archive may be read through during one command
_BYTES_FREE: Final = 64 << 20
_LEAST: Final = 512  # bytes that a turn counts for
_WHY: Final = {
    Cause.OUT_OF_MEMORY: (Reason.OUT_OF_MEMORY, TOO_MUCH_MEMORY),
    Cause.TIMED_OUT: (Reason.TIMED_OUT, "it takes longer than any honest archive does"),
    Cause.DIED: (Reason.DECODER_DIED, "the program that reads it broke off"),
    Cause.TALKED_NONSENSE: (Reason.DECODER_DIED, "the program that reads it broke off"),
    Cause.FAILED: (Reason.CANNOT_OPEN, "it cannot be understood"),
}


def trouble(cause: Cause) -> Unreadable:
    """Return why a file cannot be read where its worker came to grief."""
    return Unreadable(*_WHY[cause])


class Conversation:
    """A worker, and the archive that it has open.

    Everything here raises `Told` for what the worker itself has found, which leaves both in step; after `Malformed`,
    `Unreadable` and any other error the worker is to be ended.
    """

    def __init__(self, worker: Worker, supply: Supply) -> None:
        self.worker = worker
        self._supply = supply
        self._allowed = _Allowed(0)

    def begin(self) -> None:
        """Have the archive opened."""
        try:
            size = self._supply.size()
        except OSError as error:
            raise unreadable(error) from error
        self._allowed = _Allowed(size)
        self._heard(self.worker.begin(SIZE.pack(size)))

    def say(self, command: Command, words: bytes) -> tuple[Says, bytes]:
        """Return what comes of a command: `Says.DONE`, `Says.ENDED` or `Says.LISTED`, and the worker's words."""
        self._allowed.renew()
        return self._heard(self.worker.reply(command.value + words))

    def listed(self) -> Iterator[Entry]:
        """Yield the entries of the archive, batch by batch."""
        says, answer = self.say(Command.LIST, b"")
        while says is Says.LISTED:
            entries = list(unpack(answer))
            if not entries:
                raise Malformed  # it could go on like that for ever
            yield from entries
            self._allowed.take(0)
            says, answer = self._heard(self.worker.reply(b""))
        if says is not Says.DONE:
            raise Malformed
        yield from unpack(answer)

    def end(self) -> bool:
        """Have the worker forget the archive; return whether it is ready for another one."""
        return self.worker.reply(Command.END.value) == b""

    def _heard(self, answer: Outcome | Question) -> tuple[Says, bytes]:
        """Return what the worker says, once it has got all the bytes that it wants."""
        failure: tuple[Reason, str] | None = None
        while isinstance(answer, Question) and answer.words[:1] == Says.WANTED.value:
            block, wanted = b"", self._wanted(answer.words[1:])
            if failure is None:
                try:
                    block = self._supply.read(*wanted)
                except (OSError, Unreadable) as error:  # the worker is told that the archive ends there
                    found = unreadable(error)
                    failure = (found.reason, found.detail)
                    del found  # or it would hold itself alive by what it was raised in
            answer = self.worker.reply(block)
        if failure is not None:
            raise Unreadable(*failure)
        match answer:
            case Question(words) | bytes(words):
                return _understood(words)
            case Failure(cause):
                raise trouble(cause)
            case Refusal():
                raise Malformed

    def _wanted(self, words: bytes) -> tuple[int, int]:
        if len(words) != WANTED.size:
            raise Malformed
        offset, size = WANTED.unpack(words)
        if size > MAX_BLOCK or offset >= 1 << 63:
            raise Malformed
        self._allowed.take(size)
        return offset, size


class Told(Exception):
    """What the worker itself has found: it is in step, and waits for a command. Without a reason the archive is bad."""

    def __init__(self, reason: Reason | None, detail: str) -> None:
        super().__init__(reason, detail)
        self._reason = reason
        self._detail = clean(detail)

    def of_archive(self) -> Unreadable | BadArchive:
        """Make the error that says so. Kept here it would hold itself alive, and with it the archive."""
        return BadArchive(self._detail) if self._reason is None else self.of_file()

    def of_file(self) -> Unreadable:
        """Make the error that says so of a file: an archive that is bad only now is another than when it was opened."""
        return Unreadable(self._reason or Reason.CANNOT_OPEN, self._detail)


def _understood(words: bytes) -> tuple[Says, bytes]:
    """Take apart what a worker says; raise what it says is wrong."""
    try:
        says = Says(words[:1])
    except ValueError as error:
        raise Malformed from error
    rest = words[1:]
    if says is Says.BAD:
        raise Told(None, rest.decode("utf-8", "replace"))
    if says is Says.UNREADABLE:
        name, _, detail = rest.decode("utf-8", "replace").partition(" ")
        try:
            reason = Reason(name)
        except ValueError as error:
            raise Malformed from error
        raise Told(reason, detail)
    return says, rest


class _Allowed:
    """What a worker may ask of an archive of so many bytes, and take its time over, during one command.

    That is more than any honest one does, and not for ever.
    """

    def __init__(self, size: int) -> None:
        self._most = _MOST_TIMES * size + _BYTES_FREE
        self.renew()

    def renew(self) -> None:
        """Begin with the next command."""
        self._bytes = self._most
        self._until = time.monotonic() + _MOST_SECONDS

    def take(self, size: int) -> None:
        """Count one turn, in which so many bytes of the archive are wanted; raise `Unreadable` where it is too many."""
        self._bytes -= max(size, _LEAST)
        if self._bytes < 0 or time.monotonic() > self._until:
            raise trouble(Cause.TIMED_OUT)
