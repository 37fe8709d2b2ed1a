"""The frames that the parent and a worker exchange, and the words for what went wrong with one request."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import IO

READY = b"exposurewatch worker ready\n"
WARM_UP = "warm_up"
"""The function of a job's module, if it has one, that loads all that its libraries would load on first use.

Once it has returned, the worker locks itself in, and no file can be opened any more.
"""
MAX_ANSWER = 1 << 20  # bytes; a worker that claims to answer more is lying, unless it was asked for more

_REQUEST = struct.Struct("<Q")
_ANSWER = struct.Struct("<BI")


class Status(Enum):
    """The first byte of every answer."""

    DONE = 0  # the payload is the job's answer
    REFUSED = 1  # the payload is the job's word for why it refused the request
    OUT_OF_MEMORY = 2
    FAILED = 3  # the job raised something that it does not know
    ASKING = 4  # the payload is a question; the next request is the reply to it


class Cause(Enum):
    """Why a request has no answer although the worker was asked."""

    OUT_OF_MEMORY = "out of memory"
    TIMED_OUT = "timed out"
    DIED = "the worker died"
    FAILED = "the job failed"
    TALKED_NONSENSE = "the worker's answer was malformed"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The job looked at the request and refused it; `why` is its own short word for the reason."""

    why: str


@dataclass(frozen=True, slots=True)
class Failure:
    """The request cost its worker, or the worker could not serve it."""

    cause: Cause


@dataclass(frozen=True, slots=True)
class Question:
    """The job wants to know something before it goes on."""

    words: bytes


Outcome = bytes | Refusal | Failure

Ask = Callable[[bytes], bytes]
"""Puts a question to the parent and returns its reply."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A job that may ask the parent for more before it answers: for input that is larger than one request should be."""

    job: Callable[[bytes, Ask], bytes]


class Refused(Exception):
    """Raised by a job to refuse a request, with one short ASCII word as its reason."""


class Malformed(Exception):
    """A frame that the protocol does not allow."""


def write_request(pipe: IO[bytes], request: bytes) -> None:
    """Send one request to a worker."""
    pipe.write(_REQUEST.pack(len(request)))
    pipe.write(request)
    pipe.flush()


def read_request(pipe: IO[bytes]) -> bytes | None:
    """Receive one request in a worker; None where the parent has closed its end."""
    header = pipe.read(_REQUEST.size)
    if len(header) < _REQUEST.size:
        return None
    (size,) = _REQUEST.unpack(header)
    request = pipe.read(size)
    return request if len(request) == size else None


def write_answer(pipe: IO[bytes], status: Status, payload: bytes) -> None:
    """Send one answer to the parent."""
    pipe.write(_ANSWER.pack(status.value, len(payload)) + payload)
    pipe.flush()


def read_answer(pipe: IO[bytes], most: int = MAX_ANSWER) -> Outcome | Question | None:
    """Receive one answer of `most` bytes at most in the parent; None where the worker has died.

    Raises:
        Malformed: the frame has an unknown status, or claims to be larger than any honest answer.
    """
    header = pipe.read(_ANSWER.size)
    if len(header) < _ANSWER.size:
        return None
    number, size = _ANSWER.unpack(header)
    if number >= len(Status) or size > most:
        raise Malformed
    payload = pipe.read(size)
    if len(payload) < size:
        return None
    return _read(Status(number), payload)


def _read(status: Status, payload: bytes) -> Outcome | Question:
    match status:
        case Status.DONE:
            return payload
        case Status.REFUSED:
            return Refusal(payload[:32].decode("ascii", "replace"))
        case Status.OUT_OF_MEMORY:
            return Failure(Cause.OUT_OF_MEMORY)
        case Status.FAILED:
            return Failure(Cause.FAILED)
        case Status.ASKING:
            return Question(payload)
