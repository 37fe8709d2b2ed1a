"""What runs inside a worker process: it loads the job, locks itself in, and serves requests until the pipe closes."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from typing import IO, Final

from exposurewatch.sandbox.lock import Lock, pack
from exposurewatch.sandbox.locking import lock
from exposurewatch.sandbox.protocol import (
    READY,
    WARM_UP,
    Ask,
    Dialogue,
    Refused,
    Status,
    read_request,
    write_answer,
)

Job = Callable[[bytes], bytes] | Dialogue
Locking = Callable[[int, set[int]], Lock]

_STANDARD: Final = frozenset({0, 1, 2})


def main(locking: Locking = lock) -> None:
    """Serve the job named on the command line: ``child.py package.module:function MEMORY_BYTES SECONDS``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    requests, answers = _take_over_pipes()
    job = _load(sys.argv[1])
    held = locking(int(sys.argv[2]), {*_STANDARD, requests.fileno(), answers.fileno()})
    answers.write(READY + pack(held))
    answers.flush()
    serve(job, requests, answers, seconds=float(sys.argv[3]))


def _take_over_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Keep the two pipes for the protocol, and point what libraries may print at the null device."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    return requests, answers


def _load(name: str) -> Job:
    """Import a job, and have it load what it and its libraries would otherwise load on first use."""
    module_name, _, function = name.partition(":")
    module = importlib.import_module(module_name)
    job: Job = getattr(module, function)
    if hasattr(module, WARM_UP):
        getattr(module, WARM_UP)()
    return job


def serve(job: Job, requests: IO[bytes], answers: IO[bytes], seconds: float) -> None:
    """Answer requests until there are no more. Whatever the job raises costs its request alone.

    The parent ends a request that takes `seconds`. Should the parent be gone, twice that time ends the process.
    """

    def ask(question: bytes) -> bytes:
        _set_alarm(0)  # how long the parent takes to reply is its own affair
        write_answer(answers, Status.ASKING, question)
        reply = read_request(requests)
        if reply is None:
            raise _ParentGone
        _set_alarm(2 * seconds)
        return reply

    while (request := read_request(requests)) is not None:
        _set_alarm(2 * seconds)
        try:
            status, payload = _answer(job, request, ask)
        except _ParentGone:
            return
        _set_alarm(0)
        del request
        write_answer(answers, status, payload)


class _ParentGone(BaseException):
    """Nobody is there to reply any more. No job that catches every `Exception` may go on without a reply."""


def _set_alarm(seconds: float) -> None:
    """Have the system end this process after so many seconds; 0 takes it back. Windows has no such alarm."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _answer(job: Job, request: bytes, ask: Ask) -> tuple[Status, bytes]:
    try:
        return Status.DONE, job.job(request, ask) if isinstance(job, Dialogue) else job(request)
    except Refused as refused:
        return Status.REFUSED, str(refused).encode("ascii", "replace")[:32]
    except MemoryError:
        return Status.OUT_OF_MEMORY, b""
    except Exception:  # noqa: BLE001 (a decoder may raise anything at all; the parent is told that it failed)
        return Status.FAILED, b""


if __name__ == "__main__":
    main()
