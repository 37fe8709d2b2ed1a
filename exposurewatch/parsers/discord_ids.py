"""What the numbers and times of Discord mean: when a message was sent, and the link to it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from exposurewatch.model import Moment, Permalink
from exposurewatch.text import clean

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,18}")
_EPOCH: Final = datetime(2015, 1, 1, tzinfo=UTC)  # a number counts the milliseconds since then above its low bits
_LOW_BITS: Final = 22
_SMALLEST: Final = 1 << 40  # given out in the first minutes; nothing below is a number of a message
_PLAUSIBLE_YEARS: Final = range(2015, 2100)
_TOLERANCE: Final = timedelta(minutes=1)
_NO_ZONE: Final = "the export does not say in which time zone"
_CONTRADICTED: Final = "the time that the export gives is not that of the message's number"
_NO_GUILD: Final = "0"  # of direct messages


def number(value: object) -> str | None:
    """Return the number (a snowflake) that `value` spells, or None."""
    return value if isinstance(value, str) and _NUMBER.fullmatch(value) else None


def sent_at(message: str | None) -> datetime | None:
    """Return when the message of this number was sent, which holds whatever the exporter's clock and zone."""
    if message is None or int(message) < _SMALLEST:
        return None
    return _EPOCH + timedelta(milliseconds=int(message) >> _LOW_BITS)


def moment(message: str | None, written: object) -> Moment | None:
    """Return when a message was sent, by its number and by the time `written` beside it, in ISO 8601."""
    raw = clean(written, 40) if isinstance(written, str) else ""
    counted, read = sent_at(message), _read(raw)
    if read is None or read.tzinfo is None:
        if counted is not None:
            return Moment(counted, raw or None)
        return Moment(None, raw, _NO_ZONE) if raw else None
    if counted is not None and abs(counted - read) > _TOLERANCE:
        return Moment(None, raw, _CONTRADICTED)
    return Moment(read.astimezone(UTC), raw)


def address(guild: object, channel: object, message: object) -> str | None:
    """Return the address of a message, which only those can open who are in its channel; None if it has none."""
    where, which = number(channel), number(message)
    if where is None or which is None:
        return None
    server = "@me" if guild == _NO_GUILD else number(guild)
    return f"https://discord.com/channels/{server}/{where}/{which}" if server else None


def permalink(guild: object, channel: object, message: object) -> Permalink | None:
    """Return the link to a message; None where too little is known."""
    found = address(guild, channel, message)
    return None if found is None else Permalink(found, public=False)


def _read(raw: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(raw)
    except ValueError:
        return None
    return read if read.year in _PLAUSIBLE_YEARS else None
