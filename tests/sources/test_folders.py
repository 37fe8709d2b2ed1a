"""A folder on disk is read within its bounds: no links out of it, no pipes, no devices."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources import folders
from exposurewatch.sources.containers import Member, Refused
from exposurewatch.sources.folders import Folder
from tests.sources.builders import JPEG, write_files

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights or do not exist")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    write_files(tmp_path / "outside", {"secret.jpg": b"secret"})
    return write_files(tmp_path / "export", {"photos/a.jpg": JPEG})


def _outcome(folder: Folder, path: str) -> tuple[Reason, str]:
    with pytest.raises(Unreadable) as caught:
        folder.look_up(path).read()
    return caught.value.reason, caught.value.detail


def _refused(folder: Folder) -> dict[str, Reason]:
    return {member.path: member.reason for member in folder.members() if isinstance(member, Refused)}


@posix
@pytest.mark.parametrize(
    "target", ["../../outside/secret.jpg", "../../outside/nothing.jpg", "../../nowhere/secret.jpg", "/etc/passwd"]
)
def test_a_link_out_of_the_export_is_refused_whether_or_not_anything_is_there(export: Path, target: str) -> None:
    (export / "photos" / "link.jpg").symlink_to(target)
    folder = Folder(export)

    assert _refused(folder) == {"photos/link.jpg": Reason.LINK}
    assert _outcome(folder, "photos/link.jpg") == (Reason.LINK, "a link that leads out of the export")


@posix
@pytest.mark.parametrize("name", ["secret.jpg", "nothing.jpg", "secret.jpg/x", "x/y"])
def test_a_path_through_a_linked_folder_outside_is_refused_alike(export: Path, name: str) -> None:
    (export / "linked").symlink_to("../outside")
    folder = Folder(export)

    assert _refused(folder) == {"linked": Reason.LINK}
    assert _outcome(folder, f"linked/{name}") == (Reason.LINK, "a link that leads out of the export")


@posix
def test_links_within_the_export_are_followed(export: Path) -> None:
    (export / "b.jpg").symlink_to("photos/a.jpg")
    (export / "same").symlink_to("photos")
    folder = Folder(export)

    assert {member.path for member in folder.members()} == {"b.jpg", "photos/a.jpg"}
    assert folder.look_up("same/a.jpg").read() == folder.look_up("b.jpg").read() == JPEG


@posix
def test_links_in_a_circle_end(export: Path) -> None:
    (export / "round").symlink_to("round")
    (export / "photos" / "up").symlink_to("..")
    folder = Folder(export)

    assert [member.path for member in folder.members()] == ["round", "photos/a.jpg"]
    assert _refused(folder) == {"round": Reason.NOT_A_REGULAR_FILE}
    assert _outcome(folder, "round")[0] is Reason.NOT_A_REGULAR_FILE


@posix
def test_a_link_that_leads_nowhere_in_the_export_cannot_be_opened(export: Path) -> None:
    (export / "dangling.jpg").symlink_to("photos/gone.jpg")

    assert _refused(Folder(export)) == {"dangling.jpg": Reason.CANNOT_OPEN}


@posix
def test_a_pipe_is_never_opened(export: Path) -> None:
    os.mkfifo(export / "pipe.jpg")
    folder = Folder(export)

    assert _refused(folder) == {"pipe.jpg": Reason.NOT_A_REGULAR_FILE}
    assert _outcome(folder, "pipe.jpg")[0] is Reason.NOT_A_REGULAR_FILE


@posix
def test_a_file_swapped_for_a_pipe_or_link_after_it_was_listed_stays_closed(export: Path) -> None:
    (member,) = Folder(export).members()
    assert isinstance(member, Member)
    (export / "photos" / "a.jpg").unlink()
    os.mkfifo(export / "photos" / "a.jpg")

    with pytest.raises(Unreadable) as caught:
        member.read()
    assert caught.value.reason is Reason.NOT_A_REGULAR_FILE

    (export / "photos" / "a.jpg").unlink()
    (export / "photos" / "a.jpg").symlink_to("../../outside/secret.jpg")
    with pytest.raises(Unreadable) as caught:
        member.read()
    assert caught.value.reason is Reason.LINK


def test_a_file_removed_after_it_was_listed_cannot_be_opened(export: Path) -> None:
    (member,) = Folder(export).members()
    assert isinstance(member, Member)
    (export / "photos" / "a.jpg").unlink()

    with pytest.raises(Unreadable) as caught:
        member.read()

    assert caught.value.reason is Reason.CANNOT_OPEN


@posix
def test_a_folder_that_may_not_be_listed_is_said_to_be_so(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuse(path: str) -> Any:
        if "photos" in path:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)

    assert list(Folder(export).members()) == [Refused("photos", Reason.CANNOT_OPEN, "Permission denied")]


def test_a_folder_is_no_file(export: Path) -> None:
    assert _outcome(Folder(export), "photos")[0] is Reason.NOT_A_REGULAR_FILE


def test_a_name_too_long_for_the_disk_cannot_be_opened(export: Path) -> None:
    reason, _ = _outcome(Folder(export), "a" * 5000)

    assert reason in (Reason.CANNOT_OPEN, Reason.MISSING_FILE)


@posix
def test_names_that_only_this_disk_allows_are_read(export: Path) -> None:
    write_files(export, {"a:b\\c\n.jpg": b"odd"})
    odd = next(member for member in Folder(export).members() if member.path.startswith("a:"))

    assert isinstance(odd, Member)
    assert odd.read() == b"odd"


@posix
def test_the_folder_itself_may_be_a_link(export: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(export)

    assert Folder(tmp_path / "alias").look_up("photos/a.jpg").read() == JPEG


def test_a_path_on_another_drive_is_outside(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_drive(_paths: object) -> str:
        raise ValueError("Paths don't have the same drive")

    monkeypatch.setattr(os.path, "commonpath", other_drive)

    assert _outcome(Folder(export), "photos/a.jpg")[0] is Reason.LINK


def test_platforms_without_some_flags_can_read_files(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_FLAGS", os.O_RDONLY | getattr(os, "O_BINARY", 0))

    assert Folder(export).look_up("photos/a.jpg").read() == JPEG


def test_files_come_before_folders_and_in_natural_order(tmp_path: Path) -> None:
    root = write_files(tmp_path, {"p10.jpg": b"", "p9.jpg": b"", "b/1.jpg": b"", "a/2.jpg": b"", "a/c/3.jpg": b""})

    assert [member.path for member in Folder(root).members()] == [
        "p9.jpg",
        "p10.jpg",
        "a/2.jpg",
        "a/c/3.jpg",
        "b/1.jpg",
    ]


def test_only_one_file_of_a_folder(export: Path) -> None:
    write_files(export, {"b.jpg": b"", "c.jpg": b""})

    assert [member.path for member in Folder(export, only="b.jpg").members()] == ["b.jpg"]


def test_a_windows_junction_counts_as_a_link(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_is_junction", lambda entry: entry.name == "photos")

    assert list(Folder(export).members()) == []


def test_python_before_3_12_knows_no_junctions() -> None:
    class Entry:
        def is_junction(self) -> bool:
            return True

    assert folders._is_junction(Entry()) is True  # type: ignore[arg-type]
    assert folders._is_junction(object()) is False  # type: ignore[arg-type]
