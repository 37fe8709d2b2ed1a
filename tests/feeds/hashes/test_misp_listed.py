"""Which events of a MISP feed are followed."""

from __future__ import annotations

from datetime import date

from exposurewatch.feeds.hashes.misp_known import MOST_EVENTS
from exposurewatch.feeds.hashes.misp_listed import BEFORE, TOO_MANY, Listed, listed
from exposurewatch.parsers.entries import PassedOver, Told
from exposurewatch.parsers.misp_manifest import NAMELESS
from exposurewatch.parsers.posts import Ended, Post, Record

_DAY = 1714521600  # the beginning of 2024-05-01


def _event(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-0123456789ab"


def test_the_newest_come_first() -> None:
    found = listed([Told(_event(1), "5"), Told(_event(2), "7"), Told(_event(3), "7")], None)

    assert list(found.events.items()) == [(_event(2), 7), (_event(3), 7), (_event(1), 5)]
    assert (dict(found.passed_over), found.ended) == ({}, None)


def test_what_was_changed_before_the_day_that_was_asked_for_is_counted() -> None:
    told = [Told(_event(1), str(_DAY - 1)), Told(_event(2), str(_DAY)), Told(_event(3), "0")]
    found = listed(told, date(2024, 5, 1))

    assert dict(found.events) == {_event(2): _DAY, _event(3): 0}
    assert dict(found.passed_over) == {BEFORE: 1}


def test_no_more_are_followed_than_a_checkpoint_holds() -> None:
    found = listed([Told(_event(number), str(number)) for number in range(MOST_EVENTS + 3)], None)

    assert len(found.events) == MOST_EVENTS
    assert _event(2) not in found.events
    assert dict(found.passed_over) == {TOO_MANY: 3}


def test_no_name_is_believed_that_is_no_uuid() -> None:
    """Not even from a worker, which may have been taken over by what it read."""
    ended = Ended("it is cut off", truncated=True)
    records: list[Record] = [Told("../../x", "5"), Told(_event(1), "soon"), PassedOver("x", 2), Post(), ended]

    assert listed(records, None) == Listed({_event(1): 0}, {NAMELESS: 2}, ended)
