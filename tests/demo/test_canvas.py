from __future__ import annotations

import numpy as np
import pytest

from exposurewatch.demo.canvas import around, between, blank, noise, shade, star


def test_noise_uses_all_greys_and_is_the_same_for_the_same_seed() -> None:
    grey = noise(np.random.default_rng(1), (200, 100), (3, 12))
    assert grey.size == (200, 100)
    assert grey.getextrema() == pytest.approx((0, 255), abs=8)
    assert grey.tobytes() == noise(np.random.default_rng(1), (200, 100), (3, 12)).tobytes()


def test_lengths_are_thousandths_of_the_longer_side() -> None:
    sheet = blank(np.random.default_rng(1), (500, 2000))
    assert (sheet.wide, sheet.high) == (250, 1000)
    sheet.box((100, 500), (50, 100), (1, 2, 3))
    assert sheet.picture.getpixel((250, 1100)) == (1, 2, 3)
    assert sheet.picture.getpixel((190, 1100)) != (1, 2, 3)


def test_an_area_beyond_the_edge_is_not_drawn() -> None:
    sheet = blank(np.random.default_rng(1), (100, 100))
    before = sheet.picture.tobytes()
    sheet.area(((1100, 0), (1200, 0), (1200, 100)), (0, 0, 0), (9, 9, 9))
    assert sheet.picture.tobytes() == before


def test_colours_stay_within_what_a_pixel_holds() -> None:
    assert shade((100, 200, 10), 2) == (200, 255, 20)
    assert between((0, 0, 0), (100, 50, 10), 0.5) == (50, 25, 5)


def test_a_star_has_two_corners_for_each_point() -> None:
    assert len(star((0, 0), 10, 5)) == 10
    assert around((1, 1), 2, 4)[0] == (3, 1)
