"""The limits of real workers on this system, and what is said where they do not hold."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.lock import unlocked
from exposurewatch.doctor.check import State
from exposurewatch.doctor.probe import NO, NOT_TRIED, YES
from exposurewatch.doctor.worker import WORKER, locked, memory, reach, started, time
from exposurewatch.sandbox import landlock, seccomp
from exposurewatch.sandbox.lock import ON_WINDOWS, UNLOCKED, Held, Part
from exposurewatch.sandbox.protocol import Cause, Failure, Outcome, Refusal


@pytest.mark.skipif(
    sys.platform != "linux" or landlock.version() < landlock.SIGNALS_FROM or not seccomp.is_available(),
    reason="this system lacks a part of the lock",
)
def test_the_limits_hold_here_and_the_worker_is_locked_away(tmp_path: Path) -> None:
    answers = {answer.about: answer for answer in WORKER.look(tmp_path)}
    assert list(answers) == ["Start", "Lock", "Memory", "Time", "Locked away"]
    assert {answer.state for answer in answers.values()} == {State.FINE}
    assert "could not read your files, start programs or use the network" in answers["Locked away"].what


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory holds on Linux only")
def test_a_worker_without_the_lock_is_seen_to_have_none(tmp_path: Path) -> None:
    with unlocked():
        answers = {answer.about: answer for answer in WORKER.look(tmp_path)}
    assert [answers[about].state for about in ("Start", "Memory", "Time")] == [State.FINE] * 3
    assert [answers[about].state for about in ("Lock", "Locked away")] == [State.WEAK] * 2
    assert "not locked away" in answers["Locked away"].what
    assert "could read your files, start programs and use the network" in answers["Locked away"].what


def test_a_system_without_any_lock_is_said_to_have_none() -> None:
    answer = locked(UNLOCKED)
    assert answer.state is State.WEAK
    assert "no files" in answer.what
    assert "The limit on time is all" in answer.what


def test_the_parts_that_hold_are_said_beside_those_that_are_lacking() -> None:
    answer = locked(UNLOCKED | {Part.LIMITS: Held.YES, Part.CALLS: Held.YES})
    assert answer.state is State.WEAK
    nothing_for, there_are = answer.what.split(" There are: ")
    assert Part.FILES in nothing_for
    assert Part.CALLS not in nothing_for
    assert there_are == f"{Part.LIMITS} and {Part.CALLS}."


def test_what_windows_refused_is_said_and_what_it_alone_has_is_not_missed_elsewhere() -> None:
    windows = UNLOCKED | {Part.JOB: Held.YES, Part.UNCHANGED: Held.YES, Part.SCREEN: Held.REFUSED}
    answer = locked(windows)
    assert answer.state is State.WEAK
    assert (
        f"It was asked for these, and refused: {Part.SCREEN}. There are: {Part.JOB} and {Part.UNCHANGED}."
        in answer.what
    )
    linux = {part: Held.ABSENT if part in ON_WINDOWS else Held.YES for part in Part}
    assert locked(linux).state is State.FINE
    assert locked(linux | {Part.JOB: Held.REFUSED}).state is State.WEAK


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


def test_what_was_not_tried_is_not_left_out_beside_what_it_could_do() -> None:
    answer = reach({"read your files": YES, "start programs": NO, "use the network": NOT_TRIED})
    assert "could read your files, as you can. It could not start programs." in answer.what
    assert answer.what.endswith("Assume that it could use the network as well: that could not be tried.")


def test_what_was_not_tried_is_not_taken_for_locked_away() -> None:
    assert reach({"read your files": NO, "use the network": NOT_TRIED}).state is State.UNKNOWN
