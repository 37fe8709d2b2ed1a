"""Reads the database of Telegram-Archive: many chats, their messages, and the files saved with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from exposurewatch.model import Channel, MediaKind, Reason
from exposurewatch.parsers.attachments import Attachment, Nature, declared_nature
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.parsers.sqlite_tables import BadDatabase, Database, Row
from exposurewatch.parsers.telegram_ids import bare_id, whole_number
from exposurewatch.parsers.written_times import moment
from exposurewatch.text import clean, clean_lines

_TABLES: Final = ("messages", "chats", "users", "media")
_COLUMNS: Final = (  # of each table, by its alias; versions of the program differ in what they have
    ("m", ("account_id", "chat_id", "id", "date", "text", "reply_to_msg_id", "forward_from_id", "raw_data")),
    ("m", ("sender_id", "sender_name")),
    ("u", ("first_name", "last_name", "username")),
    ("c", ("title", "username", "first_name", "last_name")),
    ("f", ("type", "file_path", "file_name", "mime_type", "skip_reason")),
)
_JOINS: Final = (
    " FROM messages AS m LEFT JOIN users AS u ON u.id = m.sender_id"
    " LEFT JOIN chats AS c ON c.id = m.chat_id{chat}"
    " LEFT JOIN media AS f ON f.message_id = m.id AND f.chat_id = m.chat_id{file}"
)
_SAME_ACCOUNT: Final = " AND {alias}.account_id = m.account_id"
_SUPERGROUPS: Final = -(10**12)  # ids below are of supergroups and channels, which have links
_MAX_FILES: Final = 100  # of one message; Telegram keeps to one
_MAX_RAW: Final = 1 << 16
_ANY_VERSION: Final = {"date_unixtime": ""}  # its ids were never marked as those of old exports of Telegram Desktop

_KINDS: Final = {
    "photo": (MediaKind.PHOTO, Nature.PICTURE),
    "webpage": (MediaKind.LINK_PREVIEW, Nature.PICTURE),
    "sticker": (MediaKind.STICKER, Nature.UNKNOWN),
    "document": (MediaKind.DOCUMENT, Nature.UNKNOWN),
    "video": (MediaKind.DOCUMENT, Nature.VIDEO),
    "video_note": (MediaKind.DOCUMENT, Nature.VIDEO),
    "animation": (MediaKind.DOCUMENT, Nature.VIDEO),
    "gif": (MediaKind.DOCUMENT, Nature.VIDEO),
    "voice": (MediaKind.DOCUMENT, Nature.SOUND),
    "audio": (MediaKind.DOCUMENT, Nature.SOUND),
}


def _read(source: Readable) -> Iterator[Record]:
    try:
        with closing(Database(source)) as database:
            statement = _statement({table: database.columns(table) for table in _TABLES})
            database.only(*_TABLES)
            for _, rows in groupby(database.rows(statement), lambda row: row[:3]):
                yield _message(rows)
            database.finish()
    except BadDatabase as error:
        yield Ended(str(error), error.truncated)


def _statement(columns: dict[str, frozenset[str]]) -> str:
    if not all(columns.values()):
        raise BadDatabase("it is no database of Telegram-Archive, or the beginning of it is damaged")
    tables = {"m": "messages", "u": "users", "c": "chats", "f": "media"}
    wanted = [
        f"{alias}.{name}" if name in columns[tables[alias]] else "NULL" for alias, names in _COLUMNS for name in names
    ]
    same = {alias: _SAME_ACCOUNT.format(alias=alias) for alias in "mcf" if "account_id" in columns[tables[alias]]}
    both = {key: same.get(alias, "") if "m" in same else "" for key, alias in (("chat", "c"), ("file", "f"))}
    return "SELECT " + ", ".join(wanted) + _JOINS.format(**both)


def _message(rows: Iterator[Row]) -> Post:
    first = next(rows)
    _, chat, number, date, text, answered, origin, raw = first[:8]
    kept = _raw(raw)
    files = tuple(found for row in (first, *_some(rows)) for found in _file(*row[17:]))
    chat_number = whole_number(chat)
    group = kept.get("grouped_id")
    return Post(
        chat=_chat(chat_number, first[13:17]),
        id=_id(number),
        date=moment(date),
        sender=_sender(*first[8:13]),
        forwarded_from=_forwarded(origin, kept),
        reply_to=_id(answered),
        text=clean_lines(_words(text)),
        attachments=files,
        album=f"{chat} {group}" if files and isinstance(group, str | int) else None,
        linkable=chat_number is not None and chat_number < _SUPERGROUPS,
    )


def _some(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield the next rows of a message, as far as any message has so many, and pass over the others."""
    for count, row in enumerate(rows, 1):
        if count < _MAX_FILES:
            yield row


@lru_cache(maxsize=4096)  # the same few chats, and the same few people, stand in most rows
def _chat(number: int | None, names: Row) -> Channel:
    title, username, first, last = map(_words, names)
    return Channel(
        clean(title) or clean(f"{first} {last}") or None, bare_id(number, _ANY_VERSION), clean(username) or None
    )


@lru_cache(maxsize=4096)
def _sender(number: Any, shown: Any, first: Any, last: Any, username: Any) -> str | None:
    known = clean(_words(shown)) or clean(f"{_words(first)} {_words(last)}") or clean(_words(username))
    return known or _with_id(number)


def _forwarded(origin: Any, kept: dict[str, Any]) -> str | None:
    return clean(_words(kept.get("forward_from_name"))) or _with_id(origin)


def _with_id(value: Any) -> str | None:
    """Return an id in words where no name is known: whoever has the same id is the same person or channel."""
    number = whole_number(value)
    if not number:
        return None
    return f"{'user' if number > 0 else 'chat'} {bare_id(number, _ANY_VERSION)}"


def _file(kind: Any, path: Any, name: Any, mime: Any, skipped: Any) -> Iterator[Attachment]:
    """Yield a file, or why it was not saved. Polls, contacts and places are rows of the same table, and no files."""
    place = _place(_words(path))
    if not place and kind not in _KINDS:
        return
    shown_as, nature = _KINDS.get(_words(kind), (MediaKind.DOCUMENT, Nature.UNKNOWN))
    if nature is Nature.UNKNOWN:
        nature = declared_nature(place or _words(name), _words(mime).lower())
    yield Attachment(shown_as, nature, place, absent=None if place else _why(_words(skipped)))


def _place(path: str) -> str:
    """Return where a file lies, seen from the database. The program notes where its own computer had it."""
    _, folder, rest = path.replace("\\", "/").rpartition("/media/")
    return f"media/{rest}" if folder else path


def _why(skipped: str) -> Reason:
    return Reason.OVER_EXPORT_LIMIT if "size" in skipped.lower() else Reason.NOT_INCLUDED


def _raw(value: Any) -> dict[str, Any]:
    """Return what the program kept besides the columns: JSON in one of them."""
    if not isinstance(value, str) or len(value) > _MAX_RAW or not ("grouped_id" in value or "forward_from" in value):
        return {}
    try:
        kept = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _id(value: Any) -> str | None:
    number = whole_number(value)
    return None if number is None else str(number)


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""


TELEGRAM_ARCHIVE: Final = Parser("telegram-archive", _read)
