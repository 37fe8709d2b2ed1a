import errno
import shutil
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

from exposurewatch.cli import destroying
from exposurewatch.vault.lock import held
from tests.cli.conftest import SECRET, Given, MadeVault, Run, Typist
from tests.vault.rings import Ring

REACHES_NOT = ("backups", "synchronised folders", "snapshots", "an SSD", "on paper", "reports that you saved", "shell")


@pytest.fixture(params=["whole", "no keys", "damaged keys", "no database", "half a lock", "only a lock"])
def damaged(request: pytest.FixtureRequest, made_vault: MadeVault) -> Path:
    """A vault in one of the ways in which it can be broken."""
    folder = made_vault.folder
    match request.param:
        case "no keys":
            (folder / "keys").unlink()
            (folder / "keys.backup").unlink()
        case "damaged keys":
            (folder / "keys").write_bytes(b"?")
            (folder / "keys.backup").write_bytes(b"")
        case "no database":
            (folder / "vault.db").unlink()
        case "half a lock":
            (folder / "lock").unlink()
            (folder / "lock").symlink_to("/nowhere/at/all")
        case "only a lock":
            for path in folder.iterdir():
                path.unlink()
            (folder / "lock").touch()
    return folder


def test_whatever_is_left_of_a_vault_is_destroyed_without_a_secret(run: Run, damaged: Path) -> None:
    ran = run("vault", "destroy", "--vault", damaged, "--yes")
    assert (ran.status, ran.out) == (0, "")
    assert not damaged.exists()
    assert all(words in " ".join(ran.err.split()) for words in REACHES_NOT)


def test_it_takes_a_word(run: Run, made_vault: MadeVault, typist: Typist) -> None:
    typist.types("yes", " Destroy ")
    ran = run("vault", "destroy", "--vault", made_vault.folder)
    assert ran.status == 2
    assert "error: Nothing was destroyed." in ran.err
    assert (made_vault.folder / "keys").exists()
    assert run("vault", "destroy", "--vault", made_vault.folder).status == 0
    assert not made_vault.folder.exists()


def test_without_a_terminal_nothing_is_destroyed_by_itself(run: Run, made_vault: MadeVault) -> None:
    ran = run("vault", "destroy", "--vault", made_vault.folder)
    assert ran.status == 2
    assert "Use --yes" in ran.err
    assert (made_vault.folder / "keys").exists()


def test_where_there_is_none_nothing_is_asked(run: Run, tmp_path: Path, typist: Typist) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").touch()
    for name in ("none", "mine", "mine/letter"):
        ran = run("vault", "destroy", "--vault", tmp_path / name, "--yes")
        assert ran.status == 2
        assert "error: There is no vault" in ran.err or "is not a folder" in ran.err
    assert (tmp_path / "mine" / "letter").exists()


def test_one_that_is_in_use_is_left_alone(run: Run, made_vault: MadeVault) -> None:
    with held(made_vault.folder):
        ran = run("vault", "destroy", "--vault", made_vault.folder, "--yes")
    assert ran.status == 3
    assert "Another command has the vault" in ran.err
    assert (made_vault.folder / "keys").exists()


def test_a_disk_that_is_protected_is_told(run: Run, made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any, **_options: Any) -> NoReturn:
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        ran = run("vault", "destroy", "--vault", made_vault.folder, "--yes")
    assert ran.status == 3
    assert "Read-only file system" in ran.err
    assert "is destroyed" not in ran.err


def test_what_else_lies_there_stays_and_is_told(run: Run, made_vault: MadeVault) -> None:
    (made_vault.folder / "letter").touch()
    ran = run("vault", "destroy", "--vault", made_vault.folder, "--yes")
    assert ran.status == 0
    assert "is still there: it holds other things" in ran.err
    assert [path.name for path in made_vault.folder.iterdir()] == ["letter"]


def test_the_entry_in_the_keyring_goes_too(run: Run, given: Given, made_vault: MadeVault, ring: Ring) -> None:
    run("vault", "lock-to-keyring", "--vault", made_vault.folder, "--passphrase-fd", given(SECRET))
    assert ring.held
    assert run("vault", "destroy", "--vault", made_vault.folder, "--yes").status == 0
    assert not ring.held


def test_a_keyring_that_is_gone_does_not_stand_in_the_way(
    run: Run, given: Given, made_vault: MadeVault, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("vault", "lock-to-keyring", "--vault", made_vault.folder, "--passphrase-fd", given(SECRET))
    monkeypatch.setitem(sys.modules, "keyring", None)
    ran = run("vault", "destroy", "--vault", made_vault.folder, "--yes")
    assert ran.status == 0
    assert "It opens nothing any more" in ran.err
    assert not made_vault.folder.exists()


def test_of_the_default_place_not_even_the_program_s_name_is_left(
    run: Run, made_vault: MadeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "exposurewatch" / "vault"
    place.parent.mkdir()
    shutil.move(made_vault.folder, place)
    monkeypatch.setattr(destroying, "default_folder", lambda: place)
    assert run("vault", "destroy", "--vault", place, "--yes").status == 0
    assert not place.parent.exists()
