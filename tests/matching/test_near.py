"""The codes that lie near are found as by comparing each with each, and none twice."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from exposurewatch.matching.near import Near, surely_within

Codes = NDArray[np.uint8]


def some_codes(count: int, size: int = 32, seed: int = 0) -> Codes:
    return np.random.default_rng(seed).integers(0, 256, (count, size), dtype=np.uint8)


def flipped(code: Codes, bits: int, seed: int) -> Codes:
    """The code with that many bits turned over."""
    turned = np.unpackbits(code)
    turned[np.random.default_rng(seed).choice(len(turned), bits, replace=False)] ^= 1
    return np.packbits(turned)


def by_brute_force(own: Codes, asked: Codes, farthest: int) -> list[tuple[int, int, int]]:
    apart = np.bitwise_count(asked[:, None] ^ own[None]).sum(axis=2, dtype=int)
    return [(int(one), int(other), int(apart[one, other])) for one, other in np.argwhere(apart <= farthest)]


def found(own: Codes, asked: Codes, farthest: int) -> list[tuple[int, int, int]]:
    pairs = Near(own).pairs(asked, farthest)
    return [(int(one), int(other), int(apart)) for one, other, apart in zip(*pairs, strict=True)]


@pytest.mark.parametrize(("size", "farthest"), [(32, 31), (8, 7), (8, 4), (32, 0)])
def test_all_that_are_near_are_found(size: int, farthest: int) -> None:
    own = some_codes(300, size)
    asked = np.stack([flipped(own[place % 300], place % (farthest + 4), place) for place in range(900)])
    assert farthest <= surely_within(8 * size)
    assert found(own, asked, farthest) == by_brute_force(own, asked, farthest)


def test_the_worst_spread_of_bits_is_found_up_to_the_bound_and_not_beyond() -> None:
    """Two bits in each word but one; then two in every word, in which no word is nearly equal."""
    own = np.zeros((1, 32), np.uint8)
    within = np.full((1, 16), 0x0101, np.uint16)
    within[0, 5] = 1
    beyond = np.full((1, 16), 0x0101, np.uint16)
    assert found(own, within.view(np.uint8), 40) == [(0, 0, 31)]
    assert found(own, beyond.view(np.uint8), 40) == []


def test_most_of_those_a_little_farther_apart_are_found() -> None:
    own = some_codes(500)
    asked = np.stack([flipped(own[place], 45, place) for place in range(500)])
    pairs = found(own, asked, 64)
    assert set(pairs) <= set(by_brute_force(own, asked, 64))
    assert len(pairs) > 470


def test_equal_codes_are_found_each_once_however_many() -> None:
    own = np.repeat(some_codes(2), 3, axis=0)
    assert found(own, own[:1], 10) == [(0, 0, 0), (0, 1, 0), (0, 2, 0)]


def test_more_are_asked_for_than_are_compared_at_a_time() -> None:
    own = some_codes(6_500)
    assert found(own, own, 31) == [(place, place, 0) for place in range(6_500)]


@pytest.mark.parametrize(("own", "asked"), [(0, 3), (3, 0), (0, 0)])
def test_nothing_is_near_nothing(own: int, asked: int) -> None:
    assert found(some_codes(own), some_codes(asked), 31) == []
