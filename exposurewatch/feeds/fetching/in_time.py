"""Has something done, and waits no longer for it than there is time, or than the user is willing to wait."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from typing import Final, TypeVar

Result = TypeVar("Result")
_Done = queue.SimpleQueue[tuple[Result] | Exception]

_LOOKS_UP: Final = 0.2  # seconds; nobody who has pressed Ctrl-C notices so short a wait


class Stopped(Exception):
    """The user wants to wait no longer."""


def in_time(work: Callable[[], Result], seconds: float) -> Result:
    """Return what `work` returns, or raise what it raises.

    Raises:
        TimeoutError: it took longer; its thread is left to itself, and ends with the program at the latest.
    """
    try:
        return _outcome(_begun(work), seconds)
    except queue.Empty:
        raise TimeoutError from None


def unless_stopped(work: Callable[[], Result], stop: threading.Event) -> Result:
    """Return what `work` returns, or raise what it raises; it takes as long as it takes.

    The event is only looked at: whoever waited for it here could not set it from the handler of a signal.

    Raises:
        Stopped: `stop` was set; its thread is left to itself, and ends with the program at the latest.
    """
    if stop.is_set():
        raise Stopped
    done = _begun(work)
    while not stop.is_set():
        with contextlib.suppress(queue.Empty):
            return _outcome(done, _LOOKS_UP)
    raise Stopped


def _begun(work: Callable[[], Result]) -> _Done[Result]:
    done: _Done[Result] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put((work(),))
        except Exception as error:  # noqa: BLE001  (raised again where it is waited for)
            done.put(error)

    threading.Thread(target=run, daemon=True).start()
    return done


def _outcome(done: _Done[Result], seconds: float) -> Result:
    outcome = done.get(timeout=seconds)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome[0]
