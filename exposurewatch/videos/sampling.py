"""Chooses which frames of a video are kept: changes of scene, and whatever has changed within two seconds.

Of frames that would do as well, key frames are taken, which are the sharpest.

What looks like the frame kept last adds nothing but time to it. A slide that stands for a minute is one kept frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exposurewatch.images import Decoded

MOST_MOMENTS: Final = 720  # kept frames of one video; twenty minutes that never stand still come to 690
LONGEST: Final = 1200.0  # seconds of a video that are looked at
APART: Final = 0.25  # seconds; what comes sooner after the frame considered last is passed over
STEP: Final = 1.75  # seconds; with one of those passed over in between, that makes two at most
KEY_STEP: Final = 1.5  # seconds after which a key frame need not wait any longer
THUMBNAIL: Final = 32  # pixels each way of the squeezed picture by which frames are told apart

# Of frames that stand still, encoded again at the lowest bit rates, the thumbnails differed in 3.1 grey levels at most.
SAME_LEVELS: Final = 4.0  # grey levels, on average
CHANGED_LEVELS: Final = 24  # of one pixel of the thumbnail: something small has come or gone
CHANGED_SHARE: Final = 0.02  # of the pixels
SCENE_LEVELS: Final = (
    20.0  # grey levels on average since the frame considered before, from which on it is another scene
)


class Shown(Protocol):
    """One frame as it is shown: when, and whether the encoder began anew with it."""

    @property
    def time(self) -> float:
        """Seconds from the beginning."""
        ...

    @property
    def is_key(self) -> bool:
        """Whether the encoder began anew with it, as it does where the scene changes."""
        ...

    def thumbnail(self) -> NDArray[np.uint8]:
        """The frame squeezed to `THUMBNAIL` pixels each way, grey."""
        ...

    def decoded(self) -> Decoded:
        """The frame as it is looked at, upright."""
        ...


class Film(Protocol):
    """Something with frames, while it is decoded.

    Once that is over, `seconds` says how long it lasts, and `seen` up to where it was decoded.
    """

    seconds: float
    seen: float

    def frames(self) -> Iterator[Shown]:
        """Yield frames in the order in which they are shown."""
        ...

    def stop(self) -> None:
        """Say that what comes after the frame yielded last is left out."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class _Considered:
    time: float
    thumbnail: NDArray[np.int16]


def kept(frames: Iterable[Shown]) -> Iterator[Shown]:
    """Pass on the frames that are to be looked at, the first always among them."""
    last: _Considered | None = None
    before: _Considered | None = None
    for frame in frames:
        apart = 0.0 if before is None else frame.time - before.time
        if before is not None and (apart <= 0 or (apart < APART and not frame.is_key)):
            continue
        now = _Considered(frame.time, frame.thumbnail().astype(np.int16))
        if last is None or before is None or _tells_more(now, last, before, KEY_STEP if frame.is_key else STEP):
            last = now
            yield frame
        before = now


def _tells_more(now: _Considered, last: _Considered, before: _Considered, step: float) -> bool:
    """Whether a frame looks unlike the one kept last, `step` seconds ago or longer, or the scene has just changed."""
    difference = np.abs(now.thumbnail - last.thumbnail)
    if difference.mean() <= SAME_LEVELS and (difference > CHANGED_LEVELS).mean() <= CHANGED_SHARE:
        return False
    return now.time >= last.time + step or bool(np.abs(now.thumbnail - before.thumbnail).mean() >= SCENE_LEVELS)
