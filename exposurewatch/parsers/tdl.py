"""Reads the list of messages that tdl writes before it downloads: which file each has, and with options much more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from exposurewatch.model import Channel, MediaKind, Reason
from exposurewatch.parsers.attachments import Attachment, declared_nature
from exposurewatch.parsers.fields import Fields, identity, inner, name, number, words
from exposurewatch.parsers.json_repair import Readable, RepairedJson
from exposurewatch.parsers.json_values import BadJson, values
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.parsers.telegram_ids import moment, whole_number
from exposurewatch.text import clean_lines

_MESSAGES: Final = ("messages", None)
_PEERS: Final = (("UserID", "user"), ("ChatID", "chat"), ("ChannelID", "channel"))


def _read(source: Readable) -> Iterator[Record]:
    chat: str | None = None
    try:
        for path, value in values(RepairedJson(source), lambda path: path == _MESSAGES):
            if path == ("id",):
                found = whole_number(value)
                chat = None if found is None else str(found)
            elif path == _MESSAGES:
                yield _post(chat, value if isinstance(value, dict) else {})
    except BadJson as error:
        yield Ended(str(error), error.truncated)


def _post(chat: str | None, fields: dict[str, Any]) -> Post:
    raw = inner(fields, "raw")
    forward = inner(raw, "FwdFrom")
    message = identity(fields, "id")
    files = tuple(_file(chat, message, fields))
    group = number(raw, "GroupedID")
    return Post(
        chat=Channel(id=chat),
        id=message,
        date=moment({"date_unixtime": number(fields, "date") or number(raw, "Date")}),
        sender=name(raw, "PostAuthor") or _peer(inner(raw, "FromID")),
        forwarded_from=name(forward, "FromName") or _peer(inner(forward, "FromID")),
        reply_to=_answered(inner(raw, "ReplyTo")),
        text=clean_lines(words(fields, "text") or words(raw, "Message")),
        attachments=files,
        album=f"{chat} {group}" if files and group else None,
        linkable=True,  # tdl writes the bare id and not of what kind the chat is; channels are what it is used for
    )


def _file(chat: str | None, message: str | None, fields: Fields) -> Iterator[Attachment]:
    """Yield the file of a message under the name that tdl downloads it by, unless it is told another."""
    if file := words(fields, "file"):
        stem = file.rpartition(".")[0]
        kind = MediaKind.PHOTO if stem.isdecimal() and file.endswith(".jpg") else MediaKind.DOCUMENT
        yield Attachment(kind, declared_nature(file), f"{chat}_{message}_{file}", absent=Reason.NOT_INCLUDED)


def _peer(fields: Fields) -> str | None:
    """Return who this is in words; there is nothing but an id of them."""
    return next((f"{kind} {found}" for key, kind in _PEERS if (found := identity(fields, key))), None)


def _answered(fields: Fields) -> str | None:
    found = number(fields, "ReplyToMsgID")
    return str(found) if found else None


TDL: Final = Parser("tdl", _read)
