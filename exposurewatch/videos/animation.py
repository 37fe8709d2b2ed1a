"""Pictures that move: the frames of a GIF or WebP with their times. They need no decoder but that of pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from exposurewatch.images import Decoded, as_pillow, frames_of
from exposurewatch.videos.sampling import LONGEST, THUMBNAIL

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_DECODED: Final = 3_000_000_000  # pixels of all frames: half a minute of work
_UNSAID: Final = 0.1  # seconds that programs show a frame for which says 0


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    """One frame, as `sampling.Shown`."""

    time: float
    picture: Decoded
    is_key: bool = False

    def thumbnail(self) -> NDArray[np.uint8]:
        return np.asarray(as_pillow(self.picture.grey).resize((THUMBNAIL, THUMBNAIL), 4), np.uint8)

    def decoded(self) -> Decoded:
        return self.picture


def is_animation(data: bytes) -> bool:
    """Whether something that may move is a GIF or WebP, and no video."""
    return data[:4] == b"GIF8" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


class Animation:
    """A GIF or WebP as `sampling.Film`. One with a single frame lasts 0 seconds."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.seconds = 0.0
        self.seen = 0.0
        self._shown_at = 0.0

    def frames(self) -> Iterator[_Frame]:
        """Yield frames in the order in which they are shown; what comes after a limit is left out.

        Raises:
            Refused: the first cannot be decoded.
            MemoryError: one needs more than the worker may have.
        """
        pixels = count = 0
        end = 0.0
        for seconds, picture in frames_of(self._data):
            pixels += picture.width * picture.height
            if count and (pixels > MOST_DECODED or end > LONGEST):
                self.seen, self.seconds = end, end + _UNSAID
                return
            self._shown_at = end
            yield _Frame(end, picture)
            end += seconds or _UNSAID
            count += 1
        self.seconds = self.seen = end if count > 1 else 0.0

    def stop(self) -> None:
        """Say that what comes after the frame yielded last is left out."""
        self.seen, self.seconds = self._shown_at, self._shown_at + _UNSAID
