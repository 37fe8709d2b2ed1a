"""The parent's side of looking at pictures and videos: bytes go to the workers, fingerprints or a reason come back."""

from __future__ import annotations

import importlib.util
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, assert_never

from exposurewatch.fingerprints.tasks import JOB, PHOTO, PUBLISHING, TASKS, Task
from exposurewatch.fingerprints.wire import MalformedAnswer, unpack_clip, unpack_own, unpack_picture, unpack_regions
from exposurewatch.model import Clip, Fingerprints, Frame, Picture, Reason, Unreadable
from exposurewatch.parameters import DEFAULT, Setting
from exposurewatch.sandbox.pool import Pool
from exposurewatch.sandbox.protocol import Cause, Failure, Outcome, Refusal
from exposurewatch.sandbox.worker import Allowance, Limits

Key = TypeVar("Key")
Seen = TypeVar("Seen")

_REFUSALS = (Reason.UNSUPPORTED_FORMAT, Reason.TOO_MANY_PIXELS, Reason.UNREADABLE, Reason.VIDEO, Reason.ENCRYPTED)
_WITHOUT_PICTURE = "no-picture"  # what a worker says of a video that is sound alone

VIDEO = Allowance(seconds=300.0, answer=96 << 20)
"""What one video is allowed: twenty minutes in HD take a minute or two, and 720 frames come to 90 MB at most."""
_LIMITS = Limits(allowed=VIDEO.seconds)
_MOST_UNDER_WAY = 512 << 20  # bytes of requests and answers of videos that are held in memory at once
_VIDEO_ANSWER = 32 << 20  # bytes that the answer to one is reckoned with


def default_workers() -> int:
    """The processor's cores, minus one when there are more than two."""
    cores = os.cpu_count() or 1
    return cores - 1 if cores > 2 else cores


def videos_can_be_seen() -> bool:
    """Whether what looks inside videos is installed. It is not loaded here: only a worker may."""
    return importlib.util.find_spec("av") is not None


class Extractor(Generic[Key, Seen]):
    """Workers that look at pictures: with the first of the tasks, and with the next one where they are asked again.

    A context manager; the processes end when it is left.
    """

    def __init__(
        self, tasks: Sequence[Task], unpack: Callable[[bytes], Seen], workers: int, limits: Limits | None = None
    ) -> None:
        self._flags = [bytes([TASKS.index(task)]) for task in tasks]
        self._moving = bytes([TASKS.index(replace(tasks[0], moving=True))])
        self._unpack = unpack
        self._videos: dict[Key, int] = {}
        self._pool: Pool[Key] = Pool(JOB, workers, limits or _LIMITS)

    def __enter__(self) -> Self:
        self._pool.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.__exit__(kind, error, trace)

    @property
    def sees_videos(self) -> bool:
        """Whether videos may be submitted."""
        return videos_can_be_seen()

    @property
    def full(self) -> bool:
        """Whether an outcome must be taken before another picture is submitted."""
        return self._pool.full or sum(self._videos.values()) >= _MOST_UNDER_WAY

    @property
    def under_way(self) -> int:
        """How many pictures were submitted and not taken."""
        return self._pool.under_way

    def submit(self, key: Key, content: bytes) -> None:
        """Hand the bytes of one picture to a worker."""
        self._pool.submit(key, self._flags[0] + content)

    def submit_again(self, key: Key, content: bytes) -> None:
        """Hand the bytes of a picture that was taken to a worker once more, for the closer look."""
        self._pool.submit(key, self._flags[1] + content)

    def submit_moving(self, key: Key, content: bytes) -> None:
        """Hand the bytes of a video to a worker, or of a picture that may move. No two under way have the same key."""
        self._videos[key] = len(content) + _VIDEO_ANSWER
        self._pool.submit(key, self._moving + content, VIDEO)

    def take(self) -> tuple[Key, Seen | Clip[Seen] | Unreadable]:
        """Wait for the next that is done: what was seen of it, or why nothing was. What stands still is a picture."""
        key, outcome = self._pool.take()
        return key, self._read(outcome, moving=self._videos.pop(key, None) is not None)

    def _read(self, outcome: Outcome, *, moving: bool) -> Seen | Clip[Seen] | Unreadable:
        match outcome:
            case bytes():
                try:
                    return _still_or_clip(unpack_clip(outcome, self._unpack)) if moving else self._unpack(outcome)
                except MalformedAnswer:
                    return Unreadable(Reason.DECODER_DIED)
            case Refusal(why) if why == _WITHOUT_PICTURE:
                return Unreadable(Reason.NOT_A_PICTURE)
            case Refusal(why):
                return Unreadable(Reason(why) if why in _REFUSALS else Reason.UNREADABLE)
            case Failure(cause):
                return Unreadable(_reason(cause))
            case other:
                assert_never(other)


def _still_or_clip(clip: Clip[Seen]) -> Seen | Clip[Seen]:
    return clip.moments[0][1] if len(clip.moments) == 1 and not clip.seconds else clip


class Line(Generic[Key, Seen]):
    """Puts what workers have seen back into the order in which pictures were handed to them."""

    def __init__(self) -> None:
        self._awaited: deque[Key] = deque()
        self._arrived: dict[Key, Seen] = {}

    @property
    def held(self) -> int:
        """How many have arrived and are held back."""
        return len(self._arrived)

    def join(self, key: Key) -> None:
        """Take a place at the end of the line; every key in it is another."""
        self._awaited.append(key)

    def arrived(self, key: Key, seen: Seen) -> Iterator[tuple[Key, Seen]]:
        """Take in what was seen of one picture; yield all that nobody before it in the line holds back any more."""
        self._arrived[key] = seen
        while self._awaited and self._awaited[0] in self._arrived:
            first = self._awaited.popleft()
            yield first, self._arrived.pop(first)


def photo_extractor(workers: int, limits: Limits | None = None) -> Extractor[Any, Fingerprints]:
    """Workers that take the fingerprints of own photos."""
    return Extractor([PHOTO], unpack_own, workers, limits)


def publishing_extractor(workers: int, limits: Limits | None = None) -> Extractor[Any, tuple[Frame, ...]]:
    """Workers that hash pictures and parts of them for others; of a video each kept frame, in the place of a picture.

    Nothing comes of what is too flat to be told by hashes.
    """
    return Extractor([PUBLISHING], unpack_regions, workers, limits)


def picture_extractor(
    workers: int, setting: Setting = DEFAULT, limits: Limits | None = None
) -> Extractor[Any, Picture]:
    """Workers that look at pictures found, as thoroughly as `setting` says."""
    return Extractor([Task(setting.first), Task(setting.closer)], unpack_picture, workers, limits)


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
