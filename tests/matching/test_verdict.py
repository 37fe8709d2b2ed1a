"""From what agrees to how sure that is, and to what was done to the photo."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from exposurewatch.fingerprints.frames import fingerprints_of
from exposurewatch.fingerprints.look import PHOTO_FORMS, look_at_photo, look_at_picture
from exposurewatch.images import decode
from exposurewatch.matching.geometry import Geometry
from exposurewatch.matching.index import BITS, Candidate, Index
from exposurewatch.matching.layout import Agreement
from exposurewatch.matching.parts import Part
from exposurewatch.matching.verdict import identical, is_confirmed, judge, judge_part
from exposurewatch.model import (
    ORIENTATIONS,
    WHOLE,
    Alteration,
    Box,
    Fingerprints,
    Frame,
    Judgement,
    Orientation,
    Picture,
    Point,
    Verdict,
)
from exposurewatch.parameters import CERTAIN_HASH, DEFAULT, FARTHEST_HASH
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
        (CERTAIN_HASH, Verdict.CERTAIN),
        (CERTAIN_HASH + 1, Verdict.PROBABLE),
        (FARTHEST_HASH, Verdict.PROBABLE),
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
    scores = [judged(distance).score for distance in range(0, FARTHEST_HASH + 1, 20)]
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


def confirmed(own: Image.Image, found: Image.Image, seen: Image.Image | None = None) -> bool:
    """Whether the layout confirms what the hashes find; `seen` is what the picture shows when it is looked at again."""
    photo = a_photo(fingerprints=look_at_photo(decode(encoded(own))))
    picture = look_at_picture(decode(encoded(found, "JPEG", quality=80)), DEFAULT.closer)
    (candidate,) = Index([photo]).search(picture.fingerprints)
    if seen is not None:
        picture = replace(picture, view=look_at_picture(decode(encoded(seen)), DEFAULT.closer).view)
    return is_confirmed(candidate, picture)


@pytest.mark.parametrize("orientation", ORIENTATIONS, ids=str)
def test_what_the_hashes_find_is_confirmed_where_the_layout_agrees(orientation: Orientation) -> None:
    drawing, other = a_drawing(11, (640, 480)), a_drawing(12, (640, 480))
    copy, stranger = (ImageOps.mirror(one) if orientation.mirrored else one for one in (drawing, other))
    copy, stranger = (one.rotate(-orientation.rotation_degrees, expand=True) for one in (copy, stranger))
    assert confirmed(drawing, copy)
    assert not confirmed(drawing, copy, stranger)
    assert not confirmed(drawing, copy, copy.rotate(180))


def test_a_border_on_either_side_does_not_keep_the_layout_from_agreeing() -> None:
    drawing = a_drawing(11, (640, 480))
    bordered = ImageOps.expand(drawing, 90, "white")
    for own, found in ((drawing, bordered), (bordered, drawing), (bordered, bordered)):
        assert confirmed(own, found)
        assert not confirmed(own, found, a_drawing(12, found.size))


def test_without_a_layout_the_hashes_stand_alone() -> None:
    frame = Frame(Box(), 100, {})
    candidate = Candidate(a_photo(fingerprints=Fingerprints(800, 600, (frame,))), frame, frame, UPRIGHT, 30)
    assert is_confirmed(candidate, a_picture())


# --- parts: points that lie alike, and layout bits that agree

AGREES = Agreement(agreeing=1800, compared=1984, shown=Box(), visible=1.0)
IDENTITY = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0))


Rows = tuple[tuple[float, float, float], ...]


def a_part(inliers: int = 50, agreement: Agreement = AGREES, affine: Rows = IDENTITY, **fields: Any) -> Part:
    """A photo of 1024 × 768 pixels, whose frame is 512 × 384, found inside a picture."""
    values: dict[str, Any] = {
        "photo": a_photo(fingerprints=Fingerprints(1024, 768, ())),
        "mirrored": False,
        "inverted": False,
        "geometry": Geometry(np.array(affine), inliers, np.arange(inliers)),
        "agreement": agreement,
    }
    return Part(**(values | fields))


def a_picture(size: tuple[int, int] = (1024, 768), view: tuple[int, int] = (512, 384)) -> Picture:
    return Picture(Fingerprints(*size, ()), np.zeros(view[::-1], np.uint8))


def verdict_on(part: Part) -> Verdict | None:
    judgement = judge_part(part, a_picture())
    return None if judgement is None else judgement.verdict


def verdict_of(inliers: int, agreeing: int, compared: int) -> Verdict | None:
    return verdict_on(a_part(inliers, Agreement(agreeing, compared, Box(), 1.0)))


@pytest.mark.parametrize(
    ("inliers", "agreeing", "compared", "verdict"),
    [
        # 85 of 100 bits are 6.97 deviations above chance: enough points for 18, then one too few
        (11, 89, 100, Verdict.CERTAIN),
        (10, 89, 100, Verdict.PROBABLE),
        (11, 88, 100, Verdict.PROBABLE),
        # 80 of 100 are 5.97, 70 of 100 are 3.98: enough for 14 or not, and a share that is enough or not
        (9, 80, 100, Verdict.PROBABLE),
        (8, 80, 100, None),
        (11, 70, 100, Verdict.PROBABLE),
        (11, 69, 100, Verdict.SAME_SCENE),
        (10, 69, 100, None),
        # many points carry a lower share
        (40, 60, 100, Verdict.PROBABLE),
        (39, 60, 100, Verdict.SAME_SCENE),
        (40, 59, 100, Verdict.SAME_SCENE),
        # a handful of points is believed only where much of the layout was seen
        (6, 270, 300, Verdict.CERTAIN),
        (5, 270, 300, Verdict.SAME_SCENE),
        (5, 450, 500, Verdict.CERTAIN),
        (5, 450, 499, Verdict.SAME_SCENE),
        # nothing of the layout was seen at all
        (13, 0, 0, None),
        (14, 0, 0, Verdict.SAME_SCENE),
        (200, 0, 0, Verdict.SAME_SCENE),
        # and where it speaks against a copy
        (39, 992, 1984, Verdict.SAME_SCENE),
        (39, 0, 1984, None),
    ],
)
def test_the_verdict_on_a_part_weighs_points_and_layout(
    inliers: int, agreeing: int, compared: int, verdict: Verdict | None
) -> None:
    assert verdict_of(inliers, agreeing, compared) is verdict


def test_more_evidence_never_weakens_the_verdict() -> None:
    strength = [None, Verdict.SAME_SCENE, Verdict.PROBABLE, Verdict.CERTAIN]
    for compared in (100, 499, 500, 1984):
        for share in (0.5, 0.6, 0.69, 0.7, 0.84, 0.85, 1.0):
            ranks = [strength.index(verdict_of(inliers, round(share * compared), compared)) for inliers in range(4, 60)]
            assert ranks == sorted(ranks)
        for inliers in (4, 6, 14, 40):
            ranks = [strength.index(verdict_of(inliers, alike, compared)) for alike in range(0, compared + 1, 10)]
            assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("inliers", "agreeing", "compared"), [(12, 85, 100), (9, 80, 100), (40, 60, 100), (200, 1984, 1984)]
)
def test_what_is_commonplace_is_no_more_than_the_same_scene(inliers: int, agreeing: int, compared: int) -> None:
    agreement = Agreement(agreeing, compared, Box(), 1.0)
    assert verdict_on(a_part(inliers, agreement)) in {Verdict.CERTAIN, Verdict.PROBABLE}
    assert verdict_on(a_part(inliers, agreement, is_commonplace=True)) is Verdict.SAME_SCENE


def test_the_judgement_on_a_part_says_its_score_and_its_share() -> None:
    judgement = judge_part(a_part(12, Agreement(85, 100, Box(), 0.5), inverted=True), a_picture())
    assert judgement is not None
    assert judgement.score == pytest.approx(12 + 2 * 35 / math.sqrt(101))
    assert judgement.agreement == 0.85
    assert judgement.alteration.visible_fraction == 0.5
    assert judgement.alteration.inverted
    assert judgement.alike == ()


def placed(part: Part, picture: Picture | None = None) -> Alteration:
    judgement = judge_part(part, picture or a_picture())
    assert judgement is not None
    return judgement.alteration


def test_a_photo_that_lies_in_the_picture_as_it_is_was_not_altered() -> None:
    assert placed(a_part()) == Alteration(
        mirrored=False, rotation_degrees=0.0, scale=1.0, region=WHOLE, visible_fraction=1.0, inverted=False
    )


@pytest.mark.parametrize(
    ("size", "view", "scale"),
    [((1024, 768), (512, 384), 1.0), ((512, 384), (512, 384), 0.5), ((2048, 1536), (512, 384), 2.0)],
)
def test_the_scale_is_that_of_the_pixels_before_anybody_shrank_them(
    size: tuple[int, int], view: tuple[int, int], scale: float
) -> None:
    assert placed(a_part(), a_picture(size, view)).scale == pytest.approx(scale)


def test_a_photo_inside_a_larger_picture_is_placed_where_it_lies() -> None:
    """Half as large, its top left corner at (64, 96) of a view of 320 × 240 of a picture of 1280 × 960."""
    affine = ((0.25, 0.0, 64.0), (0.0, 0.25, 96.0))
    alteration = placed(a_part(affine=affine), a_picture((1280, 960), (320, 240)))
    assert alteration.scale == pytest.approx(0.5)
    assert np.array(alteration.region) == pytest.approx(np.array(((0.2, 0.4), (0.6, 0.4), (0.6, 0.8), (0.2, 0.8))))


def test_of_a_photo_that_is_cut_off_only_what_is_shown_is_placed() -> None:
    shown = Agreement(1000, 1000, Box(0.25, 0.0, 0.75, 0.5), 0.25)
    alteration = placed(a_part(agreement=shown))
    assert alteration.region == ((0.25, 0.0), (0.75, 0.0), (0.75, 0.5), (0.25, 0.5))
    assert alteration.visible_fraction == 0.25


@pytest.mark.parametrize("orientation", ORIENTATIONS, ids=str)
def test_a_part_is_told_as_turned_and_placed_as_a_whole_picture_would_be(orientation: Orientation) -> None:
    """Corners of the photo, mirrored first and then turned clockwise about the middle of a square view."""
    angle = math.radians(orientation.rotation_degrees)
    cos, sin = round(math.cos(angle)), round(math.sin(angle))
    flip = -1 if orientation.mirrored else 1
    linear = np.array([[cos * flip, -sin], [sin * flip, cos]])
    shift = np.array((256.0, 256.0)) - linear @ np.array((256.0, 192.0))
    affine = tuple((*row, move) for row, move in zip(linear.tolist(), shift.tolist(), strict=True))
    alteration = placed(a_part(affine=affine, mirrored=orientation.mirrored), a_picture((1024, 1024), (512, 512)))
    assert alteration.mirrored is orientation.mirrored
    assert alteration.rotation_degrees == pytest.approx(orientation.rotation_degrees)
    assert alteration.scale == pytest.approx(1.0)
    corners = np.array(((-0.5, -0.375), (0.5, -0.375), (0.5, 0.375), (-0.5, 0.375)))
    assert np.array(alteration.region) == pytest.approx(0.5 + corners @ linear.T)


@pytest.mark.parametrize("degrees", [1.0, 37.0, 179.5, 300.0])
def test_a_part_turned_by_any_angle_is_told_by_how_much(degrees: float) -> None:
    angle = math.radians(degrees)
    affine = ((math.cos(angle), -math.sin(angle), 9.0), (math.sin(angle), math.cos(angle), 9.0))
    assert placed(a_part(affine=affine)).rotation_degrees == pytest.approx(degrees)
