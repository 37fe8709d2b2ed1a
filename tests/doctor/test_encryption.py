"""The answers of other systems, as their commands give them; and the running of commands itself."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from exposurewatch.doctor import encryption
from exposurewatch.doctor.encryption import (
    Encrypted,
    Run,
    bitlocker,
    on_macos,
    on_windows,
    output_of,
    swap_on_macos,
    swap_on_windows,
)


def saying(words: str | None, asked: list[Sequence[str]] | None = None) -> Run:
    def run(command: Sequence[str]) -> str | None:
        if asked is not None:
            asked.append(command)
        return words

    return run


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("FileVault is On.\n", Encrypted.YES),
        ("FileVault is Off.\n", Encrypted.NO),
        ("FileVault is Off, but needs to be restarted to finish.\n", Encrypted.NO),
        ("Encryption in progress", Encrypted.UNTOLD),
        ("", Encrypted.UNTOLD),
        (None, Encrypted.UNTOLD),
    ],
)
def test_filevault_is_believed_when_it_is_plain(words: str | None, told: Encrypted, tmp_path: Path) -> None:
    assert on_macos(tmp_path, saying(words)).is_on is told


def test_filevault_does_not_speak_for_other_volumes() -> None:
    assert on_macos(Path("/Volumes/Stick/vault"), saying("FileVault is On.")).is_on is Encrypted.UNTOLD


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("total = 2048.00M  used = 1026.00M  free = 1022.00M  (encrypted)\n", Encrypted.YES),
        ("total = 0.00M  used = 0.00M  free = 0.00M\n", Encrypted.UNTOLD),
        (None, Encrypted.UNTOLD),
    ],
)
def test_macos_says_whether_it_encrypts_swap(words: str | None, told: Encrypted) -> None:
    assert swap_on_macos(saying(words)).is_on is told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        *(("0\r\n", Encrypted.NO), ("1\r\n", Encrypted.YES), ("2", Encrypted.NO), ("3", Encrypted.UNTOLD)),
        *(("4", Encrypted.NO), ("5", Encrypted.NO), ("", Encrypted.UNTOLD), (None, Encrypted.UNTOLD)),
    ],
)
def test_bitlocker_is_asked_for_the_one_drive(words: str | None, told: Encrypted) -> None:
    asked: list[Sequence[str]] = []
    assert bitlocker("D:", saying(words, asked)).is_on is told
    ((shell, *_, question),) = asked
    assert shell.endswith("powershell.exe")
    assert "NameSpace('D:')" in question


@pytest.mark.parametrize("drive", ["", r"\\server\share", "D:') ; calc ('"])
def test_what_is_no_drive_with_a_letter_is_not_asked_for(drive: str) -> None:
    asked: list[Sequence[str]] = []
    assert bitlocker(drive, saying("1", asked)).is_on is Encrypted.UNTOLD
    assert asked == []


@pytest.mark.skipif(sys.platform == "win32", reason="there, the folder does lie on a drive with a letter")
def test_a_folder_without_a_drive_is_not_told(tmp_path: Path) -> None:
    assert on_windows(tmp_path, saying("1")).is_on is Encrypted.UNTOLD


def test_the_page_file_is_on_the_drive_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYSTEMDRIVE", "E:")
    asked: list[Sequence[str]] = []
    assert swap_on_windows(saying("1", asked)).is_on is Encrypted.YES
    assert "NameSpace('E:')" in asked[0][-1]


def test_a_command_is_believed_only_where_it_ends_well_and_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert output_of((sys.executable, "-c", "print('well')")) is not None
    assert output_of((sys.executable, "-c", "raise SystemExit('ill')")) is None
    assert output_of((str(tmp_path / "no-such-command"),)) is None
    monkeypatch.setattr(encryption, "_SECONDS", 0.1)
    assert output_of((sys.executable, "-c", "import time; time.sleep(20)")) is None
