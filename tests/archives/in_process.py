"""A worker that is none: its job runs in a thread of the tests, so that they can change what it does."""

from __future__ import annotations

import importlib
import queue
import threading

from exposurewatch.sandbox.protocol import Dialogue, Outcome, Question
from exposurewatch.sandbox.worker import Limits


class _Ended(BaseException):
    """Nobody asks any more."""


class InProcess:
    """Stands in for `exposurewatch.sandbox.worker.Worker`, for jobs that are dialogues. Nothing is limited."""

    def __init__(self, job: str, _limits: Limits) -> None:
        module, _, name = job.partition(":")
        self._job: Dialogue = getattr(importlib.import_module(module), name)
        self._said: queue.SimpleQueue[Outcome | Question | Exception] = queue.SimpleQueue()
        self._replies: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def begin(self, request: bytes) -> Outcome | Question:
        """Begin a dialogue."""
        self._said, self._replies = queue.SimpleQueue(), queue.SimpleQueue()
        threading.Thread(target=self._work, args=(request, self._said, self._replies), daemon=True).start()
        return self._heard()

    def reply(self, reply: bytes) -> Outcome | Question:
        """Answer the last question."""
        self._replies.put(reply)
        return self._heard()

    def kill(self) -> None:
        """Have the thread end."""
        self._replies.put(None)

    def _heard(self) -> Outcome | Question:
        said = self._said.get(timeout=60)
        if isinstance(said, Exception):
            raise said
        return said

    def _work(
        self,
        request: bytes,
        said: queue.SimpleQueue[Outcome | Question | Exception],
        replies: queue.SimpleQueue[bytes | None],
    ) -> None:
        def ask(question: bytes) -> bytes:
            said.put(Question(question))
            reply = replies.get()
            if reply is None:
                raise _Ended
            return reply

        try:
            said.put(self._job.job(request, ask))
        except _Ended:
            return
        except Exception as error:  # noqa: BLE001 (raised anew in the thread of the test)
            said.put(error)
