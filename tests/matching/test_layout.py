"""Layout bits agree with the picture that geometry found and with no other, and tell what is shown of a photo."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from exposurewatch.fingerprints.layout import SIDE, layout_of
from exposurewatch.matching.layout import Agreement, agreement, agrees_amid
from exposurewatch.model import Box, Layout
from tests.matching.copies import drawn
from tests.matching.hard import screenshot

Grey = NDArray[np.uint8]
FRAME = (512, 384)
SIZE = (320, 240)


@pytest.fixture(scope="module")
def layout() -> Layout:
    return layout_of(grey(drawn("market")))


def grey(picture: Image.Image) -> Grey:
    return np.asarray(picture.convert("L"))


def a_map(scale_x: float, scale_y: float | None = None, shift: tuple[float, float] = (0, 0)) -> NDArray[np.float64]:
    return np.array([[scale_x, 0, shift[0]], [0, scale_x if scale_y is None else scale_y, shift[1]]], float)


def whole_view(
    size: tuple[int, int] = SIZE, scene: str = "market", number: int = 0
) -> tuple[Grey, NDArray[np.float64]]:
    """All of a scene at a size, and the map from the frame to it."""
    return grey(drawn(scene, number).resize(size)), a_map(size[0] / FRAME[0], size[1] / FRAME[1])


def agreed(layout: Layout, view: Grey, affine: NDArray[np.float64], *, inverted: bool = False) -> Agreement:
    return agreement(layout, affine, FRAME, view, inverted=inverted)


@pytest.mark.parametrize("size", [(320, 240), (80, 60), (640, 480), (320, 160)], ids=str)
def test_a_copy_of_any_size_agrees_nearly_everywhere(layout: Layout, size: tuple[int, int]) -> None:
    view, affine = whole_view(size)
    result = agreed(layout, view, affine)
    assert result.share > 0.93
    assert result.deviations > 30
    assert result.shown == Box()
    assert result.visible > 0.9


@pytest.mark.parametrize(("scene", "number"), [("market", 5), ("reef", 0), ("quilt", 0), ("street-map", 0)])
def test_another_picture_agrees_by_chance(layout: Layout, scene: str, number: int) -> None:
    result = agreed(layout, *whole_view(scene=scene, number=number))
    assert 0.35 < result.share < 0.65


def test_the_negative_agrees_when_it_is_told_to_be_one(layout: Layout) -> None:
    view, affine = whole_view()
    assert agreed(layout, 255 - view, affine, inverted=True).share > 0.95
    assert agreed(layout, 255 - view, affine).share < 0.05
    assert agreed(layout, view, affine, inverted=True).share < 0.05


@pytest.mark.parametrize("degrees", [17, 90, 180, 300])
def test_a_turned_copy_agrees_once_it_is_turned_back(layout: Layout, degrees: int) -> None:
    picture = drawn("market").resize(SIZE).rotate(-degrees, Image.Resampling.BICUBIC, expand=True)
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * SIZE[0] / FRAME[0]
    shift = np.array(picture.size) / 2 - turn @ (np.array(FRAME) / 2)
    assert agreed(layout, grey(picture), np.c_[turn, shift]).share > 0.93
    assert agreed(layout, *whole_view()).share > 0.93
    assert agreed(layout, grey(picture), a_map(SIZE[0] / FRAME[0])).share < 0.65, "not turned back"


def test_a_map_that_misses_by_little_still_agrees_and_one_that_misses_by_much_does_not(layout: Layout) -> None:
    view, affine = whole_view()
    near, far = affine.copy(), affine.copy()
    near[:, 2] += 2
    far[:, 2] += 60
    assert agreed(layout, view, near).share > 0.8
    assert agreed(layout, view, far).share < 0.65


def test_a_crop_shows_the_share_of_the_photo_that_it_holds(layout: Layout) -> None:
    view, affine = whole_view()
    for box in ((0, 0, 160, 240), (80, 60, 240, 180), (200, 0, 320, 240)):
        left, top, right, bottom = box
        moved = affine.copy()
        moved[:, 2] -= (left, top)
        result = agreed(layout, np.ascontiguousarray(view[top:bottom, left:right]), moved)
        assert result.share > 0.93
        assert result.visible == pytest.approx((right - left) * (bottom - top) / (320 * 240), abs=0.04)


@pytest.mark.parametrize(
    "shown",
    [Box(0, 0, 1, 1), Box(0.25, 0, 1, 1), Box(0, 0, 0.7, 1), Box(0.2, 0.2, 0.8, 0.8), Box(0, 0.4, 1, 0.9)],
    ids=str,
)
def test_where_other_pictures_begin_the_photo_is_no_longer_shown(layout: Layout, shown: Box) -> None:
    """As in a collage, which cuts a photo off in the midst of the picture."""
    view, affine = whole_view()
    sheet = grey(drawn("street-map", 2).resize(SIZE)).copy()
    rows = slice(round(shown.top * SIZE[1]), round(shown.bottom * SIZE[1]))
    columns = slice(round(shown.left * SIZE[0]), round(shown.right * SIZE[0]))
    sheet[rows, columns] = view[rows, columns]
    result = agreed(layout, sheet, affine)
    told = result.shown
    for side in ("left", "top", "right", "bottom"):
        assert getattr(told, side) == pytest.approx(getattr(shown, side), abs=2.5 / SIDE)
    assert result.visible == pytest.approx(shown.area, abs=0.1)


def test_a_flat_picture_agrees_by_chance_whichever_way_the_photo_slopes() -> None:
    """Where the picture is flat it is lighter in no direction, and must not agree with all that gets darker."""
    ramp = np.tile(np.linspace(230, 20, 320).astype(np.uint8), (240, 1))
    flat = np.full((240, 320), 120, np.uint8)
    for slope in (ramp, ramp[:, ::-1], np.rot90(ramp), np.rot90(ramp, 3)):
        result = agreed(layout_of(np.ascontiguousarray(slope)), flat, a_map(320 / FRAME[0]))
        assert result.compared > 800
        assert 0.4 < result.share < 0.6


def test_a_flat_photo_has_nothing_to_agree_with() -> None:
    view, affine = whole_view()
    result = agreed(layout_of(np.full((240, 320), 120, np.uint8)), view, affine)
    assert (result.agreeing, result.compared, result.share) == (0, 0, 0.0)
    assert result.deviations == 0.0


def test_a_map_to_outside_of_the_picture_compares_nothing(layout: Layout) -> None:
    view, _ = whole_view()
    result = agreed(layout, view, a_map(0.6, shift=(5000, 5000)))
    assert (result.compared, result.visible) == (0, 0.0)


@pytest.mark.parametrize("shape", [(1, 1), (1, 320), (320, 1), (2, 2)], ids=str)
def test_the_smallest_pictures_are_compared_without_error(layout: Layout, shape: tuple[int, int]) -> None:
    for scale in (0.01, 1.0, 14.0):
        result = agreed(layout, np.full(shape, 100, np.uint8), a_map(scale))
        assert 0 <= result.agreeing <= result.compared


def test_deviations_grow_with_the_bits_that_agree_above_chance() -> None:
    assert Agreement(50, 100, Box(), 1.0).deviations == 0
    assert Agreement(100, 100, Box(), 1.0).deviations == pytest.approx(100 / 101**0.5)
    assert Agreement(400, 500, Box(), 1.0).deviations > Agreement(80, 100, Box(), 1.0).deviations
    assert Agreement(10, 100, Box(), 1.0).deviations < 0


def test_a_copy_agrees_in_the_middle_and_another_picture_does_not(layout: Layout) -> None:
    view, affine = whole_view()
    assert agrees_amid(layout, affine, FRAME, view, inverted=False)
    assert agrees_amid(layout, affine, FRAME, 255 - view, inverted=True)
    assert not agrees_amid(layout, affine, FRAME, view, inverted=True)
    assert not agrees_amid(layout, affine, FRAME, whole_view(scene="reef")[0], inverted=False)


def test_what_is_stuck_along_the_edges_does_not_matter_in_the_middle(layout: Layout) -> None:
    view, affine = whole_view()
    framed, filled = whole_view(scene="reef")[0].copy(), view.copy()
    framed[50:170, 50:270] = view[50:170, 50:270]
    filled[50:170, 50:270] = whole_view(scene="reef")[0][50:170, 50:270]
    assert agrees_amid(layout, affine, FRAME, framed, inverted=False)
    assert not agrees_amid(layout, affine, FRAME, filled, inverted=False)


@pytest.mark.parametrize("chrome", ["story", "feed", "viewer", "boxed story"])
def test_screens_that_agree_but_for_what_they_show_do_not_agree_in_the_middle(chrome: str) -> None:
    one, other, plain = (grey(screenshot(chrome, kind, 1)) for kind in ("market", "reef", "plain"))
    frame = (288, 512)
    affine = a_map(one.shape[1] / frame[0])
    assert agrees_amid(layout_of(one), affine, frame, one, inverted=False)
    assert not agrees_amid(layout_of(one), affine, frame, other, inverted=False)
    assert not agrees_amid(layout_of(one), affine, frame, plain, inverted=False)
    assert not agrees_amid(layout_of(plain), affine, frame, plain, inverted=False), "where there is nothing to see"
