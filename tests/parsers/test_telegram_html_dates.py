"""A date is certain in UTC only where the zone and the clock that wrote it can be told apart from no other."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import Moment
from exposurewatch.parsers.telegram_html_dates import day, posted


@pytest.mark.parametrize(
    ("words", "utc", "raw"),
    [
        ("31.12.2022 23:59:58 UTC+08:00", (2022, 12, 31, 15, 59, 58), "2022-12-31T23:59:58+08:00"),
        ("01.01.2023 04:00:00 UTC+05:30", (2022, 12, 31, 22, 30), "2023-01-01T04:00:00+05:30"),
        ("01.01.2023 04:00:00 UTC-11:00", (2023, 1, 1, 15, 0), "2023-01-01T04:00:00-11:00"),
        ("01.01.2023 04:00:00 UTC-09:30", (2023, 1, 1, 13, 30), "2023-01-01T04:00:00-09:30"),
        ("\n 24.09.2016 00:00:00 UTC+08:00 ", (2016, 9, 23, 16, 0), "2016-09-24T00:00:00+08:00"),
    ],
)
def test_a_zone_that_keeps_its_clocks_gives_a_time_in_utc(words: str, utc: tuple[int, ...], raw: str) -> None:
    assert posted(words) == Moment(datetime(*utc, tzinfo=UTC), raw)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("words", "raw"),
    [
        ("31.07.2023 23:59:58 UTC+01:00", "2023-07-31T23:59:58+01:00"),  # central Europe
        ("31.12.2022 23:59:58 UTC+00:00", "2022-12-31T23:59:58+00:00"),
        ("31.12.2022 23:59:58 UTC", "2022-12-31T23:59:58+00:00"),
        ("31.12.2022 23:59:58 UTC-05:00", "2022-12-31T23:59:58-05:00"),
        ("23.09.2016 23:59:58 UTC+08:00", "2016-09-23T23:59:58+08:00"),  # Mongolia had summer time
        ("29.02.2024 12:00:00 UTC+05:00", "2024-02-29T12:00:00+05:00"),  # Kazakhstan changed its zone the next day
        ("31.12.2022 23:59:58 UTC+99:99", "2022-12-31T23:59:58+99:99"),
    ],
)
def test_where_clocks_are_changed_the_hour_is_uncertain(words: str, raw: str) -> None:
    moment = posted(words)

    assert moment is not None
    assert (moment.utc, moment.raw) == (None, raw)
    assert "may be an hour off" in str(moment.uncertain)


def test_before_the_zone_was_written_the_time_is_that_of_some_computer() -> None:
    moment = posted("01.02.2021 03:04:05")

    assert moment is not None
    assert (moment.utc, moment.raw) == (None, "2021-02-01T03:04:05")
    assert "local time of the computer" in str(moment.uncertain)


@pytest.mark.parametrize("words", ["31.02.2022 23:59:58", "yesterday", "2022-12-31", "31.12.2022 25:00:00 UTC+08:00"])
def test_what_is_no_date_is_kept_in_its_words(words: str) -> None:
    assert posted(words) == Moment(None, words, "this is no date that can be read")


@pytest.mark.parametrize("words", ["01.01.0001 00:00:00 UTC+05:30", "31.12.9999 23:59:58 UTC-11:00"])
def test_an_impossible_year_is_no_time(words: str) -> None:
    moment = posted(words)

    assert moment is not None
    assert moment.utc is None
    assert "not possible" in str(moment.uncertain)


@pytest.mark.parametrize("words", ["", " \n", "\u200b\u202e"])
def test_no_words_are_no_date(words: str) -> None:
    assert posted(words) is None


def test_hostile_words_are_cleaned() -> None:
    moment = posted("\x1b[31mnow\u202e")

    assert moment is not None
    assert moment.raw == "[31mnow"


def test_the_line_above_the_messages_of_a_day_names_the_day() -> None:
    moment = day("\n31 December 2022\n")

    assert moment is not None
    assert (moment.utc, moment.raw) == (None, "2022-12-31")
    assert "the day alone" in str(moment.uncertain)


@pytest.mark.parametrize("words", ["", "31 Dezember 2022", "31 February 2022", "No exported messages", "1 May 0000"])
def test_other_lines_name_no_day(words: str) -> None:
    assert day(words) is None


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{2}\.[0-9]{2}\.[0-9]{4} [0-9:]{8} UTC[+-][0-9]{2}:[0-9]{2}"))
def test_no_words_make_it_fail(words: str) -> None:
    for moment in (posted(words), day(words)):
        assert moment is None or moment.utc is None or moment.utc.tzinfo is UTC
