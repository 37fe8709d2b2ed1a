"""What code that took over a decoder could do in a locked worker, and what it could do without the lock (Linux).

    python -m benchmarks.lock

Tries each action of `benchmarks.hostile_actions` in a worker like those of a scan, and in one that is not locked, and
prints what came of it: an error's name, ``done``, or that the process was ended. An action counts as blocked where the
lock refused it or ended the process, and the unlocked process got further with it: to the end, or to another complaint.
Then it measures how soon a worker that hangs is ended, and what the lock costs: both kinds look at the same drawn
pictures in turn.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final
from unittest.mock import patch

from benchmarks.hostile_actions import ACTIONS, JOB, VICTIM, Action
from benchmarks.throughput import drawn
from exposurewatch.fingerprints.tasks import JOB as LOOKING
from exposurewatch.fingerprints.tasks import STILL
from exposurewatch.sandbox import process
from exposurewatch.sandbox.lock import ON_WINDOWS, Held
from exposurewatch.sandbox.protocol import Cause, Failure, Outcome
from exposurewatch.sandbox.worker import Limits, Worker

ENDED: Final = "ended the process"
REFUSALS: Final = frozenset({"EPERM", "EACCES", "ENOSYS", ENDED})

_LIMITS: Final = Limits(seconds=10)
_HANG: Final = Limits(seconds=1)
_ROUNDS: Final = 9
_PICTURES: Final = 24  # looked at by each kind of worker in each round


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one action in a worker without the lock, and in one with it."""

    action: Action
    unlocked: str
    locked: str

    @property
    def blocked(self) -> bool:
        """Whether it is the lock that keeps a worker from it."""
        return self.locked in REFUSALS and self.unlocked not in REFUSALS


def main() -> None:
    """Print the table, the time until a hang is ended, and the cost of the lock."""
    print_parts()
    all_tried = tried()
    print(f"\n{'':<50}{'without the lock':<20}locked")
    for each in all_tried:
        row = f"{each.action.name:<50}{each.unlocked:<20}{each.locked}"
        print(row if each.blocked else f"{row:<90}NOT BLOCKED")
    print(f"blocked: {sum(each.blocked for each in all_tried)} of {len(all_tried)}")
    print(f"\na worker with a limit of {_HANG.seconds:.0f} s that hangs is ended after {_hang():.2f} s")
    _print_cost()


def print_parts() -> None:
    """Print which parts of the lock hold here."""
    worker = Worker(LOOKING, _LIMITS)
    for part, held in worker.lock.items():
        if part not in ON_WINDOWS:
            print(f"{part:<50}{'locked' if held is Held.YES else 'this system lacks it'}")
    worker.close()


def tried() -> list[Tried]:
    """Try every action with and without the lock."""
    locked = _outcomes()
    with unlocked():
        return [
            Tried(action, without, with_) for action, without, with_ in zip(ACTIONS, _outcomes(), locked, strict=True)
        ]


@contextmanager
def unlocked() -> Iterator[None]:
    """Have workers start without the lock. Nothing but this can: the program has no switch for it."""
    with patch.object(process, "_CHILD", "benchmarks.unlocked"):
        yield


def _outcomes() -> list[str]:
    worker = Worker(JOB, _LIMITS)
    outcomes = []
    for action in ACTIONS:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, VICTIM).write_bytes(b"something")
            outcome = worker.ask(f"{action.name}\n{folder}\n{os.getpid()}\n{os.getpgrp()}".encode())
        outcomes.append(word(outcome))
    worker.close()
    return outcomes


def word(outcome: Outcome) -> str:
    """Put what came of an action into a word: the error's name, `DONE`, or that it ended the process."""
    if isinstance(outcome, bytes):
        return outcome.decode("ascii")
    return ENDED if outcome == Failure(Cause.DIED) else str(outcome)


def _hang() -> float:
    worker = Worker("exposurewatch.doctor.probe:obey", _HANG)
    worker.ask(b"linger 0")
    started = time.monotonic()
    outcome = worker.ask(b"linger 60")
    assert outcome == Failure(Cause.TIMED_OUT)
    return time.monotonic() - started


def _print_cost() -> None:
    """Compare both kinds of worker in pairs, each pair on the same pictures and at nearly the same time."""
    requests = [bytes([number % len(STILL)]) + drawn(number) for number in range(_PICTURES)]
    with_ = Worker(LOOKING, _LIMITS)
    starting = [_seconds_to_start(with_)]
    with unlocked():
        without = Worker(LOOKING, _LIMITS)
        starting.append(_seconds_to_start(without))
    rounds = []
    for number in range(_ROUNDS):
        pair = (with_, without) if number % 2 else (without, with_)
        rounds.append({worker: _seconds(worker, requests) for worker in pair})
    processor = [_processor_seconds(worker) for worker in (with_, without)]
    rates = [_PICTURES / median(seconds[worker] for seconds in rounds) for worker in (with_, without)]
    ratios = sorted(seconds[without] / seconds[with_] for seconds in rounds)
    print(f"seconds until a worker is ready: {starting[0]:.2f} locked, {starting[1]:.2f} without the lock")
    print(f"pictures per second of one worker: {rates[0]:.1f} locked, {rates[1]:.1f} without the lock")
    print(f"throughput with the lock, of that without, in {_ROUNDS} pairs: {median(ratios):.3f}", end="")
    print(f" ({ratios[0]:.3f} to {ratios[-1]:.3f})")
    print(f"the same by processor time, which a busy machine changes less: {processor[1] / processor[0]:.3f}")


def _seconds_to_start(worker: Worker) -> float:
    started = time.monotonic()
    assert worker.lock
    return time.monotonic() - started


def _processor_seconds(worker: Worker) -> float:
    """End a worker, and return the processor time of its whole life."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    worker.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _seconds(worker: Worker, requests: list[bytes]) -> float:
    started = time.monotonic()
    for request in requests:
        assert isinstance(worker.ask(request), bytes)
    return time.monotonic() - started


if __name__ == "__main__":
    main()
