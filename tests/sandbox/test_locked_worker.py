"""What the kernel says of a locked worker, and that it does not outlive its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exposurewatch.fingerprints.tasks import JOB
from exposurewatch.sandbox import kernel
from exposurewatch.sandbox.worker import Limits, Worker
from tests.sandbox.jobs import OBEY

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or kernel.machine() is None, reason="the lock is one of Linux, on two machines"
)

_PATIENCE = 60.0  # seconds in which a process that is to end does, however busy the machine is


@pytest.mark.parametrize("job", [JOB, "exposurewatch.parsers.job:READ", OBEY])
def test_the_kernel_calls_it_locked_and_it_had_a_single_thread_to_lock(job: str) -> None:
    """Landlock holds the thread that asks for it: what a library has running before would stay outside."""
    worker = Worker(job, Limits())
    assert worker.lock
    assert worker._process is not None
    process = Path("/proc", str(worker._process.pid))
    status = dict(line.split(":", 1) for line in (process / "status").read_text("utf-8").splitlines())
    threads = [path.name for path in (process / "task").iterdir()]
    worker.close()
    assert threads == [process.name]
    assert {name: status[name].strip() for name in ("NoNewPrivs", "Seccomp")} == {"NoNewPrivs": "1", "Seccomp": "2"}
    assert {int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {0}


_PARENT = f"""
from exposurewatch.sandbox.worker import Limits, Worker
worker = Worker({OBEY!r}, Limits(seconds=600))
print(worker.ask(b"pid").decode(), flush=True)
worker.ask(b"loop")
"""


def test_a_worker_that_loops_does_not_outlive_a_parent_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE) as parent:  # noqa: S603
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    give_up = time.monotonic() + _PATIENCE
    while _runs(worker) and time.monotonic() < give_up:
        time.sleep(0.02)
    outlived = _runs(worker)
    if outlived:
        os.kill(worker, signal.SIGKILL)
    assert not outlived


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_thread_may_still_be_started_in_it() -> None:
    """As the decoders of AVIF do."""
    worker = Worker("tests.sandbox.jobs:thread", Limits())
    assert worker.ask(b"word") == b"word from a thread"
    worker.close()
