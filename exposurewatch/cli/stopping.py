"""Ctrl-C, the first time: stop taking in anything new, and report what was found so far. The second time: leave."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

_WHAT_FOLLOWS = "What was found so far follows"
_AT_ONCE = "Stopped at once."
NO_REPORT = "Stopped at once; there is no report."
_ERASE_LINE = "\r\x1b[2K"  # the progress bar, or the ^C that the terminal shows
_LEAVING: tuple[signal.Signals, ...] = (signal.SIGINT, signal.SIGTERM)
if sys.platform != "win32":
    _LEAVING += (signal.SIGHUP,)


class Left(BaseException):
    """The program was told to leave at once. No exception that a library might catch and answer in its own way."""

    def __init__(self, number: int, words: str = _AT_ONCE) -> None:
        super().__init__(number)
        self.number = number
        self.words = words
        self.exit_status = 128 + number


@contextmanager
def leaving_in_order() -> Iterator[None]:
    """Make each signal that asks the program to leave raise `Left`, so that nothing is left lying about."""

    def leave(number: int, _frame: FrameType | None) -> None:
        raise Left(number)

    with _answered(_LEAVING, leave):
        yield


@contextmanager
def stopped_saying(words: str) -> Iterator[None]:
    """Have the user told this, should the program be told to leave meanwhile; words from further within go before."""
    try:
        yield
    except Left as left:
        if left.words != _AT_ONCE:
            raise
        raise Left(left.number, words) from None


@contextmanager
def stopping_on_ctrl_c(what_follows: str = _WHAT_FOLLOWS) -> Iterator[threading.Event]:
    """Give an event that the first Ctrl-C sets, saying what follows then; a second one raises `Left`."""
    stop = threading.Event()

    def ask_to_stop(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise Left(number)
        stop.set()
        _say_at_once(f"Stopping. {what_follows}; press Ctrl-C again to leave at once.\n")

    with _answered((signal.SIGINT,), ask_to_stop):
        yield stop


def until(stop: threading.Event, items: Iterable[T]) -> Iterator[T]:
    """Pass items on until `stop` is set."""
    for item in items:
        if stop.is_set():
            return
        yield item


@contextmanager
def _answered(signals: Sequence[signal.Signals], answer: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Answer signals for a while. Those that were ignored from the start, as under nohup, stay ignored."""
    before = {each: signal.getsignal(each) for each in signals}
    heard = {each: handler for each, handler in before.items() if handler is not signal.SIG_IGN}
    for each in heard:
        signal.signal(each, answer)
    try:
        yield
    finally:
        for each, handler in heard.items():
            signal.signal(each, handler)


def _say_at_once(words: str) -> None:
    """Write past every buffer: the signal may have come in the middle of writing to one."""
    lead = _ERASE_LINE if os.isatty(2) else ""
    with contextlib.suppress(OSError):
        os.write(2, (lead + words).encode("ascii"))
