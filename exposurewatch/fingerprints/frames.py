"""Which rectangles of a picture are hashed: all of it, and what is left without a plain border."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposurewatch.fingerprints.algorithms import ALGORITHMS
from exposurewatch.fingerprints.border import inside_border
from exposurewatch.model import Box, Fingerprints, Frame

if TYPE_CHECKING:
    from exposurewatch.images import Decoded

LEAST_QUALITY = 50  # PDQ's publishers discard digests of lower quality; here no hash of such a frame is kept


def fingerprints_of(decoded: Decoded, forms: int) -> Fingerprints:
    """Hash the frames of a picture in the first `forms` of the eight orientations."""
    boxes = [Box()]
    if (inside := inside_border(decoded.grey)) is not None:
        boxes.append(inside)
    frames = tuple(frame_of(decoded.cropped(box), box, forms) for box in boxes)
    return Fingerprints(decoded.width, decoded.height, frames)


def frame_of(part: Decoded, box: Box, forms: int) -> Frame:
    """Hash the part of a picture that lies inside `box`; without digests where it is too flat."""
    digests: dict[str, tuple[bytes, ...]] = {}
    quality = 100
    for algorithm in ALGORITHMS:
        hashed = algorithm.compute(part, forms)
        quality = min(quality, hashed.quality)
        if quality < LEAST_QUALITY:  # too flat: whatever agreed would agree by chance
            return Frame(box, quality, {})
        digests[algorithm.name] = hashed.digests
    return Frame(box, quality, digests)
