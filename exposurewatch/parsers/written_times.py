"""Reads the times that programs write as text: ISO 8601, with a blank or a T, with an offset or without."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final

from exposurewatch.model import Moment
from exposurewatch.parsers.telegram_ids import moment as unix_moment
from exposurewatch.text import clean

_WRITTEN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?\S{0,6}")
_IMPOSSIBLE: Final = "the time that the export gives is not possible"


def moment(value: Any, unzoned: str = "") -> Moment | None:
    """Return the time that `value` is: text, or seconds since 1970.

    Text without an offset counts as UTC where `unzoned` is ''; elsewhere it is not certain, for that reason.
    """
    if isinstance(value, float) and abs(value) < 1 << 53:
        value = int(value)
    if type(value) is int:
        return unix_moment({"date_unixtime": value})
    if not isinstance(value, str) or not value.strip():
        return None
    raw = clean(value, 40)
    written = _parsed(value.strip())
    if written is None:
        return Moment(None, raw, "the time is not written in a way that is known")
    if written.tzinfo is None and unzoned:
        return Moment(None, raw, unzoned)
    try:
        certain = written.replace(tzinfo=written.tzinfo or UTC).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return Moment(None, raw, _IMPOSSIBLE)
    return Moment(certain, raw) if 1990 <= certain.year < 2100 else Moment(None, raw, _IMPOSSIBLE)


def _parsed(words: str) -> datetime | None:
    if not _WRITTEN.fullmatch(words):
        return None
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return None
