"""Points along the edges, and points that all look alike, tell no picture from others that have them too."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from exposurewatch.matching.commonplace import is_along_edges, is_pattern
from exposurewatch.parameters import LEAST_KINDS, LEAST_LYING_ALIKE, MANY_KINDS

FRAME = (512, 384)
AMID, EDGE = (256.0, 192.0), (20.0, 192.0)


def spots(amid: int, count: int, edge: tuple[float, float] = EDGE) -> NDArray[np.float32]:
    """So many places, of which so many lie in the middle."""
    return np.array([AMID] * amid + [edge] * (count - amid), np.float32)


def codes(kinds: int, count: int) -> NDArray[np.uint8]:
    """So many codes of so many kinds: of one kind, they are the same; of several, they differ in about half."""
    rng = np.random.default_rng(kinds)
    return rng.integers(0, 256, (kinds, 32), dtype=np.uint8)[np.arange(count) % kinds]


@pytest.mark.parametrize("edge", [(20.0, 192.0), (492.0, 192.0), (256.0, 20.0), (256.0, 364.0)], ids=str)
def test_points_along_one_edge_alone_are_the_bars_of_a_screen(edge: tuple[float, float]) -> None:
    assert is_along_edges(spots(0, 60, edge), codes(60, 60), FRAME)
    assert not is_along_edges(spots(60, 60, edge), codes(60, 60), FRAME)


def test_where_the_middle_lies_goes_with_the_frame() -> None:
    place = np.array([(300.0, 300.0)] * 40, np.float32)
    assert is_along_edges(place, codes(40, 40), (310, 512))
    assert not is_along_edges(place, codes(40, 40), (512, 512))


def test_few_points_in_the_middle_are_enough_where_the_points_are_of_many_kinds() -> None:
    assert not is_along_edges(spots(12, 60), codes(MANY_KINDS, 60), FRAME)
    assert is_along_edges(spots(12, 60), codes(10, 60), FRAME)


def test_points_of_very_few_kinds_are_a_pattern() -> None:
    assert is_pattern(codes(LEAST_KINDS - 1, 12), pairs=12)
    assert not is_pattern(codes(12, 12), pairs=12)


def test_among_few_kinds_most_points_must_be_kinds_of_their_own() -> None:
    assert is_pattern(codes(10, 30), pairs=30)
    assert not is_pattern(codes(25, 30), pairs=30)


def test_a_small_share_of_the_pairs_that_look_alike_lies_alike_by_chance() -> None:
    pairs = 200
    few = int(LEAST_LYING_ALIKE * pairs) - 2
    assert is_pattern(codes(few, few), pairs)
    assert not is_pattern(codes(few + 4, few + 4), pairs)
