"""Ctrl-C, the first time: stop taking in anything new, and report what was found so far. The second time: leave."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def stopping_on_ctrl_c() -> Iterator[threading.Event]:
    """Give an event that the first Ctrl-C sets; a second one raises KeyboardInterrupt."""
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        sys.stderr.write("\nStopping. What was found so far follows; press Ctrl-C again to leave at once.\n")

    before = signal.signal(signal.SIGINT, ask_to_stop)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def until(stop: threading.Event, items: Iterable[T]) -> Iterator[T]:
    """Pass items on until `stop` is set."""
    for item in items:
        if stop.is_set():
            return
        yield item
