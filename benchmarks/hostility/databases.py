"""SQLite databases as two archivers of Telegram write them, made in memory."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from typing import Any, Final

TG_ARCHIVE_SCHEMA: Final = (
    "CREATE TABLE messages (id INTEGER NOT NULL PRIMARY KEY, type TEXT NOT NULL, date TIMESTAMP NOT NULL,"
    " edit_date TIMESTAMP, content TEXT, reply_to INTEGER, user_id INTEGER, media_id INTEGER)",
    "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, username TEXT, first_name TEXT, last_name TEXT, tags TEXT,"
    " avatar TEXT)",
    "CREATE TABLE media (id INTEGER NOT NULL PRIMARY KEY, type TEXT, url TEXT, title TEXT, description TEXT,"
    " thumb TEXT)",
)

TELEGRAM_ARCHIVE_SCHEMA: Final = (
    "CREATE TABLE chats (id BIGINT NOT NULL, type VARCHAR(50) NOT NULL, title VARCHAR(255), username VARCHAR(255),"
    " first_name VARCHAR(255), last_name VARCHAR(255), PRIMARY KEY (id))",
    "CREATE TABLE users (id BIGINT NOT NULL, username VARCHAR(255), first_name VARCHAR(255), last_name VARCHAR(255),"
    " PRIMARY KEY (id))",
    "CREATE TABLE messages (id BIGINT NOT NULL, chat_id BIGINT NOT NULL, sender_id BIGINT, date DATETIME NOT NULL,"
    " text TEXT, reply_to_msg_id BIGINT, forward_from_id BIGINT, raw_data TEXT, PRIMARY KEY (id, chat_id))",
    "CREATE TABLE media (id VARCHAR(255) NOT NULL, message_id BIGINT, chat_id BIGINT, type VARCHAR(50), file_path TEXT,"
    " file_name VARCHAR(255), mime_type VARCHAR(100), downloaded INTEGER, PRIMARY KEY (id))",
    "CREATE INDEX idx_media_message ON media (message_id, chat_id)",
)


def a_database(schema: Iterable[str], **rows: Iterable[tuple[Any, ...]]) -> bytes:
    """The bytes of a database of this schema, with these rows in each table."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for statement in schema:
            connection.execute(statement)
        for table, values in rows.items():
            for row in values:
                connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
        connection.commit()
        return connection.serialize()


def a_tg_archive(**rows: Iterable[tuple[Any, ...]]) -> bytes:
    """A database of tg-archive."""
    return a_database(TG_ARCHIVE_SCHEMA, **rows)


def a_telegram_archive(**rows: Iterable[tuple[Any, ...]]) -> bytes:
    """A database of Telegram-Archive."""
    return a_database(TELEGRAM_ARCHIVE_SCHEMA, **rows)


def changed(database: bytes, *statements: str) -> bytes:
    """The same database after these statements, whatever SQLite would rather not have done to it."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database)
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("PRAGMA trusted_schema = ON")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        return connection.serialize()
