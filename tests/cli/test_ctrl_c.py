"""Ctrl-C in a real terminal: a process of its own behind a pseudo-terminal, and what it leaves behind."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Small, compose_small
from tests.cli.session import DEADLINE, Session
from tests.conftest import a_drawing, encoded


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """An export that takes long enough to be stopped on its way."""
    made = compose_small(tmp_path_factory.mktemp("long"))
    for number in range(40):
        content = encoded(a_drawing(100 + number, (96, 72)))
        for copy in range(8):  # the bytes behind a picture's end make each another file
            (made.export / "photos" / f"more_{number}_{copy}.jpg").write_bytes(content + bytes([copy]))
    return made


@pytest.fixture
def scanning(long: Small) -> Session:
    session = Session("scan", long.export, "--photos", long.photos, "--workers", "1", "--output", "report.txt")
    session.until("Pictures")
    session.until(" found")
    return session


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _gone(workers: set[int]) -> bool:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if not any(map(_runs, workers)):
            return True
        time.sleep(0.05)
    return False


def test_ctrl_c_once_reports_what_was_found_so_far(scanning: Session) -> None:
    workers = scanning.workers()
    scanning.press_ctrl_c()
    assert scanning.status() == 130
    assert "Stopping. What was found so far follows" in scanning.shown
    assert "Traceback" not in scanning.shown
    report = Path("report.txt").read_text(encoding="utf-8")
    assert report.startswith("Stopped before the end")
    assert 'Your photo "own0.png"' in report
    assert [path.name for path in Path().iterdir()] == ["report.txt"]
    assert workers
    assert _gone(workers)


def test_ctrl_c_twice_leaves_at_once_without_a_report(scanning: Session) -> None:
    workers = scanning.workers()
    scanning.press_ctrl_c()
    scanning.until("Stopping.")
    scanning.press_ctrl_c()
    assert scanning.status() == 130
    if "The report is in" not in scanning.shown:  # it may have been quicker
        assert "Stopped at once; there is no report." in scanning.shown
        assert not list(Path().iterdir())
    assert "Traceback" not in scanning.shown
    assert _gone(workers)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_being_told_to_leave_leaves_neither_files_nor_workers_nor_a_hidden_cursor(
    scanning: Session, number: signal.Signals, status: int
) -> None:
    workers = scanning.workers()
    scanning.send(number)
    assert scanning.status() == status
    assert "Stopped at once; there is no report." in scanning.shown
    assert "Traceback" not in scanning.shown
    assert scanning.shown.rfind("\x1b[?25h") > scanning.shown.rfind("\x1b[?25l")
    assert not list(Path().iterdir())
    assert _gone(workers)


def test_a_worker_that_is_killed_costs_at_most_its_picture(scanning: Session) -> None:
    (worker,) = scanning.workers("fingerprints.job")
    os.kill(worker, signal.SIGKILL)
    assert scanning.status() == 1
    report = Path("report.txt").read_text(encoding="utf-8")
    assert "Stopped before the end" not in report
    assert 'Your photo "own0.png"' in report


def test_workers_do_not_outlive_a_program_that_was_killed(scanning: Session) -> None:
    workers = scanning.workers()
    scanning.send(signal.SIGKILL)
    assert scanning.status() == -signal.SIGKILL
    assert workers
    assert _gone(workers)


def test_ctrl_c_while_the_demo_is_drawn_leaves_what_the_next_demo_replaces() -> None:
    session = Session("demo", "--folder", "it")
    session.until("Drawing")
    deadline = time.monotonic() + DEADLINE
    while not list(Path().glob("it/photos/*.jpg")) and time.monotonic() < deadline:
        time.sleep(0.02)
    session.press_ctrl_c()
    assert session.status() == 130
    assert Path("it/exposurewatch-demo.txt").is_file()
    again = Session("demo", "--folder", "it")
    again.until("Reading it/")
    again.send(signal.SIGTERM)
    assert again.status() == 143
