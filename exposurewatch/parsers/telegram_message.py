"""Turns one raw message of a Telegram export into a post. Whatever shape it has, nothing here raises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from exposurewatch.model import Channel, MediaKind
from exposurewatch.parsers.attachments import Attachment
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.json_values import MAX_DEPTH
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.parsers.telegram_export import Raw, Section, read_export
from exposurewatch.parsers.telegram_ids import bare_id, has_links, moment, whole_number
from exposurewatch.parsers.telegram_media import marker, media_in, nature
from exposurewatch.text import clean, clean_lines

_TEXT_KEYS: Final = ("text", "cover", "blocks", "items", "caption", "credit")
_UNNAMED: Final = "an account without a name"
_SENDER_ID: Final = re.compile(r"(user|chat|channel)([0-9]{1,20})")
_CARD: Final = ("first_name", "last_name", "phone_number")
_OWN_PICTURES: Final = {
    Section.PROFILE_PICTURES: (MediaKind.PROFILE_PHOTO, "photo"),
    Section.STORIES: (MediaKind.STORY, "media"),
}
_MAX_NAME_READ: Final = 1024  # of a name that is kept at 256: enough for what is taken out of it


def _read(source: Readable) -> Iterator[Record]:
    for record in read_export(source):
        yield record if isinstance(record, Ended) else read_post(record)


def read_post(raw: Raw) -> Post:
    """Return what one entry of an export says; one that is no object has no id, no text and no media."""
    fields = raw.value if isinstance(raw.value, dict) else {}
    number = whole_number(fields.get("id"))
    media, emoji = media_in(fields)
    if raw.section is not Section.MESSAGES:
        media = tuple(_own_pictures(raw.section, fields))
    is_message = raw.section is Section.MESSAGES
    return Post(
        chat=Channel(raw.chat.title, bare_id(raw.chat.number, fields)) if is_message else Channel(),
        id=None if number is None else str(number),
        date=moment(fields),
        sender=_sender(fields),
        forwarded_from=_name(fields, "forwarded_from") or _name(fields, "saved_from") or _somebody(fields),
        reply_to=_answered(fields),
        text=_text(fields),
        attachments=media,
        emoji=emoji,
        album=_album(raw, fields) if media else None,
        linkable=is_message and has_links(raw.chat.type),
        is_message=is_message,
        vanished=_vanished(fields, media),
    )


def _own_pictures(section: Section, fields: dict[str, Any]) -> Iterator[Attachment]:
    kind, key = _OWN_PICTURES[section]
    if isinstance(path := fields.get(key), str) and path:
        yield Attachment(kind, nature(path), path, absent=marker(path))


def words(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the pieces of a text: a string, a list of strings and entities, or the blocks of a rich message.

    Words that hide a link are followed by its address, which may say more than they do.
    """
    if isinstance(value, str):
        yield value
    elif depth < MAX_DEPTH and isinstance(value, list):
        for piece in value:
            yield from words(piece, depth + 1)
    elif depth < MAX_DEPTH and isinstance(value, dict):
        for key in _TEXT_KEYS:
            yield from words(value.get(key), depth + 1)
        if isinstance(href := value.get("href"), str) and href:
            yield f" ({href})"


def _text(fields: dict[str, Any]) -> str:
    for key, between in (("text", ""), ("text_entities", ""), ("rich_message", "\n")):
        said = fields.get(key)
        joined = said if isinstance(said, str) else between.join(words(said))
        if text := clean_lines("\n".join(filter(None, (joined, _contact(fields))))):
            return text
    return ""


def _contact(fields: dict[str, Any]) -> str:
    """The person on a contact card that was sent, as words."""
    card = fields.get("contact_information")
    if not isinstance(card, dict):
        return ""
    return " ".join(value for key in _CARD if isinstance(value := card.get(key), str))


def _somebody(fields: dict[str, Any]) -> str | None:
    """Say that a message was forwarded from an account whose name is not known, as of one that was deleted."""
    return _UNNAMED if "forwarded_from" in fields and fields["forwarded_from"] is None else None


def _numbered(fields: dict[str, Any]) -> str | None:
    """The number of a sender who has no name any more, in words."""
    written = fields.get("from_id", fields.get("actor_id"))
    found = _SENDER_ID.fullmatch(written) if isinstance(written, str) else None
    return f"{found[1]} {found[2]}" if found else None


def _sender(fields: dict[str, Any]) -> str | None:
    sender = _name(fields, "from") or _name(fields, "actor") or _numbered(fields)
    author = _name(fields, "author")
    return f"{sender} ({author})" if sender and author and author != sender else sender or author


def _answered(fields: dict[str, Any]) -> str | None:
    """The message of the same chat that this one answers."""
    number = None if "reply_to_peer_id" in fields else whole_number(fields.get("reply_to_message_id"))
    return None if number is None else str(number)


def _name(fields: dict[str, Any], key: str) -> str | None:
    found = fields.get(key)
    return (_cleaned(found[:_MAX_NAME_READ]) or None) if isinstance(found, str) else None


@lru_cache(maxsize=4096)
def _cleaned(name: str) -> str:
    return clean(name)  # the same few people write most messages of a chat


def _album(raw: Raw, fields: dict[str, Any]) -> str | None:
    """Return what the pictures of one album have in common: chat, sender and second. None for what is in no album."""
    second = fields.get("date_unixtime", fields.get("date"))
    if raw.section is not Section.MESSAGES or fields.get("type") == "service" or not isinstance(second, str | int):
        return None
    sender = fields.get("from_id", fields.get("from"))
    origin = fields.get("forwarded_from_id", fields.get("forwarded_from"))
    return f"{raw.chat.number} {raw.chat.title} {sender} {origin} {second}"


def _vanished(fields: dict[str, Any], media: tuple[Attachment, ...]) -> str:
    if fields.get("type") == "unsupported":
        return "a kind of message that this exporter could not write"
    if "self_destruct_period_seconds" in fields and not media:
        return "it destroyed itself before the export was made"
    return ""


TELEGRAM_JSON = Parser("telegram-json", _read)
