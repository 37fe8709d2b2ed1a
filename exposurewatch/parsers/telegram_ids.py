"""What the numbers of Telegram mean: ids in their old and new spelling, links to messages, times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from exposurewatch.model import Moment, Permalink
from exposurewatch.text import clean

_LARGEST: Final = 1 << 63
_OLD_MARK: Final = 32  # before 2.7.2 the type of a chat stood above these bits of its id: 1 a user, 2 a chat or channel
_BOT_API_MARK: Final = 10**12
_LINKABLE: Final = frozenset({"private_supergroup", "public_supergroup", "private_channel", "public_channel"})
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC).timestamp()
_LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC).timestamp()
_LOCAL_TIME: Final = "the local time of the computer that exported it; the export does not say in which time zone"
_PLAIN_DATE: Final = re.compile(r"[0-9T:.+-]{1,40}")
_WHOLE: Final = re.compile(r"-?[0-9]+")
_USERNAME: Final = re.compile(r"(?:https?://)?(?:t\.me/(?:s/)?|@)?([A-Za-z]\w{2,31})/?", re.ASCII)


def whole_number(value: Any) -> int | None:
    """Return the whole number that `value` is or spells, or None; nothing beyond 63 bits is believed."""
    if type(value) is str and len(value) <= 20 and _WHOLE.fullmatch(value):
        value = int(value)
    return value if type(value) is int and abs(value) < _LARGEST else None


def bare_id(number: int | None, message: Mapping[str, Any]) -> str | None:
    """Return the id of a chat without any mark; `message`, one of its messages, shows how old the exporter is."""
    if number is None:
        return None
    if number < 0:  # the Bot API's spelling: a basic group's id with a minus, any other below -1,000,000,000,000
        return str(-number - _BOT_API_MARK if -number > _BOT_API_MARK else -number)
    return str(number & ((1 << _OLD_MARK) - 1)) if number >> _OLD_MARK in (1, 2) and _is_old(message) else str(number)


def _is_old(message: Mapping[str, Any]) -> bool:
    sender = message.get("from_id", message.get("actor_id"))
    if isinstance(sender, str) and not sender.isdecimal():
        return False  # "user123", "channel123": 2.7.2 and later
    return sender is not None or "date_unixtime" not in message


def has_links(chat_type: str) -> bool:
    """Tell whether Telegram has links to the messages of this kind of chat."""
    return chat_type in _LINKABLE


def permalink(chat_id: str | None, username: str | None, message_id: str | None) -> Permalink | None:
    """Return the link to a message of a chat that has links; None where it has none, or too little is known."""
    if message_id is None or int(message_id) <= 0:
        return None
    if username:
        return Permalink(f"https://t.me/{username}/{message_id}", public=True)
    return Permalink(f"https://t.me/c/{chat_id}/{message_id}", public=False) if chat_id else None


def username(words: str) -> str | None:
    """Return the username in `words`: the name itself, with an @, or the address of the channel; None if none."""
    found = _USERNAME.fullmatch(words.strip())
    return found[1] if found else None


def moment(fields: Mapping[str, Any]) -> Moment | None:
    """Return when a message was posted; certain in UTC only where the export gives the seconds since 1970."""
    written = fields.get("date")
    raw = written if isinstance(written, str) else ""
    if not _PLAIN_DATE.fullmatch(raw):
        raw = clean(raw, 40)
    seconds = whole_number(fields.get("date_unixtime"))
    if seconds is None:
        return Moment(None, raw, _LOCAL_TIME) if raw else None
    if not _EARLIEST <= seconds < _LATEST:
        return Moment(None, raw or str(seconds), "the time that the export gives is not possible")
    return Moment(datetime.fromtimestamp(seconds, UTC), raw or None)
