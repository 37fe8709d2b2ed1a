"""Turns what agrees between a picture and an own photo into a verdict, and into what was done to the photo."""

from __future__ import annotations

from exposurewatch.matching.index import BITS, Candidate
from exposurewatch.model import (
    WHOLE,
    Alteration,
    Box,
    Fingerprints,
    Judgement,
    Orientation,
    Photo,
    Region,
    Verdict,
)

# Of 1,675 altered copies of the 25 photographs that these were chosen on, 46 % differ in at most 100 bits and 52 % in
# at most 140; no stranger's picture of 1,900 differs in fewer than 184. `benchmarks/hashes.py` prints the table.
CERTAIN = 100  # bits of the 512 that may differ


def identical(photo: Photo) -> Judgement:
    """The judgement on a file with the very bytes of `photo`."""
    unaltered = Alteration(mirrored=False, rotation_degrees=0.0, scale=1.0, region=WHOLE, visible_fraction=1.0)
    return Judgement(photo, Verdict.EXACT, _score(0), 1.0, unaltered)


def judge(candidate: Candidate, found: Fingerprints) -> Judgement:
    """The judgement on a picture whose whole-picture hashes came close to those of an own photo."""
    verdict = Verdict.CERTAIN if candidate.distance <= CERTAIN else Verdict.PROBABLE
    agreement = 1 - candidate.distance / BITS
    return Judgement(candidate.photo, verdict, _score(candidate.distance), agreement, _alteration(candidate, found))


def _score(distance: int) -> float:
    """How far the agreement lies above that of unrelated bits, in standard deviations of a fair coin."""
    return float((BITS - 2 * distance) / BITS**0.5)


def _alteration(candidate: Candidate, found: Fingerprints) -> Alteration:
    shown, place = candidate.photo_frame.box, candidate.found_frame.box
    own = candidate.photo.fingerprints
    return Alteration(
        mirrored=candidate.orientation.mirrored,
        rotation_degrees=float(candidate.orientation.rotation_degrees),
        scale=_long_side(place, found) / _long_side(shown, own),
        region=_region(place, candidate.orientation),
        visible_fraction=shown.area,
    )


def _long_side(box: Box, picture: Fingerprints) -> float:
    return max((box.right - box.left) * picture.width, (box.bottom - box.top) * picture.height)


def _region(box: Box, orientation: Orientation) -> Region:
    """Where the photo's four corners lie once it was mirrored, turned and put into `box`."""
    corners: Region = (
        (box.left, box.top),
        (box.right, box.top),
        (box.right, box.bottom),
        (box.left, box.bottom),
    )
    order = (1, 0, 3, 2) if orientation.mirrored else (0, 1, 2, 3)
    quarter_turns = orientation.rotation_degrees // 90
    first, second, third, fourth = (corners[(corner + quarter_turns) % 4] for corner in order)
    return first, second, third, fourth
