"""Fake jobs that do to a worker what hostile bytes might; loaded by worker processes under the name `OBEY`."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import stat
import struct
import sys
import threading
import time
from collections.abc import Callable
from typing import NoReturn

from exposurewatch.sandbox.protocol import MAX_ANSWER, Ask, Dialogue, Refused

OBEY = "tests.sandbox.jobs:obey"

_PIPES: list[int] = []


def obey(request: bytes) -> bytes:
    """Do what the first word of the request says, with the rest of it."""
    word, _, rest = request.partition(b" ")
    return _ORDERS[word.decode("ascii")](rest)


class Unspeakable(Exception):
    """An exception that cannot even be put into words."""

    def __str__(self) -> str:
        raise ValueError("no words")

    __repr__ = __str__


class UnspeakableRefusal(Refused):
    """A refusal that cannot be put into words."""

    def __str__(self) -> str:
        raise ValueError("no words")


def _echo(rest: bytes) -> bytes:
    return rest


def _pid(_rest: bytes) -> bytes:
    return str(os.getpid()).encode("ascii")


def _environment(_rest: bytes) -> bytes:
    return json.dumps(dict(os.environ)).encode("utf-8")


def _limits(_rest: bytes) -> bytes:
    import resource  # noqa: PLC0415 (there is none on Windows)

    return json.dumps(resource.getrlimit(resource.RLIMIT_CORE)).encode("ascii")


def _abort(_rest: bytes) -> NoReturn:
    os.abort()


def _segfault(_rest: bytes) -> bytes:
    return ctypes.string_at(0)


def _exit(rest: bytes) -> NoReturn:
    os._exit(int(rest))


def _loop(_rest: bytes) -> NoReturn:
    while True:
        pass


def _hoard(_rest: bytes) -> NoReturn:
    hoard = []
    while True:
        hoard.append(bytearray(16 << 20))


def _write(rest: bytes) -> bytes:
    """Write straight into the pipe, beside the protocol, and then answer as if nothing were."""
    for descriptor in _PIPES:
        try:
            os.write(descriptor, rest)
        except OSError:  # the reading end
            continue
    return b"and an answer"


def _close_and(then: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def closed(rest: bytes) -> bytes:
        for descriptor in _PIPES:
            os.close(descriptor)
        return then(rest)

    return closed


def _huge(_rest: bytes) -> bytes:
    return bytes(MAX_ANSWER + 1)


def _chatter(_rest: bytes) -> bytes:
    print("words on the standard output", flush=True)  # noqa: T201
    print("words on the standard error", file=sys.stderr, flush=True)  # noqa: T201
    for descriptor in (1, 2):
        os.write(descriptor, b"\x00\x00\x00\x00\x00raw words")
    return sys.stdin.read().encode("utf-8") + b"undisturbed"


def _interrupt(_rest: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGINT)
    return b"still here"


def _leave_a_child(rest: bytes) -> bytes:
    """Start a process that keeps the pipes open, and end."""
    if os.fork() == 0:
        time.sleep(30)
    os._exit(0)


def _raise(error: Callable[[], BaseException]) -> Callable[[bytes], NoReturn]:
    def raising(_rest: bytes) -> NoReturn:
        raise error()

    return raising


def _refuse(rest: bytes) -> NoReturn:
    raise Refused(rest.decode("utf-8", "surrogateescape"))


def _recurse(rest: bytes) -> bytes:
    return _recurse(rest) + b"."


def _nothing(_rest: bytes) -> bytes:
    return None  # type: ignore[return-value]


def warm_up() -> None:
    """Find the pipes while the process may still look at what it has open."""
    for descriptor in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
                _PIPES.append(descriptor)
        except OSError:
            continue


_ORDERS: dict[str, Callable[[bytes], bytes]] = {
    "echo": _echo,
    "pid": _pid,
    "environment": _environment,
    "limits": _limits,
    "abort": _abort,
    "segfault": _segfault,
    "exit": _exit,
    "loop": _loop,
    "hoard": _hoard,
    "write": _write,
    "close-and-answer": _close_and(_echo),
    "close-and-loop": _close_and(_loop),
    "huge": _huge,
    "chatter": _chatter,
    "interrupt": _interrupt,
    "leave-a-child": _leave_a_child,
    "refuse": _refuse,
    "recurse": _recurse,
    "nothing": _nothing,
    "raise-keyboard-interrupt": _raise(KeyboardInterrupt),
    "raise-system-exit": _raise(lambda: SystemExit(3)),
    "raise-generator-exit": _raise(GeneratorExit),
    "raise-memory-error": _raise(MemoryError),
    "raise-unspeakable": _raise(Unspeakable),
    "raise-unspeakable-refusal": _raise(UnspeakableRefusal),
    "raise-os-error": _raise(OSError),
}


def _converse(request: bytes, ask: Ask) -> bytes:
    """Ask once for each letter of the request; return all replies."""
    return b"|".join(ask(bytes([letter])) for letter in request)


CONVERSE = Dialogue(_converse)


def _ask_and_loop(_request: bytes, _ask: Ask) -> NoReturn:
    """Put a question beside the protocol, and never read the reply."""
    for descriptor in _PIPES:
        with contextlib.suppress(OSError):  # the reading end
            os.write(descriptor, struct.pack("<BI", 4, 14) + b"are you there?")
    _loop(b"")


DEAF = Dialogue(_ask_and_loop)


def thread(request: bytes) -> bytes:
    """Answer from a thread that is started for it."""
    said: list[bytes] = []
    speaker = threading.Thread(target=lambda: said.append(request + b" from a thread"))
    speaker.start()
    speaker.join()
    return said[0]
