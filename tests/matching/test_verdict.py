"""From what agrees to how sure that is, and to what was done to the photo."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PIL import Image

from exposurewatch.fingerprints.extract import PHOTO_FORMS
from exposurewatch.fingerprints.frames import fingerprints_of
from exposurewatch.images import decode
from exposurewatch.matching.index import BITS, FARTHEST, Candidate, Index
from exposurewatch.matching.verdict import CERTAIN, identical, judge
from exposurewatch.model import (
    ORIENTATIONS,
    WHOLE,
    Alteration,
    Box,
    Fingerprints,
    Frame,
    Judgement,
    Orientation,
    Point,
    Verdict,
)
from tests.conftest import a_drawing, a_photo, encoded

UPRIGHT = ORIENTATIONS[0]


def judged(
    distance: int = 30,
    orientation: Orientation = UPRIGHT,
    own: Box = Box(),  # noqa: B008 (frozen)
    found: Box = Box(),  # noqa: B008
    size: tuple[int, int] = (400, 300),
) -> Judgement:
    """The judgement on a picture and a photo of 800 × 600 pixels of which these rectangles agree."""
    own_frame, found_frame = Frame(own, 100, {}), Frame(found, 100, {})
    photo = a_photo(fingerprints=Fingerprints(800, 600, (own_frame,)))
    candidate = Candidate(photo, own_frame, found_frame, orientation, distance)
    return judge(candidate, Fingerprints(*size, (found_frame,)))


def test_equal_bytes_are_exact_and_unaltered() -> None:
    judgement = identical(a_photo())
    assert judgement.verdict is Verdict.EXACT
    assert judgement.agreement == 1.0
    assert judgement.alteration == Alteration(
        mirrored=False, rotation_degrees=0.0, scale=1.0, region=WHOLE, visible_fraction=1.0
    )


@pytest.mark.parametrize(
    ("distance", "verdict"),
    [
        (0, Verdict.CERTAIN),
        (CERTAIN, Verdict.CERTAIN),
        (CERTAIN + 1, Verdict.PROBABLE),
        (FARTHEST, Verdict.PROBABLE),
    ],
)
def test_the_verdict_depends_on_the_distance(distance: int, verdict: Verdict) -> None:
    assert judged(distance).verdict is verdict


def test_agreement_and_score_count_the_bits_that_are_alike() -> None:
    assert judged(0).agreement == 1.0
    assert judged(BITS // 4).agreement == 0.75
    assert judged(BITS // 2).score == 0.0
    assert judged(0).score == pytest.approx(math.sqrt(BITS))
    assert identical(a_photo()).score == judged(0).score
    scores = [judged(distance).score for distance in range(0, FARTHEST + 1, 20)]
    assert scores == sorted(scores, reverse=True)


def test_a_smaller_copy_has_the_scale_of_its_long_side() -> None:
    assert judged(size=(400, 300)).alteration.scale == 0.5
    assert judged(size=(1600, 1200)).alteration.scale == 2.0


def test_a_copy_turned_on_its_side_keeps_its_scale() -> None:
    assert judged(orientation=Orientation(mirrored=False, rotation_degrees=90), size=(600, 800)).alteration.scale == 1.0


def test_a_border_around_the_copy_does_not_count_as_part_of_it() -> None:
    alteration = judged(found=Box(0.25, 0.0, 0.75, 1.0), size=(1600, 600)).alteration
    assert alteration.scale == 1.0
    assert alteration.visible_fraction == 1.0
    assert alteration.region == ((0.25, 0.0), (0.75, 0.0), (0.75, 1.0), (0.25, 1.0))


def test_a_border_of_the_photo_that_the_copy_lacks_is_no_longer_visible() -> None:
    alteration = judged(own=Box(0.0, 0.25, 1.0, 0.75), size=(800, 300)).alteration
    assert alteration.scale == 1.0
    assert alteration.visible_fraction == 0.5
    assert alteration.region == WHOLE


def spot(shade_at: Point, grey: np.ndarray) -> int:
    """The shade just inside a corner of a picture."""
    rows, columns = grey.shape
    return int(grey[min(rows - 1, int(shade_at[1] * rows)), min(columns - 1, int(shade_at[0] * columns))])


@pytest.mark.parametrize("orientation", ORIENTATIONS, ids=str)
def test_the_region_says_where_the_photos_corners_really_went(orientation: Orientation) -> None:
    """A picture with a different shade in each corner is turned; each named corner must show its shade."""
    shades = (10, 80, 160, 240)  # top left, top right, bottom right, bottom left
    photo = np.array([[10, 10, 80, 80], [10, 10, 80, 80], [240, 240, 160, 160]], np.uint8)
    copy = photo[:, ::-1] if orientation.mirrored else photo
    copy = np.rot90(copy, -orientation.rotation_degrees // 90)
    alteration = judged(orientation=orientation).alteration
    assert tuple(spot(corner, copy) for corner in alteration.region) == shades
    assert alteration.mirrored is orientation.mirrored
    assert alteration.rotation_degrees == orientation.rotation_degrees


@pytest.mark.parametrize("orientation", ORIENTATIONS, ids=str)
def test_a_real_photo_really_turned_is_certain_and_told_as_it_was_turned(orientation: Orientation) -> None:
    drawing = a_drawing(11, (640, 480))
    photo = a_photo(fingerprints=fingerprints_of(decode(encoded(drawing)), PHOTO_FORMS))
    copy = drawing.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if orientation.mirrored else drawing
    copy = copy.rotate(-orientation.rotation_degrees, expand=True)
    found = fingerprints_of(decode(encoded(copy, "JPEG", quality=70)), 1)
    (candidate,) = Index([photo]).search(found)
    judgement = judge(candidate, found)
    assert judgement.verdict is Verdict.CERTAIN
    assert judgement.alteration.mirrored is orientation.mirrored
    assert judgement.alteration.rotation_degrees == orientation.rotation_degrees
    assert judgement.alteration.scale == 1.0
