"""What code that took over a decoder would try, tried from inside a real locked worker. See `benchmarks.lock`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.hostile_actions import ACTIONS, JOB, VICTIM, Action
from benchmarks.lock import REFUSALS, tried, unlocked, word
from exposurewatch.sandbox import seccomp
from exposurewatch.sandbox.protocol import Cause, Failure
from exposurewatch.sandbox.worker import Limits, Worker

LEAST_BLOCKED = 20

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not seccomp.is_available(), reason="this system has no filter of system calls"
)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    one = Worker(JOB, Limits())
    yield one
    one.close()


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_a_locked_worker_cannot(action: Action, worker: Worker, tmp_path: Path) -> None:
    (tmp_path / VICTIM).write_bytes(b"something")
    outcome = worker.ask(f"{action.name}\n{tmp_path}\n{os.getpid()}\n{os.getpgrp()}".encode())
    assert word(outcome) in REFUSALS
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(VICTIM, b"something")]


def test_it_is_the_lock_that_blocks_them() -> None:
    """Without it the same worker gets further with most of them: a table of refusals alone would prove nothing."""
    assert sum(each.blocked for each in tried()) >= LEAST_BLOCKED
    assert len({action.name for action in ACTIONS}) == len(ACTIONS)


def test_a_worker_that_tries_the_worst_is_ended_by_the_filter(worker: Worker) -> None:
    assert worker.lock
    process = worker._process
    assert process is not None
    assert worker.ask(b"start a process (fork)\n/\n1\n1") == Failure(Cause.DIED)
    assert process.returncode == -signal.SIGSYS


def test_the_benchmark_alone_can_do_without_the_lock() -> None:
    with unlocked():
        without = Worker(JOB, Limits())
        assert without.ask(b"list a folder\n/\n1\n1") == b"done"
    without.close()
    assert without.ask(b"list a folder\n/\n1\n1") == b"EPERM"
    without.close()
