"""Several workers side by side: requests are submitted, outcomes are taken in the order in which they are ready."""

from __future__ import annotations

import queue
import threading
from types import TracebackType
from typing import Generic, Self, TypeVar

from exposurewatch.sandbox.protocol import Cause, Failure, Outcome
from exposurewatch.sandbox.worker import Allowance, Limits, Worker

Key = TypeVar("Key")

_AHEAD = 2  # requests per worker that are held in memory at once: one in work, one ready


class Pool(Generic[Key]):
    """Workers for one job. Use it as a context manager: on leaving, every process is ended."""

    def __init__(self, job: str, workers: int, limits: Limits | None = None) -> None:
        self._workers = [Worker(job, limits or Limits()) for _ in range(workers)]
        self.under_way = 0
        self._requests: queue.SimpleQueue[tuple[Key, bytes, Allowance | None] | None] = queue.SimpleQueue()
        self._outcomes: queue.SimpleQueue[tuple[Key, Outcome | BaseException]] = queue.SimpleQueue()
        self._abandoned = threading.Event()
        self._threads = [threading.Thread(target=self._serve, args=(worker,), daemon=True) for worker in self._workers]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:  # do not wait for work that nobody will read
            self._abandoned.set()
            for worker in self._workers:
                worker.retire()
        for _ in self._threads:
            self._requests.put(None)
        for thread in self._threads:
            thread.join()

    @property
    def full(self) -> bool:
        """Whether as many requests are under way as may be held in memory at once."""
        return self.under_way >= _AHEAD * len(self._threads)

    def submit(self, key: Key, request: bytes, allowance: Allowance | None = None) -> None:
        """Hand a request to the next worker that is free; `allowance` is for one that costs more than others."""
        self._requests.put((key, request, allowance))
        self.under_way += 1

    def take(self) -> tuple[Key, Outcome]:
        """Wait for the next request that is done, in whatever order they end.

        Raises:
            CouldNotFinish: no worker can be started.
        """
        key, outcome = self._outcomes.get()
        self.under_way -= 1
        if isinstance(outcome, BaseException):
            raise outcome
        return key, outcome

    def _serve(self, worker: Worker) -> None:
        while (request := self._requests.get()) is not None:
            if self._abandoned.is_set():
                continue
            key, content, allowance = request
            try:
                outcome: Outcome | BaseException = _asked(worker, content, allowance)
            except BaseException as error:  # noqa: BLE001 (raised anew in the thread that takes the outcome)
                outcome = error
            del request, content  # which may be large, and must not wait here for the next
            self._outcomes.put((key, outcome))
        worker.close()


def _asked(worker: Worker, request: bytes, allowance: Allowance | None) -> Outcome:
    """Ask a worker, and once more where it died: it may have been killed from outside, as the system does for memory.

    What kills workers itself costs two of them, and no more. What takes too long is not given that time again.
    """
    outcome = worker.ask(request, allowance)
    return worker.ask(request, allowance) if outcome == Failure(Cause.DIED) else outcome
