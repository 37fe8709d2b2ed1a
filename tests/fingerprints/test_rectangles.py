"""Pictures inside of a picture are found where their four sides are, and photographs are not taken apart."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from exposurewatch.fingerprints.rectangles import rectangles_of
from exposurewatch.model import Box
from tests.fingerprints.pictures import a_decoded_drawing

Grey = NDArray[np.uint8]
Corners = tuple[int, int, int, int]


def a_scene(seed: int, width: int, height: int) -> Grey:
    """What a camera sees: soft shapes, and noise in every pixel."""
    grey = a_decoded_drawing(seed, (width, height)).grey
    noise = np.random.default_rng(seed).integers(-6, 7, grey.shape)
    return np.asarray(np.clip(grey.astype(int) + noise, 0, 255), np.uint8)


def with_inside(around: Grey, seed: int, corners: Corners) -> Grey:
    """`around` with another scene laid over it, between these corners in pixels."""
    left, top, right, bottom = corners
    laid = around.copy()
    laid[top:bottom, left:right] = a_scene(seed, right - left, bottom - top)
    return laid


def missed(found: Box, grey: Grey, corners: Corners) -> float:
    """By how many pixels the worst side of a box misses."""
    rows, columns = grey.shape
    edges = [
        float(edge) for edge in (found.left * columns, found.top * rows, found.right * columns, found.bottom * rows)
    ]
    return max(abs(edge - corner) for edge, corner in zip(edges, corners, strict=True))


def nearest(grey: Grey, corners: Corners, most: int = 10) -> float:
    return min(missed(found, grey, corners) for found in rectangles_of(grey, most))


@pytest.mark.parametrize("shade", [0, 90, 255])
@pytest.mark.parametrize("corners", [(20, 100, 260, 300), (0, 160, 288, 340), (40, 60, 200, 420)], ids=str)
def test_a_photo_on_a_plain_screen_is_found_to_the_pixel(shade: int, corners: Corners) -> None:
    grey = with_inside(np.full((512, 288), shade, np.uint8), 1, corners)
    assert nearest(grey, corners) <= 1


@pytest.mark.parametrize("corners", [(60, 40, 300, 220), (200, 150, 400, 300)], ids=str)
def test_a_photo_laid_over_another_is_found(corners: Corners) -> None:
    assert nearest(with_inside(a_scene(5, 512, 384), 6, corners), corners) <= 2


def test_every_tile_of_a_collage_is_found() -> None:
    tiles = [(0, 0, 200, 150), (204, 0, 404, 150), (0, 154, 200, 304), (204, 154, 404, 304)]
    grey = np.full((304, 404), 255, np.uint8)
    for seed, tile in enumerate(tiles):
        grey = with_inside(grey, seed, tile)
    assert all(nearest(grey, tile) <= 2 for tile in tiles)


def test_no_more_are_told_than_were_asked_for_and_the_best_come_first() -> None:
    grey = with_inside(np.full((512, 288), 255, np.uint8), 1, (20, 100, 260, 300))
    every = rectangles_of(grey, 10)
    assert rectangles_of(grey, 1) == every[:1]
    assert missed(every[0], grey, (20, 100, 260, 300)) <= 1


def test_none_is_all_but_the_picture_itself_or_all_but_another() -> None:
    tiles = with_inside(a_scene(1, 400, 300), 2, (100, 60, 300, 240))
    boxes = rectangles_of(tiles, 10)
    assert all(box.right - box.left < 0.98 or box.bottom - box.top < 0.98 for box in boxes)
    assert len(set(boxes)) == len(boxes)


@pytest.mark.parametrize("shape", [(1, 1), (1, 512), (20, 512), (31, 31)])
def test_what_is_too_small_to_hold_others_holds_none(shape: tuple[int, int]) -> None:
    assert rectangles_of(np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8), 10) == ()


def test_nothing_is_found_in_a_plain_picture_or_in_noise() -> None:
    assert rectangles_of(np.full((300, 400), 128, np.uint8), 10) == ()
    assert rectangles_of(np.random.default_rng(0).integers(0, 256, (300, 400), dtype=np.uint8), 10) == ()


def test_a_plain_box_is_no_picture() -> None:
    grey = np.full((400, 300), 255, np.uint8)
    grey[100:200, 50:250] = 90
    assert rectangles_of(grey, 10) == ()
