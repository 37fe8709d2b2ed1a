"""Reads and says how long something takes, as in ``6h``."""

from __future__ import annotations

import re
from datetime import timedelta

from exposurewatch.errors import WrongUsage

_UNITS = {"m": ("minute", 60), "h": ("hour", 3600), "d": ("day", 86400)}
_WRITTEN = re.compile(r"([0-9]{1,6}) ?(m|h|d)[a-z]*", re.ASCII)
LEAST = timedelta(minutes=5)
"""A host that is asked more often than this may well answer nothing at all."""
MOST = timedelta(days=365)


def read_duration(words: str, option: str) -> timedelta:
    """Read a duration such as ``30m``, ``6h`` or ``2 days``.

    Raises:
        WrongUsage: it is none, or is out of the ordinary.
    """
    found = _WRITTEN.fullmatch(words.strip().lower())
    if found is None:
        raise WrongUsage(f"“{words}” is not a duration.", f"Write minutes, hours or days, as in {option} 6h.")
    duration = timedelta(seconds=int(found[1]) * _UNITS[found[2]][1])
    if not LEAST <= duration <= MOST:
        raise WrongUsage(
            f"{option} {words.strip()} is {'too short' if duration < LEAST else 'too long'} a time.",
            f"Take one between {said(LEAST)} and {said(MOST)}.",
        )
    return duration


def said(duration: timedelta) -> str:
    """Say a duration to the minute, in as few units as that takes: 6 hours, 1 day 12 hours."""
    seconds = duration.total_seconds()
    if seconds < _UNITS["m"][1]:
        return "less than a minute"
    left, parts = round(seconds / 60) * 60, []
    for name, size in reversed(_UNITS.values()):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {name}{'' if count == 1 else 's'}")
    return " ".join(parts)
