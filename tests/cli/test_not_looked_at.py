"""Every reason for which a picture of a feed was not looked at has words."""

from __future__ import annotations

from exposurewatch.cli.not_looked_at import why_not
from exposurewatch.model import Reason


def test_every_reason_is_said_in_words_and_one_of_a_newer_version_as_it_is() -> None:
    assert all("× " in words and "export" not in words for words in why_not({Reason.UNREACHABLE.value: 1, "odd": 2}))
    assert list(why_not({"unavailable": 1200, "unsafe-address": 1, "odd": 2})) == [
        "1,200 × not there any more, or given to nobody",
        "1 × at an address that is not on the public web",
        "2 × odd",
    ]
