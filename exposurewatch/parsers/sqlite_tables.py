"""Reads plain tables of an SQLite database that came as bytes: no file is opened, and nothing else in it is run.

A database may hold more than rows: views and virtual tables under the names of the tables that are looked for,
columns that are worked out on reading, triggers. None of these is ever evaluated.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from exposurewatch.parsers.json_repair import Readable

MAX_BYTES: Final = 1 << 30  # a million messages take 150 to 600 MiB
MAX_ROW_BYTES: Final = 8 << 20

_BLOCK: Final = 1 << 20
_HEADER: Final = 100
_MOST_MISSING: Final = 64  # times what is there; no more is made up, or a few bytes could fill the memory
_LEAST_ROW: Final = 4  # bytes that a row and its place in the page take at least
# SQLite writes the beginning of a definition in this one way, whatever its author wrote.
_PLAIN: Final = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ? AND rootpage > 0"
_DEFINED: Final = "CREATE TABLE "
_PRAGMAS: Final = ("trusted_schema = OFF", "cell_size_check = ON", "temp_store = MEMORY", "query_only = ON")
_LIMITS: Final = {
    sqlite3.SQLITE_LIMIT_LENGTH: MAX_ROW_BYTES,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}

Row = tuple[Any, ...]
"""One row: each value is a number, a string, bytes or None, whatever its column was declared to hold."""


class BadDatabase(Exception):
    """A database that cannot be read, or not any further; `truncated` tells one cut off from one that is damaged."""

    def __init__(self, detail: str, *, truncated: bool = False) -> None:
        super().__init__(detail)
        self.truncated = truncated


class Database:
    """The plain tables of a database, read from `source` to its end and held in memory.

    What the program that wrote it had not yet moved out of its ``-wal`` file is not in it. All methods raise
    `BadDatabase`, but for `close`, which gives the memory back.
    """

    def __init__(self, source: Readable) -> None:
        data = _whole(source)
        self._most_rows = len(data) // _LEAST_ROW
        self._cut_off = _restore(data)
        self._connection = self._opened(data)
        self.close = self._connection.close

    def columns(self, table: str) -> frozenset[str]:
        """Return the names of the stored columns of a plain table, and none where there is no such table."""
        found = [sql for (sql,) in self.rows(_PLAIN, (table,))]
        if len(found) != 1 or not isinstance(found[0], str) or not found[0].startswith(_DEFINED):
            return frozenset()
        described = self.rows("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0", (table,))
        return frozenset(name for (name,) in described)

    def only(self, *tables: str) -> None:
        """From now on nothing but rows of these tables may be read: no view, no function, nothing recursive."""
        allowed = frozenset(tables)

        def judge(action: int, table: str | None, _column: str | None, _in: str | None, inside: str | None) -> int:
            plain = action == sqlite3.SQLITE_SELECT or (action == sqlite3.SQLITE_READ and table in allowed)
            return sqlite3.SQLITE_OK if plain and inside is None else sqlite3.SQLITE_DENY

        self._connection.set_authorizer(judge)

    def rows(self, statement: str, bound: tuple[Any, ...] = ()) -> Iterator[Row]:
        """Yield the rows of a query; there cannot be more than the bytes of the database hold."""
        left = self._most_rows
        try:
            for row in self._connection.execute(statement, bound):
                yield row
                left -= 1
                if left < 0:
                    raise BadDatabase("it gives more rows than it has room for")
        except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
            raise self._damaged() from error

    def finish(self) -> None:
        """Raise `BadDatabase` if the end of the database is missing, although what was asked for could be read."""
        if self._cut_off:
            raise self._damaged()

    def _opened(self, data: bytearray) -> sqlite3.Connection:
        if not hasattr(sqlite3.Connection, "deserialize"):
            raise BadDatabase("the SQLite of this Python is too old to read it")
        connection = sqlite3.connect(":memory:")
        connection.text_factory = partial(str, encoding="utf-8", errors="replace")
        for limit, value in _LIMITS.items():
            connection.setlimit(limit, value)
        try:
            connection.deserialize(data)
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except (sqlite3.Error, OverflowError) as error:
            connection.close()
            raise self._damaged() from error
        return connection

    def _damaged(self) -> BadDatabase:
        if self._cut_off:
            return BadDatabase("it is cut off", truncated=True)
        return BadDatabase("the database is damaged from there on")


def _whole(source: Readable) -> bytearray:
    data = bytearray()
    while block := source.read(_BLOCK):
        data += block
        if len(data) > MAX_BYTES:
            raise BadDatabase(f"it is a database of more than {MAX_BYTES >> 20:,} MiB, which is more than can be read")
    return data


def _restore(data: bytearray) -> bool:
    """Make `data` a database that stands alone; return whether its end is missing, which counts as empty pages.

    The places are those of the database header (sqlite.org/fileformat2.html, 1.3): one kept with a write-ahead log
    says so in two bytes, and cannot be opened without that log.
    """
    if len(data) < _HEADER:
        raise BadDatabase("it is cut off", truncated=True)
    data[18] = data[19] = 1
    page = 1 << 16 if data[16:18] == b"\0\1" else int.from_bytes(data[16:18], "big")
    size = page * int.from_bytes(data[28:32], "big")
    counted = data[24:28] == data[92:96]  # else an old program wrote it last, and the number of pages means nothing
    if not counted or size <= len(data):
        return False
    if size <= min(MAX_BYTES, len(data) * _MOST_MISSING):
        del data[len(data) // page * page :]  # half a page may pass for a whole one with other words in it
        data += bytes(size - len(data))
    return True
