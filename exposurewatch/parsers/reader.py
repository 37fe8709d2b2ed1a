"""Has documents parsed by a worker that may die, and hands it their bytes piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing
from types import TracebackType
from typing import Final, Self

from exposurewatch.model import Unreadable
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.posts import Ended, Record, unpack
from exposurewatch.sandbox.protocol import Cause, Failure, Malformed, Question, Refusal
from exposurewatch.sandbox.worker import Limits, Worker

_JOB: Final = "exposurewatch.parsers.job:READ"
LIMITS: Final = Limits(seconds=20, memory=512 << 20)
_MAX_BLOCK: Final = 1 << 18  # bytes handed over at once
_WANTED: Final = 4  # bytes at the beginning of a question that say how many are wanted
_WHY: Final = {
    Cause.OUT_OF_MEMORY: "reading on takes more memory than any honest export does",
    Cause.TIMED_OUT: "reading on takes longer than any honest export does",
    Cause.DIED: "the program that reads it broke off",
    Cause.TALKED_NONSENSE: "the program that reads it broke off",
    Cause.FAILED: "it cannot be understood from there on",
}
_DIED: Final = Ended(_WHY[Cause.DIED], truncated=False)

Open = Callable[[], AbstractContextManager[Readable]]
"""Opens a document from its beginning; raises `Unreadable`."""


class Reader:
    """A worker for the documents of one export, one after the other. A context manager."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._worker = Worker(_JOB, limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._worker.kill()

    def records(self, parser: str, stream: Readable, anew: Open | None = None) -> Iterator[Record]:
        """Yield what the parser of that name finds in a document; last of all an `Ended` if it breaks off.

        Where `stream` raises `Unreadable`, the document ends there. Where its worker dies, it is read once more from
        `anew`, if that is given: the worker may have been killed from outside, as the system does for want of memory.

        Raises:
            CouldNotFinish: no worker can be started.
            Unreadable: it cannot be opened anew.
        """
        told = 0
        with closing(self._read(parser, stream)) as records:
            for record in records:
                if record is _DIED and anew is not None:
                    break
                told += 1
                yield record
            else:
                return
        with anew() as again, closing(self._read(parser, again)) as records:
            for number, record in enumerate(records):
                if number >= told or isinstance(record, Ended):
                    yield record

    def _read(self, parser: str, stream: Readable) -> Generator[Record]:
        supply = _Supply(stream)
        answer = self._worker.begin(parser.encode("ascii"))
        try:
            while isinstance(answer, Question):
                records = unpack(answer.words[_WANTED:])
                self._worker.send(supply.block(int.from_bytes(answer.words[:_WANTED], "little")))
                yield from records  # while the worker reads on
                answer = self._worker.receive()
            match answer:
                case bytes():
                    yield from unpack(answer)
                case Refusal(why):
                    yield Ended(why, truncated=False)
                case Failure(Cause.DIED):
                    yield _DIED
                case Failure(cause):
                    yield Ended(_WHY[cause], truncated=False)
        except Malformed:
            self._worker.kill()
            yield Ended(_WHY[Cause.TALKED_NONSENSE], truncated=False)
        except GeneratorExit:
            self._worker.kill()  # it still waits for a reply
            raise
        if supply.failure is not None:
            yield Ended(f"it cannot be read any further: {supply.failure.detail}", truncated=False)


class _Supply:
    """The bytes of a document. Where they cannot be had, it ends there, and `failure` says why."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.failure: Unreadable | None = None

    def block(self, wanted: int) -> bytes:
        if not wanted or self.failure is not None:
            return b""
        try:
            return self._stream.read(min(wanted, _MAX_BLOCK))
        except Unreadable as error:
            self.failure = error
            return b""
