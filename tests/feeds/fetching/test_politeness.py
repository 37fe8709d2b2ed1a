"""When a host is asked, and when again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.feeds.fetching.politeness import LONGEST_REST, Clock, Pace, pause, retry_after

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_each_host_has_turns_of_its_own() -> None:
    pace = Pace()
    assert pace.turn("a", 100.0, 1.0) == 0
    assert pace.turn("a", 100.25, 1.0) == 0.75
    assert pace.turn("a", 100.5, 1.0) == 1.5
    assert pace.turn("b", 100.5, 1.0) == 0
    assert pace.turn("a", 200.0, 1.0) == 0


def test_a_host_is_left_alone_until_it_wants_to_be_asked() -> None:
    pace = Pace()
    pace.rest("a", NOW + timedelta(minutes=1))
    assert pace.resting("a", NOW) == NOW + timedelta(minutes=1)
    assert pace.resting("a", NOW + timedelta(minutes=1)) is None
    assert pace.resting("b", NOW) is None


def test_pauses_grow() -> None:
    assert [pause(retry, 1.0) for retry in range(3)] == [1, 4, 16]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        (" 120 ", 120),
        ("999999999999", LONGEST_REST.total_seconds()),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30),
        ("Sunday, 01-Mar-26 12:00:30 GMT", 30),
        ("Sun Mar  1 12:00:30 2026", 30),
        ("Sun, 01 Mar 2026 12:00:30 -0000", 30),
        ("Sun, 01 Mar 2026 14:00:30 +0200", 30),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_REST.total_seconds()),
    ],
)
def test_a_host_says_when_it_wants_to_be_asked_again(value: str, seconds: float) -> None:
    assert retry_after(value, NOW) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "value", ["", "soon", "-5", "1.5", "1e9", "٣", "9" * 5000, "Sun, 99 Mar 2026 12:00:00 GMT", "Sun, 01 Mar 2026"]
)
def test_what_is_no_moment_says_nothing(value: str) -> None:
    assert retry_after(value, NOW) in (None, NOW)


@given(st.text(max_size=40))
def test_whatever_it_says_is_never_before_now_nor_too_far_off(value: str) -> None:
    named = retry_after(value, NOW)
    assert named is None or NOW <= named <= NOW + LONGEST_REST


def test_the_clock_of_the_machine_knows_its_zone() -> None:
    assert Clock().now().tzinfo is UTC
