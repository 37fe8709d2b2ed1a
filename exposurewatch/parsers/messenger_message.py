"""Reads the chats in a download of one's own data from Messenger or Instagram, encrypted chats of Messenger too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from exposurewatch.model import Channel, MediaKind, Moment, Reason
from exposurewatch.parsers.attachments import Attachment, Nature, declared_nature
from exposurewatch.parsers.json_repair import Readable, RepairedJson
from exposurewatch.parsers.json_values import BadJson, values
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.parsers.suffixes import suffix
from exposurewatch.text import clean, clean_lines

_MESSAGE: Final = ("messages", None)
_GROUP_PICTURE: Final = ("image",)
_KEPT_BACK: Final = 20_000  # messages; a file of a download has 10,000 at most, and says after them whose chat it is
_PLAUSIBLE_YEARS: Final = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
_MAX_NAME_READ: Final = 1024
_ADDRESSES: Final = ("http://", "https://")

_UNSENT: Final = "it was unsent before the download was made"
_TAKEN_DOWN: Final = "it was taken down before the download was made"

_LISTS: Final = (
    ("photos", MediaKind.PHOTO, Nature.PICTURE),
    ("videos", MediaKind.DOCUMENT, Nature.VIDEO),
    ("gifs", MediaKind.PHOTO, None),
    ("files", MediaKind.DOCUMENT, None),
    ("audio_files", MediaKind.DOCUMENT, Nature.SOUND),
    ("media", MediaKind.PHOTO, None),  # of encrypted chats, whatever it is
)


def _read(source: Readable) -> Iterator[Record]:
    """Yield the messages of a chat, newest first as they stand, once it is known whose chat it is."""
    chat: dict[str, str] = {}
    held: list[Post] | None = []
    ended: Ended | None = None
    picture: Any = None
    try:
        for path, value in values(RepairedJson(source), (_MESSAGE, _GROUP_PICTURE).__contains__):
            if path == _MESSAGE:
                post = _post(value)
                if held is None:
                    yield post
                    continue
                held.append(post)
                if len(held) > _KEPT_BACK:
                    yield from _of_chat(held, chat)
                    held = None
            elif path == _GROUP_PICTURE:
                picture = value
            elif len(path) == 1 and isinstance(value, str) and path[0] is not None:
                chat[path[0]] = value
    except BadJson as error:
        ended = Ended(str(error), error.truncated)
    yield from _of_chat(held or [], chat)
    if attachment := _attachment(picture, MediaKind.SERVICE_PHOTO, Nature.PICTURE):
        yield from _of_chat([Post(attachments=(attachment,), is_message=False)], chat)
    if ended is not None:
        yield ended


def _of_chat(posts: list[Post], fields: dict[str, str]) -> Iterator[Post]:
    encrypted = "threadName" in fields
    title = fields.get("threadName", "") if encrypted else repaired(fields.get("title", ""))
    number = fields.get("thread_path", "").rpartition("_")[2]
    chat = Channel(clean(title[:_MAX_NAME_READ]) or None, number if number.isascii() and number.isdecimal() else None)
    for post in posts:
        yield replace(post, chat=chat)


def _post(value: Any) -> Post:
    """Return what one message says; one that is no object says nothing."""
    fields = value if isinstance(value, dict) else {}
    attachments = tuple(_attachments(fields))
    text = _text(fields)
    nothing = not attachments and not text
    vanished = ""
    if nothing and (fields.get("is_unsent") is True or fields.get("isUnsent") is True):
        vanished = _UNSENT
    elif nothing and fields.get("is_taken_down") is True:
        vanished = _TAKEN_DOWN
    return Post(
        date=_moment(fields.get("timestamp_ms", fields.get("timestamp"))),
        sender=_name(_words(fields, "sender_name")) or _plain_name(_words(fields, "senderName")),
        forwarded_from=_name(_words(_share(fields), "original_content_owner")),
        text=text,
        attachments=attachments,
        vanished=vanished,
    )


def _attachments(fields: dict[str, Any]) -> Iterator[Attachment]:
    for key, kind, nature in _LISTS:
        listed = fields.get(key)
        for each in listed if isinstance(listed, list) else ():
            if attachment := _attachment(each, kind, nature):
                yield attachment
    if attachment := _attachment(fields.get("sticker"), MediaKind.STICKER, Nature.PICTURE):
        yield attachment


def _attachment(value: Any, kind: MediaKind, nature: Nature | None) -> Attachment | None:
    fields = value if isinstance(value, dict) else {}
    path = repaired(_words(fields, "uri"))
    if not path:
        return None
    declared = declared_nature(path)
    if nature is Nature.SOUND:
        declared = nature  # what is said into the phone is an MP4 without a picture
    elif declared is Nature.UNKNOWN and (nature is not None or suffix(path)):
        declared = nature or Nature.OTHER
    preview = fields.get("thumbnail")
    return Attachment(
        kind=kind if declared in (Nature.PICTURE, Nature.UNKNOWN) else MediaKind.DOCUMENT,
        nature=declared,
        path=path,
        thumbnail=repaired(_words(preview, "uri")) if isinstance(preview, dict) else "",
        absent=Reason.REMOTE_ONLY if path.startswith(_ADDRESSES) else None,
    )


def _text(fields: dict[str, Any]) -> str:
    """Return the words of a message, then those of what it shares and the link to that."""
    share = _share(fields)
    said = [repaired(_words(fields, "content")) or _words(fields, "text")]
    said += [repaired(_words(share, "share_text")), repaired(_words(share, "link"))]
    return clean_lines("\n".join(dict.fromkeys(words for words in said if words)))


def _share(fields: dict[str, Any]) -> dict[str, Any]:
    found = fields.get("share")
    return found if isinstance(found, dict) else {}


def _moment(value: Any) -> Moment | None:
    if type(value) is not int:
        return None
    earliest, latest = _PLAUSIBLE_YEARS
    if not earliest.timestamp() * 1000 <= value < latest.timestamp() * 1000:
        return Moment(None, str(value), "the time that the download gives is not possible")
    return Moment(datetime.fromtimestamp(value // 1000, UTC))


def _words(fields: dict[str, Any], key: str) -> str:
    found = fields.get(key)
    return found if isinstance(found, str) else ""


@lru_cache(maxsize=4096)
def _name(words: str) -> str | None:
    return _plain_name(repaired(words))


def _plain_name(words: str) -> str | None:
    return clean(words[:_MAX_NAME_READ]) or None


def repaired(words: str) -> str:
    """Return words as they were typed: a download has each byte of their UTF-8 as a character of its own."""
    if words.isascii():
        return words
    try:
        return words.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return words


MESSENGER: Final = Parser("messenger", _read)
