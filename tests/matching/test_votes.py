"""Those own photos are verified whose points agree on scale and rotation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exposurewatch.matching.votes import Ballot, elected, of_enough
from exposurewatch.parameters import FARTHEST_CODE, LEAST_STRENGTH, LEAST_VOTES


def votes(
    owner: int, count: int, octaves: float = 0.0, degrees: float = 0.0, distance: int = 10, first: int = 0
) -> Ballot:
    """So many votes for one owner, each of a point of its own, that agree on scale and rotation."""
    return Ballot(
        owner=np.full(count, owner, np.int64),
        found=np.arange(first, first + count),
        own=np.arange(1000 * owner, 1000 * owner + count),
        distances=np.full(count, distance, np.int32),
        octaves=np.full(count, octaves),
        degrees=np.full(count, degrees % 360),
    )


def together(*ballots: Ballot) -> Ballot:
    return Ballot(*(np.concatenate([getattr(each, name) for each in ballots]) for name in Ballot.__slots__))


def scattered(owner: int, count: int, seed: int = 1) -> Ballot:
    """As many votes that agree on nothing."""
    rng = np.random.default_rng(seed)
    return replace(votes(owner, count), octaves=rng.uniform(-5, 5, count), degrees=rng.uniform(0, 360, count))


def test_votes_for_owners_with_too_few_of_them_are_told() -> None:
    owner = np.repeat([7, 0, 3], [LEAST_VOTES, LEAST_VOTES - 1, LEAST_VOTES + 1])
    assert of_enough(owner).tolist() == [True] * LEAST_VOTES + [False] * (LEAST_VOTES - 1) + [True] * (LEAST_VOTES + 1)
    assert of_enough(owner[:0]).tolist() == []


def test_nobody_is_elected_without_votes() -> None:
    assert elected(votes(0, 0), 20) == []


def test_those_who_agree_are_elected_the_strongest_first() -> None:
    chosen = elected(together(votes(3, 5), votes(1, 9), votes(2, 7)), 20)
    assert [pairs.owner for pairs in chosen] == [1, 2, 3]
    assert [pairs.strength for pairs in chosen] == sorted((pairs.strength for pairs in chosen), reverse=True)
    assert [pairs.owner for pairs in elected(together(votes(3, 5), votes(1, 9), votes(2, 7)), 2)] == [1, 2]


def test_a_few_votes_that_agree_beat_many_that_do_not() -> None:
    chosen = elected(together(scattered(1, 30), votes(2, 12)), 1)
    assert [pairs.owner for pairs in chosen] == [2]


def test_nearer_points_have_more_weight() -> None:
    chosen = elected(together(votes(1, 8, distance=60), votes(2, 8, distance=5)), 20)
    assert [pairs.owner for pairs in chosen] == [2, 1]


def test_fewer_votes_than_inliers_are_needed_elect_nobody() -> None:
    assert elected(votes(1, LEAST_VOTES - 1, distance=0), 20) == []
    assert len(elected(votes(1, LEAST_VOTES, distance=0), 20)) == 1


def test_votes_too_weak_elect_nobody() -> None:
    weight = 1 - (FARTHEST_CODE - 1) / FARTHEST_CODE + 0.05
    enough = int(LEAST_STRENGTH / weight) + 1
    assert elected(votes(1, enough - 2, distance=FARTHEST_CODE - 1), 20) == []
    assert len(elected(votes(1, enough, distance=FARTHEST_CODE - 1), 20)) == 1


def test_only_pairs_that_agree_with_the_winner_are_kept() -> None:
    agreeing, others = votes(1, 10, octaves=1.0, degrees=90.0), votes(1, 4, octaves=-3.0, degrees=200.0, first=50)
    (pairs,) = elected(together(others, agreeing), 20)
    assert sorted(pairs.own.tolist()) == agreeing.own.tolist()
    assert sorted(pairs.found.tolist()) == agreeing.found.tolist()
    assert pairs.distances.tolist() == [10] * 10


@pytest.mark.parametrize("degrees", [(356.0, 4.0), (14.0, 16.0), (88.0, 118.0)])
@pytest.mark.parametrize("octaves", [(0.4, 0.6), (-0.6, -0.4), (0.0, 1.0)])
def test_votes_on_both_sides_of_a_bins_edge_count_together(
    octaves: tuple[float, float], degrees: tuple[float, float]
) -> None:
    sides = (
        votes(1, 3, octaves=octave, degrees=angle, first=10 * place)
        for place, (octave, angle) in enumerate(zip(octaves, degrees, strict=True))
    )
    (pairs,) = elected(together(*sides), 20)
    assert len(pairs.found) == 6


def test_votes_for_other_scales_or_rotations_do_not_count_together() -> None:
    assert elected(together(votes(1, 3), votes(1, 3, octaves=3.0, first=10)), 20) == []
    assert elected(together(votes(1, 3), votes(1, 3, degrees=120.0, first=10)), 20) == []


def test_a_point_of_the_picture_votes_once_for_each_owner_with_the_nearest_pair() -> None:
    near = votes(1, 5, distance=5)
    repeated = replace(near, own=near.own + 50, distances=near.distances + 20)
    (pairs,) = elected(together(near, repeated), 20)
    assert pairs.own.tolist() == near.own.tolist()
    assert len(elected(together(near, replace(near, owner=near.owner + 1)), 20)) == 2, "but for several owners"


@pytest.mark.parametrize("octaves", [-40.0, 40.0])
def test_the_most_different_scales_are_counted_with_the_last_bins(octaves: float) -> None:
    (pairs,) = elected(votes(1, 6, octaves=octaves), 20)
    assert len(pairs.found) == 6
