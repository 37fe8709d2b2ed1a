"""When a host may be asked, and when again: pauses between documents, after failures, and as long as the host says."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST_REST: Final = timedelta(days=1)
"""However long a host wants to be left alone, it is asked again after this: hosts have said years by mistake."""

USUAL_REST: Final = timedelta(minutes=15)
"""How long to leave a host alone that is asked too often and does not say until when."""

_STEEPNESS: Final = 4  # each pause takes so many times as long as the one before
_SECONDS: Final = re.compile(r"[0-9]{1,12}")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """How time passes: `ticks` are seconds that never jump, `now` is what the time is."""

    sleep: Callable[[float], None] = time.sleep
    ticks: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _now


class Pace:
    """Remembers when each host was asked; feeds that share one share its pauses."""

    def __init__(self) -> None:
        self._turns: dict[str, float] = {}
        self._rests: dict[str, datetime] = {}

    def turn(self, host: str, now: float, between: float) -> float:
        """Take the next turn at a host, and return the seconds until then; `now` is of a clock that never jumps."""
        turn = max(now, self._turns.get(host, now))
        self._turns[host] = turn + between
        return turn - now

    def rest(self, host: str, until: datetime) -> None:
        """Leave a host alone until then."""
        self._rests[host] = until

    def resting(self, host: str, now: datetime) -> datetime | None:
        """Return until when a host wants to be left alone; None where it may be asked."""
        until = self._rests.get(host)
        return until if until is not None and until > now else None


def pause(retry: int, first: float) -> float:
    """Seconds to wait before a retry, of which the first is number 0."""
    return float(first * _STEEPNESS**retry)


def retry_after(value: str, now: datetime) -> datetime | None:
    """Return when a host wants to be asked again: ``Retry-After`` in seconds or as a date (RFC 9110, 10.2.3).

    None where it says nothing that can be understood. A moment that has passed is now, and one that is far off is
    nearer.
    """
    value = value.strip()
    if _SECONDS.fullmatch(value):
        return now + min(timedelta(seconds=int(value)), LONGEST_REST)
    try:
        named = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    aware = named if named.tzinfo is not None else named.replace(tzinfo=UTC)
    return max(now, min(aware, now + LONGEST_REST))
