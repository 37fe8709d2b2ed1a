"""What every parser yields, and how that travels out of a worker: as JSON, checked before it is believed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from exposurewatch.model import Channel, MediaKind, Moment, Permalink, Reason
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.checking import flag_of, link_of, list_of, moment_of, text_of, text_or_none
from exposurewatch.parsers.entries import Entry, PassedOver, Told, packed, unpacked
from exposurewatch.sandbox.protocol import Malformed
from exposurewatch.text import clean_lines

_MD5: Final = re.compile(r"(?:[0-9a-f]{32})?")
_ENCODER = json.JSONEncoder(separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Post:
    """One message, profile picture or story. All words in it are cleaned, but not the paths of its attachments.

    `linkable` says that it has a link once the channel's username or id is known; `permalink` is one that the export
    gives itself. Posts of one `album` follow each other and may share one caption. `emoji` are the paths of those in
    its words, and of those that others put below it: they are passed over. `vanished` says why a message that may have
    held a picture shows none. `is_message` is False for profile pictures, stories and what else stands beside the
    messages.
    """

    chat: Channel = field(default_factory=Channel)
    id: str | None = None
    date: Moment | None = None
    sender: str | None = None
    forwarded_from: str | None = None
    reply_to: str | None = None
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    emoji: tuple[str, ...] = ()
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
        return iter([_unpacked(fields) for fields in list_of(records)])
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
        list(record.emoji),
        record.album,
        None if link is None else [link.url, link.public],
        record.linkable,
        record.is_message,
        record.vanished,
    ]


def _packed_attachment(it: Attachment) -> list[Any]:
    return [it.kind, it.nature, it.path, it.thumbnail, it.absent, it.certain, it.md5]


def _unpacked(fields: Any) -> Record:
    if len(list_of(fields)) == 2:
        return Ended(clean_lines(text_of(fields[0])), flag_of(fields[1]))
    if fields and isinstance(fields[0], str):
        return unpacked(fields)
    chat, number, date, sender, origin, reply_to, text, attachments, emoji, album, link, *rest = fields
    linkable, is_message, vanished = rest
    title, chat_id, username = list_of(chat)
    return Post(
        chat=Channel(text_or_none(title), text_or_none(chat_id), text_or_none(username)),
        id=text_or_none(number),
        date=None if date is None else moment_of(*list_of(date)),
        sender=text_or_none(sender),
        forwarded_from=text_or_none(origin),
        reply_to=text_or_none(reply_to),
        text=text_of(text),
        attachments=tuple(_attachment(*list_of(each)) for each in list_of(attachments)),
        emoji=tuple(map(text_of, list_of(emoji))),
        album=text_or_none(album),
        permalink=None if link is None else link_of(*list_of(link)),
        linkable=flag_of(linkable),
        is_message=flag_of(is_message),
        vanished=text_of(vanished),
    )


def _attachment(kind: Any, nature: Any, path: Any, thumbnail: Any, absent: Any, *rest: Any) -> Attachment:
    certain, md5 = rest
    reason = None if absent is None else Reason(absent)
    return Attachment(
        MediaKind(kind), Nature(nature), text_of(path), text_of(thumbnail), reason, flag_of(certain), _md5(md5)
    )


def _md5(value: Any) -> str:
    if not _MD5.fullmatch(text_of(value)):
        raise Malformed
    return text_of(value)
