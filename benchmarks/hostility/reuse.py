"""Hands the processes of workers on, where the program starts one for each export: thousands of them take hours."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import ClassVar, Final
from unittest.mock import patch

from exposurewatch.sandbox.protocol import Cause, Failure, Outcome, Question
from exposurewatch.sandbox.worker import Allowance, Limits, Worker

_PACKAGE: Final = "exposurewatch."
_OWN: Final = "exposurewatch.sandbox."
_MOST_REPLIES: Final = 20  # that a dialogue may need to come to its end, once there is nothing more to say


class HandedOn(Worker):
    """A worker that ends no process which is well: the next worker for the same job takes it over.

    A dialogue that nobody goes on with is given empty replies until it ends.
    """

    idle: ClassVar[defaultdict[tuple[str, Limits], list[subprocess.Popen[bytes]]]] = defaultdict(list)
    held_to: ClassVar[Limits | None] = None

    def __init__(self, job: str, limits: Limits) -> None:
        super().__init__(job, self.held_to or limits)
        self._is_well = True
        self._talking = False
        self._is_owing = False  # what comes of a reply that was sent and not waited for

    def begin(self, request: bytes) -> Outcome | Question:
        """See `Worker`."""
        return self._noted(super().begin(request))

    def reply(self, reply: bytes) -> Outcome | Question:
        """See `Worker`."""
        return self._noted(super().reply(reply))

    def send(self, reply: bytes) -> None:
        """See `Worker`."""
        self._is_owing = True
        super().send(reply)

    def receive(self) -> Outcome | Question:
        """See `Worker`."""
        self._is_owing = False
        return self._noted(super().receive())

    def kill(self) -> None:
        """Put the process aside for others, or end it where it is not in step."""
        process = self._process
        if process is not None and self._is_well and process.poll() is None and self._come_to_its_end():
            self.idle[self._job, self._limits].append(process)
            self._process = None
        else:
            super().kill()

    def _come_to_its_end(self) -> bool:
        if self._is_owing:
            self.receive()
        for _ in range(_MOST_REPLIES):
            if not self._talking:
                break
            self.reply(b"")
        return not self._talking and self._is_well

    def _noted(self, answer: Outcome | Question) -> Outcome | Question:
        self._talking = isinstance(answer, Question)
        return answer

    def _turn(
        self, process: subprocess.Popen[bytes], request: bytes | None, allowance: Allowance | None = None
    ) -> Outcome | Question:
        self._is_well = False  # as long as it is not known how it ends
        outcome = super()._turn(process, request, allowance)
        self._is_well = not (isinstance(outcome, Failure) and outcome.cause is not Cause.FAILED)
        return outcome

    def _start(self) -> subprocess.Popen[bytes]:
        self._is_well, self._talking, self._is_owing = True, False, False
        waiting = self.idle[self._job, self._limits]
        while waiting:
            process = waiting.pop()
            if process.poll() is None:
                self._served = 0
                return process
            self._end(process)
        return super()._start()

    @classmethod
    def end_all(cls) -> None:
        """End the processes that nobody has taken over."""
        for waiting in cls.idle.values():
            while waiting:
                cls._end(waiting.pop())

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


@contextmanager
def few_processes(held_to: Limits | None = None) -> Iterator[None]:
    """Have workers for documents hand their processes on; with `held_to`, these limits in the place of their own."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(HandedOn, "held_to", held_to))
        for name, module in sorted(sys.modules.items()):
            if name.startswith(_PACKAGE) and not name.startswith(_OWN) and getattr(module, "Worker", None) is Worker:
                stack.enter_context(patch.object(module, "Worker", HandedOn))
        try:
            yield
        finally:
            HandedOn.end_all()
