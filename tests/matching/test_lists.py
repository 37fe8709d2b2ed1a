"""Codes are sorted into lists once; what was sorted stays where it is, as long as the lists suit."""

from __future__ import annotations

import numpy as np
import pytest

from exposurewatch.fingerprints.codes import BYTES
from exposurewatch.matching.lists import sorted_into_lists
from exposurewatch.matching.neighbours import Neighbours
from exposurewatch.model import NO_LIST, Lists
from exposurewatch.parameters import DEFAULT, SMALL_LIBRARY
from tests.matching.test_neighbours import NONE, bits_apart, noise, some_codes

COUNT = SMALL_LIBRARY + 3_000
CODES = some_codes(COUNT, 1)
LISTS = sorted_into_lists(CODES)


def test_every_code_is_in_the_list_of_its_nearest_centre() -> None:
    some = slice(0, 500)
    nearest = bits_apart(CODES[some], LISTS.centres)
    own = nearest[np.arange(500), LISTS.numbers[some]]
    assert np.array_equal(own, nearest.min(axis=1))


def test_there_are_about_twice_as_many_lists_as_the_root_of_the_codes() -> None:
    assert COUNT**0.5 < len(LISTS.centres) < 4 * COUNT**0.5


def test_the_same_codes_are_sorted_the_same() -> None:
    again = sorted_into_lists(CODES.copy())
    assert np.array_equal(again.centres, LISTS.centres)
    assert np.array_equal(again.numbers, LISTS.numbers)


def test_an_index_made_from_known_lists_finds_the_same() -> None:
    asked = CODES[:300] ^ noise(np.random.default_rng(3), 300, 0.1)
    anew, known = Neighbours(CODES, DEFAULT.probes), Neighbours(CODES, DEFAULT.probes, LISTS)
    assert np.array_equal(np.array(anew.search(asked)), np.array(known.search(asked)))


def test_a_small_library_has_no_lists() -> None:
    assert Neighbours(CODES[:100], DEFAULT.probes).lists is None
    assert Neighbours(NONE, DEFAULT.probes, LISTS).lists is None


def test_codes_that_came_later_are_sorted_among_the_others() -> None:
    more = np.concatenate((CODES, some_codes(500, 8)))
    padded = Lists(LISTS.centres, np.append(LISTS.numbers, np.full(500, NO_LIST, np.uint16)))
    grown = sorted_into_lists(more, padded)
    assert np.array_equal(grown.centres, LISTS.centres)
    assert np.array_equal(grown.numbers[:COUNT], LISTS.numbers)
    assert (grown.numbers < len(LISTS.centres)).all()
    assert (padded.numbers[COUNT:] == NO_LIST).all(), "what was given is not changed"


@pytest.mark.parametrize(
    "known",
    [
        Lists(LISTS.centres[:4], np.zeros(COUNT, np.uint16)),
        Lists(np.tile(LISTS.centres, (8, 1)), np.zeros(COUNT, np.uint16)),
        Lists(LISTS.centres, LISTS.numbers[:-1]),
        Lists(np.zeros((0, BYTES), np.uint8), np.zeros(COUNT, np.uint16)),
    ],
    ids=["too few lists", "too many", "of other codes", "none"],
)
def test_lists_that_do_not_suit_are_made_anew(known: Lists) -> None:
    anew = sorted_into_lists(CODES, known)
    assert np.array_equal(anew.centres, LISTS.centres)
    assert np.array_equal(anew.numbers, LISTS.numbers)
