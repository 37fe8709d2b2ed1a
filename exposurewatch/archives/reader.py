"""An archive as the parent sees it: a worker lists and unpacks it, and may die doing so."""

from __future__ import annotations

import contextlib
import itertools
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NoReturn, ParamSpec, TypeVar

from exposurewatch.archives.archive import BadArchive, RawFile, unreadable
from exposurewatch.archives.entries import Entry, unpack
from exposurewatch.archives.frames import CLOSE, MAX_BLOCK, OPEN, READ, SIZE, WANTED, Command, Says
from exposurewatch.archives.seats import Seats
from exposurewatch.archives.supply import Supply
from exposurewatch.model import Reason, Unreadable
from exposurewatch.sandbox.protocol import Cause, Failure, Malformed, Outcome, Question, Refusal
from exposurewatch.sandbox.worker import Limits, Worker
from exposurewatch.text import clean

LIMITS: Final = Limits(seconds=20, memory=2 << 30)  # a zip of a million files takes 1.2 GiB to list
_MOST_ENTRIES: Final = 1_010_000  # formats stop at a million files; what is wrong with the archive stands beside them
_MOST_NAMES: Final = 512 << 20  # bytes of all that it lists together
_MOST_SECONDS: Final = 3600.0  # of one command: to list an archive of 100 GB takes less
_MOST_TIMES: Final = 16  # that an archive may be read through during one command
_BYTES_FREE: Final = 64 << 20
_LEAST: Final = 512  # bytes that a turn counts for
_FIRST: Final = 1 << 12  # bytes that come along when a file is opened: enough to tell what it is
_WHY: Final = {
    Cause.OUT_OF_MEMORY: (Reason.OUT_OF_MEMORY, "it takes more memory than any honest archive does"),
    Cause.TIMED_OUT: (Reason.TIMED_OUT, "it takes longer than any honest archive does"),
    Cause.DIED: (Reason.DECODER_DIED, "the program that reads it broke off"),
    Cause.TALKED_NONSENSE: (Reason.DECODER_DIED, "the program that reads it broke off"),
    Cause.FAILED: (Reason.CANNOT_OPEN, "it cannot be understood"),
}

Answer = TypeVar("Answer")
Arguments = ParamSpec("Arguments")


class Reader:
    """One archive, in a worker that runs the `job` of its format. To be used from one thread.

    It has a worker while it is read, which may have served other archives before. Where that one was ended, or was let
    go for others, the next takes over: files that are open stay open.
    """

    def __init__(self, job: str, supply: Supply, seats: Seats, limits: Limits = LIMITS) -> None:
        self._job = job
        self._limits = limits
        self._supply = supply
        self._seats = seats
        self._desk = _Desk()
        self._numbers = 0
        self._forgotten: list[tuple[int | None, int]] = []
        self._allowed = _Allowed(supply)
        self.life = 0  # grows whenever the worker is let go: files have to be opened anew
        weakref.finalize(self, _end, self._desk, supply)

    def entries(self) -> Iterator[Entry]:
        """Yield what the archive says that it holds. What ends the list too early is an entry as well, the last one.

        Raises:
            BadArchive: nothing can be made of it.
            CouldNotFinish: no worker can be started.
        """
        met, room = 0, _MOST_NAMES
        for attempt in (1, 2):
            try:
                for entry in itertools.islice(self._listed(), met, None):
                    met += 1
                    yield entry
                    if met > _MOST_ENTRIES:
                        raise BadArchive(f"it has more than {_MOST_ENTRIES:,} files in it")
                    room -= 4 * (len(entry.name) + len(entry.detail))
                    if room < 0:
                        raise BadArchive("the names of the files in it are too long")
            except Unreadable as error:
                if attempt == 1 and error.reason is Reason.DECODER_DIED:
                    continue
                if not met:
                    raise BadArchive(error.detail) from error
                detail = f"{error.detail}: what stands behind that was not read"
                yield Entry("", refused=Reason.EXPORT_DAMAGED, detail=detail)
            return

    def open(self, token: bytes) -> RawFile:
        """Return a file; raise `Unreadable`."""
        return _File(self, token)

    def anywhere(self, token: bytes) -> Supply:
        """Return a file that is an archive itself."""
        return _Anywhere(self, token)

    def close(self) -> None:
        """Let the worker go for now: it forgets the archive, so that it can serve another one, or is ended."""
        self.life += 1
        self._forgotten.clear()
        worker, self._desk.worker = self._desk.worker, None
        if worker is not None:
            if worker.reply(Command.END.value) == b"":
                self._seats.spare(self._job, worker)
            else:
                worker.kill()
        self._supply.release()

    def number(self) -> int:
        """Return a number for a file that no other has."""
        self._numbers += 1
        return self._numbers

    def ask(self, command: Command, words: bytes) -> tuple[Says, bytes]:
        """Return what the worker says to a command: `Says.DONE` or `Says.ENDED`, and its words.

        Raises:
            Unreadable: the file cannot be read, or the worker was ended over it.
        """
        try:
            with self._at_work():
                says, answer = self._command(command, words)
                if says not in (Says.DONE, Says.ENDED):
                    raise Malformed
                return says, answer
        except BadArchive as error:  # it could be opened before, and is another one now
            raise Unreadable(Reason.CANNOT_OPEN, str(error)) from error

    def _listed(self) -> Iterator[Entry]:
        with self._at_work():
            says, answer = self._command(Command.LIST, b"")
            while says is Says.LISTED:
                entries = list(unpack(answer))
                if not entries:
                    raise Malformed  # it could go on like that for ever
                yield from entries
                self._allowed.take(0)
                assert self._desk.worker is not None  # noqa: S101 (it is what has just answered)
                says, answer = self._heard(self._desk.worker, self._desk.worker.reply(b""))
            if says is not Says.DONE:
                raise Malformed
            yield from unpack(answer)

    @contextlib.contextmanager
    def _at_work(self) -> Iterator[None]:
        """Whatever comes between, the worker is in step with the parent afterwards, or ended."""
        with self._seats.taken(self):
            try:
                yield
            except _Told as told:
                raise told.error() from None
            except Malformed:
                self.distrust()
            except BaseException:
                self._kill()
                raise

    def distrust(self) -> NoReturn:
        """End the worker, which talks nonsense; raise `Unreadable`."""
        self._kill()
        raise Unreadable(*_WHY[Cause.TALKED_NONSENSE])

    def _kill(self) -> None:
        if self._desk.worker is not None:
            self._desk.worker.kill()
            self._desk.worker = None
        self.close()

    def _command(self, command: Command, words: bytes) -> tuple[Says, bytes]:
        self._allowed = _Allowed(self._supply)
        worker = self._desk.worker or self._begun()
        while self._forgotten:
            life, number = self._forgotten.pop()
            if life == self.life:
                self._heard(worker, worker.reply(Command.CLOSE.value + CLOSE.pack(number)))
        return self._heard(worker, worker.reply(command.value + words))

    def forget(self, life: int | None, number: int) -> None:
        """Have a file closed along with the next command, if the worker that opened it is then still there.

        The worker may wait for bytes of the archive at this moment, and would take any other words for them.
        """
        self._forgotten.append((life, number))

    def _begun(self) -> Worker:
        try:
            size = self._supply.size()
        except OSError as error:
            raise unreadable(error) from error
        worker = self._seats.worker(self._job, self._limits)
        try:
            self._heard(worker, worker.begin(SIZE.pack(size)))
        except _Told:
            self._seats.spare(self._job, worker)  # it has said all that there is to say
            raise
        except BaseException:
            worker.kill()
            raise
        self._desk.worker = worker
        return worker

    def _heard(self, worker: Worker, answer: Outcome | Question) -> tuple[Says, bytes]:
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
            answer = worker.reply(block)
        if failure is not None:
            raise Unreadable(*failure)
        match answer:
            case Question(words) | bytes(words):
                return _understood(words)
            case Failure(cause):
                raise Unreadable(*_WHY[cause])
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


class _Told(Exception):
    """What the worker itself has found: it is in step, and waits for a command. Without a reason the archive is bad."""

    def __init__(self, reason: Reason | None, detail: str) -> None:
        super().__init__(reason, detail)
        self._reason = reason
        self._detail = clean(detail)

    def error(self) -> Unreadable | BadArchive:
        """Make the error that says so. Kept here it would hold itself alive, and with it the archive."""
        return BadArchive(self._detail) if self._reason is None else Unreadable(self._reason, self._detail)


def _understood(words: bytes) -> tuple[Says, bytes]:
    """Take apart what a worker says; raise what it says is wrong."""
    try:
        says = Says(words[:1])
    except ValueError as error:
        raise Malformed from error
    rest = words[1:]
    if says is Says.BAD:
        raise _Told(None, rest.decode("utf-8", "replace"))
    if says is Says.UNREADABLE:
        name, _, detail = rest.decode("utf-8", "replace").partition(" ")
        try:
            reason = Reason(name)
        except ValueError as error:
            raise Malformed from error
        raise _Told(reason, detail)
    return says, rest


class _Allowed:
    """What a worker may ask for and take its time over during one command: more than any honest one, and not for ever.

    Raises `Unreadable` where that is used up.
    """

    def __init__(self, supply: Supply) -> None:
        self._supply = supply
        self._bytes: int | None = None
        self._until = time.monotonic() + _MOST_SECONDS

    def take(self, size: int) -> None:
        """Count one turn, in which so many bytes of the archive are wanted."""
        if self._bytes is None:
            try:
                self._bytes = _MOST_TIMES * self._supply.size() + _BYTES_FREE
            except OSError as error:
                raise unreadable(error) from error
        self._bytes -= max(size, _LEAST)
        if self._bytes < 0 or time.monotonic() > self._until:
            raise Unreadable(*_WHY[Cause.TIMED_OUT])


@dataclass(slots=True)
class _Desk:
    """The worker of an archive, while it has one. It waits for a command, or is to be killed."""

    worker: Worker | None = None


def _end(desk: _Desk, supply: Supply) -> None:
    """End the worker of an archive that nobody can ask for any more. Any thread may come to do this, at any moment."""
    if desk.worker is not None:
        desk.worker.kill()
    supply.release()


def _once_more(attempt: Callable[Arguments, Answer], *arguments: Arguments.args, **named: Arguments.kwargs) -> Answer:
    """Try something again where the worker died of it: it may have been killed from outside, for want of memory."""
    try:
        return attempt(*arguments, **named)
    except Unreadable as error:
        if error.reason is not Reason.DECODER_DIED:
            raise
        return attempt(*arguments, **named)


class _File:
    """A file of an archive, read from its beginning on."""

    def __init__(self, reader: Reader, token: bytes) -> None:
        self._reader = reader
        self._token = token
        self._number = reader.number()
        self._fetched = 0
        self._ended = False
        self._life: int | None = None
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


class _Anywhere:
    """A file of an archive that is an archive itself, and read from anywhere."""

    def __init__(self, reader: Reader, token: bytes) -> None:
        self._reader = reader
        self._token = token
        self._number = reader.number()
        self._size = 0
        self._life: int | None = None

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
        if self._life is not None:
            self._reader.forget(self._life, self._number)
        self._life = None
