"""Which parts of a picture a publisher hashes, so that what stands inside of it can be told by hashes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposurewatch.fingerprints.border import inside_border
from exposurewatch.fingerprints.frames import frame_of
from exposurewatch.fingerprints.rectangles import rectangles_of
from exposurewatch.model import Box, Frame

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from exposurewatch.images import Decoded

MOST_REGIONS = 12  # of one picture, the whole of it included


def published_frames(decoded: Decoded) -> tuple[Frame, ...]:
    """The hashes of a picture and of parts of it, upright; those that are too flat to tell anything are left out."""
    frames = (frame_of(decoded.cropped(box), box, forms=1) for box in regions_of(decoded.grey))
    return tuple(frame for frame in frames if frame.digests)


def regions_of(grey: NDArray[np.uint8]) -> tuple[Box, ...]:
    """The parts of a picture of shape (height, width): all of it, what is left without a border, pictures inside of it.

    There are `MOST_REGIONS` at most.
    """
    inside = inside_border(grey)
    parts = (Box(),) if inside is None else (Box(), inside)
    return (*parts, *rectangles_of(grey, MOST_REGIONS - len(parts)))
