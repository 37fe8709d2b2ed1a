from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from exposurewatch.errors import VaultUnwritable, WrongUsage
from exposurewatch.vault.location import DATABASE, KEYS, default_folder, is_private, made_private

_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")


@pytest.mark.skipif(sys.platform != "linux", reason="each system has its own place")
def test_the_vault_is_where_the_system_keeps_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "exposurewatch" / "vault"
    assert not list(tmp_path.iterdir())


@_POSIX
def test_a_folder_is_made_for_its_owner_alone(fresh: Path) -> None:
    assert made_private(fresh / "deep") == fresh / "deep"
    assert stat.S_IMODE((fresh / "deep").stat().st_mode) == 0o700
    assert is_private(fresh / "deep")


@_POSIX
def test_an_empty_folder_and_an_earlier_vault_are_closed_to_others(fresh: Path) -> None:
    fresh.mkdir(mode=0o755)
    assert not is_private(fresh)
    made_private(fresh)
    (fresh / KEYS).touch(mode=0o600)
    (fresh / ".DS_Store").touch()
    fresh.chmod(0o755)
    made_private(fresh)
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o700


@_POSIX
def test_a_file_that_others_can_read_is_told(fresh: Path) -> None:
    made_private(fresh)
    (fresh / DATABASE).touch(mode=0o600)
    assert is_private(fresh)
    (fresh / DATABASE).chmod(0o640)
    assert not is_private(fresh)


def test_a_folder_with_other_things_is_refused_and_left_as_it_is(fresh: Path) -> None:
    fresh.mkdir(mode=0o755)
    (fresh / "letter.txt").touch()
    mode = fresh.stat().st_mode
    with pytest.raises(WrongUsage, match="holds other files"):
        made_private(fresh)
    assert fresh.stat().st_mode == mode


@pytest.mark.parametrize("below", ["", "vault"])
def test_a_file_is_refused(fresh: Path, below: str) -> None:
    fresh.touch()
    with pytest.raises(WrongUsage, match="is not a folder"):
        made_private(fresh / below)


@_POSIX
def test_a_folder_that_is_gone_is_said(fresh: Path) -> None:
    with pytest.raises(VaultUnwritable, match="No such file"):
        is_private(fresh)
