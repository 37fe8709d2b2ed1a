"""What every parser yields, and how that travels out of a worker: as JSON, checked before it is believed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from exposurewatch.model import Channel, MediaKind, Moment, Permalink, Reason
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.entries import Entry, PassedOver, Told, packed, unpacked
from exposurewatch.sandbox.protocol import Malformed
from exposurewatch.text import clean_lines

_MD5: Final = re.compile(r"(?:[0-9a-f]{32})?")
_ENCODER = json.JSONEncoder(separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Post:
    """One message, profile picture or story. All words in it are cleaned, but not the paths of its attachments.

    `linkable` says that it has a link once the channel's username or id is known; `permalink` is one that the export
    gives itself. Posts of one `album` follow each other and may share one caption. `mentioned` are all paths that the
    post accounts for, shown or not. `vanished` says why a message that may have held a picture shows none.
    `is_message` is False for profile pictures, stories and what else stands beside the messages.
    """

    chat: Channel = field(default_factory=Channel)
    id: str | None = None
    date: Moment | None = None
    sender: str | None = None
    forwarded_from: str | None = None
    reply_to: str | None = None
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    mentioned: tuple[str, ...] = ()
    album: str | None = None
    permalink: Permalink | None = None
    linkable: bool = False
    is_message: bool = True
    vanished: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """Why a document could not be read to its end: it was cut off, or it is damaged."""

    detail: str
    truncated: bool


Record = Post | Entry | Told | PassedOver | Ended
"""What a parser yields: what stands in the document, and last of all an `Ended` if there is more that cannot be read.

Parsers of exports yield posts; those of published reports also entries, and what tells where to go on reading.
"""


def pack(record: Record) -> bytes:
    """Lay one record out as JSON in ASCII."""
    return _ENCODER.encode(_packed(record)).encode("ascii")


def pack_all(packed: Iterable[bytes]) -> bytes:
    """Lay packed records out as one list in JSON."""
    return b"[" + b",".join(packed) + b"]"


def unpack(answer: bytes) -> Iterator[Record]:
    """Read records back.

    Raises:
        Malformed: these are not bytes that `pack_all` writes.
    """
    try:
        records = json.loads(answer)
        return iter([_unpacked(fields) for fields in _list(records)])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Malformed from error


def _packed(record: Record) -> list[Any]:
    if isinstance(record, Ended):
        return [record.detail, record.truncated]
    if not isinstance(record, Post):
        return packed(record)
    chat, date, link = record.chat, record.date, record.permalink
    return [
        [chat.title, chat.id, chat.username],
        record.id,
        None if date is None else [None if date.utc is None else date.utc.isoformat(), date.raw, date.uncertain],
        record.sender,
        record.forwarded_from,
        record.reply_to,
        record.text,
        [_packed_attachment(attachment) for attachment in record.attachments],
        list(record.mentioned),
        record.album,
        None if link is None else [link.url, link.public],
        record.linkable,
        record.is_message,
        record.vanished,
    ]


def _packed_attachment(it: Attachment) -> list[Any]:
    return [it.kind, it.nature, it.path, it.thumbnail, it.absent, it.certain, it.md5]


def _unpacked(fields: Any) -> Record:
    if len(_list(fields)) == 2:
        return Ended(clean_lines(_text(fields[0])), _flag(fields[1]))
    if fields and isinstance(fields[0], str):
        return unpacked(fields)
    chat, number, date, sender, origin, reply_to, text, attachments, mentioned, album, link, *rest = fields
    linkable, is_message, vanished = rest
    title, chat_id, username = _list(chat)
    return Post(
        chat=Channel(_maybe(title), _maybe(chat_id), _maybe(username)),
        id=_maybe(number),
        date=None if date is None else _moment(*_list(date)),
        sender=_maybe(sender),
        forwarded_from=_maybe(origin),
        reply_to=_maybe(reply_to),
        text=_text(text),
        attachments=tuple(_attachment(*_list(each)) for each in _list(attachments)),
        mentioned=tuple(map(_text, _list(mentioned))),
        album=_maybe(album),
        permalink=None if link is None else _link(*_list(link)),
        linkable=_flag(linkable),
        is_message=_flag(is_message),
        vanished=_text(vanished),
    )


def _moment(utc: Any, raw: Any, uncertain: Any) -> Moment:
    return Moment(None if utc is None else datetime.fromisoformat(_text(utc)), _maybe(raw), _maybe(uncertain))


def _attachment(kind: Any, nature: Any, path: Any, thumbnail: Any, absent: Any, *rest: Any) -> Attachment:
    certain, md5 = rest
    reason = None if absent is None else Reason(absent)
    return Attachment(MediaKind(kind), Nature(nature), _text(path), _text(thumbnail), reason, _flag(certain), _md5(md5))


def _link(url: Any, public: Any) -> Permalink:
    return Permalink(_text(url), _flag(public))


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise Malformed
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise Malformed
    return value


def _maybe(value: Any) -> str | None:
    return None if value is None else _text(value)


def _md5(value: Any) -> str:
    if not _MD5.fullmatch(_text(value)):
        raise Malformed
    return _text(value)


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise Malformed
    return value
