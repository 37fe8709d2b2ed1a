"""When an entry of a feed says that it was published: certain only where that can be so."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import Any, Final

from exposurewatch.model import Moment
from exposurewatch.parsers.written_times import moment as written
from exposurewatch.text import clean

_NO_ZONE: Final = "the feed does not say in which time zone"
_UNKNOWN: Final = "the time is not written in a way that is known"
_IMPOSSIBLE: Final = "the time that the feed gives is not possible"
_FUTURE: Final = "the time that the feed gives has not come yet"
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_GRACE: Final = timedelta(days=1)  # by which clocks may be wrong, that of the host or one's own
_MAX_RAW: Final = 40
_TAIL: Final = 64  # characters at the end, in which the time of day stands
# As RFC 822, RFC 3339 and their dialects say in which zone a time of day is.
_ZONED: Final = re.compile(
    r"[0-9]:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?\s{0,3}"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2}|GMT|UTC?|[ECMP][SD]T)(?:\s{1,3}\([^()]{0,24}\))?\s*\Z"
)


def in_zone(raw: Any, read: Any, now: datetime) -> Moment | None:
    """Return the time that was written as `raw` and that feedparser has `read` as one of UTC, if it could."""
    if not isinstance(raw, str) or not raw.strip():
        return None
    shown = clean(raw, _MAX_RAW)
    if not isinstance(read, struct_time):
        return Moment(None, shown, _UNKNOWN)
    if not _ZONED.search(raw[-_TAIL:]):
        return Moment(None, shown, _NO_ZONE)
    try:
        utc = datetime(*read[:5], min(read[5], 59), tzinfo=UTC)
    except ValueError:
        return Moment(None, shown, _IMPOSSIBLE)
    return _plausible(Moment(utc, shown), now)


def as_written(value: Any, now: datetime) -> Moment | None:
    """Return the time that a text of RFC 3339 says."""
    found = written(value, unzoned=_NO_ZONE) if isinstance(value, str) else None
    return None if found is None else _plausible(found, now)


def _plausible(moment: Moment, now: datetime) -> Moment:
    if moment.utc is None:
        return moment
    if moment.utc < _EARLIEST:
        return Moment(None, moment.raw, _IMPOSSIBLE)
    return Moment(None, moment.raw, _FUTURE) if moment.utc > now + _GRACE else moment
