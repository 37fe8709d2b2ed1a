"""Finds the media in one message of a Telegram export, and says what the export declares them to be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from exposurewatch.model import MediaKind, Reason
from exposurewatch.parsers.attachments import Attachment, Nature, declared_nature

_PHOTO_KEYS: Final = ("photo", "poster_photo", "author_photo")
_EMOJI: Final = "document_id"
_PATH_KEYS: Final = frozenset({*_PHOTO_KEYS, "file", "thumbnail", "photo_skip_reason", _EMOJI})

_NESTED: Final = frozenset({dict, list})


def media_in(message: dict[str, Any]) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    """Return the media of a message wherever in it they stand, and the paths of the emoji in its text."""
    photo = MediaKind.SERVICE_PHOTO if message.get("type") == "service" else MediaKind.PHOTO
    found: list[Attachment] = []
    emoji: list[str] = []
    for fields in _objects(message):
        if _PATH_KEYS.isdisjoint(fields):
            continue
        found.extend(_of_one(fields, photo))
        if (path := _words(fields, _EMOJI)) and marker(path) is None:
            emoji.append(path)
    return tuple(found), tuple(emoji)


def marker(path: str) -> Reason | None:
    """Return what an exporter means that writes words in place of a path; None for a path."""
    if not path.startswith(("(File ", "(Photo ")):
        return None
    if "not included" in path:
        return Reason.NOT_INCLUDED
    return Reason.OVER_EXPORT_LIMIT if "exceeds maximum size" in path else Reason.UNAVAILABLE


def nature(path: str, mime: str = "", media_type: str = "") -> Nature:
    """Return what a file is declared to be, by the kind of message, then its name, then its type."""
    if media_type in ("voice_message", "audio_file"):
        return Nature.SOUND
    declared = declared_nature(path, mime)
    moving = media_type in ("video_file", "video_message", "animation")
    return Nature.VIDEO if moving and declared is not Nature.PICTURE else declared


def _objects(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a message and every object in it, outer ones first."""
    pending: list[Any] = [message]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            yield value
            value = value.values()
        inner = [each for each in value if type(each) in _NESTED]
        pending.extend(reversed(inner))


def _of_one(fields: dict[str, Any], photo: MediaKind) -> Iterator[Attachment]:
    thumbnail = _words(fields, "thumbnail")
    preview = "" if marker(thumbnail) else thumbnail
    photos = [path for key in _PHOTO_KEYS if (path := _words(fields, key))]
    if not photos and (skipped := _words(fields, "photo_skip_reason")):
        photos = [f"(Photo {skipped})"]
    for path in photos:
        yield Attachment(photo, Nature.PICTURE, path, preview, marker(path))
    if path := _words(fields, "file"):
        media_type, name = _words(fields, "media_type"), _words(fields, "file_name")
        named = name if marker(path) else path
        kind = MediaKind.STICKER if media_type == "sticker" else MediaKind.DOCUMENT
        declared = nature(named, _words(fields, "mime_type").lower(), media_type)
        yield Attachment(kind, declared, path, preview, marker(path))
    elif thumbnail and not photos:
        yield Attachment(MediaKind.THUMBNAIL, Nature.PICTURE, thumbnail, absent=marker(thumbnail))


def _words(fields: dict[str, Any], key: str) -> str:
    found = fields.get(key)
    return found if isinstance(found, str) else ""
