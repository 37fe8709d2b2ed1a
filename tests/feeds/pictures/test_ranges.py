"""Ranges of numbers that were read: held against sets of numbers."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.feeds.pictures.ranges import Range, around, joined, understood, written

_RANGES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda pair: (pair[0], sum(pair))), max_size=8)


@given(_RANGES)
def test_ranges_hold_the_numbers_that_were_put_in_and_do_not_touch(given_ones: list[Range]) -> None:
    ranges: tuple[Range, ...] = ()
    for low, high in given_ones:
        ranges = joined(ranges, low, high)

    numbers = {number for low, high in given_ones for number in range(low, high + 1)}
    assert {number for number in range(60) if around(ranges, number)} == numbers
    assert all(upper[0] > lower[1] + 1 for upper, lower in pairwise(ranges))
    assert understood(written(ranges)) == ranges


@pytest.mark.parametrize(
    "value", [None, 5, "all", {"1": 2}, [5], [[1]], [[1, 2, 3]], [[2, 1]], [[-1, 2]], [["1", "2"]]]
)
def test_what_are_no_ranges_is_none(value: Any) -> None:
    assert understood(value) == ()
