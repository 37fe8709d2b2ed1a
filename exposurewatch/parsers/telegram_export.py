"""Reads a Telegram Desktop result.json, of one chat or of a whole account, as a stream of raw messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from exposurewatch.model import Unreadable
from exposurewatch.parsers.json_repair import Readable, RepairedJson
from exposurewatch.parsers.json_values import BEGUN, BadJson, Path, values
from exposurewatch.parsers.posts import Ended
from exposurewatch.text import clean


class Section(StrEnum):
    """Which list of an export something was read from."""

    MESSAGES = "messages"
    PROFILE_PICTURES = "profile_pictures"
    STORIES = "stories"


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat as its header names it. `number` is its id as written, which older exporters marked with its type."""

    title: str | None = None
    type: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """One entry of a list, as it was written: hostile, of any shape."""

    section: Section
    chat: Chat
    value: Any


@dataclass(frozen=True, slots=True)
class Header:
    """What an export is, by its beginning. `empty` says that it holds no message for certain."""

    account: bool = False
    empty: bool = False
    chat: Chat = field(default_factory=Chat)


_MESSAGES: Final[frozenset[Path]] = frozenset(
    {("messages", None), ("chats", "list", None, "messages", None), ("left_chats", "list", None, "messages", None)}
)
_SECTIONS: Final[dict[Path, Section]] = {
    **dict.fromkeys(_MESSAGES, Section.MESSAGES),
    ("profile_pictures", None): Section.PROFILE_PICTURES,
    ("stories", None): Section.STORIES,
}
_CHATS: Final[frozenset[Path]] = frozenset({(), ("chats", "list", None), ("left_chats", "list", None)})
_CHAT_KEYS: Final = frozenset({"name", "type", "id"})
_ACCOUNT_KEYS: Final = frozenset(
    {
        "about",
        "personal_information",
        "profile_pictures",
        "stories",
        "contacts",
        "frequent_contacts",
        "sessions",
        "web_sessions",
        "other_data",
        "chats",
        "left_chats",
    }
)
_UNNAMED: Final = {
    "saved_messages": "Saved Messages",
    "replies": "Replies",
    "verification_codes": "Verification Codes",
}
_CHAT_TYPES: Final = _UNNAMED.keys() | {
    "personal_chat",
    "bot_chat",
    "private_group",
    "private_supergroup",
    "public_supergroup",
    "private_channel",
    "public_channel",
}


def read_export(source: Readable) -> Iterator[Raw | Ended]:
    """Yield each message, profile picture and story; last of all an `Ended` if the export is cut off or damaged."""
    fields: dict[str, Any] = {}
    chat = Chat()
    try:
        for path, value in values(RepairedJson(source), _SECTIONS.__contains__):
            if section := _SECTIONS.get(path):
                yield Raw(section, chat, value)
            elif value is BEGUN and path in _CHATS:
                fields, chat = {}, Chat()
            elif path[:-1] in _CHATS and path[-1] in _CHAT_KEYS:
                fields[str(path[-1])] = value
                chat = _chat(fields)
    except BadJson as error:
        yield Ended(str(error), error.truncated)


def recognise(source: Readable) -> Header | None:
    """Return what export this is the beginning of, or None if of none. An empty file counts as an empty export."""
    fields: dict[str, Any] = {}
    try:
        return _recognised(fields, values(RepairedJson(source), _MESSAGES.__contains__))
    except BadJson as error:
        chat = _chat(fields)
        if fields.keys() & _ACCOUNT_KEYS:
            return Header(account=True, empty=True)
        # Nothing but the keys of a chat has been met so far, or it would not have been read up to here.
        return Header(empty=True, chat=chat) if error.truncated or chat.type in _CHAT_TYPES else None
    except Unreadable:
        return None


def _recognised(fields: dict[str, Any], stream: Iterator[tuple[Path, Any]]) -> Header | None:
    for path, value in stream:
        if path == ("messages",) and value is BEGUN:
            first, _ = next(stream, ((), None))
            return Header(empty=first != ("messages", None), chat=_chat(fields))
        if len(path) != 1:
            continue
        key = path[0]
        if key in _ACCOUNT_KEYS and key != "about":
            return Header(account=True)
        if key not in _CHAT_KEYS and key != "about":
            return None
        fields[key] = value
    return None


def _chat(fields: dict[str, Any]) -> Chat:
    name, kind, number = fields.get("name"), fields.get("type"), fields.get("id")
    kind = kind if isinstance(kind, str) else ""
    title = clean(name) if isinstance(name, str) else _UNNAMED.get(kind)
    return Chat(title or None, kind, number if type(number) is int else None)
