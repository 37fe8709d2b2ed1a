"""How often a feed is read is written and said in minutes, hours and days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from exposurewatch.cli.durations import LEAST, MOST, read_duration, said
from exposurewatch.errors import WrongUsage


@pytest.mark.parametrize(
    ("words", "hours"),
    [("6h", 6), (" 6 h ", 6), ("30m", 0.5), ("90min", 1.5), ("2d", 48), ("2 days", 48), ("1 Hour", 1)],
)
def test_a_duration_is_read(words: str, hours: float) -> None:
    assert read_duration(words, "--every") == timedelta(hours=hours)


@pytest.mark.parametrize("words", ["", "6", "h", "-6h", "6 weeks", "6s", "1.5h", "six hours", "9999999d", "٦h"])
def test_what_is_no_duration_is_said_so(words: str) -> None:
    with pytest.raises(WrongUsage, match="is not a duration") as raised:
        read_duration(words, "--every")
    assert "--every 6h" in raised.value.hint


@pytest.mark.parametrize(("words", "what"), [("1m", "too short"), ("0h", "too short"), ("900d", "too long")])
def test_no_host_is_asked_all_the_time_or_never(words: str, what: str) -> None:
    with pytest.raises(WrongUsage, match=what) as raised:
        read_duration(words, "--every")
    assert raised.value.hint == "Take one between 5 minutes and 365 days."


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(seconds=-5), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (LEAST, "5 minutes"),
        (timedelta(hours=6), "6 hours"),
        (timedelta(hours=1, minutes=20), "1 hour 20 minutes"),
        (timedelta(minutes=90), "1 hour 30 minutes"),
        (timedelta(hours=24), "1 day"),
        (timedelta(hours=36), "1 day 12 hours"),
        (timedelta(days=1, minutes=5), "1 day 5 minutes"),
        (timedelta(hours=5, minutes=59, seconds=59), "6 hours"),
        (MOST, "365 days"),
    ],
)
def test_a_duration_is_said_as_it_is_in_as_few_units_as_that_takes(duration: timedelta, words: str) -> None:
    assert said(duration) == words
