"""Kills a scan's workers, each time so many pictures are done, and the scan itself some times, until it has ended."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from benchmarks.kills_run import Run
from benchmarks.kills_vault import counted
from benchmarks.long_haul_watch import PICTURES, Terminal
from benchmarks.processes import children, is_running

_POLL: Final = 0.01  # seconds
_ORPHANED: Final = 30.0  # seconds after which a worker whose parent was killed must have ended
_LATEST: Final = 0.95  # of the pictures: that early the last kill of the parent comes, so that none comes too late


@dataclass
class Plan:
    """When to kill what is still to be killed, in pictures."""

    every: int
    parent: Iterator[int]
    worker: int = 0
    kills: Counter[str] = field(default_factory=Counter)

    @classmethod
    def drawn(cls, pictures: int, every: int, parent_kills: int, seed: int) -> Plan:
        """A worker every so often, and the parent at random points."""
        points = sorted(random.Random(seed).sample(range(1, int(pictures * _LATEST)), parent_kills))
        return cls(every, iter(points), every)


def disturbed(run: Run, plan: Plan, seed: int) -> bytes:
    """Run a scan until it has ended by itself, and return what it puts out.

    An `AssertionError` says what of the vault was lost by a kill, or which worker outlived its parent.
    """
    rng, before = random.Random(seed), Counter[str]()
    for point in [*plan.parent, None]:
        with Terminal(run.words) as terminal:
            process = run.started(terminal.end)
            while process.poll() is None and (point is None or terminal.done < point):
                time.sleep(_POLL)
                _kill_a_worker(process, terminal.done, plan, rng)
            if point is not None:
                _kill(process)
        if point is None:
            break
        plan.kills["parent"] += 1
        now = counted(run.vault, run.bench.folder / "copy", run.bench.key)
        assert all(now[table] >= count for table, count in before.items()), f"lost: {before} became {now}"
        before = now
    return run.output(process)


def _kill_a_worker(parent: subprocess.Popen[bytes], done: int, plan: Plan, rng: random.Random) -> None:
    if done < plan.worker:
        return
    workers = children(parent.pid, PICTURES)
    if workers:  # between two of them there may be none
        os.kill(rng.choice(workers), signal.SIGKILL)
        plan.kills["worker"] += 1
        plan.worker = (done // plan.every + 1) * plan.every


def _kill(parent: subprocess.Popen[bytes]) -> None:
    """Kill the parent, which still runs, and see that its workers end of that."""
    assert parent.poll() is None, "it came to its end before it could be killed"
    workers = children(parent.pid)
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + _ORPHANED
    while any(map(is_running, workers)):
        assert time.monotonic() < deadline, "a worker outlived its parent"
        time.sleep(_POLL)
