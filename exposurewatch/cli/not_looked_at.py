"""Says in plain words which pictures of a feed were not looked at, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from exposurewatch.model import Reason
from exposurewatch.pulling import MOST_ATTEMPTS
from exposurewatch.reports.reasons import REASONS

_OF_FEEDS: Final = {
    Reason.UNREACHABLE: f"not given out by the host in {MOST_ATTEMPTS} pulls",
    Reason.UNAVAILABLE: "not there any more, or given to nobody",
    Reason.TOO_LARGE: "too large to be fetched safely",
    Reason.ARCHIVE: "an archive",
}
"""Where the words of reports speak of exports."""


def why_not(counts: Mapping[str, int]) -> Iterator[str]:
    """Yield how many pictures were not looked at for each reason, given by its word."""
    for word, count in counts.items():
        yield f"{count:,} × {_label(word)}"


def _label(word: str) -> str:
    try:
        reason = Reason(word)
    except ValueError:
        return word  # of a newer version
    return _OF_FEEDS.get(reason) or REASONS[reason].label
