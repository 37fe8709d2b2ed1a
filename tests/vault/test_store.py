"""The vault is one encrypted file that one command at a time has open, and says in words what is wrong with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import apsw
import pytest

from exposurewatch.errors import (
    CouldNotFinish,
    ExposureWatchError,
    NoRoom,
    VaultBusy,
    VaultDamaged,
    VaultTooNew,
    VaultUnwritable,
    WrongUsage,
)
from exposurewatch.vault import database as database_module
from exposurewatch.vault import keys, schema, store
from exposurewatch.vault.data_key import DataKey
from exposurewatch.vault.database import connect
from exposurewatch.vault.location import DATABASE, KEYS, SEAL
from exposurewatch.vault.lock import held
from exposurewatch.vault.store import Vault, made, opened
from tests.vault.builders import KEY, KEY_CONTENT, own
from tests.vault.conftest import PASSPHRASE, reopened


def test_a_vault_is_made_once(tmp_path: Path) -> None:
    with made(tmp_path, KEY) as vault:
        vault.photos.add(own(1), 1)
    with pytest.raises(WrongUsage, match="a vault already"), made(tmp_path, KEY):
        pass
    with reopened(tmp_path) as vault:
        assert len(vault.photos.listed()) == 1


def test_a_vault_that_cannot_be_made_to_the_end_leaves_nothing_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_database: object) -> NoReturn:
        raise NoRoom("words", "hint")

    with monkeypatch.context() as patch:
        patch.setattr(schema, "migrate", full)
        with pytest.raises(NoRoom), made(tmp_path, KEY):
            pass
    assert {path.name for path in tmp_path.iterdir()} <= {"lock"}
    with made(tmp_path, KEY) as vault:
        assert vault.photos.all() == ()


def test_its_files_are_the_users_own_and_nothing_else_is_left(tmp_path: Path) -> None:
    with made(tmp_path, KEY) as vault:
        vault.photos.add(own(1), 1)
        assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
        assert {path.name for path in tmp_path.iterdir()} <= {DATABASE, f"{DATABASE}-wal", "lock"}
    assert {path.name for path in tmp_path.iterdir()} <= {DATABASE, SEAL, "lock"}


def test_a_second_command_is_refused_with_a_sentence(vault: Vault, folder: Path) -> None:
    with pytest.raises(VaultBusy) as raised, reopened(folder):
        pass
    assert str(raised.value) == f"Another command has the vault in {folder} open."
    vault.photos.add(own(1), 1)


def test_another_process_is_refused_even_past_the_lock(vault: Vault, folder: Path) -> None:
    """As on a drive of the network on which locks of files do not hold, or with another program."""
    script = (
        "import sys; from pathlib import Path; from exposurewatch.errors import VaultBusy\n"
        "from exposurewatch.vault.data_key import DataKey\n"
        "from exposurewatch.vault.database import connect\n"
        "try: connect(Path(sys.argv[1]), DataKey(bytes.fromhex(sys.argv[2])))\n"
        "except VaultBusy: print('busy')"
    )
    command = [sys.executable, "-c", script, str(folder / DATABASE), KEY_CONTENT.hex()]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "busy\n"


def test_who_opens_the_vault_mends_its_keys_and_nobody_else(fresh: Path) -> None:
    data_key = keys.create(fresh, PASSPHRASE)
    with made(fresh, data_key):
        pass
    (fresh / KEYS).write_bytes(b"?")
    with pytest.raises(VaultDamaged), opened(fresh, DataKey(bytes(32))):
        pass
    with held(fresh), pytest.raises(VaultBusy), opened(fresh, data_key):
        pass
    assert (fresh / KEYS).read_bytes() == b"?"
    with opened(fresh, data_key):
        assert keys.damage(fresh) is None


def test_the_lock_is_free_after_an_exception(folder: Path) -> None:
    for _ in range(2):
        with pytest.raises(RuntimeError), reopened(folder):
            raise RuntimeError


def test_every_setting_holds(vault: Vault) -> None:
    expected = {
        "cipher": "chacha20",
        "journal_mode": "wal",
        "synchronous": 2,
        "fullfsync": 1,
        "checkpoint_fullfsync": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
        "locking_mode": "exclusive",
    }
    for name, value in expected.items():
        assert vault._database.execute(f"PRAGMA {name}") == [(value,)], name


@pytest.mark.parametrize("key", [bytes(32), KEY_CONTENT[::-1], KEY_CONTENT[:31] + b"\0"])
def test_another_key_opens_nothing_and_changes_nothing(folder: Path, key: bytes) -> None:
    before = (folder / DATABASE).read_bytes()
    with pytest.raises(VaultDamaged), opened(folder, DataKey(key)):
        pass
    assert (folder / DATABASE).read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [b"", b"SQLite format 3\0" + bytes(4080), b"text", os.urandom(8192)],
    ids=["empty", "plain", "text", "noise"],
)
def test_what_is_no_vault_is_damaged(folder: Path, content: bytes) -> None:
    (folder / DATABASE).write_bytes(content)
    with pytest.raises(VaultDamaged) as raised, reopened(folder):
        pass
    assert "backup" in raised.value.hint


def test_a_plain_database_is_not_taken_for_a_vault(folder: Path) -> None:
    (folder / DATABASE).unlink()
    connection = apsw.Connection(str(folder / DATABASE))
    connection.execute("CREATE TABLE photos (x); PRAGMA user_version = 1")
    connection.close()
    with pytest.raises(VaultDamaged), reopened(folder):
        pass


def test_a_vault_whose_database_is_gone_is_damaged_and_not_made_anew(folder: Path) -> None:
    (folder / DATABASE).unlink()
    with pytest.raises(VaultDamaged), reopened(folder):
        pass
    assert not (folder / DATABASE).exists()


def test_the_vault_of_a_newer_version_is_refused(folder: Path) -> None:
    database = connect(folder / DATABASE, KEY)
    database.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    database.close()
    with pytest.raises(VaultTooNew, match="newer version"), reopened(folder):
        pass


def test_a_vault_of_an_older_version_takes_the_steps_it_lacks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = len(schema.MIGRATIONS)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE more (x TEXT) STRICT"))
    for _ in range(2):
        with reopened(folder) as vault:
            assert vault._database.execute("SELECT * FROM more") == []
            assert schema.version(vault._database) == steps + 1


def test_a_step_that_fails_is_not_half_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE more (x TEXT) STRICT; nonsense"))
    with pytest.raises(ExposureWatchError), reopened(folder):
        pass
    monkeypatch.undo()
    with reopened(folder) as vault:
        assert schema.version(vault._database) == len(schema.MIGRATIONS)
        assert vault._database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'more'") == []


def test_a_folder_that_is_gone_or_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    with pytest.raises(VaultUnwritable):
        connect(tmp_path / "gone" / DATABASE, KEY)
    (tmp_path / DATABASE).mkdir()
    with pytest.raises(WrongUsage), made(tmp_path, KEY):
        pass
    with pytest.raises(VaultUnwritable):
        store._make_file(tmp_path / "gone" / DATABASE)


class PlainConnection:
    """A connection of a SQLite without ciphers: it ignores what it is told about them."""

    def __init__(self, *_: object, **_options: object) -> None:
        pass

    def pragma(self, *_: object) -> None:
        pass

    def execute(self, *_: object) -> NoReturn:
        raise AssertionError("something was asked of a database in the clear")

    def close(self) -> None:
        pass


def test_a_sqlite_that_cannot_encrypt_is_not_written_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apsw, "Connection", PlainConnection)
    with pytest.raises(CouldNotFinish, match="cannot encrypt"):
        connect(tmp_path / DATABASE, KEY)


@pytest.mark.parametrize(
    "error",
    [getattr(apsw, name) for name in dir(apsw) if isinstance(getattr(apsw, name), type)],
    ids=lambda error: error.__name__,
)
def test_every_error_of_sqlite_is_told_in_words(error: type) -> None:
    if not issubclass(error, apsw.Error):
        return
    told = database_module._told(error("some words"))
    assert str(told).endswith(".")
    assert told.hint.endswith(".")


def test_what_was_deleted_is_not_left_in_the_log(folder: Path, vault: Vault) -> None:
    for seed in range(5):
        vault.photos.add(own(seed), 1)
    vault.photos.forget([own(seed).id for seed in range(5)])
    assert (folder / f"{DATABASE}-wal").stat().st_size == 0
