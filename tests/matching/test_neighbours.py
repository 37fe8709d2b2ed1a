"""The index finds the near codes that comparing each with each finds."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from exposurewatch.fingerprints.codes import BYTES
from exposurewatch.matching.neighbours import Neighbours
from exposurewatch.parameters import DEFAULT, FARTHEST_CODE, FAST, NEIGHBOURS, SMALL_LIBRARY

Codes = NDArray[np.uint8]
NONE = np.zeros((0, BYTES), np.uint8)


def some_codes(count: int, seed: int) -> Codes:
    """Codes as clustered as those of pictures are: near one of a few hundred, though by chance never within reach."""
    rng = np.random.default_rng(seed)
    centres = rng.integers(0, 256, (300, BYTES), dtype=np.uint8)
    return centres[rng.integers(0, 300, count)] ^ noise(rng, count, 0.25)


def noise(rng: np.random.Generator, count: int, share: float) -> Codes:
    """Codes in which such a share of the bits is set."""
    return np.packbits(rng.random((count, 8 * BYTES)) < share, axis=1)


def bits_apart(one: Codes, other: Codes) -> NDArray[np.int64]:
    return np.array([np.bitwise_count(code ^ other).sum(axis=1, dtype=np.int64) for code in one])


def oracle(own: Codes, asked: Codes) -> list[list[int]]:
    """For each code asked for, the distances of the nearest own codes that are near enough, nearest first."""
    return [[int(bits) for bits in np.sort(row)[:NEIGHBOURS] if bits < FARTHEST_CODE] for row in bits_apart(asked, own)]


def by_asked(found: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]], count: int) -> list[list[int]]:
    asked, _, distances = found
    return [sorted(int(bits) for bits in distances[asked == row]) for row in range(count)]


@pytest.mark.parametrize("count", [1, 3, 500, SMALL_LIBRARY - 1])
def test_a_small_library_is_searched_exactly(count: int) -> None:
    own = some_codes(count, 1)
    rng = np.random.default_rng(2)
    near = own[rng.integers(0, count, 150)] ^ noise(rng, 150, 0.28)
    asked = np.concatenate((near, own[:5], some_codes(50, 3)))
    found = Neighbours(own, DEFAULT.probes).search(asked)
    expected = oracle(own, asked)
    assert by_asked(found, len(asked)) == expected
    assert any(expected), "some are near enough"
    assert not all(expected), "and some are not"
    rows, numbers, distances = found
    assert np.array_equal(distances, np.bitwise_count(asked[rows] ^ own[numbers]).sum(axis=1))


def test_codes_are_numbered_through_all_photos_in_their_order() -> None:
    first, second = some_codes(7, 1), some_codes(5, 2)
    neighbours = Neighbours(np.concatenate((first, second)), DEFAULT.probes)
    assert neighbours.count == 12
    asked, numbers, distances = neighbours.search(np.concatenate((second[:1], first[6:])))
    exact = distances == 0
    assert list(zip(asked[exact], numbers[exact], strict=True)) == [(0, 7), (1, 6)]


def test_no_code_farther_than_the_limit_is_near() -> None:
    own = np.zeros((1, BYTES), np.uint8)
    within, beyond = own.copy(), own.copy()
    within[0, :9], within[0, 9] = 255, 0b11110000  # 76 bits
    beyond[0, :9], beyond[0, 9] = 255, 0b11111000  # 77 bits
    neighbours = Neighbours(own, DEFAULT.probes)
    assert [list(row) for row in neighbours.search(within)] == [[0], [0], [FARTHEST_CODE - 1]]
    assert [list(row) for row in neighbours.search(beyond)] == [[], [], []]


def test_nothing_is_near_to_nothing() -> None:
    neighbours = Neighbours(NONE, DEFAULT.probes)
    assert neighbours.count == 0
    assert [len(row) for row in neighbours.search(some_codes(5, 1))] == [0, 0, 0]


def test_a_picture_without_points_has_no_neighbours() -> None:
    assert [len(row) for row in Neighbours(some_codes(9, 1), 4).search(NONE)] == [0, 0, 0]


def test_at_most_so_many_neighbours_are_given_for_each_code() -> None:
    own = np.repeat(some_codes(1, 1), 10, axis=0)
    asked, numbers, _ = Neighbours(own, DEFAULT.probes).search(own[:2])
    assert len(asked) == 2 * NEIGHBOURS
    assert len(set(numbers[asked == 0].tolist())) == NEIGHBOURS


@pytest.mark.parametrize("probes", [DEFAULT.probes, FAST.probes])
def test_a_large_library_finds_most_near_codes_that_brute_force_finds(probes: int) -> None:
    """Evenly random codes are the hardest: no list is nearer than another. The very same code is always found."""
    own = some_codes(SMALL_LIBRARY + 10_000, 1)
    rng = np.random.default_rng(2)
    planted = rng.choice(len(own), 400, replace=False)
    asked = own[planted] ^ noise(rng, 400, 0.10)
    rows, numbers, distances = Neighbours(own, probes).search(asked)
    found = {row for row, number in zip(rows.tolist(), numbers.tolist(), strict=True) if number == planted[row]}
    nearest = bits_apart(asked, own).argmin(axis=1)
    assert np.array_equal(nearest, planted), "by brute force all are found"
    assert len(found) >= 0.80 * len(planted)
    same, itself, apart = Neighbours(own, probes).search(own[planted])
    assert {
        row for row, number in zip(same[apart == 0], itself[apart == 0], strict=True) if number == planted[row]
    } == set(range(len(planted)))
    assert np.array_equal(distances, np.bitwise_count(asked[rows] ^ own[numbers]).sum(axis=1))


def test_a_large_library_finds_nothing_near_to_strangers_codes() -> None:
    own = some_codes(SMALL_LIBRARY + 2_000, 1)
    strangers = np.random.default_rng(9).integers(0, 256, (100, BYTES), dtype=np.uint8)
    assert not len(Neighbours(own, DEFAULT.probes).search(strangers)[0])
    assert not any(oracle(own, strangers))
