from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

from exposurewatch.errors import ExposureWatchError, NoRoom, VaultUnwritable, WrongUsage
from exposurewatch.vault import disk

_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")


@pytest.mark.parametrize(
    ("code", "expected", "words"),
    [
        (errno.ENOSPC, NoRoom, "The disk of vault is full"),
        (errno.EDQUOT, NoRoom, "full"),
        (errno.EROFS, VaultUnwritable, "vault cannot be read or written: Read-only"),
        (errno.EACCES, VaultUnwritable, "Permission denied"),
        (errno.EIO, VaultUnwritable, "vault cannot be reached"),
        (errno.ENOENT, VaultUnwritable, "No such file"),
        (errno.ENOTDIR, WrongUsage, "vault is not a folder"),
    ],
)
def test_what_the_disk_refuses_is_said(code: int, expected: type[ExposureWatchError], words: str) -> None:
    with pytest.raises(expected, match=words) as raised, disk.explained(Path("vault")):
        raise OSError(code, os.strerror(code), "keys")
    assert raised.value.hint


@_POSIX
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_a_new_file_is_its_owners_alone_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        os.close(disk.create(tmp_path / "new"))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600


@_POSIX
def test_a_new_file_is_its_owners_alone_from_the_first_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fchmod", lambda *_arguments: None)
    before = os.umask(0)
    try:
        os.close(disk.create(tmp_path / "new"))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "keys").write_bytes(b"before, and longer")
    disk.write(tmp_path / "keys", b"after")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("keys", b"after")]


def test_what_a_killed_command_left_is_replaced_and_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"untouched")
    (tmp_path / "keys.new").symlink_to(tmp_path / "elsewhere")
    disk.write(tmp_path / "keys", b"after")
    assert (tmp_path / "keys").read_bytes() == b"after"
    assert not (tmp_path / "keys").is_symlink()
    assert (tmp_path / "elsewhere").read_bytes() == b"untouched"


@pytest.mark.parametrize("raised", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
def test_where_writing_fails_the_file_is_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: BaseException
) -> None:
    def fail(*_arguments: Any) -> NoReturn:
        raise raised

    (tmp_path / "keys").write_bytes(b"before")
    monkeypatch.setattr(disk, "sync", fail)
    with pytest.raises(type(raised)):
        disk.write(tmp_path / "keys", b"after")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("keys", b"before")]


def test_the_content_is_on_the_disk_before_the_name_and_the_name_before_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []

    def noted(of: Any, name: str) -> None:
        real = getattr(of, name)

        def step(*arguments: Any) -> Any:
            steps.append(name)
            return real(*arguments)

        monkeypatch.setattr(of, name, step)

    noted(disk, "sync")
    noted(Path, "replace")
    noted(disk, "sync_folder")
    disk.write(tmp_path / "keys", b"after")
    assert steps == ["sync", "replace", "sync_folder"]


def test_reading_tells_nothing_there_from_nothing_whole(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"0123456789")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "plain")
    assert disk.read(tmp_path / "plain", 4) == b"0123"
    assert disk.read(tmp_path / "missing", 4) is None
    assert disk.read(tmp_path / "folder", 4) == b""
    assert disk.read(tmp_path / "link", 4) == b""
    with pytest.raises(NotADirectoryError):
        disk.read(tmp_path / "plain" / "keys", 4)


@_POSIX
def test_nothing_waits_for_the_other_end_of_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert disk.read(tmp_path / "pipe", 4) == b""
    disk.erase(tmp_path / "pipe")
    assert not list(tmp_path.iterdir())


def test_an_erased_file_was_overwritten_first(tmp_path: Path) -> None:
    (tmp_path / "keys").write_bytes(b"secret" * 20)
    os.link(tmp_path / "keys", tmp_path / "same")  # shows what became of the bytes
    disk.erase(tmp_path / "keys", tmp_path / "missing")
    assert [path.name for path in tmp_path.iterdir()] == ["same"]
    assert len((tmp_path / "same").read_bytes()) == 120
    assert b"secret" not in (tmp_path / "same").read_bytes()


def test_a_file_that_cannot_be_overwritten_is_removed_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left")

    (tmp_path / "keys").write_bytes(b"secret")
    monkeypatch.setattr(disk, "sync", fail)
    disk.erase(tmp_path / "keys")
    assert not list(tmp_path.iterdir())


def test_one_file_that_stays_does_not_save_the_next(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").write_bytes(b"secret")
    with pytest.raises(OSError, match="a"):
        disk.erase(tmp_path / "a", tmp_path / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@_POSIX
@pytest.mark.parametrize(("code", "tolerated"), [(errno.EINVAL, True), (errno.EIO, False)])
def test_a_disk_that_cannot_sync_folders_is_not_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, *, tolerated: bool
) -> None:
    def fail(*_arguments: Any) -> NoReturn:
        raise OSError(code, "refused")

    monkeypatch.setattr(os, "fsync", fail)
    if tolerated:
        disk.sync_folder(tmp_path)
    else:
        with pytest.raises(OSError, match="refused"):
            disk.sync_folder(tmp_path)


@_POSIX
@pytest.mark.parametrize("known", [True, False], ids=["known to the disk", "unknown to the disk"])
def test_on_macos_files_and_folders_are_synced_through_the_drive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, known: bool
) -> None:
    steps: list[str] = []

    def full(*_arguments: Any) -> None:
        steps.append("full")
        if not known:
            raise OSError(errno.ENOTSUP, "refused")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr("fcntl.F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr("fcntl.fcntl", full)
    monkeypatch.setattr(os, "fsync", lambda _descriptor: steps.append("plain"))
    disk.write(tmp_path / "keys", b"after")
    assert steps == (["full"] * 2 if known else ["full", "plain"] * 2)
