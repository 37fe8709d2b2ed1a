"""The limits of real workers on this system, and what is said where they do not hold."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from exposurewatch.doctor.check import State
from exposurewatch.doctor.probe import NO, NOT_TRIED, YES
from exposurewatch.doctor.worker import WORKER, memory, reach, started, time
from exposurewatch.sandbox.protocol import Cause, Failure, Outcome, Refusal


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory holds on Linux only")
def test_the_limits_hold_here_and_the_worker_is_not_locked_away(tmp_path: Path) -> None:
    answers = {answer.about: answer for answer in WORKER.look(tmp_path)}
    assert [answers[about].state for about in ("Start", "Memory", "Time")] == [State.FINE] * 3
    locked = answers["Locked away"]
    assert locked.state is State.WEAK
    assert "not locked away" in locked.what
    assert "could read your files, start programs and use the network" in locked.what


def test_a_worker_that_does_not_start_is_a_problem_and_the_limits_are_tried_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "PIL.py").write_text("raise ImportError('no decoder')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    first, *others = WORKER.look(tmp_path)
    assert (first.about, first.state) == ("Start", State.PROBLEM)
    assert "could not be started" in first.what
    assert [answer.about for answer in others] == ["Memory", "Time", "Locked away"]


@pytest.mark.parametrize("outcome", [Failure(Cause.DIED), Failure(Cause.TIMED_OUT), Refusal("unreadable")])
def test_a_worker_that_opens_no_picture_is_a_problem(outcome: Outcome) -> None:
    assert started(outcome).state is State.PROBLEM


def test_memory_without_a_limit_is_weak() -> None:
    assert memory(YES).state is State.WEAK


def test_time_without_a_limit_is_a_problem() -> None:
    assert time(YES).state is State.PROBLEM


def test_a_worker_that_could_do_nothing_is_locked_away() -> None:
    answer = reach({"read your files": NO, "start programs": Failure(Cause.DIED)})
    assert answer.state is State.FINE
    assert "could not read your files or start programs" in answer.what


def test_what_it_was_kept_from_is_said_beside_what_it_could_do() -> None:
    answer = reach({"read your files": YES, "start programs": NO, "use the network": NO})
    assert answer.state is State.WEAK
    assert "could read your files, as you can. It could not start programs or use the network." in answer.what


def test_what_was_not_tried_is_not_taken_for_locked_away() -> None:
    assert reach({"read your files": NO, "use the network": NOT_TRIED}).state is State.UNKNOWN
