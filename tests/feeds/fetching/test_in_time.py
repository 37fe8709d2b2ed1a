"""What is done in time, and what is not waited for."""

from __future__ import annotations

import threading

import pytest

from exposurewatch.feeds.fetching.in_time import Stopped, in_time, unless_stopped


def test_what_is_done_in_time_is_returned() -> None:
    assert in_time(lambda: "done", 10) == "done"


def test_what_goes_wrong_goes_wrong_for_whoever_waits() -> None:
    def fail() -> None:
        raise LookupError("no such name")

    with pytest.raises(LookupError, match="no such name"):
        in_time(fail, 10)


def test_what_takes_too_long_is_not_waited_for() -> None:
    never = threading.Event()
    with pytest.raises(TimeoutError):
        in_time(never.wait, 0.02)
    never.set()


def test_what_nobody_stops_is_returned_or_goes_wrong() -> None:
    def fail() -> None:
        raise LookupError("no such name")

    assert unless_stopped(lambda: "done", threading.Event()) == "done"
    with pytest.raises(LookupError, match="no such name"):
        unless_stopped(fail, threading.Event())


def test_what_is_stopped_is_not_waited_for() -> None:
    never, stop, begun = threading.Event(), threading.Event(), []

    def work() -> None:
        begun.append(True)
        stop.set()
        never.wait()

    for _ in range(2):  # the second time it is not begun
        with pytest.raises(Stopped):
            unless_stopped(work, stop)
    assert begun == [True]
    never.set()
