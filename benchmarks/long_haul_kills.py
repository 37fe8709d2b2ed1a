"""Kills workers of a scan, each time so many pictures are done, and the scan itself some times, until it has ended."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from benchmarks.kills_run import Run
from benchmarks.kills_vault import counted
from benchmarks.long_haul_watch import PARSER, PICTURES, Terminal
from benchmarks.processes import children, is_running

_POLL: Final = 0.01  # seconds
_ORPHANED: Final = 30.0  # seconds after which a worker whose parent was killed must have ended
_LATEST: Final = 0.95  # of the pictures: that early the last kill of the parent comes, so that none comes too late


@dataclass
class Plan:
    """When to kill what, in pictures: a worker `every` so many, the parent at these points in turn."""

    every: int
    parent: list[int]
    rng: random.Random
    kills: Counter[str] = field(default_factory=Counter)  # by who was killed

    @classmethod
    def drawn(cls, pictures: int, every: int, parent_kills: int, seed: int) -> Plan:
        """Draw the points at which the parent is killed."""
        rng = random.Random(seed)
        return cls(every, sorted(rng.sample(range(1, int(pictures * _LATEST)), parent_kills)), rng)


def disturbed(run: Run, plan: Plan) -> bytes:
    """Run a scan until it has ended by itself, and return what it puts out.

    An `AssertionError` says what of the vault was lost by a kill, or which worker outlived its parent.
    """
    before, next_worker = Counter[str](), plan.every
    for point in [*plan.parent, None]:
        with Terminal(run.words) as terminal, run.running(terminal.end) as process:
            readers = 1  # to be killed in each of these runs: a document is read anew once
            while process.poll() is None and (point is None or terminal.done < point):
                time.sleep(_POLL)
                if terminal.done >= next_worker and _killed(process, PICTURES, plan):
                    next_worker = (terminal.done // plan.every + 1) * plan.every
                    readers -= readers and _killed(process, PARSER, plan)
            if point is not None:
                _kill(process)
        if point is None:
            break
        plan.kills["scan"] += 1
        now = counted(run.vault, run.bench.folder / "copy", run.bench.key)
        assert all(now[table] >= count for table, count in before.items()), f"lost: {before} became {now}"
        before = now
    return run.output(process)


def _killed(parent: subprocess.Popen[bytes], job: str, plan: Plan) -> bool:
    """Kill one of the workers that do a job, and say whether there was any: between two of them there is none."""
    workers = children(parent.pid, job)
    if workers:
        os.kill(plan.rng.choice(workers), signal.SIGKILL)
        plan.kills[job] += 1
    return bool(workers)


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
