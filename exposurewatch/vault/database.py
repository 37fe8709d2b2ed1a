"""The only place that speaks to SQLite: one encrypted file, opened with the data key, its failures in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw

from exposurewatch.errors import (
    CouldNotFinish,
    ExposureWatchError,
    NoRoom,
    VaultBusy,
    VaultDamaged,
    VaultUnwritable,
)
from exposurewatch.vault import chaining
from exposurewatch.vault.data_key import DataKey
from exposurewatch.vault.wiping import wipe

Row = tuple[Any, ...]

_CIPHER = "chacha20"  # ChaCha20-Poly1305: every page is encrypted, and authenticated together with its number
_SETTINGS = (
    # First: one process has the file, so SQLite needs no shared memory beside it, and refuses a second one itself.
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA synchronous = FULL",  # with NORMAL a power cut takes back what was already said to be found
    "PRAGMA fullfsync = ON",  # on macOS a sync stops at the drive's own memory otherwise; nothing elsewhere
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA mmap_size = 0",  # a drive that is pulled out would end the process instead of raising
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)


def damaged() -> VaultDamaged:
    """The one sentence for whatever cannot have been written by this program."""
    return VaultDamaged(
        "The vault is damaged: what it holds cannot be read.",
        "Put the vault's folder back from a backup. Without one, destroy the vault and make a new one; your photos and"
        " exports are not touched by that.",
    )


class Database:
    """One connection. Every method raises nothing but the errors of `connect`."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, *values: float | bytes | str | None) -> list[Row]:
        """Run one statement and return all its rows.

        Half characters, as those of a path that is no UTF-8, are written by their numbers: SQLite takes whole ones.
        """
        bound = tuple(whole(value) if isinstance(value, str) else value for value in values)
        with _in_words():
            return self._connection.execute(sql, bound).fetchall()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """What is written within is written whole or not at all; it lasts from the next `commit` on.

        Where anything is raised, all since the last `commit` is taken back, so that no half of it is ever committed.
        """
        try:
            if not self._connection.in_transaction:
                self.execute("BEGIN IMMEDIATE")
            yield
        except BaseException:
            self.roll_back()
            raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """As `writing`, and it lasts once this is left."""
        with self.writing():
            yield
            self.commit()

    def commit(self) -> None:
        """Have the disk keep all that was written, be the power cut right after."""
        if self._connection.in_transaction:
            self.execute("COMMIT")

    def roll_back(self) -> None:
        """Take back all since the last `commit`. Never raises: SQLite may have done so already."""
        with suppress(ExposureWatchError):
            if self._connection.in_transaction:
                self.execute("ROLLBACK")

    def empty_log(self) -> None:
        """Leave nothing of what was deleted in the write-ahead log. Never raises: closing does the same again."""
        with suppress(ExposureWatchError):
            self.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close, and with it move everything out of the write-ahead log and delete that. Commits nothing."""
        self.roll_back()
        with _in_words():
            self._connection.close()


def whole(text: str) -> str:
    """A text as it is stored: with half characters written by their numbers."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def connect(path: Path, data_key: DataKey, vfs: str | None = None) -> Database:
    """Open the database at `path` with its 32 bytes of key; it is made where there is none.

    `vfs` names another way to the disk than the system's own.

    Raises:
        VaultDamaged: it is no database, or not one of this key, or its bytes were changed.
        VaultBusy: another process has it open.
        NoRoom: the disk is full.
        VaultUnwritable: it is read-only, or cannot be reached.
    """
    with _in_words():
        connection = apsw.Connection(str(path), vfs=vfs)
    try:
        with _in_words():
            _unlock(connection, data_key)
            chaining.add_to(connection)
            for setting in _SETTINGS:
                connection.execute(setting)
            if connection.pragma("journal_mode", "WAL") != "wal":
                raise damaged()
            connection.execute("BEGIN IMMEDIATE; ROLLBACK")  # says now, not after an hour, what cannot be written
    except BaseException:
        with suppress(apsw.Error):
            connection.close()
        raise
    return Database(connection)


def _unlock(connection: apsw.Connection, data_key: DataKey) -> None:
    """Give the key, before anything else is asked of the file."""
    # A SQLite that knows no ciphers ignores both without a word, and would write everything in the clear.
    if connection.pragma("cipher", _CIPHER) != _CIPHER or _answer_to(connection, data_key) != "ok":
        raise CouldNotFinish(
            "The SQLite that is installed cannot encrypt.",
            "Install exposurewatch anew in an environment of its own, where no other “apsw” takes the place of"
            " “apsw-sqlite3mc”.",
        )


def _answer_to(connection: apsw.Connection, data_key: DataKey) -> object:
    """Give the key, and leave no word of it behind: neither among SQLite's statements nor where Python had it."""
    with data_key.shown() as content:
        digits = content.hex()
    statement = f"PRAGMA key = 'raw:{digits}'"
    wipe(digits)
    try:
        return connection.execute(statement, can_cache=False).get
    finally:
        wipe(statement)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        raise _told(error) from error


def _told(error: apsw.Error) -> ExposureWatchError:
    match error:
        case apsw.FullError():
            return NoRoom(
                "There is no room left on the disk of the vault.",
                "Make some room and run the same command again: it goes on where it stopped.",
            )
        case apsw.BusyError() | apsw.LockedError():
            return VaultBusy("Another program has the vault open.", "Wait until it has ended; then try again.")
        case apsw.ReadOnlyError() | apsw.CantOpenError() | apsw.IOError() | apsw.PermissionsError():
            return VaultUnwritable(
                "The vault's files cannot be read or written.",
                "See whether its drive is there and may be written to, and run the same command again: it goes on where"
                " it stopped.",
            )
        case apsw.CorruptError() | apsw.NotADBError() | apsw.SQLError() | apsw.FormatError() | apsw.ConstraintError():
            return damaged()
        case _:
            return CouldNotFinish(f"The vault cannot be used: {error}.", "Run the same command again.")
