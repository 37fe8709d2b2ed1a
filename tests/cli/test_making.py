import errno
import os
import re
import stat
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

from exposurewatch.cli import making
from exposurewatch.cli.stopping import Left
from exposurewatch.errors import NoRoom
from exposurewatch.vault import keys, location, store
from tests.cli.conftest import SECRET, Given, MadeVault, Opens, Run, Typist, run_apart

CODE = r"([0-9A-Z]{5}-){6}[0-9A-Z]{5}"


def test_a_vault_is_made_with_a_recovery_code_on_the_standard_output(run: Run, given: Given, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "vault"
    ran = run("vault", "create", "--vault", folder, "--passphrase-fd", given(SECRET))
    assert ran.status == 0
    assert re.fullmatch(f"{CODE}\n", ran.out)
    assert keys.slots(folder) == (keys.SlotKind.PASSPHRASE, keys.SlotKind.RECOVERY)
    assert "would take centuries to guess" in ran.err
    assert "Write it on paper and keep the paper away from this computer" in ran.err
    assert f"exposurewatch add ~/Pictures/me --vault {folder}" in ran.err
    assert SECRET not in ran.err
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_both_secrets_open_it(made_vault: MadeVault, opens: Opens) -> None:
    assert opens(SECRET)
    assert opens(made_vault.code, "--recovery")
    assert opens(made_vault.code.lower().replace("-", " "), "--recovery")
    assert not opens(made_vault.code)
    assert not opens(SECRET, "--recovery")


def test_a_recovery_code_can_be_left_out(run: Run, given: Given, tmp_path: Path) -> None:
    ran = run("vault", "create", "--vault", tmp_path / "v", "--passphrase-fd", given(SECRET), "--no-recovery")
    assert (ran.status, ran.out) == (0, "")
    assert "recovery code" not in ran.err
    assert keys.slots(tmp_path / "v") == (keys.SlotKind.PASSPHRASE,)


def test_the_folder_may_stand_in_the_environment(
    run: Run, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPOSUREWATCH_VAULT", str(tmp_path / "v"))
    ran = run("vault", "create", "--passphrase-fd", given(SECRET))
    assert ran.status == 0
    assert ran.err.endswith("  exposurewatch add ~/Pictures/me\n")
    monkeypatch.setenv("EXPOSUREWATCH_VAULT", os.pathsep)
    assert "One of the paths in EXPOSUREWATCH_VAULT is empty." in run("vault", "status").err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere paths are text")
@pytest.mark.parametrize("command", [("create",), ("status",), ("destroy", "--yes")], ids=lambda words: words[0])
def test_a_folder_that_cannot_be_written_as_text_is_refused_before_anything_is_asked(
    run: Run, typist: Typist, tmp_path: Path, command: tuple[str, ...]
) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    ran = run("vault", *command, "--vault", folder)
    assert (ran.status, ran.out, typist.asked) == (2, "", [])
    assert ran.err.startswith("error: A vault cannot be in ")
    assert "not written in UTF-8" in ran.err
    assert not folder.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere paths are text")
def test_a_folder_with_a_plain_name_will_do_wherever_the_usual_one_would_be(
    run: Run, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / os.fsdecode(b"caf\xe9")))
    ran = run("vault", "create", "--vault", tmp_path / "v", "--passphrase-fd", given(SECRET))
    assert ran.status == 0, ran.err


def test_a_second_vault_is_refused_before_anything_is_asked(run: Run, made_vault: MadeVault, typist: Typist) -> None:
    ran = run("vault", "create", "--vault", made_vault.folder)
    assert ran.status == 2
    assert "There is a vault in" in ran.err
    assert not typist.asked


@pytest.mark.parametrize("secret", ["tiny!", "password1", "aaaaaaaaaaaaaaa", "\udce4\udcf6\udcfc" * 4, "x" * 5000, ""])
def test_what_is_no_good_as_a_passphrase_is_refused_without_being_repeated(
    run: Run, given: Given, tmp_path: Path, secret: str
) -> None:
    ran = run("vault", "create", "--vault", tmp_path / "v", "--passphrase-fd", given(secret))
    assert (ran.status, ran.out) == (2, "")
    assert not (tmp_path / "v").exists()
    assert not secret or secret not in ran.err


@pytest.mark.parametrize("descriptor", ["987", "99999999999999999999"])
def test_a_file_that_is_not_open_is_refused(run: Run, tmp_path: Path, descriptor: str) -> None:
    ran = run("vault", "create", "--vault", tmp_path / "v", "--passphrase-fd", descriptor)
    assert ran.status == 2
    assert f"No passphrase could be read from the open file {descriptor}." in ran.err
    assert not (tmp_path / "v").exists()


def test_without_a_terminal_nobody_is_asked() -> None:
    ran = run_apart("vault", "create", "--vault", "v", after="< /dev/null")
    assert ran.status == 2
    assert "error: There is no terminal" in ran.err
    assert "Use --passphrase-fd" in ran.err
    ran = run_apart("vault", "create", "--vault", "v", after="<&-")
    assert "error: There is no terminal" in ran.err
    assert not Path("v").exists()


@pytest.mark.parametrize("name", ["under/file", "with/letter"])
def test_a_place_that_cannot_hold_a_vault_is_refused(run: Run, given: Given, tmp_path: Path, name: str) -> None:
    (tmp_path / "under").touch()
    (tmp_path / "with" / "letter").mkdir(parents=True)
    (tmp_path / "with" / "letter" / "mine.txt").touch()
    ran = run("vault", "create", "--vault", tmp_path / name, "--passphrase-fd", given(SECRET))
    assert ran.status == 2
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["here", "letter", "mine.txt", "under", "with"]


def test_a_hostile_name_is_shown_as_text(run: Run, given: Given, tmp_path: Path) -> None:
    folder = tmp_path / "v\x1b[31m\u202egnp[bold]"
    ran = run("vault", "create", "--vault", folder, "--passphrase-fd", given(SECRET))
    shown = run("vault", "status", "--vault", folder)
    assert (ran.status, shown.status) == (0, 0)
    for words in (ran.err, shown.out):
        assert "\x1b" not in words
        assert "\u202e" not in words
        assert "gnp[bold]" in words


def _failing(error: BaseException) -> Any:
    def fail(*_arguments: Any, **_options: Any) -> NoReturn:
        raise error

    return fail


FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("exposurewatch.vault.keys.wrap", Left(2)),
        ("pathlib.Path.mkdir", OSError(errno.EROFS, "Read-only file system")),
        ("exposurewatch.vault.disk.sync", FULL),
        ("exposurewatch.vault.disk.sync_folder", FULL),
        ("exposurewatch.vault.schema.migrate", NoRoom("The disk is full.", "Make room.")),
        ("exposurewatch.vault.schema.migrate", Left(15)),
        ("exposurewatch.vault.keys.set_slot", NoRoom("The disk is full.", "Make room.")),
        ("exposurewatch.vault.keys.set_slot", Left(2)),
        ("exposurewatch.vault.keys.set_slot", ZeroDivisionError()),
    ],
)
def test_what_fails_half_way_leaves_nothing_and_the_next_attempt_works(
    run: Run, given: Given, tmp_path: Path, where: str, error: BaseException
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(where, _failing(error))
        ran = run("vault", "create", "--vault", tmp_path / "v", "--passphrase-fd", given(SECRET))
    stopped = isinstance(error, Left)
    assert (ran.status, ran.out) == (error.exit_status if isinstance(error, Left) else 3, "")
    assert SECRET not in ran.err
    assert not (tmp_path / "v").exists()
    assert ("Stopped. Nothing of a vault was left behind." in ran.err) is stopped
    assert run("vault", "create", "--vault", tmp_path / "v", "--passphrase-fd", given(SECRET)).status == 0


def test_two_at_once_do_not_spoil_each_other(
    run: Run, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another `create` came first, between the first look and the lock."""
    folder = tmp_path / "v"

    def first_the_other(path: Path) -> Path:
        with store.made(location.made_private(path), keys.create(path, SECRET)):
            pass
        return path

    monkeypatch.setattr(making, "made_private", first_the_other)
    ran = run("vault", "create", "--vault", folder, "--passphrase-fd", given(SECRET))
    assert (ran.status, ran.out) == (2, "")
    assert keys.unlock(folder, keys.SlotKind.PASSPHRASE, SECRET)


def test_a_code_that_nobody_can_see_is_not_made(given: Given) -> None:
    ran = run_apart("vault", "create", "--vault", "v", "--passphrase-fd", "3", after=f"3<<<'{SECRET}' >&-")
    assert ran.status == 2
    assert "a recovery code could not be shown" in ran.err
    assert not Path("v").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_code_that_could_not_be_shown_is_told_with_the_way_to_another() -> None:
    ran = run_apart("vault", "create", "--vault", "v", "--passphrase-fd", "3", after=f"3<<<'{SECRET}' > /dev/full")
    assert ran.status == 3
    assert "The vault is made and opens with its passphrase, but its recovery code could not be shown." in ran.err
    assert "exposurewatch vault recovery" in ran.err


def test_a_synchronised_folder_is_pointed_out(run: Run, given: Given, tmp_path: Path) -> None:
    ran = run("vault", "create", "--vault", tmp_path / "Dropbox" / "v", "--passphrase-fd", given(SECRET))
    assert ran.status == 0
    assert "That seems to be a folder of Dropbox" in ran.err


def test_a_disk_without_rights_is_pointed_out(
    run: Run, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "is_private", lambda _folder: False)
    ran = run("vault", "create", "--vault", tmp_path / "v", "--passphrase-fd", given(SECRET))
    assert "Others who use this computer can open its folder" in ran.err
