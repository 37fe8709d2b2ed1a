"""When an entry was published: certain where it can be, and with the reason where it cannot."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from exposurewatch.model import Moment
from exposurewatch.parsers.feed_times import as_written, in_zone

_NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
_TEN = time.struct_time((2024, 5, 1, 10, 0, 0, 2, 122, 0))


@pytest.mark.parametrize(
    "raw",
    [
        "Wed, 01 May 2024 10:00:00 GMT",
        "Wed, 01 May 2024 12:00:00 +0200",
        "Wed, 1 May 2024 06:00 EDT (summer)",
        "2024-05-01T10:00:00Z",
        "2024-05-01T10:00:00.123Z",
        "2024-05-01 12:00:00+02:00",
    ],
)
def test_a_time_with_its_zone_is_certain(raw: str) -> None:
    assert in_zone(raw, _TEN, _NOW) == Moment(datetime(2024, 5, 1, 10, tzinfo=UTC), raw)


@pytest.mark.parametrize(
    ("raw", "read", "why"),
    [
        ("Wed, 01 May 2024 10:00:00", _TEN, "time zone"),
        ("2024-05-01", _TEN, "time zone"),
        ("01-05-2024", _TEN, "time zone"),
        ("the day before yesterday", None, "not written in a way"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", time.gmtime(0), "not possible"),
        ("Wed, 01 Jan 2098 00:00:00 GMT", time.struct_time((2098, 1, 1, 0, 0, 0, 2, 1, 0)), "has not come yet"),
        ("Mon, 31 Feb 2024 10:00:00 GMT", time.struct_time((2024, 2, 31, 10, 0, 0, 0, 1, 0)), "not possible"),
    ],
)
def test_a_time_that_cannot_be_is_kept_as_it_is_written(raw: str, read: Any, why: str) -> None:
    found = in_zone(raw, read, _NOW)

    assert found is not None
    assert (found.utc, found.raw) == (None, raw)
    assert why in (found.uncertain or "")


def test_a_leap_second_is_the_last_of_its_minute() -> None:
    found = in_zone("31 Dec 2016 23:59:60 GMT", time.struct_time((2016, 12, 31, 23, 59, 60, 5, 366, 0)), _NOW)

    assert found is not None
    assert found.utc == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("raw", [None, "", " ", 7, ["x"]])
def test_where_nothing_is_said_there_is_no_time(raw: Any) -> None:
    assert in_zone(raw, _TEN, _NOW) is None
    assert as_written(raw, _NOW) is None


def test_the_times_of_json_feed_are_held_to_the_same() -> None:
    certain = as_written("2024-05-01T12:00:00+02:00", _NOW)
    assert certain == Moment(datetime(2024, 5, 1, 10, tzinfo=UTC), "2024-05-01T12:00:00+02:00")
    for raw, why in (
        ("2024-05-01T12:00:00", "time zone"),
        ("1970-01-01T00:00:00Z", "not possible"),
        ("2030-01-01T00:00:00Z", "has not come yet"),
        ("soon\x1b", "not written"),
    ):
        found = as_written(raw, _NOW)
        assert found is not None
        assert found.utc is None
        assert why in (found.uncertain or "")
