"""Values come back from a row as they were, and nothing else is believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.errors import VaultDamaged
from exposurewatch.model import Alteration, Channel, Locator, Moment, Opened, Origin, Permalink
from exposurewatch.vault import values
from tests.conftest import an_alteration, an_origin

words = st.text()
maybe = st.none() | words
moments = st.datetimes(timezones=st.just(UTC))
origins = st.builds(
    Origin,
    source=words,
    locator=st.builds(Locator, words, words),
    channel=st.none() | st.builds(Channel, maybe, maybe, maybe),
    message_id=maybe,
    date=st.none() | st.builds(Moment, st.none() | moments, maybe, maybe),
    sender=maybe,
    forwarded_from=maybe,
    permalink=st.none() | st.builds(Permalink, words, st.booleans()),
    reply_to=maybe,
)
numbers = st.floats(allow_nan=False, allow_infinity=False)
points = st.tuples(numbers, numbers)
alterations = st.builds(
    Alteration, st.booleans(), numbers, numbers, st.tuples(points, points, points, points), numbers, st.booleans()
)


@given(origins)
def test_an_origin_comes_back(origin: Origin) -> None:
    assert values.origin(values.stored_origin(origin)) == origin


def test_an_origin_of_before_answers_nothing() -> None:
    stored = json.loads(values.stored_origin(an_origin(reply_to="7")))
    del stored["reply_to"]
    assert values.origin(json.dumps(stored)) == an_origin()


@pytest.mark.parametrize("change", [{"reply_to": 7}, {"more": None}], ids=["a number", "another field"])
def test_an_origin_with_what_no_version_wrote_is_damage(change: dict[str, object]) -> None:
    with pytest.raises(VaultDamaged):
        values.origin(json.dumps(json.loads(values.stored_origin(an_origin())) | change))


@given(alterations)
def test_an_alteration_comes_back_in_every_bit(alteration: Alteration) -> None:
    assert repr(values.alteration(values.stored_alteration(alteration))) == repr(alteration)


@given(st.lists(st.builds(Opened, words, words)))
def test_what_was_opened_comes_back(opened: list[Opened]) -> None:
    assert values.opened(values.stored_opened(opened)) == tuple(opened)


@given(moments, moments)
def test_moments_come_back_and_sort_as_words(one: datetime, other: datetime) -> None:
    assert values.moment(values.stored_moment(one)) == one
    assert (values.stored_moment(one) < values.stored_moment(other)) == (one < other)


def test_a_moment_elsewhere_is_stored_in_utc() -> None:
    there = datetime(2024, 5, 1, 10, tzinfo=timezone(timedelta(hours=8)))
    assert values.stored_moment(there) == "2024-05-01T02:00:00.000000+00:00"


READERS: list[Callable[[object], object]] = [
    values.moment,
    values.origin,
    values.alteration,
    values.numbers,
    values.opened,
    values.counts,
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "stored",
    [
        "",
        "x",
        "null",
        "1",
        "{}",
        "[1.5]",
        '[["a"]]',
        "[true]",
        "[-1]",
        '"x"',
        "[" * 100_000,
        b"\xff",
        7,
        "NaN",
        "[NaN]",
    ],
    ids=lambda stored: repr(stored)[:12],
)
def test_anything_else_is_a_damage(read: Callable[[object], object], stored: object) -> None:
    with pytest.raises(VaultDamaged):
        read(stored)


@pytest.mark.parametrize("bad", [None, 1, "x", [], {}, [1], [None, 2], True, 1e999])
@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (values.stored_origin(an_origin()), values.origin),
        (values.stored_alteration(an_alteration()), values.alteration),
    ],
    ids=["origin", "alteration"],
)
def test_every_field_is_either_of_its_kind_or_a_damage(
    stored: str, read: Callable[[object], object], bad: object
) -> None:
    for name, honest in json.loads(stored).items():
        try:
            value = read(json.dumps(json.loads(stored) | {name: bad}))
        except VaultDamaged:
            continue
        field = getattr(value, name)
        assert type(field) in (type(None), type(bad), float), (name, honest)
    with pytest.raises(VaultDamaged):
        read(json.dumps(json.loads(stored) | {"more": bad}))
