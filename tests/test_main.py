import signal
from collections.abc import Iterator
from typing import NoReturn

import pytest

from exposurewatch import __main__
from exposurewatch.cli import main as command_line
from exposurewatch.sandbox import dumps


@pytest.fixture(autouse=True)
def closed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done before the command line ran; this process stays open to debuggers."""
    done: list[str] = []
    monkeypatch.setattr(dumps, "leave_none", lambda: done.append("closed"))
    return done


@pytest.fixture(autouse=True)
def _same_ctrl_c() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("status", [0, 1, 2, 3, 130])
def test_the_program_leaves_with_the_status_of_the_command_line(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    monkeypatch.setattr(command_line, "main", lambda: status)
    with pytest.raises(SystemExit) as leaving:
        __main__.main()
    assert leaving.value.code == status


def test_ctrl_c_before_the_command_line_is_ready_leaves_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(command_line, "main", interrupted)
    with pytest.raises(SystemExit) as leaving:
        __main__.main()
    assert leaving.value.code == 130


def test_a_late_ctrl_c_does_not_disturb_the_leaving(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "main", lambda: 0)
    with pytest.raises(SystemExit):
        __main__.main()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_the_memory_is_closed_before_anything_else_is_loaded(
    closed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run() -> int:
        closed.append("ran")
        return 0

    monkeypatch.setattr(command_line, "main", run)
    with pytest.raises(SystemExit):
        __main__.main()
    assert closed == ["closed", "ran"]
