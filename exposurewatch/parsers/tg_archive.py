"""Reads the database of tg-archive: the messages of one group, who wrote them, and the files saved with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from typing import Any, Final

from exposurewatch.model import MediaKind
from exposurewatch.parsers.attachments import Attachment, Nature, declared_nature
from exposurewatch.parsers.json_repair import Readable
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.parsers.sqlite_tables import BadDatabase, Database, Row
from exposurewatch.parsers.telegram_ids import whole_number
from exposurewatch.parsers.written_times import moment
from exposurewatch.text import clean, clean_lines

_TABLES: Final = ("messages", "users", "media")
_MESSAGES: Final = (
    "SELECT m.id, m.date, m.content, m.reply_to, u.username, u.first_name, u.last_name, f.type, f.url, f.thumb"
    " FROM messages AS m LEFT JOIN users AS u ON u.id = m.user_id LEFT JOIN media AS f ON f.id = m.media_id"
)
_USERS: Final = "SELECT username, first_name, last_name, avatar FROM users"
_FOLDER: Final = "media/"  # as the program sets its folder up; no table names it
_FILE: Final = "photo"  # what it calls every file that it saved, whatever it is; all else it keeps is words


def _read(source: Readable) -> Iterator[Record]:
    try:
        with closing(Database(source)) as database:
            if not all(map(database.columns, _TABLES)):
                raise BadDatabase("it is no database of tg-archive, or the beginning of it is damaged")
            database.only(*_TABLES)
            yield from map(_message, database.rows(_MESSAGES))
            for row in database.rows(_USERS):
                yield from _portrait(row)
            database.finish()
    except BadDatabase as error:
        yield Ended(str(error), error.truncated)


def _message(row: Row) -> Post:
    number, date, content, answered, *names = row
    kind, path, thumbnail = names[3:]
    files = tuple(_file(path, thumbnail)) if kind == _FILE else ()
    return Post(
        id=_id(number),
        date=moment(date),
        sender=_name(*names[:3]),
        reply_to=_id(answered),
        text=clean_lines(_words(content)),
        attachments=files,
        linkable=True,  # by the username alone: the database keeps no id of the group
    )


def _file(path: Any, thumbnail: Any) -> Iterator[Attachment]:
    """Yield the file of a message. Only a photo has a thumbnail; what was sent as a file has none."""
    if not (name := _words(path)):
        return
    preview = f"{_FOLDER}{thumbnail}" if _words(thumbnail) else ""
    kind = MediaKind.PHOTO if preview else MediaKind.DOCUMENT
    yield Attachment(kind, declared_nature(name), _FOLDER + name, preview)


def _portrait(row: Row) -> Iterator[Post]:
    """Yield the picture that stood beside the name of whoever wrote."""
    *names, avatar = row
    if name := _words(avatar):
        file = Attachment(MediaKind.PROFILE_PHOTO, Nature.PICTURE, _FOLDER + name)
        yield Post(sender=_name(*names), attachments=(file,), is_message=False)


@lru_cache(maxsize=4096)  # the same few people write most messages
def _name(username: Any, first: Any, last: Any) -> str | None:
    full = clean(f"{_words(first)} {_words(last)}")
    return full or clean(_words(username)) or None


def _id(value: Any) -> str | None:
    number = whole_number(value)
    return None if number is None else str(number)


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""


TG_ARCHIVE: Final = Parser("tg-archive", _read)
