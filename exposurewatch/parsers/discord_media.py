"""Finds the media in one message of a Discord export, and says what the export declares them to be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from exposurewatch.model import MediaKind, Reason
from exposurewatch.parsers.addresses import is_address, portable, without_query
from exposurewatch.parsers.attachments import Attachment, Nature, declared_nature

_EMOJI: Final = "imageUrl"
_PORTRAIT: Final = "avatarUrl"
_DRAWN: Final = "lottie"  # stickers of this format are drawings that move, in JSON


def media_in(message: dict[str, Any]) -> Iterator[Attachment]:
    """Yield the media of a message, then those of the message that it forwards."""
    for fields in (message, message.get("forwardedMessage")):
        if isinstance(fields, dict):
            yield from map(_attached, _objects(fields, "attachments"))
            for embed in _objects(fields, "embeds"):
                yield from _embedded(embed)
            yield from map(_sticker, _objects(fields, "stickers"))


def emoji_in(message: dict[str, Any]) -> Iterator[str]:
    """Yield the path of every emoji in the words of a message, and of those that others put below it."""
    for fields in _all_objects(message):
        if (place := _words(fields, _EMOJI)) and not is_address(place):
            yield portable(place)


def portraits_in(message: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each person whom a message names, raw, and the path of the picture beside their name."""
    for fields in _all_objects(message):
        if (place := _words(fields, _PORTRAIT)) and not is_address(place):
            yield fields, portable(place)


def stored(kind: MediaKind, nature: Nature, place: str) -> Attachment:
    """Return the attachment at `place`: a path, or the address that an exporter leaves where it downloads nothing."""
    if is_address(place):
        return Attachment(kind, nature, place, absent=Reason.REMOTE_ONLY)
    return Attachment(kind, nature, portable(place), absent=None if place else Reason.UNAVAILABLE)


def declared(name: str, place: str) -> Nature:
    """Return what a file is declared to be by the name that it was posted under, or else by where it lies."""
    by_name = declared_nature(name)
    return declared_nature(without_query(place)) if by_name is Nature.UNKNOWN else by_name


def _attached(fields: dict[str, Any]) -> Attachment:
    place = _words(fields, "url")
    nature = declared(_words(fields, "fileName"), place)
    return stored(MediaKind.PHOTO if nature is Nature.PICTURE else MediaKind.DOCUMENT, nature, place)


def _embedded(embed: dict[str, Any]) -> Iterator[Attachment]:
    """Yield the pictures of a link's preview, each once, and its video where it is a file and no page of a site."""
    images = embed.get("images")
    pictures = [embed.get("thumbnail"), embed.get("image"), *(images if isinstance(images, list) else ())]
    places = [_words(each, "url") or _words(each, "canonicalUrl") for each in pictures if isinstance(each, dict)]
    for place in dict.fromkeys(filter(None, places)):
        yield stored(MediaKind.LINK_PREVIEW, Nature.PICTURE, place)
    video = embed.get("video")
    place = _words(video, "url") if isinstance(video, dict) else ""
    if place and (not is_address(place) or declared_nature(without_query(place)) is Nature.VIDEO):
        yield stored(MediaKind.LINK_PREVIEW, Nature.VIDEO, place)


def _sticker(fields: dict[str, Any]) -> Attachment:
    drawn = _words(fields, "format").lower() == _DRAWN
    return stored(MediaKind.STICKER, Nature.OTHER if drawn else Nature.PICTURE, _words(fields, "sourceUrl"))


def _all_objects(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a message and every object in it, outer ones first."""
    pending: list[Any] = [message]
    while pending:
        inner = pending.pop()
        if isinstance(inner, dict):
            yield inner
            inner = list(inner.values())
        pending.extend(each for each in reversed(inner) if isinstance(each, dict | list))


def _objects(fields: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = fields.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _words(fields: dict[str, Any], key: str) -> str:
    found = fields.get(key)
    return found if isinstance(found, str) else ""
