"""Jobs that do to a worker what hostile bytes might, in the place of those that look at pictures and read documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from exposurewatch.sandbox.protocol import Ask, Dialogue, Refused
from tests.sandbox.jobs import obey, warm_up


def crash(_: bytes) -> bytes:
    return obey(b"abort")


def loop(_: bytes) -> bytes:
    return obey(b"loop")


def allocate(_: bytes) -> bytes:
    return obey(b"hoard")


def write_beside(_: bytes) -> bytes:
    return obey(b"write " + b"\xff" * 99)


def answer_garbage(_: bytes) -> bytes:
    return b"\xff" * 999


def answer_nothing(_: bytes) -> bytes:
    return b""


def answer_too_much(_: bytes) -> bytes:
    return bytes(128 << 20)


def fail(_: bytes) -> bytes:
    raise ValueError


def peek(_: bytes) -> bytes:
    """Tell by the reason of a refusal whether a file can be opened."""
    try:
        with open("/etc/hostname", "rb"):  # noqa: PTH123
            raise Refused("unsupported-format")
    except OSError:
        raise Refused("encrypted") from None


def _dialogue(job: Callable[[bytes], bytes]) -> Dialogue:
    def converse(request: bytes, ask: Ask) -> bytes:
        ask((1 << 16).to_bytes(4, "little") + b"[]")
        return job(request)

    return Dialogue(converse)


READ_AND_CRASH: Final = _dialogue(crash)
READ_AND_LOOP: Final = _dialogue(loop)
READ_AND_ALLOCATE: Final = _dialogue(allocate)
READ_AND_WRITE_BESIDE: Final = _dialogue(write_beside)
READ_AND_ANSWER_GARBAGE: Final = _dialogue(answer_garbage)
READ_AND_ANSWER_NOTHING: Final = _dialogue(answer_nothing)
READ_AND_ANSWER_TOO_MUCH: Final = _dialogue(answer_too_much)
READ_AND_FAIL: Final = _dialogue(fail)

__all__ = ["warm_up"]
