"""Reads a channel that DiscordChatExporter wrote as JSON, as a stream of raw messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from exposurewatch.model import Channel, Unreadable
from exposurewatch.parsers.discord_ids import number
from exposurewatch.parsers.json_repair import Readable, RepairedJson
from exposurewatch.parsers.json_values import BEGUN, BadJson, Path, values
from exposurewatch.parsers.posts import Ended
from exposurewatch.text import clean

_HEADINGS: Final = ("guild", "channel")
_MESSAGES: Final[Path] = ("messages", None)
_WHOLE: Final[frozenset[Path]] = frozenset({_MESSAGES, *((key,) for key in _HEADINGS)})
_FIRST: Final = frozenset({"guild", "channel", "dateRange", "exportedAt", "messages"})
_NO_GUILD: Final = "0"


@dataclass(frozen=True, slots=True)
class Place:
    """The server and channel that an export is of, as its header names them: `chat` cleaned, the others raw."""

    chat: Channel = field(default_factory=Channel)
    guild: object = None
    channel: object = None


@dataclass(frozen=True, slots=True)
class Raw:
    """One message as it was written: hostile, of any shape."""

    place: Place
    value: Any


def read_export(source: Readable) -> Iterator[Raw | Ended]:
    """Yield each message; last of all an `Ended` if the export is cut off, damaged or incomplete."""
    headings: dict[str, Any] = {}
    place, read, counted = Place(), 0, None
    try:
        for path, value in values(RepairedJson(source), _WHOLE.__contains__):
            if path == _MESSAGES:
                read += 1
                yield Raw(place, value)
            elif path == ("messages",) and value is BEGUN:
                place = _place(headings)
            elif path == ("messageCount",):
                counted = value
            elif path in _WHOLE:
                headings[str(path[0])] = value
    except BadJson as error:
        yield Ended(str(error), error.truncated)
        return
    if type(counted) is not int:
        yield Ended("it ends without the number of its messages, as when the exporter was stopped", truncated=True)
    elif counted != read:
        yield Ended(f"it ends, although it says that it holds {counted:,}", truncated=counted > read)


def recognise(source: Readable) -> Place | None:
    """Return which channel this is the beginning of an export of, or None if it is none of DiscordChatExporter."""
    headings: dict[str, Any] = {}
    try:
        for path, value in values(RepairedJson(source), _WHOLE.__contains__):
            if path and path[0] not in _FIRST:
                return None
            if path == ("messages",):
                return _recognised(headings) if value is BEGUN else None
            if path in _WHOLE:
                headings[str(path[0])] = value
    except (BadJson, Unreadable):
        return _recognised(headings)
    return None


def _recognised(headings: dict[str, Any]) -> Place | None:
    if not all(isinstance(headings.get(key), dict) and "id" in headings[key] for key in _HEADINGS):
        return None
    return _place(headings)


def _place(headings: dict[str, Any]) -> Place:
    guild, channel = (fields if isinstance(fields := headings.get(key), dict) else {} for key in _HEADINGS)
    above = () if guild.get("id") == _NO_GUILD else (guild.get("name"), channel.get("category"))
    names = (clean(name) for name in (*above, channel.get("name")) if isinstance(name, str))
    chat = Channel(clean(" / ".join(filter(None, names))) or None, number(channel.get("id")))
    return Place(chat, guild.get("id"), channel.get("id"))
