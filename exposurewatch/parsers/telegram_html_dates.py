"""Reads the dates in an HTML export of Telegram Desktop, and says which of them are certain in UTC."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from exposurewatch.model import Moment
from exposurewatch.parsers.telegram_ids import moment
from exposurewatch.text import clean

_DATE: Final = re.compile(
    r"([0-9]{2})\.([0-9]{2})\.([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?: UTC(?:([+-])([0-9]{2}):([0-9]{2}))?)?"
)
_DAY: Final = re.compile(r"([0-9]{1,2}) ([A-Z][a-z]{2,8}) ([0-9]{4})")
_MONTHS: Final = (  # in English whatever the language of the program
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MAX_WORDS: Final = 64
# The exporter writes the local time of a message, then the offset that the zone has now and without summer time. The
# two belong together only where no inhabited zone of that offset has moved its clocks since (IANA time zones 2026a):
# by the offset in minutes, the day after the last one on which any of them was set differently.
_STEADY_SINCE: Final = {
    -660: date.min,
    -570: date.min,
    180: date(2022, 3, 25),
    210: date(2022, 9, 22),
    240: date(2016, 12, 4),
    270: date.min,
    300: date(2024, 3, 1),
    330: date.min,
    345: date.min,
    360: date(2014, 10, 26),
    390: date.min,
    420: date(2016, 9, 24),
    480: date(2016, 9, 24),
    525: date.min,
    540: date(2018, 5, 5),
    780: date(2021, 4, 4),
    840: date.min,
}
_STANDARD_TIME: Final = "it may be an hour off: the export names the zone by its standard time alone, in summer too"
_DAY_ONLY: Final = "the export gives the day alone, by the clock of the computer that exported it"


def posted(words: str) -> Moment | None:
    """Return when something was posted, from words such as ``31.12.2022 23:59:58 UTC+08:00``.

    What is kept as `raw` is the same in ISO 8601: nobody takes the day for the month, and a JSON export of the same
    chat has it so. Words that are no date are kept as they are. None for no words.
    """
    found = _DATE.fullmatch(words.strip()[:_MAX_WORDS])
    local = _local(found) if found else None
    if found is None or local is None:
        kept = clean(words, _MAX_WORDS)
        return Moment(None, kept, "this is no date that can be read") if kept else None
    written = local.isoformat()
    if "UTC" not in found[0]:
        return moment({"date": written})
    offset = _offset(found)
    written += f"{found[7] or '+'}{found[8] or '00'}:{found[9] or '00'}"
    if local.date() < _STEADY_SINCE.get(offset, date.max):
        return Moment(None, written, _STANDARD_TIME)
    seconds = (local - datetime(1970, 1, 1)) // timedelta(seconds=1)  # noqa: DTZ001 (the zone stands apart)
    return moment({"date": written, "date_unixtime": str(seconds - 60 * offset)})


def day(words: str) -> Moment | None:
    """Return the day that a line between messages names, as in ``31 December 2022``; None if it names none."""
    found = _DAY.fullmatch(words.strip()[:_MAX_WORDS])
    if found is None or found[2] not in _MONTHS:
        return None
    try:
        named = date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None
    return Moment(None, named.isoformat(), _DAY_ONLY)


def _local(found: re.Match[str]) -> datetime | None:
    day_, month, year, hour, minute, second = map(int, found.groups()[:6])
    try:
        return datetime(year, month, day_, hour, minute, second)  # noqa: DTZ001 (the zone stands apart)
    except ValueError:
        return None


def _offset(found: re.Match[str]) -> int:
    minutes = int(found[8] or 0) * 60 + int(found[9] or 0)
    return -minutes if found[7] == "-" else minutes
