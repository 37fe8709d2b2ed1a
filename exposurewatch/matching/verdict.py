"""Turns what agrees between a picture and an own photo into a verdict, and into what was done to the photo."""

from __future__ import annotations

import numpy as np

from exposurewatch.matching.index import BITS, Candidate
from exposurewatch.matching.layout import agrees_amid
from exposurewatch.matching.parts import Part, frame_of
from exposurewatch.model import (
    ORIENTATIONS,
    WHOLE,
    Alteration,
    Box,
    Fingerprints,
    Judgement,
    Orientation,
    Photo,
    Picture,
    Region,
    Verdict,
)
from exposurewatch.parameters import (
    CERTAIN_HASH,
    CERTAIN_SCORE,
    CERTAIN_SHARE,
    PROBABLE_INLIERS,
    PROBABLE_SCORE,
    PROBABLE_SHARE,
    PROBABLE_SHARE_OF_MANY,
    SCENE_SCORE,
    SOLID_BITS,
    SOLID_INLIERS,
)


def identical(photo: Photo) -> Judgement:
    """The judgement on a file with the very bytes of `photo`."""
    unaltered = Alteration(mirrored=False, rotation_degrees=0.0, scale=1.0, region=WHOLE, visible_fraction=1.0)
    return Judgement(photo, Verdict.EXACT, _score(0), 1.0, unaltered)


def is_confirmed(candidate: Candidate, found: Picture) -> bool:
    """Whether the middle of the layout agrees where the hashes say that the photo is.

    Hashes overlook what is soft beside what is sharp, as a gradient between the bars of a screen.
    """
    layout = candidate.photo.fingerprints.layout
    if layout is None:
        return True
    frame = frame_of(candidate.photo)
    own = np.array(region_of(candidate.photo_frame.box, ORIENTATIONS[0])) * frame
    there = np.array(region_of(candidate.found_frame.box, candidate.orientation)) * found.view.shape[::-1]
    affine = there[[0, 1, 3]].T @ np.linalg.inv(np.vstack((own[[0, 1, 3]].T, np.ones(3))))
    return agrees_amid(layout, affine, frame, found.view, inverted=False)


def judge(candidate: Candidate, found: Fingerprints) -> Judgement:
    """The judgement on a picture whose whole-picture hashes came close to those of an own photo."""
    verdict = Verdict.CERTAIN if candidate.distance <= CERTAIN_HASH else Verdict.PROBABLE
    agreement = 1 - candidate.distance / BITS
    return Judgement(candidate.photo, verdict, _score(candidate.distance), agreement, _alteration(candidate, found))


def judge_part(part: Part, found: Picture) -> Judgement | None:
    """The judgement on a picture in which an own photo, or a part of it, was found; None where too little agrees."""
    verdict = _verdict(part)
    if verdict is None:
        return None
    return Judgement(part.photo, verdict, part.score, part.agreement.share, _placement(part, found))


def _verdict(part: Part) -> Verdict | None:
    score, share, inliers = part.score, part.agreement.share, part.geometry.inliers
    solid = (inliers >= SOLID_INLIERS or part.agreement.compared >= SOLID_BITS) and not part.is_commonplace
    if solid and score >= CERTAIN_SCORE and share >= CERTAIN_SHARE:
        return Verdict.CERTAIN
    covered = inliers >= PROBABLE_INLIERS and share >= PROBABLE_SHARE_OF_MANY
    if solid and (covered or (score >= PROBABLE_SCORE and share >= PROBABLE_SHARE)):
        return Verdict.PROBABLE
    return Verdict.SAME_SCENE if score >= SCENE_SCORE else None


def _placement(part: Part, found: Picture) -> Alteration:
    """Where the corners of what is shown of the photo lie in the picture, and how it was turned and scaled."""
    affine = part.geometry.affine
    width, height = frame_of(part.photo)
    left, right = part.agreement.shown.left * width, part.agreement.shown.right * width
    top, bottom = part.agreement.shown.top * height, part.agreement.shown.bottom * height
    corners = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]])
    view_height, view_width = found.view.shape
    places = corners @ affine.T / (view_width, view_height)
    first, second, third, fourth = ((float(x), float(y)) for x, y in places)
    turn = affine[:, :2] * (-1 if part.mirrored else 1, 1)
    degrees = np.rad2deg(np.arctan2(turn[1, 0] - turn[0, 1], turn[0, 0] + turn[1, 1]))
    size = abs(float(np.linalg.det(affine[:, :2]))) ** 0.5
    own, seen = part.photo.fingerprints, found.fingerprints
    view_scale = max(seen.width, seen.height) / max(view_width, view_height)
    frame_scale = max(width, height) / max(own.width, own.height)
    return Alteration(
        mirrored=part.mirrored,
        rotation_degrees=float(degrees % 360),
        scale=size * view_scale * frame_scale,
        region=(first, second, third, fourth),
        visible_fraction=part.agreement.visible,
        inverted=part.inverted,
    )


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
        region=region_of(place, candidate.orientation),
        visible_fraction=shown.area,
    )


def _long_side(box: Box, picture: Fingerprints) -> float:
    return max((box.right - box.left) * picture.width, (box.bottom - box.top) * picture.height)


def region_of(box: Box, orientation: Orientation) -> Region:
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
