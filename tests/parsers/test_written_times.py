"""Times are certain only where their offset is known."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.parsers.written_times import moment

_TEN = datetime(2024, 5, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2024-05-01 10:00:00",
        "2024-05-01T10:00:00",
        "2024-05-01 10:00:00.250000",
        "2024-05-01T12:00:00+02:00",
        "2024-05-01T10:00:00Z",
        "2024-05-01T10:00",
        1714557600,
        1714557600.75,
    ],
)
def test_a_time_in_utc_or_with_an_offset_is_certain(written: Any) -> None:
    found = moment(written)

    assert found is not None
    assert (found.utc, found.uncertain) == (_TEN, None)


def test_a_time_without_an_offset_is_as_certain_as_the_program_that_wrote_it() -> None:
    found = moment("2024-05-01 10:00:00", "nobody knows where")

    assert found is not None
    assert (found.utc, found.raw, found.uncertain) == (None, "2024-05-01 10:00:00", "nobody knows where")


@pytest.mark.parametrize(
    "written",
    ["yesterday", "2024-13-45 10:00:00", "0001-01-01 00:00:00+14:00", "1969-05-01 10:00:00", 1 << 62, "9" * 99],
)
def test_a_time_that_cannot_be_is_kept_as_it_is_written(written: Any) -> None:
    found = moment(written)

    assert found is not None
    assert found.utc is None
    assert found.raw
    assert found.uncertain


@pytest.mark.parametrize("written", [None, "", " ", [], {}, b"2024", True])
def test_what_is_no_time_is_none(written: Any) -> None:
    assert moment(written) is None


@given(st.text() | st.integers() | st.floats() | st.datetimes().map(str))
def test_no_value_makes_it_raise(written: Any) -> None:
    moment(written)
    moment(written, "somewhere")
