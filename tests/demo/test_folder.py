from __future__ import annotations

import errno
from pathlib import Path

import pytest

from exposurewatch.demo.folder import MARKER, explained, prepare, write
from exposurewatch.errors import CouldNotFinish, ExposureWatchError, WrongUsage

NAMES = ("photos/harbour.jpg", "ChatExport_2026-05-01/result.json", "ChatExport_2026-05-01/photos/photo_1@25-04.jpg")


def _an_earlier_demo(folder: Path) -> None:
    names = (*NAMES[:2], "ChatExport_2026-05-01/photos/photo_9@25-04-2026_10-00-00.jpg")
    prepare(folder, names)
    for name in names:
        write(folder, name, b"earlier")


def test_a_new_folder_is_made_and_says_what_it_is(tmp_path: Path) -> None:
    prepare(tmp_path / "new" / "demo", NAMES)
    words = (tmp_path / "new" / "demo" / MARKER).read_text()
    assert words.startswith("This folder was written by the demo of exposurewatch")
    assert "can be deleted" in words
    assert (tmp_path / "new" / "demo" / "photos").is_dir()


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    prepare(tmp_path, NAMES)
    assert (tmp_path / MARKER).is_file()


def test_a_foreign_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"mine")
    with pytest.raises(WrongUsage, match="not an earlier demo") as caught:
        prepare(tmp_path, NAMES)
    assert "does not exist yet" in caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").write_bytes(b"mine")
    with pytest.raises(WrongUsage, match="is a file"):
        prepare(tmp_path / "demo", NAMES)
    with pytest.raises(ExposureWatchError):
        prepare(tmp_path / "demo" / "deeper", NAMES)
    assert (tmp_path / "demo").read_bytes() == b"mine"


def test_an_earlier_demo_is_cleared_and_what_others_put_there_stays(tmp_path: Path) -> None:
    _an_earlier_demo(tmp_path)
    (tmp_path / "photos" / "holiday.jpg").write_bytes(b"mine")
    (tmp_path / "notes.txt").write_bytes(b"mine")
    prepare(tmp_path, NAMES)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {MARKER, "photos/holiday.jpg", "notes.txt"}


def test_a_demo_that_was_interrupted_can_be_replaced(tmp_path: Path) -> None:
    prepare(tmp_path, NAMES)
    write(tmp_path, NAMES[0], b"earlier")
    prepare(tmp_path, NAMES)
    write(tmp_path, NAMES[0], b"now")
    assert (tmp_path / NAMES[0]).read_bytes() == b"now"


@pytest.mark.parametrize(
    "name",
    ["../precious.jpg", "/etc/hosts", "photos/../../precious.jpg", "notes.txt", "photos/../notes.txt", "photos", ""],
)
def test_a_marker_that_was_edited_removes_nothing_else(tmp_path: Path, name: str) -> None:
    demo = tmp_path / "demo"
    _an_earlier_demo(demo)
    precious = (tmp_path / "precious.jpg", demo / "notes.txt")
    for path in precious:
        path.write_bytes(b"mine")
    with (demo / MARKER).open("a") as marker:
        marker.write(f"{name}\n")
    prepare(demo, NAMES)
    assert all(path.read_bytes() == b"mine" for path in precious)


def test_a_folder_that_became_a_link_is_neither_cleared_nor_written_to(tmp_path: Path) -> None:
    demo, album = tmp_path / "demo", tmp_path / "album"
    _an_earlier_demo(demo)
    (demo / "photos" / "harbour.jpg").unlink()
    (demo / "photos").rmdir()
    album.mkdir()
    (album / "harbour.jpg").write_bytes(b"mine")
    (demo / "photos").symlink_to(album, target_is_directory=True)
    with pytest.raises(WrongUsage, match="link to another folder"):
        prepare(demo, NAMES)
    assert [path.name for path in album.iterdir()] == ["harbour.jpg"]


def test_a_linked_marker_does_not_make_a_demo(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_bytes(b"mine")
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / MARKER).symlink_to(tmp_path / "elsewhere.txt")
    with pytest.raises(WrongUsage, match="not an earlier demo"):
        prepare(tmp_path / "demo", NAMES)
    assert (tmp_path / "elsewhere.txt").read_bytes() == b"mine"


def test_a_file_that_somebody_put_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    prepare(tmp_path, NAMES)
    (tmp_path / NAMES[0]).write_bytes(b"mine")
    with pytest.raises(WrongUsage, match="in the way"):
        write(tmp_path, NAMES[0], b"drawn")
    assert (tmp_path / NAMES[0]).read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (errno.ENOSPC, CouldNotFinish, "full"),
        (errno.EDQUOT, CouldNotFinish, "full"),
        (errno.EACCES, WrongUsage, "cannot be written to"),
        (errno.EROFS, WrongUsage, "cannot be written to"),
        (errno.EEXIST, WrongUsage, "in the way"),
        (errno.EIO, CouldNotFinish, "could not be written"),
    ],
)
def test_what_the_disk_refuses_is_said_with_a_hint(
    tmp_path: Path, number: int, kind: type[ExposureWatchError], words: str
) -> None:
    with pytest.raises(kind, match=words) as caught, explained(tmp_path):
        raise OSError(number, "as the system says it", str(tmp_path / "photos"))
    assert caught.value.hint.endswith(".")
