"""Where a message stands: in which chat, the how many-eth of it, and by whose names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from exposurewatch.model import Channel, Origin, Part

Chat = tuple[str, Channel | None]
"""The export that a chat stands in, and its name there."""


@dataclass(frozen=True, slots=True)
class Place:
    """A message: the how many-eth of its chat it is, and its origin as the export has it."""

    chat: Chat
    number: int
    origin: Origin


def chat_of(origin: Origin) -> Chat:
    """Return the chat that a message stands in."""
    return origin.locator.container, origin.channel


def same_message(message: Origin, picture: Origin) -> bool:
    """Whether a picture, met right after a message, stands in it; not every export numbers its messages."""
    if message.message_id is None:
        return replace(picture, locator=message.locator) == message
    return message.message_id == picture.message_id and chat_of(message) == chat_of(picture)


def sender_of(origin: Origin) -> str | None:
    """Who wrote it; None where that says nothing, as in a channel, whose posts all bear its own name."""
    return None if origin.channel is not None and origin.sender == origin.channel.title else origin.sender


def names_in(origin: Origin) -> Iterator[tuple[Part, str]]:
    """Yield the names that stand with a message: of its chat, of who sent it, and of where it was forwarded from."""
    channel = origin.channel
    if channel is not None and (channel.title or channel.username):
        username = channel.username and f"@{channel.username}"
        yield Part.CHANNEL, "\n".join(filter(None, (channel.title, username)))
    if sender := sender_of(origin):
        yield Part.SENDER, sender
    if origin.forwarded_from:
        yield Part.FORWARDED_FROM, origin.forwarded_from
