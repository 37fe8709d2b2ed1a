"""Lists in a report are sorted as people count, and no two different things share a place in them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import Locator, Reason, Skipped
from exposurewatch.order import number_of, of_match, of_message, of_skip
from tests.conftest import a_judgement, a_match, a_photo, a_sighting, an_origin

T = TypeVar("T")
IN_ORDER: list[str | None] = [None, "0", "2", "07", "7", "9", "10", "100", "", "-1", "1" * 21, "story", "²"]


def shuffled(values: Sequence[T]) -> list[T]:
    return random.Random(4).sample(values, len(values))  # noqa: S311


def test_messages_are_in_the_order_of_their_numbers_and_what_has_none_is_at_either_end() -> None:
    assert sorted(shuffled(IN_ORDER), key=of_message) == IN_ORDER


@pytest.mark.parametrize(
    ("message", "number"), [("7", 7), ("٣", 3), (None, None), ("", None), ("²", None), ("-1", None), ("9" * 5000, None)]
)
def test_a_number_is_one_only_where_a_chat_can_have_come_to_it(message: str | None, number: int | None) -> None:
    assert number_of(message) == number


@given(st.none() | st.text(), st.none() | st.text())
def test_only_the_same_message_has_the_same_place(one: str | None, other: str | None) -> None:
    assert (of_message(one) == of_message(other)) == (one == other)


def test_matches_of_one_file_are_in_the_order_of_the_messages() -> None:
    matches = [a_match(sighting=a_sighting(origin=an_origin(message_id=message))) for message in ("10", "9", None)]
    assert [match.sighting.origin.message_id for match in sorted(matches, key=of_match)] == [None, "9", "10"]


def test_matches_are_sorted_by_photo_container_and_path_first() -> None:
    places = [("a", "x", "2.jpg"), ("a", "y", "1.jpg"), ("b", "x", "1.jpg")]
    matches = [
        a_match(
            judgement=a_judgement(photo=a_photo(id=photo)),
            sighting=a_sighting(origin=an_origin(locator=Locator(container, path), message_id="1")),
        )
        for photo, container, path in places
    ]
    assert sorted(shuffled(matches), key=of_match) == matches


def test_what_was_not_looked_at_is_sorted_by_place_message_and_reason() -> None:
    home = Locator("Chat", "result.json")
    skips = [
        Skipped(Locator("Another", "z"), "11", Reason.VIDEO),
        Skipped(home, None, Reason.EXPORT_TRUNCATED),
        Skipped(home, "9", Reason.NOT_INCLUDED),
        Skipped(home, "9", Reason.NOT_INCLUDED, "a"),
        Skipped(home, "9", Reason.VIDEO),
        Skipped(home, "10", Reason.NOT_INCLUDED),
    ]
    assert sorted(shuffled(skips), key=of_skip) == skips
