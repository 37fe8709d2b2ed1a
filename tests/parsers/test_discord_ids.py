"""The number of a message tells when it was sent, whatever the exporter's clock, zone and language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from exposurewatch.model import Moment, Permalink
from exposurewatch.parsers.discord_ids import address, moment, number, permalink, sent_at

_MESSAGE = "175928847299117063"  # the example in Discord's own reference, and what it says of it
_SENT = datetime(2016, 4, 30, 11, 18, 25, 796000, UTC)


@pytest.mark.parametrize("value", [_MESSAGE, "5"])
def test_a_number_is_kept_as_words(value: str) -> None:
    assert number(value) == value


@pytest.mark.parametrize("value", ["", "0", "-5", "05", "5x", "٥", "1" * 20, 5, None, [], 1e3])
def test_what_is_no_number(value: Any) -> None:
    assert number(value) is None


def test_the_time_is_counted_in_the_number() -> None:
    assert sent_at(_MESSAGE) == _SENT


@pytest.mark.parametrize("message", [None, "5"])
def test_a_number_that_no_message_ever_had_tells_no_time(message: str | None) -> None:
    assert sent_at(message) is None


@pytest.mark.parametrize(
    ("message", "written", "expected"),
    [
        (
            _MESSAGE,
            "2016-04-30T19:18:25.796+08:00",
            Moment(_SENT, "2016-04-30T19:18:25.796+08:00"),
        ),
        (_MESSAGE, "2016-04-30T11:18:25Z", Moment(_SENT.replace(microsecond=0), "2016-04-30T11:18:25Z")),
        ("5", "2016-04-30T11:18:25+00:00", Moment(_SENT.replace(microsecond=0), "2016-04-30T11:18:25+00:00")),
        (_MESSAGE, "2016-04-30T19:18:25", Moment(_SENT, "2016-04-30T19:18:25")),
        (_MESSAGE, "30.04.2016", Moment(_SENT, "30.04.2016")),
        (_MESSAGE, None, Moment(_SENT)),
        ("5", "yesterday\x1b[31m", Moment(None, "yesterday[31m", "the export does not say in which time zone")),
        (None, None, None),
        (
            _MESSAGE,
            "2020-01-01T00:00:00+00:00",
            Moment(
                None, "2020-01-01T00:00:00+00:00", "the time that the export gives is not that of the message's number"
            ),
        ),
        (_MESSAGE, "0001-01-01T00:00:00+14:00", Moment(_SENT, "0001-01-01T00:00:00+14:00")),
    ],
)
def test_when_a_message_was_sent(message: str | None, written: object, expected: Moment | None) -> None:
    assert moment(message, written) == expected


def test_a_link_to_a_message_is_for_members_alone() -> None:
    link = "https://discord.com/channels/111/222/333"

    assert permalink("111", "222", "333") == Permalink(link, public=False)
    assert address("0", "222", "333") == "https://discord.com/channels/@me/222/333"


@pytest.mark.parametrize("where", [(None, "2", "3"), ("1", None, "3"), ("1", "2", None), ("1", "2/../x", "3")])
def test_without_all_numbers_there_is_no_link(where: tuple[object, object, object]) -> None:
    assert permalink(*where) is None
