"""The parent's side of looking at pictures: bytes go to the workers, fingerprints or a reason come back."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Generic, Self, TypeVar, assert_never

from exposurewatch.fingerprints.wire import MalformedAnswer, unpack
from exposurewatch.model import ORIENTATIONS, Fingerprints, Reason, Unreadable
from exposurewatch.sandbox.pool import Pool
from exposurewatch.sandbox.protocol import Cause, Failure, Outcome, Refusal
from exposurewatch.sandbox.worker import Limits

Key = TypeVar("Key")

PHOTO_FORMS = len(ORIENTATIONS)  # an own photo is hashed in all its forms, so that a picture found needs only one
PICTURE_FORMS = 1

_JOB = "exposurewatch.fingerprints.job:look"
_REFUSALS = (Reason.UNSUPPORTED_FORMAT, Reason.TOO_MANY_PIXELS, Reason.UNREADABLE)


def default_workers() -> int:
    """The processor's cores, minus one when there are more than two."""
    cores = os.cpu_count() or 1
    return cores - 1 if cores > 2 else cores


class Extractor(Generic[Key]):
    """Workers that look at pictures. A context manager; the processes end when it is left."""

    def __init__(self, workers: int, limits: Limits | None = None) -> None:
        self._pool: Pool[tuple[Key, int]] = Pool(_JOB, workers, limits)

    def __enter__(self) -> Self:
        self._pool.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.__exit__(kind, error, trace)

    @property
    def full(self) -> bool:
        """Whether an outcome must be taken before another picture is submitted."""
        return self._pool.full

    @property
    def under_way(self) -> int:
        """How many pictures were submitted and not taken."""
        return self._pool.under_way

    def submit(self, key: Key, content: bytes, forms: int = PICTURE_FORMS) -> None:
        """Hand the bytes of one picture to a worker."""
        self._pool.submit((key, forms), bytes([forms]) + content)

    def take(self) -> tuple[Key, Fingerprints | Unreadable]:
        """Wait for the next picture that is done: its fingerprints, or why there are none."""
        (key, forms), outcome = self._pool.take()
        return key, _read(outcome, forms)


def _read(outcome: Outcome, forms: int) -> Fingerprints | Unreadable:
    match outcome:
        case bytes():
            try:
                return unpack(outcome, forms)
            except MalformedAnswer:
                return Unreadable(Reason.DECODER_DIED)
        case Refusal(why):
            return Unreadable(Reason(why) if why in _REFUSALS else Reason.UNREADABLE)
        case Failure(cause):
            return Unreadable(_reason(cause))
        case other:
            assert_never(other)


def _reason(cause: Cause) -> Reason:
    match cause:
        case Cause.OUT_OF_MEMORY:
            return Reason.OUT_OF_MEMORY
        case Cause.TIMED_OUT:
            return Reason.TIMED_OUT
        case Cause.DIED | Cause.TALKED_NONSENSE:
            return Reason.DECODER_DIED
        case Cause.FAILED:
            return Reason.UNREADABLE
        case other:
            assert_never(other)
