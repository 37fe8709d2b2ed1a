"""One frame of a video, shrunk and turned upright only where it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from exposurewatch.images import DECODED_SIDE, Decoded
from exposurewatch.videos.sampling import THUMBNAIL

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame, as `sampling.Shown`."""

    time: float
    is_key: bool
    picture: VideoFrame
    size: tuple[int, int]
    """Width and height with square pixels, as stored: before it is turned upright."""

    def thumbnail(self) -> NDArray[np.uint8]:
        """See `sampling.Shown`."""
        return self._grey(THUMBNAIL, THUMBNAIL)

    def decoded(self) -> Decoded:
        """See `sampling.Shown`."""
        width, height = self.size
        shrink = min(1.0, DECODED_SIDE / max(width, height))
        grey = self._grey(max(1, round(width * shrink)), max(1, round(height * shrink)))
        turns = round(self.picture.rotation / 90) % 4
        if turns % 2:
            width, height = height, width
        return Decoded(np.ascontiguousarray(np.rot90(grey, turns)), width, height)

    def _grey(self, width: int, height: int) -> NDArray[np.uint8]:
        small = self.picture.reformat(width, height, "gray", interpolation="AREA")
        return np.asarray(small.to_ndarray(), np.uint8)
