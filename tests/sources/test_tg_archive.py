"""An archive of tg-archive is read with its files, and says what could not be in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from exposurewatch.model import Channel, Locator, Moment, Origin, Permalink, Reason, Unreadable
from exposurewatch.sources.containers import Member, Stream
from exposurewatch.sources.databases import databases
from exposurewatch.sources.folders import Folder
from exposurewatch.sources.source import Part
from tests.parsers.databases import a_database, a_tg_archive
from tests.sources.builders import JPEG, kinds, messages, opened, sightings, skips, write_files

_DATE = "2024-05-01 10:00:00"
_DATA = a_tg_archive(
    messages=[
        (7, "message", _DATE, None, "who is she", 3, 5, 7),
        (8, "message", _DATE, None, "gone", None, 5, 8),
        (9, "message", _DATE, None, "a page", None, 5, 9),
    ],
    users=[(5, "jane", "Jane", "Doe", "", "avatar_5.jpg")],
    media=[
        (7, "photo", "7.jpg", "photo.jpg", None, "thumb_7.jpg"),
        (8, "photo", "8.jpg", "photo.jpg", None, "thumb_8.jpg"),
        (9, "webpage", "https://a.example/", "A page", None, None),
    ],
)
_FILES = {"media/7.jpg": JPEG, "media/thumb_7.jpg": JPEG, "media/thumb_8.jpg": JPEG, "media/avatar_5.jpg": JPEG}


def test_a_picture_is_tied_to_its_message(tmp_path: Path) -> None:
    root = write_files(tmp_path / "a", {"data.sqlite": _DATA, **_FILES})
    first = sightings(root, name="gossipcorner")[0]

    assert opened(root).source == "tg-archive"
    assert len(messages(root)) == 3
    assert first.caption == "who is she"
    assert first.origin == Origin(
        source="tg-archive",
        locator=Locator(str(root), "media/7.jpg"),
        channel=Channel(None, None, "gossipcorner"),
        message_id="7",
        date=Moment(datetime(2024, 5, 1, 10, tzinfo=UTC), _DATE),
        sender="Jane Doe",
        permalink=Permalink("https://t.me/gossipcorner/7", public=True),
        reply_to="3",
    )


def test_a_picture_that_is_gone_is_missing_and_its_preview_looked_at(tmp_path: Path) -> None:
    root = write_files(tmp_path / "a", {"data.sqlite": _DATA, **_FILES, "media/x.jpg": JPEG})

    assert kinds(sightings(root)) == [
        ("photo", "media/7.jpg"),
        ("missing-file", "media/8.jpg"),
        ("thumbnail", "media/thumb_8.jpg"),
        ("profile-photo", "media/avatar_5.jpg"),
        ("file", "media/x.jpg"),
    ]


@pytest.mark.parametrize("end", ["-wal", "-journal"])
def test_what_is_not_yet_in_the_database_is_said(tmp_path: Path, end: str) -> None:
    root = write_files(tmp_path / "a", {"data.sqlite": _DATA, f"data.sqlite{end}": b"something", **_FILES})
    (skipped,) = skips(root)

    assert (skipped.locator.path, skipped.reason) == (f"data.sqlite{end}", Reason.EXPORT_TRUNCATED)
    assert "saved last" in skipped.detail


def test_an_empty_log_beside_the_database_means_nothing(tmp_path: Path) -> None:
    assert skips(write_files(tmp_path / "a", {"data.sqlite": _DATA, "data.sqlite-wal": b"", **_FILES})) == []


def test_a_database_that_is_cut_off_says_so(tmp_path: Path) -> None:
    rows = [(number, "message", _DATE, None, "w" * 300, None, None, None) for number in range(1, 300)]
    data = a_tg_archive(messages=rows)
    (skipped,) = skips(write_files(tmp_path / "a", {"data.sqlite": data[: len(data) // 2], "a.jpg": JPEG}))

    assert skipped.reason is Reason.EXPORT_TRUNCATED
    assert skipped.detail.endswith("messages were read, then it is cut off")


@pytest.mark.parametrize(
    "data",
    [a_database(["CREATE TABLE messages (id)"]), b"SQLite format 3\0", b"x" * 100, b"", b"CREATE TABLE messages"],
)
def test_another_database_is_none(tmp_path: Path, data: bytes) -> None:
    assert opened(write_files(tmp_path / "a", {"data.sqlite": data, "a.jpg": JPEG})).source == "folder"


def test_a_database_that_cannot_be_opened_is_none() -> None:
    def refuse() -> Stream:
        raise Unreadable(Reason.CANNOT_OPEN)

    part = Part(Folder(Path()), documents=(Member("data.sqlite", refuse),))

    assert databases(part, lambda _document, _beginning: True) == ()


def test_nothing_on_disk_is_changed(tmp_path: Path) -> None:
    root = write_files(tmp_path / "a", {"data.sqlite": _DATA, **_FILES})
    list(opened(root).read())

    assert (root / "data.sqlite").read_bytes() == _DATA
    assert sorted(path.name for path in root.iterdir()) == ["data.sqlite", "media"]
