"""Finds the media of one message in an HTML export of Telegram Desktop; polls, contacts and places become words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborNode

from exposurewatch.model import MediaKind, Reason
from exposurewatch.parsers.attachments import Attachment, Nature, declared_nature
from exposurewatch.parsers.telegram_html_text import MEDIA, drawn_from, link, words
from exposurewatch.parsers.telegram_media import nature
from exposurewatch.parsers.web_page import classes
from exposurewatch.text import clean_lines

_WEB_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_DESTROYED: Final = ("Self-destructing photo", "Self-destructing video")
_MEDIA_TYPES: Final = {  # by the class of what is drawn: its media type in a JSON export
    "photo_wrap": "photo",
    "video_file_wrap": "video_file",
    "animated_wrap": "animation",
    "sticker_wrap": "sticker",
    "media_photo": "photo",
    "media_video": "video_file",
    "media_voice_message": "voice_message",
    "media_audio_file": "audio_file",
    "media_file": "file",
}
_NOT_DRAWN: Final = {  # stickers and animations of which no preview could be made, by their class and title
    ("photo", "Sticker"): "sticker",
    ("video_file", "Animation"): "animation",
}
_KINDS: Final = {"photo": MediaKind.PHOTO, "sticker": MediaKind.STICKER}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the media of one message come to: files, words to be read, and why one that was there is gone."""

    attachments: tuple[Attachment, ...] = ()
    text: str = ""
    vanished: str = ""


def media_in(message: LexborNode) -> Shown:
    """Return what is shown in a message, wherever in it that stands: in an article, media stand among the words."""
    nested = {frame.mem_id for frame in message.css(f"div.{MEDIA} div.{MEDIA}")}
    shown = [_shown(frame) for frame in message.css(f"div.{MEDIA}") if frame.mem_id not in nested]
    return Shown(
        attachments=tuple(attachment for each in shown for attachment in each.attachments),
        text="\n".join(each.text for each in shown if each.text),
        vanished=next((each.vanished for each in shown if each.vanished), ""),
    )


def changed_photo(message: LexborNode) -> tuple[Attachment, ...]:
    """Return the picture of the chat that a service message is about.

    Where the export does not hold it, only the initials of the chat stand there, and not a word about why.
    """
    frame = message.css_first("div.userpic_wrap")
    if frame is None:
        return ()
    path = link(frame.css_first("a[href]"))
    absent = Reason.NOT_INCLUDED if not path else _remote(path)
    return (Attachment(MediaKind.SERVICE_PHOTO, Nature.PICTURE, path, drawn_from(frame), absent),)


def listed(entry: LexborNode, kind: MediaKind) -> tuple[Attachment, ...]:
    """Return the file that an entry in a list of profile pictures or stories is about."""
    path = link(entry.css_first("a[href]"))
    absent = _remote(path) if path else _absence(words(entry))
    found = declared_nature(path) if path else Nature.UNKNOWN
    return (Attachment(kind, found, path, drawn_from(entry), absent),)


def _shown(frame: LexborNode) -> Shown:
    drawn = next((node for node in frame.iter() if classes(node)), None)
    names = classes(drawn) if drawn is not None else frozenset()
    media_type = next((kind for name, kind in _MEDIA_TYPES.items() if name in names), "")
    if drawn is None:
        return Shown()
    path = link(drawn)
    if not media_type:
        return _spoken_of(frame, drawn, path)
    title = words(drawn.css_first("div.title"))
    if title in _DESTROYED and media_type != "file" and not path:
        return Shown(vanished="it destroyed itself before the export was made")
    media_type = _NOT_DRAWN.get((media_type, title), media_type)
    absent = _remote(path) if path else _absence(words(drawn))
    named = path or (title if media_type == "file" else "")
    kind = _KINDS.get(media_type, MediaKind.DOCUMENT)
    return Shown((Attachment(kind, _nature(named, media_type), path, drawn_from(drawn), absent),))


def _spoken_of(frame: LexborNode, drawn: LexborNode, path: str) -> Shown:
    """Return what is no file in itself: a poll, a contact, a place, a call, a bill, the author of an article."""
    attachments: tuple[Attachment, ...] = ()
    if path and not _remote(path) and declared_nature(path) is Nature.PICTURE:
        attachments = (Attachment(MediaKind.PHOTO, Nature.PICTURE, path, drawn_from(drawn)),)
    return Shown(attachments, clean_lines(words(frame)))


def _nature(path: str, media_type: str) -> Nature:
    if media_type == "photo":
        return Nature.PICTURE
    return nature(path, media_type=media_type)


def _absence(said: str) -> Reason:
    """Return what the words mean that stand in place of a file."""
    lowered = said.lower()
    if "not included" in lowered:
        return Reason.NOT_INCLUDED
    return Reason.OVER_EXPORT_LIMIT if "exceeds maximum size" in lowered else Reason.UNAVAILABLE


def _remote(path: str) -> Reason | None:
    return Reason.REMOTE_ONLY if _WEB_ADDRESS.match(path) else None
