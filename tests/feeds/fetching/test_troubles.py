"""What a host's status means."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from exposurewatch.feeds.asking import Cause
from exposurewatch.feeds.fetching.troubles import DOCUMENT, of_status

LATER = datetime(2026, 3, 1, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (204, Cause.HOST_BROKEN),
        (206, Cause.HOST_BROKEN),
        (300, Cause.HOST_BROKEN),
        (400, Cause.REFUSED),
        (401, Cause.REFUSED),
        (403, Cause.REFUSED),
        (404, Cause.GONE),
        (407, Cause.NO_PROXY),
        (408, Cause.TOO_SLOW),
        (410, Cause.GONE),
        (418, Cause.REFUSED),
        (429, Cause.RATE_LIMITED),
        (451, Cause.REFUSED),
        (500, Cause.HOST_BROKEN),
        (503, Cause.HOST_BROKEN),
        (599, Cause.HOST_BROKEN),
        (999, Cause.HOST_BROKEN),
    ],
)
def test_each_status_has_its_cause(status: int, cause: Cause) -> None:
    assert of_status(status, "example.org", None).cause is cause


def test_a_host_that_says_when_it_will_work_again_is_left_alone_until_then() -> None:
    for status in (429, 503):
        trouble = of_status(status, "example.org", LATER)
        assert (trouble.cause, trouble.not_before) == (Cause.RATE_LIMITED, LATER)
    assert of_status(500, "example.org", LATER).not_before is None


def test_every_status_is_one_sentence_that_names_the_host_or_the_proxy() -> None:
    for status in set(range(200, 600)) - DOCUMENT:
        words = of_status(status, "example.org", None).words
        assert words.endswith(".")
        assert "example.org" in words or "proxy" in words
        assert "{" not in words
