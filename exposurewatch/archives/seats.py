"""Keeps few archives open at once: a folder may hold a thousand of them, and each takes a process while it is read."""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Iterator
from typing import Final, Protocol

from exposurewatch.sandbox.worker import Limits, Worker

_MOST: Final = 4  # one more than archives may lie in each other, and all of these are at work at once


class Sitting(Protocol):
    """What takes a seat, and can do without one: it takes one again when it is next at work."""

    def close(self) -> None:
        """Leave the seat."""
        ...


class Seats:
    """Who has been at work last keeps a seat."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._taken: list[weakref.ref[Sitting]] = []
        self._at_work: list[Sitting] = []
        self._spare: dict[str, list[Worker]] = {}
        weakref.finalize(self, _end, self._spare)

    def worker(self, job: str, limits: Limits) -> Worker:
        """Return a worker for a job: one that has done with another archive, or a new one."""
        spare = self._spare.get(job)
        return spare.pop() if spare else Worker(job, limits)

    def spare(self, job: str, worker: Worker) -> None:
        """Take back a worker that has done with its archive. One is kept: few folders hold archives of many kinds."""
        spare = self._spare.setdefault(job, [])
        if spare:
            worker.kill()
        else:
            spare.append(worker)

    @contextlib.contextmanager
    def taken(self, sitting: Sitting) -> Iterator[None]:
        """Give a seat to `sitting`, from which nobody moves it before it is done."""
        others = [ref for ref in self._taken if ref() not in (None, sitting)]
        self._taken = [*others, weakref.ref(sitting)]
        self._at_work.append(sitting)
        try:
            self._make_room()
            yield
        finally:
            self._at_work.remove(sitting)

    def _make_room(self) -> None:
        idle = [ref for ref in self._taken if not any(ref() is each for each in self._at_work)]
        for ref in idle[: max(0, len(self._taken) - self._most)]:
            self._taken.remove(ref)
            sitting = ref()
            if sitting is not None:
                sitting.close()


def _end(spare: dict[str, list[Worker]]) -> None:
    for workers in spare.values():
        for worker in workers:
            worker.kill()
