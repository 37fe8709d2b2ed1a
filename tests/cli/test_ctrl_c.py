"""Ctrl-C in a real terminal: a process of its own behind a pseudo-terminal, and what it leaves behind."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from exposurewatch.vault.records import NewFeed
from tests.cli.conftest import PASSPHRASE, Kept, Small, compose_small
from tests.cli.session import DEADLINE, Session
from tests.conftest import a_drawing, encoded
from tests.feeds.server import Server, answer, drip


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


@pytest.mark.usefixtures("loopback")
@pytest.mark.parametrize("dripping", ["/feed.json", "/1.jpg"])
def test_ctrl_c_while_a_host_drips_ends_with_the_report_and_is_not_held_against_the_feed(
    filled: Kept, small: Small, dripping: str
) -> None:
    """It would drip for five minutes, and the terminal is given up on long before."""
    with Server({"/2.jpg": answer((small.export / "photos" / "photo_1.jpg").read_bytes())}) as server:
        at = f"http://127.0.0.1:{server.port}"
        posts = [{"id": str(number), "image": f"{at}/{number}.jpg"} for number in (1, 2)]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Weekly", "items": posts}
        server.routes |= {"/feed.json": answer(json.dumps(feed).encode())} | {dripping: drip()}
        with filled.opened() as vault:
            vault.feeds.add(NewFeed("weekly", "json-feed", f"{at}/feed.json", "", timedelta(hours=6), allow_http=True))
        session = Session("feed", "pull", "--vault", filled.folder, "--workers", "1")
        session.until("Passphrase of the vault: ")
        session.type(PASSPHRASE)
        assert _happens(lambda: dripping in server.paths)
        session.press_ctrl_c()
        assert session.status() == 130
    assert "Stopping. What was found so far follows" in session.shown
    assert "Stopped before the end" in session.shown
    assert ("of your 3 photos was found" in session.shown) == (dripping == "/1.jpg")
    assert "could not be read" not in session.shown
    assert "Traceback" not in session.shown
    with filled.opened() as vault:
        (kept,) = vault.feeds.listed()
        assert (kept.trouble, kept.cause, kept.attempts, kept.checkpoint) == ("", None, 0, {})


def _happens(what: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.02)
    return False


def test_ctrl_c_while_the_demo_is_drawn_leaves_what_the_next_demo_replaces() -> None:
    session = Session("demo", "--folder", "it")
    session.until("Drawing")
    drawn = _first_of("it/photos/*.jpg")
    session.press_ctrl_c()
    assert session.status() == 130
    assert Path("it/exposurewatch-demo.txt").is_file()
    drawn.write_bytes(b"left behind")
    again = Session("demo", "--folder", "it")
    assert _first_of(str(drawn)) == drawn
    again.send(signal.SIGTERM)
    assert again.status() == 143


def _first_of(pattern: str) -> Path:
    """The first picture that is drawn, as soon as it is there."""
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        for path in Path().glob(pattern):
            if path.read_bytes().startswith(b"\xff\xd8"):
                return path
        time.sleep(0.02)
    raise AssertionError(f"no picture was drawn at {pattern}")
