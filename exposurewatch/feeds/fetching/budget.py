"""What one feed may take of a round: once it is spent the others have their turn; the rest is for the next pull."""

from __future__ import annotations

from exposurewatch.feeds.asking import Cause, Trouble
from exposurewatch.feeds.fetching.policy import Policy


class Budget:
    """Counts what the documents of one feed have taken; a document that was begun is fetched to its end."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._seconds = 0.0
        self._bytes = 0
        self._documents = 0

    def check(self) -> None:
        """Raise a passing `Trouble` where nothing is left."""
        if self._seconds >= self._policy.round_seconds:
            raise _spent(f"{self._policy.round_seconds / 60:,.0f} minutes were spent on this feed")
        if self._bytes >= self._policy.round_bytes:
            raise _spent(f"{self._policy.round_bytes / (1 << 30):,.3g} GiB of this feed were fetched")
        if self._documents >= self._policy.round_documents:
            raise _spent(f"{self._policy.round_documents:,} pages and pictures of this feed were asked for")

    def took(self, seconds: float, received: int) -> None:
        """Count one document, whether or not it came to anything."""
        self._seconds += seconds
        self._bytes += received
        self._documents += 1


def _spent(what: str) -> Trouble:
    return Trouble(Cause.TOO_SLOW, f"{what}, which is enough for one time; the rest is for the next pull.")
