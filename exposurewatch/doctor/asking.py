"""Asks a worker to try something, by the very code that starts the workers of a scan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from exposurewatch.doctor.probe import Order
from exposurewatch.sandbox.protocol import Outcome
from exposurewatch.sandbox.worker import Limits, Worker

Ask = Callable[..., Outcome]

_JOB = "exposurewatch.doctor.probe:obey"


@contextmanager
def asking(limits: Limits) -> Iterator[Ask]:
    """Give a function that takes an order, and what it is about, and returns what came of it in a worker.

    Raises:
        CouldNotFinish: no worker can be started (raised by that function).
    """
    worker = Worker(_JOB, limits)
    try:
        yield lambda order, about="": worker.ask(_request(order, about))
    finally:
        worker.close()


def _request(order: Order, about: str) -> bytes:
    return f"{order} {about}".encode("utf-8", "surrogateescape")
