"""Turns one raw message of a Discord export into a post. Whatever shape it has, nothing here raises."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from exposurewatch.hashed import HashedSet
from exposurewatch.model import MediaKind
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.discord_export import Place, Raw, read_export
from exposurewatch.parsers.discord_ids import address, moment, number, permalink
from exposurewatch.parsers.discord_media import emoji_in, media_in, portraits_in
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.text import clean, clean_lines

_MAX_NAME_READ: Final = 1024  # of a name that is kept at 256: enough for what is taken out of it
_EMBED_KEYS: Final = ("title", "description", "fields", "name", "value")


def _read(source: Readable) -> Iterator[Record]:
    met = HashedSet()
    for record in read_export(source):
        if isinstance(record, Ended):
            yield record
            continue
        yield read_post(record)
        yield from _portraits(record, met)


def _portraits(raw: Raw, met: HashedSet) -> Iterator[Post]:
    """Yield the picture beside each name in a message, where no message before it had that picture."""
    for person, path in portraits_in(raw.value) if isinstance(raw.value, dict) else ():
        if path not in met:
            met.add(path)
            portrait = Attachment(MediaKind.PROFILE_PHOTO, Nature.PICTURE, path)
            yield Post(raw.place.chat, sender=_sender(person), attachments=(portrait,), is_message=False)


def read_post(raw: Raw) -> Post:
    """Return what one message says; one that is no object has no id, no text and no media."""
    fields = raw.value if isinstance(raw.value, dict) else {}
    message = number(fields.get("id"))
    answered, origin = _reference(raw.place, fields)
    return Post(
        chat=raw.place.chat,
        id=message,
        date=moment(message, fields.get("timestamp")),
        sender=_sender(fields.get("author")),
        forwarded_from=origin,
        reply_to=answered,
        text=clean_lines("\n".join(_texts(fields))),
        attachments=tuple(media_in(fields)),
        emoji=tuple(emoji_in(fields)),
        permalink=permalink(raw.place.guild, raw.place.channel, message),
    )


def _reference(place: Place, fields: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return the message that this one answers, and the address of the one that it forwards: one of them at most."""
    reference = fields.get("reference")
    if not isinstance(reference, dict):
        return None, ("another channel" if isinstance(fields.get("forwardedMessage"), dict) else None)
    guild, channel, message = (reference.get(key) for key in ("guildId", "channelId", "messageId"))
    elsewhere = channel is not None and channel != place.channel  # an announcement that the channel follows
    if reference.get("type") == "Forward" or isinstance(fields.get("forwardedMessage"), dict) or elsewhere:
        return None, address(guild or place.guild, channel, message) or "another channel"
    return number(message), None


def _texts(fields: dict[str, Any]) -> Iterator[str]:
    for said in (fields, fields.get("forwardedMessage")):
        if isinstance(said, dict):
            if isinstance(content := said.get("content"), str) and content:
                yield content
            yield from _embedded(said.get("embeds"))


def _embedded(value: Any) -> Iterator[str]:
    """Yield the words of embeds: those of their titles, descriptions and fields."""
    for embed in value if isinstance(value, list) else ():
        if isinstance(embed, dict):
            for found in map(embed.get, _EMBED_KEYS):
                if isinstance(found, str) and found:
                    yield found
                elif isinstance(found, list):
                    yield from _embedded([each for each in found if isinstance(each, dict) and "fields" not in each])


def _sender(author: Any) -> str | None:
    """Return the name that the channel shows, with the name of the account behind it where that is another."""
    if not isinstance(author, dict):
        return None
    shown, account = _name(author, "nickname"), _name(author, "name")
    return f"{shown} ({account})" if shown and account and shown != account else shown or account


def _name(fields: dict[str, Any], key: str) -> str | None:
    found = fields.get(key)
    return (_cleaned(found[:_MAX_NAME_READ]) or None) if isinstance(found, str) else None


@lru_cache(maxsize=4096)
def _cleaned(name: str) -> str:
    return clean(name)  # the same few people write most messages of a channel


DISCORD_JSON: Final = Parser("discord-json", _read)
