from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from exposurewatch.doctor.check import Answer, State
from exposurewatch.doctor.folder import FOLDER, nearest, synced_by

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")


def looked(vault: Path) -> dict[str, Answer]:
    return {answer.about: answer for answer in FOLDER.look(vault)}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    path = tmp_path / "vault"
    path.mkdir(mode=0o700)
    for name in ("keys", "vault.db"):
        (path / name).touch(mode=0o600)
    return path


@posix_only
def test_a_private_vault_is_fine(vault: Path) -> None:
    (vault / "link").symlink_to("keys")  # the mode of a link says nothing
    assert {answer.state for answer in looked(vault).values()} == {State.FINE}


@posix_only
@pytest.mark.parametrize(("name", "mode"), [(".", 0o750), (".", 0o701), ("keys", 0o640), ("vault.db", 0o602)])
def test_what_others_may_open_is_named_with_the_command_that_closes_it(vault: Path, name: str, mode: int) -> None:
    (vault / name).chmod(mode)
    answer = looked(vault)["Who may open it"]
    assert answer.state is State.WEAK
    assert (vault / name).resolve().name in answer.what
    assert f"chmod -R go= {vault}" in answer.advice


@posix_only
def test_of_many_files_that_others_may_open_three_are_named(vault: Path) -> None:
    for number in range(5):
        (vault / f"file{number}").touch()
        (vault / f"file{number}").chmod(0o644)
    assert looked(vault)["Who may open it"].what.endswith("file0, file1, file2, ….")


@posix_only
def test_a_folder_of_somebody_else_is_weak(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: vault.stat().st_uid + 1)
    assert looked(vault)["Whose it is"].state is State.WEAK


def test_on_windows_permissions_are_not_told(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert looked(vault)["Who may open it"].state is State.UNKNOWN


def test_a_vault_that_is_not_there_yet_is_fine_where_it_can_be_made(tmp_path: Path) -> None:
    answer = looked(tmp_path / "some" / "vault")["Place"]
    assert answer.state is State.FINE
    assert "there is no such folder yet" in answer.what


@pytest.mark.parametrize("inside", ["", "vault"])
def test_a_file_in_the_way_is_a_problem(tmp_path: Path, inside: str) -> None:
    (tmp_path / "file").touch()
    assert looked(tmp_path / "file" / inside)["Place"].state is State.PROBLEM


def test_a_folder_that_may_not_be_written_to_is_a_problem(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    assert looked(vault)["Place"].state is State.PROBLEM
    assert looked(vault / "inner")["Place"].state is State.PROBLEM


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("OneDrive/vault", "OneDrive"),
        ("OneDrive - Example Ltd/Documents", "OneDrive"),
        ("Dropbox/vault", "Dropbox"),
        ("Dropbox (Personal)/vault", "Dropbox"),
        ("Library/Mobile Documents/com~apple~CloudDocs/vault", "iCloud Drive"),
        ("iCloudDrive/vault", "iCloud Drive"),
        ("Library/CloudStorage/GoogleDrive-me@example.org/My Drive", "a service for storage online"),
        ("Google Drive/vault", "Google Drive"),
        ("My Drive/vault", "Google Drive"),
        ("Nextcloud2/vault", "Nextcloud or ownCloud"),
        ("MEGAsync", "a service for storage online"),
        ("Documents/vault", None),
        ("My Dropbox notes/vault", None),
    ],
)
def test_folders_of_services_are_known_by_their_names(tmp_path: Path, path: str, service: str | None) -> None:
    assert synced_by(tmp_path / path) == service


@pytest.mark.parametrize(("marker", "service"), [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox")])
def test_folders_of_services_are_known_by_what_lies_in_them(tmp_path: Path, marker: str, service: str) -> None:
    (tmp_path / "shared" / marker).mkdir(parents=True)
    assert synced_by(tmp_path / "shared" / "deep" / "vault") == service


def test_a_link_into_the_folder_of_a_service_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "vault").symlink_to(tmp_path / "Dropbox")
    answer = looked(tmp_path / "vault")["Copied elsewhere"]
    assert answer.state is State.WEAK
    assert "Dropbox" in answer.what


def test_the_nearest_is_what_there_is_of_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert nearest(tmp_path / "a" / "b") == tmp_path
    monkeypatch.setattr(os.path, "lexists", lambda _path: False)
    assert nearest(tmp_path) == Path(tmp_path.anchor)
