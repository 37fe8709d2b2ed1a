"""Of a database only the rows of plain tables are read, whatever else it holds, and however it is damaged."""

from __future__ import annotations

import contextlib
import io
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.parsers import sqlite_tables
from exposurewatch.parsers.sqlite_tables import BadDatabase, Database
from tests.parsers.databases import a_database

_TABLE = "CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT)"
_ROWS = [(number, "w" * 200) for number in range(1, 400)]
_ALL = "SELECT id, words FROM notes"


def _open(data: bytes) -> contextlib.closing[Database]:
    return contextlib.closing(Database(io.BytesIO(data)))


def _read(data: bytes, statement: str = _ALL) -> list[tuple[Any, ...]]:
    with _open(data) as database:
        database.only("notes")
        return list(database.rows(statement))


def _columns(data: bytes) -> frozenset[str]:
    with _open(data) as database:
        return database.columns("notes")


def test_rows_and_columns_are_read() -> None:
    data = a_database([_TABLE], notes=_ROWS)

    assert _columns(data) == {"id", "words"}
    assert _read(data) == _ROWS
    with _open(data) as database:
        database.finish()


def test_text_that_is_no_utf8_is_read_as_far_as_it_is() -> None:
    data = a_database([_TABLE], notes=[(1, "abc")]).replace(b"abc", b"a\xffc")

    assert _read(data) == [(1, "a\ufffdc")]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW notes AS SELECT 1 AS id, 'x' AS words",
        "CREATE VIEW notes AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id FROM n) SELECT id FROM n",
        "CREATE VIRTUAL TABLE notes USING fts5(words)",
    ],
)
def test_what_only_has_the_name_of_a_table_is_none(statement: str) -> None:
    data = a_database([statement])

    assert _columns(data) == frozenset()


def test_a_view_in_the_place_of_a_table_is_never_run() -> None:
    with pytest.raises(BadDatabase):
        _read(a_database(["CREATE TABLE x (id, words)", "CREATE VIEW notes AS SELECT * FROM x"], x=[(1, "a")]))


@pytest.mark.parametrize(
    "statement", ["SELECT id FROM other", "SELECT abs(id) FROM notes", "SELECT name FROM sqlite_master"]
)
def test_nothing_but_the_named_tables_may_be_asked(statement: str) -> None:
    data = a_database([_TABLE, "CREATE TABLE other (id)"], notes=_ROWS)

    with pytest.raises(BadDatabase):
        _read(data, statement)


def test_columns_that_are_worked_out_are_left_out() -> None:
    computed = (
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT, more TEXT AS (hex(zeroblob(1000000000))) VIRTUAL)"
    )

    assert _columns(a_database([computed])) == {"id", "words"}


def test_a_name_is_no_statement() -> None:
    with _open(a_database([_TABLE])) as database:
        assert database.columns("notes'; --") == frozenset()


def test_triggers_do_nothing() -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END"

    assert len(_read(a_database([_TABLE, trigger], notes=[]))) == 0


def test_a_value_larger_than_any_message_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sqlite_tables._LIMITS, sqlite3.SQLITE_LIMIT_LENGTH, 1000)

    with pytest.raises(BadDatabase, match="damaged"):
        _read(a_database([_TABLE], notes=[(1, "x" * 2000)]))


def test_a_join_cannot_give_more_than_the_bytes_hold() -> None:
    data = a_database([_TABLE], notes=_ROWS)

    with pytest.raises(BadDatabase, match="more rows"):
        _read(data, "SELECT a.id FROM notes AS a, notes AS b, notes AS c")


def test_a_database_that_is_too_large_is_not_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_tables, "MAX_BYTES", 4096)

    with pytest.raises(BadDatabase, match="more than can be read"):
        _open(a_database([_TABLE], notes=_ROWS))


def test_a_database_kept_with_a_write_ahead_log_is_read_without_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(_TABLE)
        connection.execute("INSERT INTO notes VALUES (1, 'a')")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        data = path.read_bytes()

    assert data[18:20] == b"\x02\x02"
    assert _read(data) == [(1, "a")]


def _read_on(database: Database, found: list[tuple[Any, ...]]) -> None:
    for row in database.rows(_ALL):
        found.append(row)  # noqa: PERF402 (it raises before it ends)
    database.finish()


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_what_stands_before_a_cut_is_read(share: float) -> None:
    data = a_database([_TABLE], notes=_ROWS)
    found: list[tuple[Any, ...]] = []
    with _open(data[: int(len(data) * share)]) as database:
        database.only("notes")
        with pytest.raises(BadDatabase, match="it is cut off") as caught:
            _read_on(database, found)

    assert caught.value.truncated
    assert found == _ROWS[: len(found)]
    assert len(found) > len(_ROWS) * share / 2


def test_a_few_bytes_that_claim_to_be_many_are_not_filled_up() -> None:
    data = bytearray(a_database([_TABLE]))
    data[28:32] = (1 << 17).to_bytes(4, "big")

    with pytest.raises(BadDatabase, match="cut off"):
        _columns(bytes(data))


def test_a_number_of_pages_that_an_old_program_left_means_nothing() -> None:
    data = bytearray(a_database([_TABLE], notes=_ROWS))
    data[24:28], data[28:32] = b"\0\0\0\x09", b"\0\0\0\x01"

    assert _read(bytes(data)) == _ROWS


def test_damage_in_the_midst_ends_the_reading_where_it_is() -> None:
    data = bytearray(a_database([_TABLE], notes=_ROWS))
    data[-9 * 4096 :] = b"\xee" * (9 * 4096)

    with pytest.raises(BadDatabase, match="damaged"):
        _read(bytes(data))


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0", b"no database" * 100])
def test_what_is_no_database_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(BadDatabase):
        _columns(data)


def test_a_python_without_the_means_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "Connection", object)

    with pytest.raises(BadDatabase, match="too old"):
        _open(bytes(200))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 8191), st.binary(min_size=1, max_size=40)), min_size=1, max_size=6))
def test_no_damage_raises_anything_else(damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(a_database([_TABLE], notes=_ROWS[:20]))
    for at, junk in damage:
        data[at : at + len(junk)] = junk
    with contextlib.suppress(BadDatabase), _open(bytes(data)) as database:
        database.columns("notes")
        database.only("notes")
        list(database.rows(_ALL))
