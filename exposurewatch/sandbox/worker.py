"""One worker process, seen from the parent: started when needed, asked, killed when it is late, started anew."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from dataclasses import dataclass

from exposurewatch.errors import CouldNotFinish
from exposurewatch.sandbox.lock import LENGTH, UNLOCKED, Held, Lock, unpack
from exposurewatch.sandbox.process import Deadline, end, spawned
from exposurewatch.sandbox.protocol import (
    MAX_ANSWER,
    READY,
    Cause,
    Failure,
    Malformed,
    Outcome,
    Question,
    read_answer,
    write_request,
)

_STARTUP_SECONDS = 60.0
_FAREWELL_SECONDS = 2.0
_ATTEMPTS = 3
# One process serves no more requests than this: what one of them may have done to it unseen does not stay. To start
# another takes as long as five to ten pictures, so it costs one to two in a hundred. Memory is no reason: a worker
# that looked at pictures held 116 MiB after 50 of them, and after 1,200.
_MOST_REQUESTS = 500
_MOST_SECONDS = 3600.0  # at work, after which none begins another: videos take minutes, and the system counts as well


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost: wall-clock seconds, and bytes of memory beyond the idle worker's own.

    `allowed` is the most that a single request may be given in place of `seconds`.
    """

    seconds: float = 10.0
    memory: int = 1536 * 1024 * 1024
    allowed: float = 0.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one request is allowed that costs more than others: seconds, and bytes of its answer."""

    seconds: float
    answer: int = MAX_ANSWER


class Worker:
    """A process that serves `job`. Not safe to share between threads: each thread has its own."""

    def __init__(self, job: str, limits: Limits) -> None:
        self._job = job
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: Lock = UNLOCKED
        self._served = 0
        self._worked = 0.0
        self._retired = False
        self._starting = threading.Lock()

    @property
    def lock(self) -> Lock:
        """What holds of the lock that the process has put on itself; it is started if there is none.

        Raises:
            CouldNotFinish: no worker can be started.
        """
        self._running()
        return self._lock

    def ask(self, request: bytes, allowance: Allowance | None = None) -> Outcome:
        """Return the job's answer to `request`, or what became of it. Never raises for anything a request may do.

        It is held to the worker's limits, or in time and in the size of its answer to its own `allowance`.

        Raises:
            CouldNotFinish: no worker can be started at all.
        """
        answer = self._turn(self._next(), request, allowance)
        if isinstance(answer, Question):  # from a job that was not to ask any
            self.kill()
            return Failure(Cause.TALKED_NONSENSE)
        return answer

    def begin(self, request: bytes) -> Outcome | Question:
        """Send a request to a `Dialogue`; return its answer, or a question, to be followed by `reply`.

        Who does not reply must `kill` the worker. Raises `CouldNotFinish` as `ask` does.
        """
        return self._turn(self._next(), request)

    def reply(self, reply: bytes) -> Outcome | Question:
        """Send the reply to the question asked last; return the answer, or the next question."""
        return Failure(Cause.DIED) if self._process is None else self._turn(self._process, reply)

    def send(self, reply: bytes) -> None:
        """Send the reply to the question asked last, in place of `reply`; `receive` is to follow.

        The worker goes on while the caller does something else.
        """
        process = self._process
        if process is None or process.stdin is None:  # killed since it asked
            return
        deadline = Deadline(process, self._limits.seconds)
        try:
            with contextlib.suppress(OSError):  # it has died, as `receive` finds out
                write_request(process.stdin, reply)
        finally:
            deadline.lift()

    def receive(self) -> Outcome | Question:
        """Return what comes of the reply sent last: the answer, or the next question. Its time is counted from here."""
        return Failure(Cause.DIED) if self._process is None else self._turn(self._process, None)

    def close(self) -> None:
        """Let the idle process end by itself; kill it where it does not."""
        process = self._process
        if process is not None and process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_FAREWELL_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        end(process)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def retire(self) -> None:
        """End the process, and start no other, whatever another thread is asking at this moment."""
        with self._starting:
            self._retired = True
        self.kill()

    def _next(self) -> subprocess.Popen[bytes]:
        """The process for one more request: another one where it has served as many, or as long, as one should."""
        if self._served >= _MOST_REQUESTS or self._worked >= _MOST_SECONDS:
            self.close()
        process = self._running()
        self._served += 1
        return process

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.kill()
            self._process = self._start()
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        """Start a process that is ready; one that is killed before it is, as for want of memory, is tried again."""
        for _ in range(_ATTEMPTS):
            process = self._started()
            if process is not None:
                return process
        raise _cannot_start("it ended before it was ready")

    def _started(self) -> subprocess.Popen[bytes] | None:
        with self._starting:
            if self._retired:
                raise _cannot_start("no more work is wanted of it")
            process = self._process = self._spawned()
        deadline = Deadline(process, _STARTUP_SECONDS)
        assert process.stdout is not None  # noqa: S101 (asked for above)
        greeting = process.stdout.read(len(READY) + LENGTH)
        deadline.lift()
        if not self._understood(greeting):
            self.kill()
            return None
        self._served, self._worked = 0, 0.0
        return process

    def _understood(self, greeting: bytes) -> bool:
        """Whether a process is ready, and locked in as far as this system can.

        Raises:
            CouldNotFinish: the system has a part of the lock, and it could not be put on.
        """
        try:
            self._lock = unpack(greeting.removeprefix(READY))
        except Malformed:
            return False
        failed = [part for part, held in self._lock.items() if held is Held.FAILED]
        if failed:
            self.kill()
            raise _cannot_start(f"it could not lock itself in ({', '.join(failed)})")
        return True

    def _spawned(self) -> subprocess.Popen[bytes]:
        seconds = max(self._limits.seconds, self._limits.allowed)
        try:
            return spawned(self._job, self._limits.memory, seconds)
        except OSError as error:
            raise _cannot_start(str(error)) from error

    def _turn(
        self, process: subprocess.Popen[bytes], request: bytes | None, allowance: Allowance | None = None
    ) -> Outcome | Question:
        """Send a request, unless it was sent before, and wait for what comes of it."""
        allowance = allowance or Allowance(self._limits.seconds)
        deadline = Deadline(process, min(allowance.seconds, max(self._limits.seconds, self._limits.allowed)))
        begun = time.monotonic()
        try:
            outcome = self._exchange(process, request, allowance.answer)
        finally:
            late = deadline.lift()
            self._worked += time.monotonic() - begun
        if late or (isinstance(outcome, Failure) and outcome.cause is not Cause.FAILED):
            self.kill()  # late, dead, out of step with the protocol, or short of memory: the next one starts clean
        return Failure(Cause.TIMED_OUT) if late and isinstance(outcome, Failure) else outcome

    def _exchange(self, process: subprocess.Popen[bytes], request: bytes | None, most: int) -> Outcome | Question:
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        try:
            if request is not None:
                write_request(process.stdin, request)
            outcome = read_answer(process.stdout, most)
        except OSError:
            outcome = None
        except Malformed:
            return Failure(Cause.TALKED_NONSENSE)
        return Failure(Cause.DIED) if outcome is None else outcome


def _cannot_start(detail: str) -> CouldNotFinish:
    return CouldNotFinish(
        f"The separate process that opens pictures could not be started: {detail}.",
        "Install exposurewatch again in a fresh virtual environment; if that does not help, report it.",
    )
