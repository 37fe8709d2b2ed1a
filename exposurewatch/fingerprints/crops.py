"""What published hashes are compared with beside an own photo as it is: the parts that others cut out of photos.

Whoever publishes hashes alone shows no picture in which a part of a photo could be looked for. But the photo itself is
at hand, and may be cut beforehand as people cut it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exposurewatch.fingerprints.frames import LEAST_QUALITY
from exposurewatch.fingerprints.pdq import PDQ
from exposurewatch.fingerprints.phash import HASH_SIZE, PHASH, PHASH64, PIXELS_PER_BIT
from exposurewatch.model import ORIENTATIONS, Box, Frame
from exposurewatch.parameters import CENTRED_CROPS, CROPPED_SHAPES

if TYPE_CHECKING:
    from exposurewatch.images import Decoded

_FORMS = len(ORIENTATIONS)
_THUMBNAIL = HASH_SIZE * PIXELS_PER_BIT


def crops_of(decoded: Decoded) -> tuple[Frame, ...]:
    """The hashes of parts of an own photo in all forms, and before these the short hash of the whole.

    Parts too flat to tell anything are left out.
    """
    whole = Frame(Box(), 100, {PHASH64.name: PHASH64.compute(decoded, _FORMS).digests})
    frames = (_frame(decoded.cropped(box), box) for box in boxes_of(decoded.width, decoded.height))
    return (whole, *(frame for frame in frames if frame.digests))


def boxes_of(width: int, height: int) -> tuple[Box, ...]:
    """The parts of a photo of that many pixels that are hashed: its middle, and what fits usual shapes."""
    boxes = [_centred(*sides) for sides in CENTRED_CROPS]
    for shape in CROPPED_SHAPES:
        share = shape * height / width
        across, down = (share, 1.0) if share < 1 else (1.0, 1 / share)
        if across * down < _ALL_BUT_WHOLE:
            boxes.append(_centred(across, down))
    return tuple(boxes)


_ALL_BUT_WHOLE = 0.95  # of the photo; more is the photo itself, but for what hashes overlook


def _centred(across: float, down: float) -> Box:
    return Box((1 - across) / 2, (1 - down) / 2, (1 + across) / 2, (1 + down) / 2)


def _frame(part: Decoded, box: Box) -> Frame:
    height, width = part.grey.shape
    seen = replace(part, width=width, height=height)  # no finer than it is at hand: the same for all sizes of a photo
    hashed = PDQ.compute(seen, _FORMS)
    if hashed.quality < LEAST_QUALITY:
        return Frame(box, hashed.quality, {})
    second = PHASH.compute(seen.squared(_THUMBNAIL), _FORMS)
    return Frame(box, hashed.quality, {PDQ.name: hashed.digests, PHASH.name: second.digests})
