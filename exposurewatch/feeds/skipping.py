"""Says of what a feed names and could not give out why it was not looked at, in the same way for every kind of feed."""

from __future__ import annotations

from typing import Final

from exposurewatch.feeds.asking import PASSING, Cause, Trouble
from exposurewatch.model import Locator, Reason, Skipped
from exposurewatch.parsers.posts import Ended

OF_THE_HOST: Final = frozenset({Cause.RATE_LIMITED, Cause.NO_SUCH_HOST, Cause.NO_PROXY, Cause.NOT_TRUSTED})
"""What is the matter with the host or with the way there, and so with everything else that it has."""

_LASTING: Final = {Cause.UNSAFE_ADDRESS: Reason.UNSAFE_ADDRESS, Cause.TOO_LARGE: Reason.TOO_LARGE}
# What a feed links to at a host without a name is as good as gone: were it waited for, the feed would be held up.
_LINKS: Final = {Cause.NO_SUCH_HOST: Reason.UNAVAILABLE}


def reason_of(trouble: Trouble) -> Reason:
    """Return why something was not looked at that could not be fetched."""
    return Reason.UNREACHABLE if trouble.cause in PASSING else _LASTING.get(trouble.cause, Reason.UNAVAILABLE)


def reason_of_link(trouble: Trouble) -> Reason:
    """Return why a picture behind a link was not looked at."""
    return _LINKS.get(trouble.cause) or reason_of(trouble)


def not_had(locator: Locator, trouble: Trouble) -> Skipped:
    """Return that one document of a feed cannot be had; whether it is asked for again goes by the trouble."""
    return Skipped(locator, None, reason_of(trouble), trouble.words)


def not_had_yet(locator: Locator, trouble: Trouble) -> Skipped:
    """Return that one document of a feed cannot be had, which the feed asks for again whatever is the matter."""
    return Skipped(locator, None, _LASTING.get(trouble.cause, Reason.UNREACHABLE), trouble.words)


def why_nothing(ended: Ended) -> str:
    """Return in a few words why a document ended before anything was read of it."""
    return ended.detail.removesuffix(" from there on")


def broke_off(locator: Locator, ended: Ended) -> Skipped:
    """Return that one document of a feed could not be read to its end."""
    reason = Reason.EXPORT_TRUNCATED if ended.truncated else Reason.EXPORT_DAMAGED
    return Skipped(locator, None, reason, ended.detail)
