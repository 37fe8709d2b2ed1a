"""What runs inside a worker process, looked at from inside and as a process of its own."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys

import pytest

from exposurewatch.sandbox import child
from exposurewatch.sandbox.lock import LENGTH, UNLOCKED, Lock, unpack
from exposurewatch.sandbox.protocol import (
    READY,
    Cause,
    Failure,
    Outcome,
    Question,
    Refusal,
    read_answer,
    write_request,
)
from tests.sandbox import jobs
from tests.sandbox.jobs import OBEY, obey

MEMORY = str(256 << 20)
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither alarms nor these limits")


def served(*requests: bytes) -> list[Outcome | Question | None]:
    """The outcomes of requests that are served in this very process."""
    pipe, answers = io.BytesIO(), io.BytesIO()
    for request in requests:
        write_request(pipe, request)
    pipe.seek(0)
    child.serve(obey, pipe, answers, seconds=60)
    answers.seek(0)
    outcomes = [read_answer(answers) for _ in requests]
    assert answers.read() == b""
    return outcomes


def started(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "exposurewatch.sandbox.child", *arguments]
    return subprocess.Popen(  # noqa: S603 (the program itself)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def greeted(said: bytes) -> io.BytesIO:
    """What a child process says after its greeting."""
    pipe = io.BytesIO(said)
    assert pipe.read(len(READY)) == READY
    assert unpack(pipe.read(LENGTH)).keys() == UNLOCKED.keys()
    return pipe


def asked(process: subprocess.Popen[bytes], *requests: bytes) -> bytes:
    """What a child process says to some requests until it ends."""
    pipe = io.BytesIO()
    for request in requests:
        write_request(pipe, request)
    with process:
        return process.communicate(pipe.getvalue(), timeout=60)[0]


def test_requests_are_answered_until_there_are_no_more() -> None:
    assert served(b"echo one", b"echo", b"echo three") == [b"one", b"", b"three"]


def test_whatever_the_job_raises_costs_its_request_alone() -> None:
    assert served(b"raise-os-error", b"raise-unspeakable", b"recurse", b"raise-memory-error", b"echo fine") == [
        Failure(Cause.FAILED),
        Failure(Cause.FAILED),
        Failure(Cause.FAILED),
        Failure(Cause.OUT_OF_MEMORY),
        b"fine",
    ]


@pytest.mark.parametrize(
    ("word", "arrives"),
    [
        ("too-large", "too-large"),
        ("", ""),
        ("größer", "gr??er"),
        ("ลบ", "??"),
        ("\udcff", "?"),
        ("x" * 1000, "x" * 32),
    ],
)
def test_a_refusal_arrives_as_a_short_ascii_word(word: str, arrives: str) -> None:
    refused, after = served(b"refuse " + word.encode("utf-8", "surrogateescape"), b"echo fine")
    assert refused == Refusal(arrives)
    assert after == b"fine"


def test_the_process_greets_serves_and_ends_when_its_pipe_closes() -> None:
    process = started(OBEY, MEMORY, "10")
    said = greeted(asked(process, b"echo one", b"chatter"))
    assert [read_answer(said), read_answer(said)] == [b"one", b"undisturbed"]
    assert said.read() == b""
    assert process.returncode == 0


def test_a_request_that_breaks_off_ends_the_process_without_an_answer() -> None:
    process = started(OBEY, MEMORY, "10")
    with process:
        said = process.communicate(b"\xff\xff\xff\xff\xff\xff\xff\x00half", timeout=60)[0]
    assert greeted(said).read() == b""


@pytest.mark.parametrize("job", ["tests.sandbox.no_such_module:job", "tests.sandbox.jobs:no_such_job"])
def test_a_job_that_cannot_be_loaded_ends_the_process_before_it_greets(job: str) -> None:
    process = started(job, MEMORY, "10")
    assert asked(process) == b""
    assert process.returncode != 0


@posix_only
def test_a_job_that_loops_ends_even_when_no_parent_is_left_to_end_it() -> None:
    process = started(OBEY, MEMORY, "0.2")
    assert greeted(asked(process, b"loop", b"echo never")).read() == b""
    assert process.returncode == -signal.SIGALRM


def test_the_alarm_is_set_for_each_request_and_never_while_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    alarms: list[float] = []
    monkeypatch.setattr(child, "_set_alarm", alarms.append)
    served(b"echo one", b"raise-os-error")
    assert alarms == [120, 0, 120, 0]


@posix_only
def test_a_crash_leaves_no_core_dump() -> None:
    said = greeted(asked(started(OBEY, MEMORY, "10"), b"limits"))
    answer = read_answer(said)
    assert isinstance(answer, bytes)
    assert json.loads(answer) == [0, 0]


def test_a_dialogue_whose_parent_is_gone_ends_without_an_answer() -> None:
    process = started("tests.sandbox.jobs:CONVERSE", MEMORY, "10")
    said = greeted(asked(process, b"a"))

    assert read_answer(said) == Question(b"a")
    assert said.read() == b""
    assert process.returncode == 0


def test_the_job_is_loaded_and_warm_before_the_lock_is_put_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole of `main`, in this very process, with pipes and a lock that are none."""
    done: list[object] = []
    pipe, answers = io.BytesIO(), _Answers()
    write_request(pipe, b"echo one")
    pipe.seek(0)

    def lock(memory: int, keep: set[int]) -> Lock:
        done.append((memory, keep))
        return UNLOCKED

    monkeypatch.setattr(sys, "argv", ["child", OBEY, MEMORY, "10"])
    monkeypatch.setattr(child, "_take_over_pipes", lambda: (_Numbered(pipe.getvalue()), answers))
    monkeypatch.setattr(jobs, "warm_up", lambda: done.append("warm"))
    monkeypatch.setattr(signal, "signal", lambda *_: done.append("deaf to Ctrl-C"))
    child.main(lock)

    assert done == ["deaf to Ctrl-C", "warm", (int(MEMORY), {0, 1, 2, 7, 8})]
    assert read_answer(greeted(answers.getvalue())) == b"one"


class _Numbered(io.BytesIO):
    def fileno(self) -> int:
        return 7


class _Answers(io.BytesIO):
    def fileno(self) -> int:
        return 8
