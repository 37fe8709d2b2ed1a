"""Several workers: every request has one outcome, poison costs no other request, and no process is left behind."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from typing import IO, Any

import pytest

from exposurewatch.errors import CouldNotFinish
from exposurewatch.sandbox import worker as worker_module
from exposurewatch.sandbox.pool import Pool
from exposurewatch.sandbox.protocol import Cause, Failure, Outcome, Refusal, write_request
from exposurewatch.sandbox.worker import Allowance, Limits
from tests.sandbox.jobs import OBEY

LIMITS = Limits(seconds=1.0, memory=256 << 20)
HANG = 10.0  # seconds after which leaving a pool counts as having waited for its work
PATIENT = Limits(seconds=60.0, memory=256 << 20)
POISON = (b"abort", b"segfault", b"exit 0", b"write " + b"\xff" * 99, b"huge", b"raise-memory-error", b"nothing")


class Recorded(subprocess.Popen[bytes]):
    """A process that is remembered, and how many were not waited for yet when each was started."""

    everyone: list[Recorded]
    at_once: int
    lock: threading.Lock

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with self.lock:
            self.everyone.append(self)
            Recorded.at_once = max(self.at_once, sum(process.returncode is None for process in self.everyone))


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> type[Recorded]:
    Recorded.everyone, Recorded.at_once, Recorded.lock = [], 0, threading.Lock()
    monkeypatch.setattr(subprocess, "Popen", Recorded)
    return Recorded


def served(pool: Pool[int], requests: list[bytes]) -> dict[int, Outcome]:
    """All outcomes by the place of their request, each of which must come exactly once."""
    outcomes: dict[int, Outcome] = {}

    def take() -> None:
        key, outcome = pool.take()
        assert key not in outcomes
        outcomes[key] = outcome

    for key, request in enumerate(requests):
        while pool.full:
            take()
        pool.submit(key, request)
    while pool.under_way:
        take()
    assert len(outcomes) == len(requests)
    return outcomes


def test_poison_among_many_requests_costs_no_other(processes: type[Recorded]) -> None:
    requests = [b"echo %d" % number for number in range(200)]
    poisoned = {number: POISON[number // 14 % len(POISON)] for number in range(5, 200, 14)}
    for number, poison in poisoned.items():
        requests[number] = poison
    with Pool[int](OBEY, 2, LIMITS) as pool:
        outcomes = served(pool, requests)
    for number, outcome in outcomes.items():
        if number in poisoned:
            assert isinstance(outcome, Failure), requests[number]
        else:
            assert outcome == b"%d" % number
    assert len(processes.everyone) <= 2 + 2 * len(poisoned)
    assert processes.at_once <= 2


def test_no_process_and_no_thread_is_left_when_the_pool_is_left(processes: type[Recorded]) -> None:
    before = set(threading.enumerate())
    with Pool[int](OBEY, 3, LIMITS) as pool:
        served(pool, [b"echo", b"abort", b"loop", *[b"pid"] * 20])
    assert processes.everyone
    assert all(process.returncode is not None for process in processes.everyone), "each was waited for"
    assert set(threading.enumerate()) <= before


def test_processes_are_replaced_without_losing_a_request(
    processes: type[Recorded], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "_MOST_REQUESTS", 7)
    with Pool[int](OBEY, 2, LIMITS) as pool:
        outcomes = served(pool, [b"pid"] * 40)
    assert max(Counter(map(str, outcomes.values())).values()) <= 7
    assert processes.at_once <= 2
    assert {process.returncode for process in processes.everyone} == {0}, "each ended by itself"


def killed_before(monkeypatch: pytest.MonkeyPatch, processes: type[Recorded], times: int) -> None:
    """Have the worker killed, as if from outside, right before each of the first requests that it is sent."""
    left = [True] * times

    def kill_and_write(pipe: IO[bytes], request: bytes) -> None:
        if left and left.pop():
            (process,) = (each for each in processes.everyone if each.stdin is pipe)
            process.kill()
            process.wait()
        write_request(pipe, request)

    monkeypatch.setattr(worker_module, "write_request", kill_and_write)


def test_a_request_whose_worker_was_killed_from_outside_is_asked_once_more(
    processes: type[Recorded], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_before(monkeypatch, processes, times=1)
    with Pool[int](OBEY, 1, LIMITS) as pool:
        assert served(pool, [b"echo innocent", b"echo next"]) == {0: b"innocent", 1: b"next"}
    assert len(processes.everyone) == 2


def test_a_second_death_is_told_and_costs_no_third_worker(
    processes: type[Recorded], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_before(monkeypatch, processes, times=2)
    with Pool[int](OBEY, 1, LIMITS) as pool:
        assert served(pool, [b"echo unlucky", b"echo next"]) == {0: Failure(Cause.DIED), 1: b"next"}
    assert len(processes.everyone) == 3


@pytest.mark.parametrize(
    ("poison", "cause", "workers"),
    [
        (b"abort", Cause.DIED, 2),
        (b"loop", Cause.TIMED_OUT, 1),
        (b"huge", Cause.TALKED_NONSENSE, 1),
        (b"raise-memory-error", Cause.OUT_OF_MEMORY, 1),
        (b"raise-os-error", Cause.FAILED, 1),
    ],
)
def test_only_a_death_is_tried_again(poison: bytes, cause: Cause, workers: int, processes: type[Recorded]) -> None:
    with Pool[int](OBEY, 1, LIMITS) as pool:
        assert served(pool, [poison]) == {0: Failure(cause)}
    assert len(processes.everyone) == workers


def test_requests_that_hang_do_not_hold_up_the_others() -> None:
    with Pool[int](OBEY, 2, LIMITS) as pool:
        outcomes = served(pool, [b"loop", *[b"echo fine"] * 30])
    assert Counter(map(str, outcomes.values())) == {str(Failure(Cause.TIMED_OUT)): 1, str(b"fine"): 30}


def test_refusals_come_back_as_refusals() -> None:
    with Pool[int](OBEY, 1, LIMITS) as pool:
        assert served(pool, [b"refuse no", b"echo yes"]) == {0: Refusal("no"), 1: b"yes"}


def test_no_more_requests_are_held_than_two_a_worker() -> None:
    with Pool[int](OBEY, 2, LIMITS) as pool:
        full = [pool.full]
        for key in range(4):
            pool.submit(key, b"echo")
            full.append(pool.full)
        assert full == [False, False, False, False, True]
        assert pool.under_way == 4
        pool.take()
        full.append(pool.full)
    assert full[-1] is False


def test_a_pool_that_is_asked_nothing_starts_no_process(processes: type[Recorded]) -> None:
    with Pool[int](OBEY, 2, LIMITS):
        pass
    assert processes.everyone == []


def test_requests_that_nobody_took_are_still_served_before_an_orderly_end(processes: type[Recorded]) -> None:
    with Pool[int](OBEY, 1, LIMITS) as pool:
        pool.submit(0, b"echo")
        pool.submit(1, b"echo")
    assert [process.returncode for process in processes.everyone] == [0]


class Stop(Exception):
    pass


def leave(workers: int, *requests: bytes, error: type[BaseException] = Stop, answered: int = 0) -> None:
    """Submit some requests to a pool, take as many outcomes, and leave it on an error."""
    with Pool[int](OBEY, workers, PATIENT) as pool:
        for key, request in enumerate(requests):
            pool.submit(key, request)
        for _ in range(answered):
            pool.take()
        raise error


@pytest.mark.parametrize("_again", range(3))
def test_leaving_on_an_error_waits_for_nothing_while_processes_start(_again: int, processes: type[Recorded]) -> None:
    start = time.monotonic()
    with pytest.raises(Stop):
        leave(2, b"loop", b"loop", b"loop", b"loop")
    assert time.monotonic() - start < HANG
    assert all(process.returncode is not None for process in processes.everyone)


@pytest.mark.parametrize("error", [Stop, KeyboardInterrupt, GeneratorExit, SystemExit])
def test_leaving_on_an_error_waits_for_nothing_while_jobs_run(
    error: type[BaseException], processes: type[Recorded]
) -> None:
    start = time.monotonic()
    with pytest.raises(error):
        leave(1, b"pid", b"loop", error=error, answered=1)
    assert time.monotonic() - start < HANG
    assert [process.returncode is not None for process in processes.everyone] == [True]


def test_leaving_on_an_error_starts_no_process_however_late_a_thread_comes(
    monkeypatch: pytest.MonkeyPatch, processes: type[Recorded]
) -> None:
    """A thread that has taken its request just before must find that its worker is retired."""
    taken, left = threading.Event(), threading.Event()
    ask = worker_module.Worker.ask

    def late(self: worker_module.Worker, request: bytes, allowance: Allowance | None = None) -> Outcome:
        taken.set()
        assert left.wait(60)
        return ask(self, request, allowance)

    kill = worker_module.Worker.kill

    def killed(self: worker_module.Worker) -> None:
        kill(self)
        left.set()

    monkeypatch.setattr(worker_module.Worker, "ask", late)
    monkeypatch.setattr(worker_module.Worker, "kill", killed)
    pool = Pool[int](OBEY, 1, LIMITS)
    pool.__enter__()
    pool.submit(0, b"loop")
    assert taken.wait(60)
    pool.__exit__(Stop, Stop(), None)
    assert processes.everyone == []


def test_a_worker_that_cannot_be_started_is_told_to_whoever_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with Pool[int](OBEY, 2, LIMITS) as pool:
        for key in range(3):
            pool.submit(key, b"echo")
        for _ in range(3):
            with pytest.raises(CouldNotFinish) as caught:
                pool.take()
            assert caught.value.hint
        assert pool.under_way == 0
