"""Features: as many as asked, where the picture has something to see, and none where it has not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from exposurewatch.demo.draw import draw
from exposurewatch.fingerprints.local import features_of, photo_features, resized
from exposurewatch.model import LocalFeatures
from exposurewatch.parameters import FRAME_SIDE, GRID, PHOTO_SCALES, PhotoScale

Grey = NDArray[np.uint8]
MOST = sum(scale.features for scale in PHOTO_SCALES)


@pytest.fixture(scope="module")
def rich() -> Grey:
    """A picture with far more points than are kept."""
    return np.asarray(draw("mosaic", 1, (640, 480)).convert("L"))


@pytest.fixture(scope="module")
def own(rich: Grey) -> LocalFeatures:
    return photo_features(rich)


def plain(height: int, width: int) -> Grey:
    return np.full((height, width), 130, np.uint8)


@pytest.mark.parametrize("most", [1, 40, 300])
def test_a_picture_gives_the_features_asked_for_and_no_more(rich: Grey, most: int) -> None:
    assert len(features_of(rich, most).points) == most
    assert len(features_of(rich, most).codes) == most


def test_an_own_photo_gives_as_many_as_its_sizes_together_ask_for(own: LocalFeatures) -> None:
    assert own.points.shape == (MOST, 4)
    assert own.codes.shape == (MOST, 32)
    assert own.points.dtype == np.float32
    assert own.codes.dtype == np.uint8


def test_the_strongest_come_first(rich: Grey) -> None:
    """Then fewer are a beginning of more, and those left out are the weaker ones."""
    many, few = features_of(rich, 200).points, features_of(rich, 50).points
    first, places = {(x, y) for x, y in many[:50, :2]}, {(x, y) for x, y in few[:, :2]}
    assert len(first & places) >= 0.85 * len(places), "all but those as strong as the last"
    assert len({(x, y) for x, y in many[100:, :2]} & places) <= 2
    faint = (rich.astype(float) * 0.3 + 90).astype(np.uint8)
    faint[:, rich.shape[1] // 2 :] = rich[:, rich.shape[1] // 2 :]
    leading = features_of(faint, 60).points[:, 0]
    assert (leading > rich.shape[1] / 2 - 10).mean() > 0.9, "those of the half with more contrast"


def test_the_features_of_an_own_photo_are_spread_over_all_of_it(rich: Grey) -> None:
    """Although one half has all of the strong ones; a crop of any part must keep some."""
    uneven = rich.copy()
    half = rich.shape[1] // 2
    uneven[:, :half] = (rich[:, :half].astype(float) * 0.3 + 90).astype(np.uint8)
    scale = PhotoScale(512, 360)
    points = photo_features(uneven, (scale,)).points
    columns = (points[:, 0] * GRID / FRAME_SIDE).astype(int)
    rows = (points[:, 1] * GRID / (FRAME_SIDE * 0.75)).astype(int)
    held = np.bincount(rows * GRID + columns, minlength=GRID * GRID)
    assert held.min() >= scale.features / GRID**2 * 0.6
    assert held.max() <= scale.features / GRID**2 * 1.6


@pytest.mark.parametrize("turned", [False, True], ids=["landscape", "portrait"])
def test_points_lie_inside_the_frame(rich: Grey, turned: bool) -> None:  # noqa: FBT001
    grey = np.ascontiguousarray(rich.T) if turned else rich
    long, short = FRAME_SIDE, round(FRAME_SIDE * min(grey.shape) / max(grey.shape))
    width, height = (short, long) if turned else (long, short)
    x, y, size, angle = photo_features(grey).points.T
    assert x.min() >= 0
    assert y.min() >= 0
    assert width * 0.9 < x.max() <= width
    assert height * 0.9 < y.max() <= height
    assert size.min() > 0
    assert ((angle >= 0) & (angle <= 360)).all()


def test_both_sizes_of_a_photo_give_points_at_the_same_places_of_the_frame(rich: Grey) -> None:
    """What the smaller size sees is where the larger one sees it, not at half its place."""
    scales = PhotoScale(512, 2000), PhotoScale(256, 300)
    large, small = (photo_features(rich, (scale,)).points for scale in scales)
    apart = np.hypot(*(small[:, None, :2] - large[None, :, :2]).transpose(2, 0, 1)).min(axis=1)
    assert np.median(apart) < 6
    assert np.median(small[:, 2]) > 1.3 * np.median(large[:, 2]), "and larger there"


@pytest.mark.parametrize(
    "grey",
    [
        plain(1, 1),
        plain(2, 2),
        plain(1, 10_000),
        plain(10_000, 1),
        plain(300, 400),
        np.zeros((300, 400), np.uint8),
        np.full((300, 400), 255, np.uint8),
    ],
    ids=lambda grey: "×".join(map(str, grey.shape[::-1])),
)
def test_pictures_with_nothing_to_see_give_no_features(grey: Grey) -> None:
    for found in (features_of(grey, 500), photo_features(grey), features_of(resized(grey, 320), 500)):
        assert found.points.shape == (0, 4)
        assert found.codes.shape == (0, 32)


@pytest.mark.parametrize("shape", [(3, 3), (8, 8), (16, 12), (1, 10_000), (4, 4_000)], ids=str)
def test_tiny_and_thin_pictures_give_few_features_and_no_error(shape: tuple[int, int]) -> None:
    grey = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    assert len(features_of(resized(grey, 320), 500).points) <= 60
    assert len(photo_features(grey).points) <= 60


@pytest.mark.parametrize(
    ("shape", "side", "expected"),
    [
        ((480, 640), 320, (240, 320)),
        ((640, 480), 320, (320, 240)),
        ((100, 100), 320, (200, 200)),  # at most twice
        ((150, 200), 320, (240, 320)),
        ((240, 320), 320, (240, 320)),
        ((1, 1), 320, (2, 2)),
        ((1, 10_000), 320, (1, 320)),
        ((10_000, 3), 320, (320, 1)),
    ],
    ids=str,
)
def test_the_long_side_is_brought_to_size_and_enlarged_at_most_twice(
    shape: tuple[int, int], side: int, expected: tuple[int, int]
) -> None:
    assert resized(np.zeros(shape, np.uint8), side).shape == expected


def test_a_resized_picture_looks_the_same() -> None:
    ramp = np.tile(np.linspace(0, 255, 400).astype(np.uint8), (200, 1))
    for side in (100, 700):
        small = resized(ramp, side)
        assert small.dtype == np.uint8
        assert abs(float(small.mean()) - float(ramp.mean())) < 1.5
        assert (np.diff(small[0].astype(int)) >= 0).all()


def test_the_same_picture_gives_the_same_features(rich: Grey, own: LocalFeatures) -> None:
    again = photo_features(rich.copy())
    assert np.array_equal(own.points, again.points)
    assert np.array_equal(own.codes, again.codes)


def test_a_picture_is_left_as_it_was(rich: Grey) -> None:
    before = rich.copy()
    features_of(rich, 100)
    photo_features(rich)
    resized(rich, 100)
    assert np.array_equal(rich, before)
