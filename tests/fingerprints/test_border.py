"""A plain border is found on whichever sides it is, and nothing that belongs to the picture is taken for one."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageOps

from exposurewatch.fingerprints.border import inside_border
from exposurewatch.images import decode
from exposurewatch.model import Box
from tests.conftest import a_drawing, encoded
from tests.fingerprints.pictures import Grey

SIZE = (320, 240)


def framed(left: int, top: int, right: int, bottom: int, colour: object = "white", seed: int = 1) -> Image.Image:
    """A drawing with a border of so many pixels on each side."""
    drawing = a_drawing(seed, SIZE)
    whole = Image.new("RGB", (SIZE[0] + left + right, SIZE[1] + top + bottom), colour)  # type: ignore[arg-type]
    whole.paste(drawing, (left, top))
    return whole


def found(picture: Image.Image, quality: int | None = None) -> tuple[float, ...] | None:
    """The edges of what is left, in pixels of the picture as it was decoded."""
    grey = decode(encoded(picture, "JPEG", quality=quality) if quality else encoded(picture, "PNG")).grey
    box = inside_border(grey)
    if box is None:
        return None
    rows, columns = grey.shape
    return box.left * columns, box.top * rows, box.right * columns, box.bottom * rows


SIDES = [
    (40, 40, 40, 40),
    (0, 60, 0, 60),
    (60, 0, 60, 0),
    (0, 100, 0, 0),
    (0, 0, 0, 100),
    (100, 0, 0, 0),
    (0, 0, 100, 0),
    (5, 17, 31, 43),
    (8, 8, 8, 8),
]


@pytest.mark.parametrize("sides", SIDES, ids=str)
@pytest.mark.parametrize("colour", ["white", "black", (90, 120, 60)], ids=str)
def test_a_border_is_cut_off_to_the_pixel(sides: tuple[int, int, int, int], colour: object) -> None:
    left, top, _, _ = sides
    expected = (left, top, left + SIZE[0], top + SIZE[1])
    assert found(framed(*sides, colour)) == pytest.approx(expected)


@pytest.mark.parametrize("sides", SIDES, ids=str)
@pytest.mark.parametrize("colour", ["white", "black", (90, 120, 60)], ids=str)
@pytest.mark.parametrize("quality", [90, 60])
def test_a_border_is_found_through_the_noise_of_a_jpeg(
    sides: tuple[int, int, int, int], colour: object, quality: int
) -> None:
    """The block in which border and picture meet may be left over, or a line of the picture lost."""
    left, top, _, _ = sides
    edges = found(framed(*sides, colour), quality)
    assert edges is not None
    expected = (left, top, left + SIZE[0], top + SIZE[1])
    assert np.abs(np.array(edges) - expected).max() <= 9


def test_sides_of_two_colours_are_both_cut_off() -> None:
    """White bars at the sides, and black ones above and below the whole of that."""
    picture = ImageOps.expand(framed(30, 0, 30, 0), (0, 50), "black")
    assert found(picture) == pytest.approx((30, 50, 30 + SIZE[0], 50 + SIZE[1]))


def test_a_frame_within_a_frame_is_cut_off() -> None:
    picture = ImageOps.expand(framed(20, 20, 20, 20, "black"), 30, "white")
    assert found(picture) == pytest.approx((50, 50, 50 + SIZE[0], 50 + SIZE[1]))


@pytest.mark.parametrize("seed", range(10))
def test_a_drawing_without_a_border_keeps_all_it_has(seed: int) -> None:
    assert found(a_drawing(seed)) is None
    assert found(a_drawing(seed), 60) is None


def test_a_border_of_less_than_a_hundredth_is_no_border() -> None:
    assert found(framed(1, 0, 0, 0)) is None
    assert found(framed(0, 1, 0, 1, "black")) is None


@pytest.mark.parametrize("shade", [0, 77, 255])
@pytest.mark.parametrize("shape", [(240, 320), (1, 1), (1, 512), (512, 1)], ids=str)
def test_a_plain_picture_has_no_border(shade: int, shape: tuple[int, int]) -> None:
    assert inside_border(np.full(shape, shade, np.uint8)) is None


def test_a_plain_picture_with_a_speck_has_no_border() -> None:
    """What little would be left tells nothing."""
    grey = np.full((240, 320), 255, np.uint8)
    grey[100:110, 100:110] = 0
    assert inside_border(grey) is None


_DOWN, _ACROSS = np.mgrid[:300, :400]
_GRADIENTS: dict[str, Grey] = {
    "across": (_ACROSS * 255 // 399).astype(np.uint8),
    "across, from right to left": (255 - _ACROSS * 255 // 399).astype(np.uint8),
    "down": (_DOWN * 255 // 299).astype(np.uint8),
    "slanted": ((_DOWN + _ACROSS) * 255 // 698).astype(np.uint8),
    "round": np.hypot(_DOWN - 150, _ACROSS - 200).clip(0, 255).astype(np.uint8),
    "gentle": (100 + _ACROSS * 60 // 399).astype(np.uint8),
}


@pytest.mark.parametrize("name", _GRADIENTS)
def test_a_gradient_is_part_of_the_picture(name: str) -> None:
    assert inside_border(_GRADIENTS[name]) is None


def test_a_sky_that_fades_into_the_picture_is_part_of_it() -> None:
    grey = np.array(a_drawing(2, SIZE).convert("L"))
    grey[:100] = np.linspace(230, 150, 100)[:, None]
    assert inside_border(grey) is None


def test_edges_are_fractions_of_the_picture() -> None:
    grey = decode(encoded(framed(40, 60, 40, 60), "PNG")).grey
    assert inside_border(grey) == Box(40 / 400, 60 / 360, 360 / 400, 300 / 360)


def test_the_pixels_are_left_as_they_are() -> None:
    grey = decode(encoded(framed(40, 40, 40, 40), "PNG")).grey
    before = grey.copy()
    grey.setflags(write=False)
    inside_border(grey)
    assert np.array_equal(grey, before)
