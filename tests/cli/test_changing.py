import errno
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from exposurewatch.cli.stopping import Left
from exposurewatch.vault import disk, keys
from exposurewatch.vault.keys import SlotKind
from exposurewatch.vault.lock import held
from tests.cli.conftest import OTHER_SECRET, SECRET, Given, MadeVault, Opens, Ran, Run, Typist
from tests.vault.rings import Ring

Do = Callable[..., Ran]


@pytest.fixture
def do(run: Run, made_vault: MadeVault) -> Do:
    """Run one of the vault's commands on the vault that is made."""

    def do(command: str, *arguments: str) -> Ran:
        return run("vault", command, "--vault", made_vault.folder, *arguments)

    return do


# Passphrase


def test_the_new_passphrase_opens_it_and_the_old_one_no_more(do: Do, given: Given, opens: Opens) -> None:
    ran = do("passphrase", "--passphrase-fd", given(SECRET), "--new-passphrase-fd", given(OTHER_SECRET))
    assert (ran.status, ran.out) == (0, "")
    assert "What was copied before still opens with the old one" in ran.err
    assert (opens(SECRET), opens(OTHER_SECRET)) == (False, True)


def test_both_may_be_lines_of_one_file(do: Do, given: Given, opens: Opens) -> None:
    both = given(SECRET, OTHER_SECRET)
    assert do("passphrase", "--passphrase-fd", both, "--new-passphrase-fd", both).status == 0
    assert opens(OTHER_SECRET)


def test_it_is_asked_for_at_the_terminal(do: Do, typist: Typist, opens: Opens) -> None:
    typist.types("wrong", SECRET, OTHER_SECRET, OTHER_SECRET)
    assert do("passphrase").status == 0
    assert typist.asked[:2] == ["Passphrase of the vault: "] * 2
    assert opens(OTHER_SECRET)


def test_the_recovery_code_helps_where_the_passphrase_is_forgotten(
    do: Do, typist: Typist, made_vault: MadeVault, opens: Opens
) -> None:
    wrong = "0" + made_vault.code[1:] if made_vault.code[0] != "0" else "1" + made_vault.code[1:]
    typist.types(wrong, made_vault.code, OTHER_SECRET, OTHER_SECRET)
    ran = do("passphrase", "--recovery")
    assert ran.status == 0
    assert "Look at the first group of the code: something is mistyped." in ran.err
    assert (opens(OTHER_SECRET), opens(made_vault.code, "--recovery")) == (True, True)


def test_a_wrong_one_changes_nothing_and_is_always_told_alike(do: Do, given: Given, opens: Opens) -> None:
    new = ("--new-passphrase-fd", given(OTHER_SECRET))
    told = {do("passphrase", "--passphrase-fd", given(each), *new).err for each in ("wrong", SECRET[:-1], SECRET * 2)}
    assert len(told) == 1
    assert told.pop().startswith("error: That does not open this vault.\nhint: ")
    assert opens(SECRET)


def test_a_weak_new_one_changes_nothing(do: Do, given: Given, opens: Opens) -> None:
    assert do("passphrase", "--passphrase-fd", given(SECRET), "--new-passphrase-fd", given("password1")).status == 2
    assert opens(SECRET)


def test_nobody_to_ask_for_the_new_one_is_told_first(do: Do, given: Given) -> None:
    ran = do("passphrase", "--passphrase-fd", given("wrong"))
    assert ran.status == 2
    assert "Use --new-passphrase-fd" in ran.err


def test_after_three_wrong_ones_it_leaves(do: Do, typist: Typist) -> None:
    typist.types("wrong", "wrong again", "still wrong", SECRET)
    ran = do("passphrase")
    assert ran.status == 2
    assert ran.err.count("That does not open this vault.") == 3
    assert len(typist.asked) == 3


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), Left(2)])
def test_what_fails_leaves_one_that_opens(
    do: Do, given: Given, opens: Opens, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(*_arguments: Any) -> NoReturn:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(disk, "write", fail)
        ran = do("passphrase", "--passphrase-fd", given(SECRET), "--new-passphrase-fd", given(OTHER_SECRET))
    assert ran.status == (130 if isinstance(error, Left) else 3)
    assert opens(SECRET)


@pytest.mark.parametrize("command", ["passphrase", "recovery", "lock-to-keyring"])
def test_a_vault_that_is_in_use_is_told_before_anything_is_asked(
    do: Do, made_vault: MadeVault, typist: Typist, ring: Ring, command: str
) -> None:
    with held(made_vault.folder):
        ran = do(command)
    assert ran.status == 3
    assert "Another command has the vault" in ran.err
    assert not typist.asked


@pytest.mark.parametrize("command", ["passphrase", "recovery", "lock-to-keyring", "status"])
def test_without_a_vault_nothing_is_asked(run: Run, typist: Typist, ring: Ring, tmp_path: Path, command: str) -> None:
    ran = run("vault", command, "--vault", tmp_path / "none")
    assert ran.status == 2
    assert "error: There is no vault in" in ran.err
    assert not typist.asked
    assert not (tmp_path / "none").exists()


def test_damaged_keys_are_told_apart_from_a_wrong_passphrase(do: Do, made_vault: MadeVault, typist: Typist) -> None:
    for path in made_vault.folder.glob("keys*"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    ran = do("passphrase")
    assert ran.status == 3
    assert "are damaged" in ran.err
    assert not typist.asked


# Recovery code


def test_a_new_code_replaces_the_old_one(do: Do, given: Given, made_vault: MadeVault, opens: Opens) -> None:
    ran = do("recovery", "--passphrase-fd", given(SECRET))
    assert ran.status == 0
    assert "The one before opens it no more." in ran.err
    assert opens(ran.out.strip(), "--recovery")
    assert not opens(made_vault.code, "--recovery")
    assert opens(SECRET)


def test_the_old_code_may_be_given_for_a_new_one(do: Do, given: Given, made_vault: MadeVault) -> None:
    assert do("recovery", "--recovery", "--passphrase-fd", given(made_vault.code)).status == 0


def test_the_code_can_be_removed(do: Do, given: Given, made_vault: MadeVault, opens: Opens, typist: Typist) -> None:
    ran = do("recovery", "--remove", "--passphrase-fd", given(SECRET))
    assert (ran.status, ran.out) == (0, "")
    assert keys.slots(made_vault.folder) == (SlotKind.PASSPHRASE,)
    assert do("recovery", "--remove").err == "This vault has no recovery code.\n"
    ran = do("status", "--details", "--recovery")
    assert ran.status == 2
    assert "This vault has no recovery code." in ran.err
    assert not typist.asked
    ran = do("recovery", "--passphrase-fd", given(SECRET))
    assert "The one before" not in ran.err
    assert opens(ran.out.strip(), "--recovery")


# Keyring


def test_the_keyring_opens_it_without_asking(
    do: Do, given: Given, ring: Ring, typist: Typist, made_vault: MadeVault
) -> None:
    ran = do("lock-to-keyring", "--passphrase-fd", given(SECRET))
    assert (ran.status, ran.out) == (0, "")
    assert "Whoever is logged in as you can then open it" in " ".join(ran.err.split())
    assert SECRET not in ring.held.values()
    assert do("status", "--details").status == 0
    assert not typist.asked
    assert "the keyring of this system" in do("status").out


@pytest.mark.parametrize("command", ["passphrase", "recovery", "lock-to-keyring"])
def test_the_keyring_alone_changes_nothing(do: Do, given: Given, ring: Ring, typist: Typist, command: str) -> None:
    """Whoever sits down at an unlocked computer may look, and not lock the owner out."""
    do("lock-to-keyring", "--passphrase-fd", given(SECRET))
    assert do(command).status == 2
    assert typist.asked


def test_it_can_be_undone(do: Do, given: Given, ring: Ring, typist: Typist, made_vault: MadeVault) -> None:
    do("lock-to-keyring", "--passphrase-fd", given(SECRET))
    ran = do("lock-to-keyring", "--remove")
    assert ran.status == 0
    assert "The keyring opens this vault no more." in ran.err
    assert not ring.held
    assert SlotKind.KEYRING not in keys.slots(made_vault.folder)
    assert "The keyring does not open this vault." in do("lock-to-keyring", "--remove").err


def test_what_the_keyring_lost_is_asked_for(do: Do, given: Given, ring: Ring, typist: Typist) -> None:
    do("lock-to-keyring", "--passphrase-fd", given(SECRET))
    for stale in (False, True):
        ring.held = dict.fromkeys(ring.held, "stale") if stale else {}
        typist.types(SECRET)
        assert do("status", "--details").status == 0
    assert len(typist.asked) == 2
    assert do("lock-to-keyring", "--passphrase-fd", given(SECRET)).status == 0


def test_where_the_keys_cannot_be_written_the_keyring_is_as_it_was(
    do: Do, given: Given, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> NoReturn:
        raise OSError(errno.ENOSPC, "full")

    for _ in range(2):
        before = dict(ring.held)
        with monkeypatch.context() as patch:
            patch.setattr(disk, "write", fail)
            assert do("lock-to-keyring", "--passphrase-fd", given(SECRET)).status == 3
        assert ring.held == before
        assert do("lock-to-keyring", "--passphrase-fd", given(SECRET)).status == 0


def test_a_system_without_a_keyring_is_told_before_anything_is_asked(
    do: Do, typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    ran = do("lock-to-keyring")
    assert ran.status == 2
    assert "is not installed" in ran.err
    assert not typist.asked


def test_a_slot_can_be_removed_where_the_keyring_is_gone(
    do: Do, given: Given, ring: Ring, monkeypatch: pytest.MonkeyPatch, made_vault: MadeVault
) -> None:
    do("lock-to-keyring", "--passphrase-fd", given(SECRET))
    monkeypatch.setitem(sys.modules, "keyring", None)
    ran = do("lock-to-keyring", "--remove", "--passphrase-fd", given(SECRET))
    assert ran.status == 0
    assert "It opens nothing any more" in ran.err
    assert SlotKind.KEYRING not in keys.slots(made_vault.folder)


def test_a_copy_of_the_vault_opens_with_the_old_passphrase_as_is_said(
    do: Do, run: Run, given: Given, made_vault: MadeVault, tmp_path: Path
) -> None:
    shutil.copytree(made_vault.folder, tmp_path / "copy")
    do("passphrase", "--passphrase-fd", given(SECRET), "--new-passphrase-fd", given(OTHER_SECRET))
    ran = run("vault", "status", "--details", "--vault", tmp_path / "copy", "--passphrase-fd", given(SECRET))
    assert ran.status == 0
