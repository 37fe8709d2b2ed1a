"""Has documents parsed by a worker that may die, and hands it their bytes piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
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

    def records(self, parser: str, stream: Readable) -> Iterator[Record]:
        """Yield what the parser of that name finds in a document; last of all an `Ended` if it breaks off.

        Where `stream` raises `Unreadable`, the document ends there.

        Raises:
            CouldNotFinish: no worker can be started.
        """
        supply = _Supply(stream)
        answer = self._worker.begin(parser.encode("ascii"))
        try:
            while isinstance(answer, Question):
                yield from unpack(answer.words[_WANTED:])
                answer = self._worker.reply(supply.block(int.from_bytes(answer.words[:_WANTED], "little")))
            match answer:
                case bytes():
                    yield from unpack(answer)
                case Refusal(why):
                    yield Ended(why, truncated=False)
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
