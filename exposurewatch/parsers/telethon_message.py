"""Turns one message as Telethon writes it into a post. Whatever shape it has, nothing here raises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from exposurewatch.model import Channel, MediaKind, Moment, Reason
from exposurewatch.parsers.attachments import Attachment, Nature, declared_nature
from exposurewatch.parsers.fields import Fields, identity, inner, name, number, words
from exposurewatch.parsers.json_values import MAX_DEPTH
from exposurewatch.parsers.posts import Post
from exposurewatch.parsers.telegram_ids import bare_id
from exposurewatch.parsers.written_times import moment
from exposurewatch.text import clean_lines

_PEERS: Final = (("user_id", "user"), ("chat_id", "chat"), ("channel_id", "channel"))
_ANY_VERSION: Final = {"date_unixtime": ""}
_BESIDE: Final = frozenset({"reply_to", "reply_markup", "replies", "from_id", "peer_id", "entities", "thumbs", "sizes"})
_UNSUPPORTED: Final = "a kind of message that this exporter could not write"
_DESTROYED: Final = "it destroyed itself before the export was made"


def kind_of(fields: Fields) -> str:
    """Return what an object of Telegram's API says that it is, under either key that programs use."""
    return words(fields, "_") or words(fields, "_type")


def read_message(fields: dict[str, Any]) -> Post:
    """Return what a message says; no name of a chat or sender stands in it, unless the program added one."""
    date = moment(fields.get("date"))
    chat, forward, media = _chat(fields), inner(fields, "fwd_from"), inner(fields, "media")
    files = tuple(_files(fields, date))
    group = number(fields, "grouped_id")
    answered = number(inner(fields, "reply_to"), "reply_to_msg_id") or number(fields, "reply_to_msg_id")
    return Post(
        chat=chat,
        id=identity(fields, "id"),
        date=date,
        sender=_sender(fields),
        forwarded_from=name(forward, "from_name") or _peer(inner(forward, "from_id")),
        reply_to=str(answered) if answered else None,
        text=clean_lines(words(fields, "message")),
        attachments=files,
        album=f"{chat.id} {group}" if files and group else None,
        linkable=number(inner(fields, "peer_id"), "channel_id") is not None,  # people and small groups have no links
        vanished="" if files else _vanished(media),
    )


def _chat(fields: Fields) -> Channel:
    peer, known = inner(fields, "peer_id") or inner(fields, "to_id"), inner(fields, "_chat")
    given = next((found for key, _ in _PEERS if (found := number(peer, key)) is not None), number(known, "id"))
    return Channel(name(known, "title"), bare_id(given, _ANY_VERSION), name(known, "username"))


def _sender(fields: Fields) -> str | None:
    known = inner(fields, "_sender")
    shown = name(known, "first_name", "last_name") or name(known, "title") or name(known, "username")
    return name(fields, "post_author") or shown or _peer(inner(fields, "from_id"))


def _peer(fields: Fields) -> str | None:
    return next((f"{kind} {found}" for key, kind in _PEERS if (found := identity(fields, key))), None)


def _files(fields: dict[str, Any], date: Moment | None) -> Iterator[Attachment]:
    """Yield every photo and document in a message, wherever in it they stand, by the names they are downloaded by."""
    pending: list[tuple[Any, MediaKind, int]] = [(fields, MediaKind.PHOTO, 0)]
    while pending:
        value, kind, depth = pending.pop()
        if isinstance(value, list):
            pending.extend((each, kind, depth + 1) for each in reversed(value) if depth < MAX_DEPTH)
        if not isinstance(value, dict):
            continue
        match kind_of(value):
            case "Photo":
                yield _absent(kind, Nature.PICTURE, _by_chat(fields) or _by_date("photo", date))
            case "Document":
                yield _document(value, kind, date)
            case told:
                kind = _kind_in(told, kind)
                inside = [each for key, each in value.items() if key not in _BESIDE]
                pending.extend((each, kind, depth + 1) for each in reversed(inside) if depth < MAX_DEPTH)


def _kind_in(told: str, kind: MediaKind) -> MediaKind:
    if told in ("WebPage", "MessageMediaWebPage"):
        return MediaKind.LINK_PREVIEW
    return MediaKind.SERVICE_PHOTO if told.startswith("MessageAction") else kind


def _document(fields: Fields, kind: MediaKind, date: Moment | None) -> Attachment:
    given = fields.get("attributes")
    attributes = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    kinds = {kind_of(each) for each in attributes}
    file = next((found for each in attributes if (found := words(each, "file_name"))), "")
    declared = declared_nature(file, words(fields, "mime_type").lower())
    if "DocumentAttributeAudio" in kinds:
        declared = Nature.SOUND
    elif "DocumentAttributeVideo" in kinds and declared is not Nature.PICTURE:
        declared = Nature.VIDEO
    posted_as = MediaKind.STICKER if "DocumentAttributeSticker" in kinds else MediaKind.DOCUMENT
    return _absent(posted_as if kind is MediaKind.PHOTO else kind, declared, file or _by_date("document", date))


def _absent(kind: MediaKind, declared: Nature, path: str) -> Attachment:
    return Attachment(kind, declared, path, absent=Reason.NOT_INCLUDED)


def _by_chat(fields: Fields) -> str:
    """Return the name under which 4CAT saves the photo of a message; only 4CAT writes the chat into each message."""
    chat, message = words(inner(fields, "_chat"), "username"), identity(fields, "id")
    return f"{chat}-{message}.jpeg" if chat and message else ""


def _by_date(stem: str, date: Moment | None) -> str:
    """Return the name under which Telethon saves what has none: the second of the message in UTC."""
    end = ".jpg" if stem == "photo" else ""
    return f"{stem}_{date.utc:%Y-%m-%d_%H-%M-%S}{end}" if date is not None and date.utc is not None else ""


def _vanished(media: Fields) -> str:
    if kind_of(media) == "MessageMediaUnsupported":
        return _UNSUPPORTED
    emptied = kind_of(media) in ("MessageMediaPhoto", "MessageMediaDocument")
    return _DESTROYED if emptied and media.get("ttl_seconds") else ""
