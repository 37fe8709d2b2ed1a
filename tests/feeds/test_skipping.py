"""Whatever the kind of feed, the same trouble is the same reason."""

from __future__ import annotations

import pytest

from exposurewatch.feeds.asking import PASSING, Cause, Trouble
from exposurewatch.feeds.skipping import OF_THE_HOST, broke_off, not_had, not_had_yet, reason_of
from exposurewatch.model import Locator, Reason, Skipped
from exposurewatch.parsers.posts import Ended

WHERE = Locator("https://a.example/feed", "https://a.example/feed/7")


@pytest.mark.parametrize("cause", Cause)
def test_what_may_be_over_the_next_time_is_asked_for_again_and_nothing_else(cause: Cause) -> None:
    assert (reason_of(Trouble(cause, "It is so.")) is Reason.UNREACHABLE) == (cause in PASSING)


@pytest.mark.parametrize(
    ("cause", "reason", "asked_again"),
    [
        (Cause.TOO_SLOW, Reason.UNREACHABLE, Reason.UNREACHABLE),
        (Cause.UNSAFE_ADDRESS, Reason.UNSAFE_ADDRESS, Reason.UNSAFE_ADDRESS),
        (Cause.TOO_LARGE, Reason.TOO_LARGE, Reason.TOO_LARGE),
        (Cause.GONE, Reason.UNAVAILABLE, Reason.UNREACHABLE),
    ],
)
def test_a_document_that_cannot_be_had_is_told_with_its_address(
    cause: Cause, reason: Reason, asked_again: Reason
) -> None:
    trouble = Trouble(cause, "It is so.")
    assert not_had(WHERE, trouble) == Skipped(WHERE, None, reason, "It is so.")
    assert not_had_yet(WHERE, trouble) == Skipped(WHERE, None, asked_again, "It is so.")


@pytest.mark.parametrize(
    ("ended", "reason"),
    [
        (Ended("it is so", truncated=True), Reason.EXPORT_TRUNCATED),
        (Ended("it is so", truncated=False), Reason.EXPORT_DAMAGED),
    ],
)
def test_a_document_that_breaks_off_is_told_with_why(ended: Ended, reason: Reason) -> None:
    assert broke_off(WHERE, ended) == Skipped(WHERE, None, reason, "it is so")


def test_what_is_the_matter_with_a_host_is_not_said_of_one_document() -> None:
    assert not OF_THE_HOST & {Cause.GONE, Cause.TOO_LARGE, Cause.MALFORMED, Cause.UNSAFE_ADDRESS}
