from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from exposurewatch.errors import NoVault, VaultBusy, VaultUnwritable, WrongUsage
from exposurewatch.vault.location import LOCK
from exposurewatch.vault.lock import held

_HOLDER = """
import sys, pathlib
from exposurewatch.vault.lock import held
with held(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_second_says_so_and_the_next_one_can(fresh: Path) -> None:
    fresh.mkdir()
    with held(fresh), pytest.raises(VaultBusy, match="Another command has the vault"), held(fresh):
        pass
    with held(fresh):
        pass


def test_it_is_let_go_of_where_the_block_fails(fresh: Path) -> None:
    fresh.mkdir()
    with pytest.raises(KeyboardInterrupt), held(fresh):
        raise KeyboardInterrupt
    with held(fresh):
        pass


def test_a_command_that_was_killed_holds_nothing(fresh: Path) -> None:
    fresh.mkdir()
    holder = [sys.executable, "-c", _HOLDER, str(fresh)]
    with subprocess.Popen(holder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdout
        assert process.stdout.readline().strip() == b"held"
        with pytest.raises(VaultBusy), held(fresh):
            pass
        process.kill()
        process.wait()
        with held(fresh):
            pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_the_lock_is_its_owners_alone(fresh: Path) -> None:
    fresh.mkdir()
    with held(fresh):
        assert stat.S_IMODE((fresh / LOCK).stat().st_mode) == 0o600


def test_no_folder_is_made_for_a_lock(fresh: Path) -> None:
    with pytest.raises(NoVault), held(fresh):
        pass
    assert not fresh.exists()


def test_a_file_and_a_lock_that_cannot_be_are_refused(fresh: Path, tmp_path: Path) -> None:
    fresh.mkdir()
    (fresh / LOCK).mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(VaultUnwritable), held(fresh):
        pass
    with pytest.raises(WrongUsage, match="is not a folder"), held(tmp_path / "file"):
        pass
