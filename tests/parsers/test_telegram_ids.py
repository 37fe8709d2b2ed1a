"""Ids old and new, links to messages, and times that are only as certain as the export is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.model import Moment, Permalink
from exposurewatch.parsers.telegram_ids import bare_id, has_links, moment, permalink, username, whole_number

_OLD_CHANNEL = (2 << 32) | 1234567890


@pytest.mark.parametrize(
    ("number", "message", "expected"),
    [
        (1234567890, {"from_id": "channel1234567890"}, "1234567890"),
        (_OLD_CHANNEL, {"from_id": 4299999999}, "1234567890"),
        (_OLD_CHANNEL, {}, "1234567890"),
        (_OLD_CHANNEL, {"actor_id": 4299999999}, "1234567890"),
        ((1 << 32) | 42, {"from_id": "4294967338"}, "42"),
        (_OLD_CHANNEL, {"from_id": "user5"}, str(_OLD_CHANNEL)),
        (_OLD_CHANNEL, {"date_unixtime": "1714528800"}, str(_OLD_CHANNEL)),
        (-1001234567890, {}, "1234567890"),
        (-1000000000022, {}, "22"),
        (-4567, {}, "4567"),
        (None, {}, None),
    ],
)
def test_a_chat_id_is_bare_whatever_the_exporter_wrote(
    number: int | None, message: dict[str, Any], expected: str | None
) -> None:
    assert bare_id(number, message) == expected


@pytest.mark.parametrize(
    ("kind", "name", "message_id", "expected"),
    [
        ("private_supergroup", None, "7", Permalink("https://t.me/c/99/7", public=False)),
        ("public_channel", None, "7", Permalink("https://t.me/c/99/7", public=False)),
        ("public_channel", "gossip", "7", Permalink("https://t.me/gossip/7", public=True)),
        ("private_group", "gossip", "7", None),
        ("personal_chat", None, "7", None),
        ("", None, "7", None),
        ("public_channel", "gossip", "-999999990", None),
        ("public_channel", "gossip", "0", None),
        ("public_channel", "gossip", None, None),
    ],
)
def test_a_message_has_a_link_only_where_telegram_has_one(
    kind: str, name: str | None, message_id: str | None, expected: Permalink | None
) -> None:
    assert (permalink("99", name, message_id) if has_links(kind) else None) == expected


def test_without_id_and_username_there_is_no_link() -> None:
    assert permalink(None, None, "7") is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("gossip_corner", "gossip_corner"),
        ("@Gossip", "Gossip"),
        ("https://t.me/gossip/", "gossip"),
        ("t.me/s/gossip", "gossip"),
        (" gossip ", "gossip"),
        ("two words", None),
        ("../../etc", None),
        ("gossip?x=1", None),
        ("", None),
        ("1abc", None),
        ("gössip", None),
        ("a" * 40, None),
    ],
)
def test_a_username_is_taken_from_what_people_paste(words: str, expected: str | None) -> None:
    assert username(words) == expected


def test_seconds_give_a_certain_time() -> None:
    fields = {"date": "2024-05-01T10:00:00", "date_unixtime": "1714528800"}

    assert moment(fields) == Moment(datetime(2024, 5, 1, 2, 0, tzinfo=UTC), "2024-05-01T10:00:00")


def test_local_time_is_never_taken_for_utc() -> None:
    found = moment({"date": "2019-05-01T10:00:00"})

    assert found is not None
    assert (found.utc, found.raw) == (None, "2019-05-01T10:00:00")
    assert "time zone" in (found.uncertain or "")


@pytest.mark.parametrize("seconds", [0, -5, 1, "9" * 18, 2**62, "253402300800"])
def test_an_impossible_time_is_said_to_be_one(seconds: object) -> None:
    found = moment({"date_unixtime": seconds})

    assert found is not None
    assert found.utc is None
    assert found.raw == str(seconds)
    assert "not possible" in (found.uncertain or "")


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["date", "date_unixtime"]),
        st.none() | st.booleans() | st.floats() | st.text() | st.integers() | st.lists(st.text()),
    )
)
def test_no_date_makes_it_fail(fields: dict[str, Any]) -> None:
    found = moment(fields)

    assert found is None or (found.utc is None) == (found.uncertain is not None)


@pytest.mark.parametrize("value", [True, 5.0, None, "5.0", "٣", "", " 5", 2**63, "9" * 30, [], {}])
def test_what_is_no_whole_number_is_none(value: object) -> None:
    assert whole_number(value) is None


@pytest.mark.parametrize("value", [5, "5", -5, "-5", 2**63 - 1])
def test_whole_numbers_are_read_from_digits_too(value: int | str) -> None:
    assert whole_number(value) == int(value)
