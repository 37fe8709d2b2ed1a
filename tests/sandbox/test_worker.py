"""One worker: whatever a request does to it, the parent gets an outcome and the next request is served."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from benchmarks.lock import unlocked
from exposurewatch.errors import CouldNotFinish
from exposurewatch.sandbox import worker as worker_module
from exposurewatch.sandbox.lock import UNLOCKED, Held, Part, pack
from exposurewatch.sandbox.process import PROCESS
from exposurewatch.sandbox.protocol import READY, Cause, Failure, Outcome, Question, Refusal
from exposurewatch.sandbox.worker import Limits, Worker
from tests.sandbox.jobs import OBEY

SECONDS = 1.0
LIMITS = Limits(seconds=SECONDS, memory=256 << 20)
HANG = 2.0  # seconds beyond its limit after which a request counts as one that hung

DIED = Failure(Cause.DIED)
NONSENSE = Failure(Cause.TALKED_NONSENSE)
TIMED_OUT = Failure(Cause.TIMED_OUT)
OUT_OF_MEMORY = Failure(Cause.OUT_OF_MEMORY)
FAILED = Failure(Cause.FAILED)

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor signals")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux honours the limit on memory")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    one = Worker(OBEY, LIMITS)
    yield one
    one.close()


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (b"abort", DIED),
        (b"segfault", DIED),
        (b"exit 0", DIED),
        (b"exit 1", DIED),
        (b"nothing", DIED),
        (b"raise-keyboard-interrupt", DIED),
        (b"raise-system-exit", DIED),
        (b"raise-generator-exit", DIED),
        (b"raise-unspeakable-refusal", DIED),
        (b"close-and-answer", DIED),
        (b"raise-unspeakable", FAILED),
        (b"raise-os-error", FAILED),
        (b"recurse", FAILED),
        (b"no-such-order", FAILED),
        (b"raise-memory-error", OUT_OF_MEMORY),
        (b"huge", NONSENSE),
        (b"write " + b"garbage" * 10, NONSENSE),
        (b"write " + b"\xff" * 5000, NONSENSE),
        (b"write " + struct.pack("<BI", 0, 2**32 - 1), NONSENSE),
        (b"write " + struct.pack("<BI", 4, 0), NONSENSE),
        (b"refuse too-large", Refusal("too-large")),
        (b"refuse " + "zu groß".encode(), Refusal("zu gro?")),
        (b"refuse " + b"x" * 100_000, Refusal("x" * 32)),
        (b"chatter", b"undisturbed"),
        (b"echo " + bytes(range(256)), bytes(range(256))),
        (b"echo " + b"x" * (1 << 20), b"x" * (1 << 20)),
    ],
    ids=lambda value: value[:30] if isinstance(value, bytes) else "",
)
def test_a_request_has_its_outcome_and_the_next_is_served(worker: Worker, request_: bytes, expected: Outcome) -> None:
    assert worker.ask(request_) == expected
    assert worker.ask(b"echo next") == b"next"


@pytest.mark.parametrize("request_", [b"loop", b"close-and-loop"])
def test_a_request_that_never_ends_is_ended_at_its_limit(worker: Worker, request_: bytes) -> None:
    worker.ask(b"echo the process runs")
    start = time.monotonic()
    outcome = worker.ask(request_)
    assert time.monotonic() - start < SECONDS + HANG
    assert outcome in (TIMED_OUT, DIED) if request_ == b"close-and-loop" else outcome == TIMED_OUT
    assert worker.ask(b"echo next") == b"next"


@posix_only
def test_a_process_that_the_job_leaves_behind_cannot_hold_the_parent() -> None:
    """It inherits the pipes, so that their end never comes by itself. A locked worker cannot leave any."""
    with unlocked():
        worker = Worker(OBEY, LIMITS)
        worker.ask(b"echo the process runs")
        start = time.monotonic()
        assert worker.ask(b"leave-a-child") == TIMED_OUT
        assert time.monotonic() - start < SECONDS + HANG
        assert worker.ask(b"echo next") == b"next"
        worker.close()


@linux_only
def test_memory_without_end_is_refused_and_the_parent_unharmed() -> None:
    worker = Worker(OBEY, Limits(seconds=60.0, memory=256 << 20))  # to fill it takes a busy machine more than a second
    try:
        assert worker.ask(b"hoard") == OUT_OF_MEMORY
        assert worker.ask(b"echo next") == b"next"
    finally:
        worker.close()


@linux_only
def test_a_request_larger_than_the_memory_allowed_costs_its_worker_alone(worker: Worker) -> None:
    assert worker.ask(b"echo " + bytes(300 << 20)) in (DIED, OUT_OF_MEMORY)
    assert worker.ask(b"echo next") == b"next"


def test_a_worker_serves_many_requests_in_one_process(worker: Worker) -> None:
    assert len({worker.ask(b"pid") for _ in range(50)}) == 1


def test_a_worker_is_replaced_when_it_has_served_its_time(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "_MOST_REQUESTS", 3)
    worker.kill()
    served = [worker.ask(b"pid") for _ in range(7)]
    assert [served.count(pid) for pid in dict.fromkeys(served)] == [3, 3, 1]


def test_a_worker_is_replaced_when_it_has_worked_long_enough(worker: Worker) -> None:
    worker.kill()
    pid = worker.ask(b"pid")
    assert worker._worked > 0
    assert worker.ask(b"pid") == pid
    worker._worked = worker_module._MOST_SECONDS
    assert worker.ask(b"pid") != pid
    assert worker._worked < worker_module._MOST_SECONDS


def test_the_turns_of_a_dialogue_are_one_request(talker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "_MOST_REQUESTS", 1)
    talker.begin(b"abc")
    process = talker._process
    assert [talker.reply(words) for words in (b"x", b"y", b"z")] == [Question(b"b"), Question(b"c"), b"x|y|z"]
    assert talker._process is process
    talker.begin(b"")
    assert talker._process is not process


def test_a_refusal_or_a_failed_job_does_not_cost_the_process(worker: Worker) -> None:
    before = worker.ask(b"pid")
    for request in (b"refuse no", b"raise-os-error", b"recurse", b"chatter"):
        worker.ask(request)
    assert worker.ask(b"pid") == before


def test_no_answer_is_left_over_for_the_next_request(worker: Worker) -> None:
    """Where a process talks beside the protocol, what it said to one request is not taken for the next answer."""
    for _ in range(3):
        worker.ask(b"write " + b"\xee" * 64)
        assert worker.ask(b"echo mine") == b"mine"


def test_a_process_that_died_while_idle_is_replaced(worker: Worker) -> None:
    pid = worker.ask(b"pid")
    assert worker._process is not None
    worker._process.kill()
    worker._process.wait()
    assert worker.ask(b"echo next") == b"next"
    assert worker.ask(b"pid") != pid


def test_a_process_that_dies_unseen_between_requests_is_an_outcome(worker: Worker) -> None:
    """Killed, and not yet waited for: the request finds a broken pipe or no answer."""
    worker.ask(b"echo running")
    assert worker._process is not None
    poll, worker._process.poll = worker._process.poll, lambda: None  # type: ignore[method-assign]
    os.kill(worker._process.pid, 9)
    worker._process.stdout.read()  # type: ignore[union-attr] # it is gone for certain when its pipe ends
    assert worker.ask(b"echo " + bytes(1 << 20)) == DIED
    assert poll() is not None
    assert worker.ask(b"echo next") == b"next"


def test_the_worker_sees_no_secret_of_the_parents_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPOSUREWATCH_PASSPHRASE", "hunter2")
    monkeypatch.setenv("SOME_API_TOKEN", "hunter2")
    with unlocked():
        worker = Worker(OBEY, LIMITS)
        answer = worker.ask(b"environment")
        worker.close()
    assert isinstance(answer, bytes)
    assert b"hunter2" not in answer
    environment = json.loads(answer)
    assert "EXPOSUREWATCH_PASSPHRASE" not in environment
    assert PROCESS.items() <= environment.items()
    assert environment["OMP_NUM_THREADS"] == "1"


@posix_only
def test_a_locked_worker_keeps_nothing_of_its_environment(worker: Worker) -> None:
    assert worker.ask(b"environment") == b"{}"


@posix_only
def test_an_interrupt_sent_to_the_worker_is_ignored(worker: Worker) -> None:
    assert worker.ask(b"interrupt") == b"still here"


_CTRL_C = f"""
import os, signal
from exposurewatch.sandbox.worker import Limits, Worker
heard = []
signal.signal(signal.SIGINT, lambda *_: heard.append(True))
worker = Worker({OBEY!r}, Limits())
before = worker.ask(b"pid")
os.killpg(os.getpgrp(), signal.SIGINT)
after = worker.ask(b"pid")
worker.close()
print(heard, before == after, before.isdigit())
"""


@posix_only
def test_ctrl_c_reaches_the_parent_and_no_worker() -> None:
    done = subprocess.run(  # noqa: S603 (written above)
        [sys.executable, "-c", _CTRL_C], start_new_session=True, capture_output=True, timeout=60, check=True
    )
    assert done.stdout == b"[True] True True\n"


def test_closing_ends_the_process_and_a_later_request_starts_another() -> None:
    worker = Worker(OBEY, LIMITS)
    worker.ask(b"echo running")
    process = worker._process
    assert process is not None
    worker.close()
    assert process.returncode == 0, "it ended by itself"
    assert worker.ask(b"echo again") == b"again"
    worker.close()
    worker.close()


def test_a_process_that_does_not_end_by_itself_is_killed_on_closing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "_FAREWELL_SECONDS", 0.1)
    worker = Worker(OBEY, LIMITS)
    worker.ask(b"echo running")
    process = worker._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.write(struct.pack("<Q", 4) + b"loop")
    process.stdin.flush()
    worker.close()
    assert process.returncode not in (None, 0)


def test_a_retired_worker_starts_no_other_process() -> None:
    worker = Worker(OBEY, LIMITS)
    worker.ask(b"echo running")
    process = worker._process
    worker.retire()
    assert process is not None
    assert process.returncode is not None
    with pytest.raises(CouldNotFinish):
        worker.ask(b"echo more")
    assert worker._process is None


@pytest.mark.parametrize("executable", ["/no/such/python", os.devnull])
def test_a_worker_that_cannot_be_started_is_an_error_with_a_hint(
    executable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    with pytest.raises(CouldNotFinish, match="could not be started") as caught:
        Worker(OBEY, LIMITS).ask(b"echo")
    assert caught.value.hint


@pytest.mark.parametrize("job", ["tests.sandbox.no_such_module:job", "tests.sandbox.jobs:no_such_job"])
def test_a_worker_that_ends_before_it_is_ready_is_an_error_with_a_hint(job: str) -> None:
    worker = Worker(job, LIMITS)
    with pytest.raises(CouldNotFinish, match="before it was ready") as caught:
        worker.ask(b"echo")
    assert caught.value.hint
    assert worker._process is None


def test_a_worker_that_is_never_ready_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "_STARTUP_SECONDS", 0.5)
    with pytest.raises(CouldNotFinish):
        Worker("tests.sandbox.never_ready:job", LIMITS).ask(b"echo")


@pytest.fixture
def talker() -> Iterator[Worker]:
    one = Worker("tests.sandbox.jobs:CONVERSE", LIMITS)
    yield one
    one.close()


def test_a_dialogue_asks_until_it_can_answer(talker: Worker) -> None:
    assert talker.begin(b"ab") == Question(b"a")
    assert talker.reply(b"one") == Question(b"b")
    assert talker.reply(b"two") == b"one|two"
    assert talker.begin(b"") == b""


def test_a_worker_goes_on_while_its_caller_does_something_else(talker: Worker) -> None:
    talker.begin(b"a")
    talker.send(b"one")
    assert talker.receive() == b"one"


def test_a_question_nobody_expected_costs_the_worker(talker: Worker) -> None:
    assert talker.ask(b"a") == NONSENSE
    assert talker.begin(b"b") == Question(b"b")


def test_a_reply_to_a_worker_that_is_gone_is_its_death(talker: Worker) -> None:
    talker.begin(b"a")
    talker.kill()

    assert talker.reply(b"one") == DIED


def test_a_worker_that_dies_of_a_reply_is_found_out_when_its_answer_is_awaited(talker: Worker) -> None:
    talker.begin(b"ab")
    assert talker._process is not None
    talker._process.kill()
    talker._process.wait()
    assert talker.reply(bytes(1 << 20)) == DIED


def test_a_worker_that_does_not_take_its_reply_is_ended_at_its_limit() -> None:
    """It asks, and then goes on without reading: what does not fit into the pipe must not hold the parent."""
    deaf = Worker("tests.sandbox.jobs:DEAF", LIMITS)
    assert deaf.begin(b"") == Question(b"are you there?")
    start = time.monotonic()
    assert deaf.reply(bytes(4 << 20)) == TIMED_OUT
    assert time.monotonic() - start < SECONDS + HANG
    deaf.close()


def test_a_dialogue_ends_when_nobody_replies(talker: Worker) -> None:
    talker.begin(b"a")
    talker.close()  # which waits for it, and would kill it

    assert talker.begin(b"a") == Question(b"a")


class _Greeting:
    """A process that greets with some bytes, and then is told to go."""

    def __init__(self, said: bytes) -> None:
        self.stdin, self.stdout, self.pid, self.returncode = io.BytesIO(), io.BytesIO(said), 0, 0

    def kill(self) -> None:
        self.returncode = -9

    wait = poll = lambda self: self.returncode


def test_a_worker_whose_lock_failed_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a system lacks is borne; what it has and does not do is an error, said once and not tried again."""
    started: list[_Greeting] = []

    def start(_self: Worker) -> _Greeting:
        started.append(_Greeting(READY + pack(UNLOCKED | {Part.FILES: Held.FAILED})))
        return started[-1]

    monkeypatch.setattr(Worker, "_spawned", start)
    with pytest.raises(CouldNotFinish, match=r"could not lock itself in \(no files\)"):
        Worker(OBEY, LIMITS).ask(b"echo")
    assert [process.returncode for process in started] == [-9]


def test_a_greeting_that_tells_of_no_lock_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Worker, "_spawned", lambda _self: _Greeting(READY + b"??????"))
    with pytest.raises(CouldNotFinish, match="before it was ready"):
        Worker(OBEY, LIMITS).ask(b"echo")
