"""A file is found by the end of its path where it does not lie where the export says."""

from __future__ import annotations

from pathlib import Path

import pytest

from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources.by_name import MAX_NAMESAKES, ByName
from exposurewatch.sources.folders import Folder
from exposurewatch.sources.source import Part
from tests.sources.builders import write_files

_FILES = {"in/chat.json": b"", "in/a.jpg": b"in", "a.jpg": b"top", "media/b.jpg": b"b", "deep/media/b.jpg": b"deep"}


@pytest.fixture
def by_name(tmp_path: Path) -> ByName:
    return ByName(Part(Folder(write_files(tmp_path, _FILES)), "in/"))


@pytest.mark.parametrize(
    ("claimed", "path"),
    [
        ("a.jpg", "in/a.jpg"),
        ("media/b.jpg", "media/b.jpg"),
        (r"deep\media\b.jpg", "deep/media/b.jpg"),
        ("deep/media/b.jpg", "deep/media/b.jpg"),
    ],
)
def test_the_folder_of_the_document_comes_first_then_the_end_of_the_path(
    by_name: ByName, claimed: str, path: str
) -> None:
    assert by_name.find(claimed, "in/chat.json").path == path


@pytest.mark.parametrize(
    ("claimed", "reason"),
    [
        ("x.jpg", Reason.MISSING_FILE),
        ("dia/b.jpg", Reason.MISSING_FILE),
        ("../../a.jpg", Reason.UNSAFE_PATH),
        ("/etc/passwd", Reason.UNSAFE_PATH),
        ("", Reason.UNSAFE_PATH),
    ],
)
def test_what_is_not_there_or_unsafe_is_said(by_name: ByName, claimed: str, reason: Reason) -> None:
    with pytest.raises(Unreadable) as raised:
        by_name.find(claimed, "in/chat.json")
    assert raised.value.reason is reason


def test_what_must_not_be_opened_is_not_found_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "out.jpg").write_bytes(b"outside")
    root = write_files(tmp_path / "in", {"chat.json": b""})
    (root / "a.jpg").symlink_to(tmp_path / "out.jpg")

    assert list(ByName(Part(Folder(root))).ending_in("a.jpg")) == []


def test_the_part_comes_before_what_is_around_it(by_name: ByName) -> None:
    assert [member.path for member in by_name.within("a.jpg")] == ["in/a.jpg"]
    assert [member.path for member in by_name.ending_in("a.jpg")] == ["in/a.jpg", "a.jpg"]
    assert list(by_name.ending_in("../a.jpg")) == []


def test_the_whole_path_comes_before_its_end(tmp_path: Path) -> None:
    by_name = ByName(Part(Folder(write_files(tmp_path, {"0/a.jpg": b"", "a.jpg": b"", "z/a.jpg": b"", "za.jpg": b""}))))

    assert [member.path for member in by_name.within("a.jpg")] == ["a.jpg", "0/a.jpg", "z/a.jpg"]


def test_of_many_files_with_one_name_a_few_are_told_and_each_is_found_by_more_of_its_path(tmp_path: Path) -> None:
    by_name = ByName(Part(Folder(write_files(tmp_path, {f"x/{number}/a.jpg": b"" for number in range(40)}))))

    assert len(list(by_name.within("a.jpg"))) == MAX_NAMESAKES
    assert [member.path for member in by_name.within("39/a.jpg")] == ["x/39/a.jpg"]
