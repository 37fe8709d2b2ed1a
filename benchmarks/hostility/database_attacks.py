"""Crafted SQLite databases (sqlite.org/fileformat2.html) made of one that is well: heads, pages, schemas that lie."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Final

from benchmarks.hostility.case import Case
from benchmarks.hostility.databases import changed
from benchmarks.hostility.words import DATES, NUMBERS, PATHS, SHOWN

_HEAD: Final = 100
_PAGE: Final = 4096
_VALUES: Final = {
    "none": "NULL",
    "a fraction": "1e308",
    "without end": "9e999",
    "bytes": "x'ff00fe'",
    "a megabyte": "zeroblob(1000000)",
    "no UTF-8": "CAST(x'ff80ed' AS TEXT)",
    "the largest number": "9223372036854775807",
}
_VIEWS: Final = {
    "rows without end": "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT {} FROM r",
    "a gigabyte a row": "SELECT {} FROM (SELECT randomblob(900000000) AS n)",
    "a file": "SELECT {} FROM (SELECT readfile('/etc/passwd') AS n)",
    "a library": "SELECT {} FROM (SELECT load_extension('/tmp/x.so') AS n)",
    "itself": "SELECT {} FROM {table}",
}


def families(sample: bytes) -> Iterator[Case]:
    """All crafted databases."""
    yield from _heads(sample)
    yield from _pages(sample)
    yield from _schemas(sample)
    yield from _rows(sample)


def _heads(sample: bytes) -> Iterator[Case]:
    for place in range(16, _HEAD, 4):
        for word in (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\1"):
            yield Case(f"{word.hex()} at {place}", sample[:place] + word + sample[place + 4 :])
    for size in (0, 1, 2, 256, 512, 1000, 32768, 65535):
        yield Case(f"pages of {size}", sample[:16] + size.to_bytes(2, "big") + sample[18:])
    for coding in (0, 2, 3, 4):
        yield Case(f"coding {coding}", sample[:56] + coding.to_bytes(4, "big") + sample[60:])
    for version in (0, 2, 3, 255):
        yield Case(f"format {version}", sample[:18] + bytes((version, version)) + sample[20:])


def _pages(sample: bytes) -> Iterator[Case]:
    pages = len(sample) // _PAGE
    for page in range(pages):
        start = page * _PAGE
        head = start + (_HEAD if page == 0 else 0)
        for kind in (0, 2, 5, 10, 13, 255):
            yield Case(f"page {page} of kind {kind}", sample[:head] + bytes([kind]) + sample[head + 1 :])
        for cells in (0, 1, 4096, 65535):
            yield Case(
                f"page {page} of {cells} cells", sample[: head + 3] + cells.to_bytes(2, "big") + sample[head + 5 :]
            )
        for at in (0, 1, 8, _PAGE - 1, 65535):
            yield Case(
                f"page {page}, its cell at {at}", sample[: head + 8] + at.to_bytes(2, "big") + sample[head + 10 :]
            )
        yield Case(f"page {page} is empty", sample[:start] + bytes(_PAGE) + sample[start + _PAGE :])
        yield Case(f"page {page} is full", sample[:head] + b"\xff" * (start + _PAGE - head) + sample[start + _PAGE :])
        yield Case(f"page {page} is the first", sample[:start] + sample[:_PAGE] + sample[start + _PAGE :])
        yield Case(f"cut before page {page}", sample[:start])
        yield Case(f"cut in page {page}", sample[: start + _PAGE // 2])
        for place in range(start + _PAGE - 600, start + _PAGE, 100):
            yield Case(f"a number without end at {place}", sample[:place] + b"\xff" * 9 + sample[place + 9 :])


def _tables(sample: bytes) -> list[tuple[str, list[str]]]:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(sample)
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [(name, [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]) for name in names]


def _schemas(sample: bytes) -> Iterator[Case]:
    for table, columns in _tables(sample):
        yield Case(f"without {table}", changed(sample, f"DROP TABLE {table}"))
        yield Case(f"an empty {table}", changed(sample, f"DELETE FROM {table}"))  # noqa: S608
        yield Case(f"{table} with one column", changed(sample, f"DROP TABLE {table}", f"CREATE TABLE {table} (x)"))
        for name, query in _VIEWS.items():
            shown = query.replace("{}", ", ".join(f"n AS {column}" for column in columns)).replace("{table}", table)
            view = f"CREATE VIEW {table} AS {shown}"
            with contextlib.suppress(sqlite3.Error):
                yield Case(f"{table} is a view: {name}", changed(sample, f"DROP TABLE {table}", view))
        trigger = f"CREATE TRIGGER t AFTER INSERT ON {table} BEGIN DELETE FROM {table}; END"  # noqa: S608
        yield Case(f"{table} with a trigger", changed(sample, trigger))
        made = ", ".join(f"{column} AS (randomblob(900000000))" for column in columns)
        with contextlib.suppress(sqlite3.Error):
            yield Case(
                f"{table} is reckoned", changed(sample, f"DROP TABLE {table}", f"CREATE TABLE {table} (z, {made})")
            )
        found = f"CREATE VIRTUAL TABLE {table} USING fts5({', '.join(columns)})"
        with contextlib.suppress(sqlite3.Error):
            yield Case(f"{table} is virtual", changed(sample, f"DROP TABLE {table}", found))
        for name, root in (("0", 0), ("1", 1), ("outside", 1 << 30)):
            lie = f"UPDATE sqlite_master SET rootpage = {root} WHERE name = '{table}'"  # noqa: S608
            yield Case(f"{table} begins at page {name}", changed(sample, lie))
        for name, words in (("nothing", ""), ("no SQL", "CREATE TABEL x"), ("another", "CREATE TABLE other (a, b)")):
            lie = f"UPDATE sqlite_master SET sql = '{words}' WHERE name = '{table}'"  # noqa: S608
            yield Case(f"{table} is described as {name}", changed(sample, lie))
        for column in columns:
            with contextlib.suppress(sqlite3.Error):
                yield Case(f"{table} without {column}", changed(sample, f"ALTER TABLE {table} DROP COLUMN {column}"))
    many = [f"CREATE TABLE t{number} (a)" for number in range(300)]
    yield Case("hundreds of tables", changed(sample, *many))


def _rows(sample: bytes) -> Iterator[Case]:
    for table, columns in _tables(sample):
        if not _holds_rows(sample, table):
            continue
        for column in columns:
            puts = _VALUES | {name: str(number) for name, number in NUMBERS.items() if isinstance(number, int)}
            puts |= {name: _quoted(words) for name, words in (SHOWN | PATHS | DATES).items() if "\0" not in words}
            for name, put in puts.items():
                with contextlib.suppress(sqlite3.Error, OverflowError):
                    statement = f"UPDATE OR IGNORE {table} SET {column} = {put}"  # noqa: S608
                    yield Case(f"{table}.{column}: {name}", changed(sample, statement))


def _holds_rows(sample: bytes, table: str) -> bool:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(sample)
        return connection.execute(f"SELECT 1 FROM {table}").fetchone() is not None  # noqa: S608


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
