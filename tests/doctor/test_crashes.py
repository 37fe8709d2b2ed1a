import sys
from pathlib import Path

import pytest

from exposurewatch.doctor.check import State
from exposurewatch.doctor.crashes import CRASHES, handler, program, worker
from exposurewatch.sandbox.protocol import Cause, Failure


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_worker_leaves_no_core_dump_here(tmp_path: Path) -> None:
    first, *_ = CRASHES.look(tmp_path)
    assert first.state is State.FINE


def test_on_windows_it_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    (answer,) = CRASHES.look(tmp_path)
    assert answer.state is State.UNKNOWN


@pytest.mark.parametrize("outcome", [b"-1", b"1024", Failure(Cause.DIED)])
def test_a_worker_that_may_leave_one_is_weak(outcome: bytes | Failure) -> None:
    assert worker(outcome).state is State.WEAK


@pytest.mark.parametrize(("limit", "state"), [(0, State.FINE), (-1, State.WEAK), (4096, State.WEAK)])
def test_the_limit_of_the_program_itself_is_judged(limit: int, state: State) -> None:
    assert program(limit).state is state


@pytest.mark.parametrize(
    ("pattern", "states"),
    [
        ("core", []),
        ("|", []),
        ("", []),
        ("|/usr/lib/systemd/systemd-coredump %P %u %g", [State.FINE]),
        ("|/usr/share/apport/apport -p%p", [State.WEAK]),
    ],
)
def test_a_program_that_is_handed_crashes_is_named(pattern: str, states: list[State], tmp_path: Path) -> None:
    (tmp_path / "core_pattern").write_text(f"{pattern}\n")
    assert [answer.state for answer in handler(tmp_path / "core_pattern", handed_over=True)] == states


def test_a_program_that_is_handed_all_crashes_but_those_of_exposurewatch_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "core_pattern").write_text("|/usr/share/apport/apport -p%p\n")
    (answer,) = handler(tmp_path / "core_pattern", handed_over=False)
    assert answer.state is State.FINE
