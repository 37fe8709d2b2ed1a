"""The map between two pictures is found in spite of noise and wrong pairs, and none is made up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from exposurewatch.matching.geometry import Geometry, fitted
from exposurewatch.parameters import LEAST_INLIERS, MOST_PAIRS

Points = NDArray[np.float32]
Affine = NDArray[np.float64]
SIDE = 320.0
CORNERS = np.array([[0, 0, 1], [512, 0, 1], [512, 384, 1], [0, 384, 1]], float)


def a_map(
    scale: float = 0.5, degrees: float = 0.0, stretch: float = 1.0, shift: tuple[float, float] = (9, 4)
) -> Affine:
    """Scaling, turning clockwise and then moving; `stretch` makes it wider than high."""
    turn = np.deg2rad(degrees)
    linear = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    affine: Affine = np.c_[linear @ np.diag([stretch**0.5, stretch**-0.5]), shift]
    return affine


def some_points(count: int, seed: int = 1) -> Points:
    rng = np.random.default_rng(seed)
    columns = rng.uniform(0, 512, count), rng.uniform(0, 384, count), 2 ** rng.uniform(1, 5, count)
    points: Points = np.c_[*columns, rng.uniform(0, 360, count)].astype(np.float32)
    return points


def carried(own: Points, affine: Affine, noise: float = 0.0) -> Points:
    """The points in the other picture: moved, sized and turned as the map says, with some error in all of it."""
    rng = np.random.default_rng(2)
    size = abs(np.linalg.det(affine[:, :2])) ** 0.5
    turn = np.rad2deg(np.arctan2(affine[1, 0] - affine[0, 1], affine[0, 0] + affine[1, 1]))
    places = own[:, :2] @ affine[:, :2].T + affine[:, 2] + rng.normal(0, noise, (len(own), 2))
    sizes = own[:, 2] * size * 2 ** rng.normal(0, noise / 10, len(own))
    angles = (own[:, 3] + turn + rng.normal(0, 3 * noise, len(own))) % 360
    points: Points = np.c_[places, sizes, angles].astype(np.float32)
    return points


def fit(own: Points, found: Points, side: float = SIDE) -> Geometry | None:
    return fitted(own, found, np.full(len(own), 20, np.int32), side)


def error(geometry: Geometry | None, affine: Affine) -> float:
    """The most pixels by which a corner of the photo is misplaced."""
    assert geometry is not None
    return float(np.hypot(*(CORNERS @ (geometry.affine - affine).T).T).max())


MAPS = [
    a_map(),
    a_map(1.0, 17),
    a_map(0.12, 90, shift=(120, 5)),
    a_map(2.5, -135, shift=(800, 900)),
    a_map(0.5, 180, shift=(300, 200)),
    a_map(0.6, 10, stretch=1.4),
    a_map(0.6, 250, stretch=0.6, shift=(200, 300)),
]


@pytest.mark.parametrize("affine", MAPS, ids=lambda affine: np.array2string(affine[:, :2].ravel(), precision=1))
def test_a_known_map_is_recovered(affine: Affine) -> None:
    own = some_points(60)
    geometry = fit(own, carried(own, affine))
    assert error(geometry, affine) < 0.05
    assert geometry is not None
    assert geometry.inliers >= 50
    assert geometry.agreeing.tolist() == list(range(60))


@pytest.mark.parametrize("affine", MAPS, ids=lambda affine: np.array2string(affine[:, :2].ravel(), precision=1))
def test_noise_is_averaged_out(affine: Affine) -> None:
    own = some_points(80)
    geometry = fit(own, carried(own, affine, noise=1.0))
    assert error(geometry, affine) < 2.5
    assert geometry is not None
    assert geometry.inliers >= 55


@pytest.mark.parametrize("wrong", [0.3, 0.6, 0.8])
@pytest.mark.parametrize("affine", [MAPS[0], MAPS[1], MAPS[5]], ids=["smaller", "turned", "stretched"])
def test_wrong_pairs_do_not_matter(affine: Affine, wrong: float) -> None:
    own = some_points(100)
    found = carried(own, affine, noise=0.5)
    count = round(wrong * 100)
    found[:count] = some_points(count, 7) * np.array([0.6, 0.6, 1, 1], np.float32)
    geometry = fit(own, found)
    assert error(geometry, affine) < 3
    assert geometry is not None
    right = geometry.agreeing >= count
    assert right.sum() >= 0.85 * (100 - count)
    assert (~right).sum() <= 0.1 * (100 - count) + 2


@pytest.mark.parametrize("seed", range(8))
def test_pairs_that_have_nothing_to_do_with_each_other_give_no_map_to_speak_of(seed: int) -> None:
    geometry = fit(some_points(60, seed), some_points(60, seed + 100) * np.array([0.6, 0.6, 1, 1], np.float32))
    assert geometry is None or geometry.inliers <= 5


@pytest.mark.parametrize("seed", range(8))
def test_a_few_unrelated_pairs_give_no_map(seed: int) -> None:
    assert fit(some_points(8, seed), some_points(8, seed + 100)) is None


@pytest.mark.parametrize("count", range(LEAST_INLIERS))
def test_too_few_pairs_give_no_map(count: int) -> None:
    own = some_points(count)
    assert fit(own, carried(own, a_map())) is None


def test_as_many_pairs_as_are_needed_give_one() -> None:
    own = some_points(LEAST_INLIERS, 3)
    geometry = fit(own, carried(own, a_map(degrees=30)))
    assert error(geometry, a_map(degrees=30)) < 0.1
    assert geometry is not None
    assert geometry.inliers == LEAST_INLIERS


def test_many_points_on_one_spot_count_once() -> None:
    own = some_points(40)
    own[:34, :2] = own[0, :2] + np.random.default_rng(1).uniform(-0.5, 0.5, (34, 2))
    geometry = fit(own, carried(own, a_map()))
    assert geometry is not None
    assert 7 <= geometry.inliers <= 11
    assert len(geometry.agreeing) == 40
    own[:, :2] = own[0, :2]
    assert fit(own, carried(own, a_map())) is None


def test_points_on_one_line_never_raise() -> None:
    own = some_points(30)
    own[:, 1] = 100
    geometry = fit(own, carried(own, a_map(0.7, 25)))
    assert error(geometry, a_map(0.7, 25)) < 0.1, "a similarity is known from a line"


@pytest.mark.parametrize("scale", [0.03, 20.0])
def test_scales_that_no_copy_has_are_refused(scale: float) -> None:
    own = some_points(50)
    own[:, :2] *= 3 if scale < 1 else 1
    assert fit(own, carried(own, a_map(scale)), side=512 * max(scale, 0.1)) is None
    kept = {0.03: 0.08, 20.0: 10.0}[scale]
    assert fit(own, carried(own, a_map(kept)), side=512 * max(kept, 0.1)) is not None


def test_a_picture_stretched_beyond_use_is_not_mapped_as_stretched() -> None:
    own = some_points(80)
    for stretch in (1.5, 2.0):
        assert error(fit(own, carried(own, a_map(stretch=stretch))), a_map(stretch=stretch)) < 1
    geometry = fit(own, carried(own, a_map(stretch=6.0)))
    if geometry is not None:
        large, small = np.linalg.svd(geometry.affine[:, :2], compute_uv=False)
        assert large / small <= 3
        assert geometry.inliers < 40, "most of what such a picture shows does not agree"


def test_no_map_turns_a_picture_over() -> None:
    """Mirrored copies are found with mirrored points; here a mirror image is no map."""
    own = some_points(60)
    found = carried(own, a_map())
    found[:, 0] = 300 - found[:, 0]
    geometry = fit(own, found)
    assert geometry is None or np.linalg.det(geometry.affine[:, :2]) > 0
    assert geometry is None or geometry.inliers < 12


def test_of_very_many_pairs_the_nearest_are_looked_at() -> None:
    own = some_points(MOST_PAIRS + 100)
    found = carried(own, a_map())
    found[:100] = some_points(100, 5)
    distances = np.r_[np.full(100, 70), np.full(MOST_PAIRS, 5)].astype(np.int32)
    geometry = fitted(own, found, distances, SIDE)
    assert error(geometry, a_map()) < 0.05
    assert geometry is not None
    assert geometry.agreeing.tolist() == list(range(100, 100 + MOST_PAIRS)), "numbered as they were given"


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(0, 12),
    seed=st.integers(0, 1000),
    own_flat=st.sampled_from(["spread", "line", "spot"]),
    found_flat=st.sampled_from(["spread", "line", "spot"]),
)
def test_no_points_whatever_raise(count: int, seed: int, own_flat: str, found_flat: str) -> None:
    own, found = some_points(count, seed), some_points(count, seed + 1)
    for points, flat in ((own, own_flat), (found, found_flat)):
        if flat != "spread" and count:
            points[:, 1] = points[0, 1]
        if flat == "spot" and count:
            points[:] = points[0]
    geometry = fit(own, found)
    assert geometry is None or geometry.inliers >= LEAST_INLIERS
