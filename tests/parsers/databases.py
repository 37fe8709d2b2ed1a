"""What parsers read in documents, and the databases that they are tested with."""

from __future__ import annotations

import io

from benchmarks.hostility.databases import (
    TELEGRAM_ARCHIVE_SCHEMA,
    TG_ARCHIVE_SCHEMA,
    a_database,
    a_telegram_archive,
    a_tg_archive,
)
from exposurewatch.parsers.parser import Parser
from exposurewatch.parsers.posts import Ended, Post

__all__ = [
    "TELEGRAM_ARCHIVE_SCHEMA",
    "TG_ARCHIVE_SCHEMA",
    "a_database",
    "a_telegram_archive",
    "a_tg_archive",
    "ended",
    "posts",
]


def posts(parser: Parser, data: bytes) -> list[Post]:
    """What a parser reads in a document that is read to its end."""
    found = list(parser.read(io.BytesIO(data)))
    assert not any(isinstance(record, Ended) for record in found), found[-1]
    return [record for record in found if isinstance(record, Post)]


def ended(parser: Parser, data: bytes) -> tuple[int, Ended]:
    """How many posts a parser reads in a document that breaks off, and why it does."""
    *found, last = parser.read(io.BytesIO(data))
    assert isinstance(last, Ended)
    assert all(isinstance(record, Post) for record in found)
    return len(found), last
