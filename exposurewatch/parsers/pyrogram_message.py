"""Turns one message as Pyrogram writes it into a post. Whatever shape it has, nothing here raises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from exposurewatch.model import Channel, MediaKind, Reason
from exposurewatch.parsers.attachments import Attachment, Nature, declared_nature
from exposurewatch.parsers.fields import Fields, identity, inner, name, number, words
from exposurewatch.parsers.posts import Post
from exposurewatch.parsers.telegram_ids import bare_id
from exposurewatch.parsers.written_times import moment
from exposurewatch.text import clean_lines

_ANY_VERSION: Final = {"date_unixtime": ""}
_LOCAL_TIME: Final = "the local time of the computer that saved it; the file does not say in which time zone"
_UNSUPPORTED: Final = "a kind of message that this exporter could not write"
_LINKABLE: Final = ("channel", "supergroup", "forum")
_MEDIA: Final = (
    ("photo", MediaKind.PHOTO, Nature.PICTURE),
    ("new_chat_photo", MediaKind.SERVICE_PHOTO, Nature.PICTURE),
    ("document", MediaKind.DOCUMENT, Nature.UNKNOWN),
    ("sticker", MediaKind.STICKER, Nature.UNKNOWN),
    ("video", MediaKind.DOCUMENT, Nature.VIDEO),
    ("animation", MediaKind.DOCUMENT, Nature.VIDEO),
    ("video_note", MediaKind.DOCUMENT, Nature.VIDEO),
    ("voice", MediaKind.DOCUMENT, Nature.SOUND),
    ("audio", MediaKind.DOCUMENT, Nature.SOUND),
)


def read_message(fields: dict[str, Any]) -> Post:
    """Return what a message says."""
    chat = inner(fields, "chat")
    files = tuple(_files(fields))
    group = fields.get("media_group_id")
    shown = Channel(
        name(chat, "title") or _person(chat), bare_id(number(chat, "id"), _ANY_VERSION), name(chat, "username")
    )
    return Post(
        chat=shown,
        id=identity(fields, "id", "message_id"),
        date=moment(fields.get("date"), _LOCAL_TIME),
        sender=_sender(fields),
        forwarded_from=_forwarded(fields),
        reply_to=identity(fields, "reply_to_message_id"),
        text=clean_lines(words(fields, "text") or words(fields, "caption")),
        attachments=files,
        album=f"{shown.id} {group}" if files and isinstance(group, str | int) else None,
        linkable=words(chat, "type").rpartition(".")[2].lower() in _LINKABLE,
        vanished=_UNSUPPORTED if not files and words(fields, "media").endswith("UNSUPPORTED") else "",
    )


def _person(fields: Fields) -> str | None:
    return name(fields, "first_name", "last_name") or name(fields, "username")


def _sender(fields: Fields) -> str | None:
    who = _person(inner(fields, "from_user")) or name(inner(fields, "sender_chat"), "title")
    author = name(fields, "author_signature")
    return f"{who} ({author})" if who and author and author != who else who or author


def _forwarded(fields: Fields) -> str | None:
    known = name(inner(fields, "forward_from_chat"), "title") or _person(inner(fields, "forward_from"))
    return known or name(fields, "forward_sender_name")


def _files(fields: Fields) -> Iterator[Attachment]:
    for key, kind, nature in _MEDIA:
        if found := inner(fields, key):
            yield _absent(found, key, kind, nature)
    if found := inner(inner(fields, "web_page"), "photo"):
        yield _absent(found, "photo", MediaKind.LINK_PREVIEW, Nature.PICTURE)


def _absent(fields: Fields, key: str, kind: MediaKind, nature: Nature) -> Attachment:
    file = words(fields, "file_name")
    if nature is Nature.UNKNOWN:
        nature = declared_nature(file, words(fields, "mime_type").lower())
    return Attachment(kind, nature, file or _by_date(fields, key, nature), absent=Reason.NOT_INCLUDED)


def _by_date(fields: Fields, key: str, nature: Nature) -> str:
    """Return how the name begins under which Pyrogram saves what has none: the second of the file, in local time."""
    written = moment(fields.get("date"))
    if written is None or written.utc is None or not isinstance(fields.get("date"), str):
        return ""
    end = ".jpg" if nature is Nature.PICTURE else ""
    return f"{key}_{written.utc:%Y-%m-%d_%H-%M-%S}{end}"
