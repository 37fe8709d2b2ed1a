"""Threads of imageboards: every post, the pictures beside them, and the sums of those that are not."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.model import (
    Channel,
    Digest,
    ImageFile,
    Locator,
    MediaKind,
    Message,
    Moment,
    Origin,
    Permalink,
    PublishedHash,
    Reason,
    Sighting,
    Skipped,
    Unreadable,
)
from exposurewatch.sources import open_exports
from exposurewatch.sources.containers import Member, Stream
from exposurewatch.sources.imageboard import _md5
from tests.sources.boards import MD5, OTHER_MD5, a_board_post, a_file, a_thread
from tests.sources.builders import JPEG, MP4, items, kinds, messages, opened, sightings, skips, write_files, write_zip

_GIVEN = "b/thread/1700000000123.jpg"
_DIGEST = hashlib.md5(JPEG, usedforsecurity=False).digest()


def _saved(root: Path, *posts: Any, **files: bytes) -> Path:
    """A thread in a folder, with files beside it by their names."""
    beside = {f"b/thread/{name}": data for name, data in files.items()}
    return write_files(root / "a", {"b/thread/100.json": a_thread(*posts), **beside})


def test_a_post_and_its_picture(tmp_path: Path) -> None:
    opening = a_board_post(sub="hers", com="who is she")
    reply = a_board_post(101, 100, name="anon", com='<a href="#p100">&gt;&gt;100</a><br>see', **a_file())
    path = _saved(tmp_path, opening, reply, **{"1700000000123.jpg": JPEG})

    first, second, sighting = items(path)

    home = Locator(str(path), "b/thread/100.json")
    channel = Channel("/b/ thread 100: hers", "b/100")
    sent = Moment(datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC))
    assert first == Message(
        Origin(
            source="imageboard",
            locator=home,
            channel=channel,
            message_id="100",
            date=sent,
            permalink=Permalink("https://boards.4chan.org/b/thread/100#p100", public=True),
        ),
        "hers\nwho is she",
    )
    assert second == Message(
        Origin(
            source="imageboard",
            locator=home,
            channel=channel,
            message_id="101",
            date=sent,
            sender="anon",
            permalink=Permalink("https://boards.4chan.org/b/thread/100#p101", public=True),
            reply_to="100",
        ),
        ">>100\nsee",
    )
    assert isinstance(sighting, Sighting)
    assert (sighting.origin.message_id, sighting.origin.locator.path) == ("101", _GIVEN)
    assert sighting.caption == ">>100\nsee"
    assert isinstance(sighting.media, ImageFile)
    assert (sighting.media.kind, sighting.media.read()) == (MediaKind.PHOTO, JPEG)


def test_a_picture_that_is_not_there_is_known_by_its_sum(tmp_path: Path) -> None:
    path = _saved(tmp_path, a_board_post(**a_file()))
    (sighting,) = sightings(path)

    assert sighting.media == PublishedHash(MediaKind.PHOTO, (Digest("md5", _DIGEST),))
    assert sighting.origin.locator == Locator(str(path), "b/thread/100.json")


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({"filedeleted": 1}, "published-hash"),
        ({"tim": None, "filename": ""}, "published-hash"),
        ({"ext": ".webm"}, "published-hash"),
        ({"md5": None}, "missing-file"),
        ({"md5": None, "tim": None}, "remote-only"),
        ({"md5": None, "filedeleted": 1}, "unavailable"),
    ],
)
def test_what_is_said_of_a_file_that_is_not_there(tmp_path: Path, fields: dict[str, Any], seen: str) -> None:
    assert [word for word, _ in kinds(sightings(_saved(tmp_path, a_board_post(**a_file(**fields)))))] == [seen]


def test_a_post_whose_file_was_deleted_is_counted(tmp_path: Path) -> None:
    assert [word for word, _ in kinds(sightings(_saved(tmp_path, a_board_post(filedeleted=1))))] == ["unavailable"]


@pytest.mark.parametrize("name", ["b/thread/images/1700000000123.jpg", "images/1700000000123.jpg"])
def test_a_picture_in_another_folder_is_found_by_the_name_that_the_board_gave(tmp_path: Path, name: str) -> None:
    files = {"b/thread/100.json": a_thread(a_board_post(**a_file())), name: JPEG}

    first = open_exports(write_files(tmp_path, files), {})[0]

    assert kinds([item for item in first.read() if isinstance(item, Sighting)]) == [("photo", name)]


@pytest.mark.parametrize(("md5", "seen"), [(MD5, "photo"), (OTHER_MD5, "published-hash"), (None, "photo")])
def test_a_file_of_another_board_with_the_same_name_is_told_by_its_sum(
    tmp_path: Path, md5: str | None, seen: str
) -> None:
    files = {
        "a/thread/100.json": a_thread(a_board_post(**a_file(md5=md5))),
        "b/thread/200.json": a_thread(a_board_post(200)),
        "b/thread/1700000000123.jpg": JPEG,
        "b/thread/1700000000123s.jpg": JPEG,
    }

    first = open_exports(write_files(tmp_path, files), {})[0]

    found = [item for item in first.read() if isinstance(item, Sighting)]
    assert [word for word, _ in kinds(found)] == [seen]


def test_a_picture_under_the_name_it_was_posted_with_is_told_by_its_sum(tmp_path: Path) -> None:
    posts = (a_board_post(**a_file()), a_board_post(101, 100, **a_file(tim=5, md5=OTHER_MD5)))
    found = sightings(_saved(tmp_path, *posts, **{"beach.jpg": JPEG}))

    assert [(each.origin.message_id, *seen) for each, seen in zip(found, kinds(found), strict=True)] == [
        ("100", "photo", "b/thread/beach.jpg"),
        ("101", "published-hash", "b/thread/100.json"),
    ]


@pytest.mark.parametrize(("namesakes", "seen"), [(15, "photo"), (40, "published-hash")])
def test_of_files_with_one_name_only_so_many_are_read(tmp_path: Path, namesakes: int, seen: str) -> None:
    others = {f"{number:02}/beach.jpg": b"x" for number in range(namesakes)}
    path = _saved(tmp_path, a_board_post(**a_file()), **others, **{"zz/beach.jpg": JPEG})

    assert seen in [word for word, _ in kinds(sightings(path))]


def test_a_picture_that_cannot_be_read_has_the_sum_of_none() -> None:
    def refuse() -> Stream:
        raise Unreadable(Reason.CANNOT_OPEN)

    assert _md5(Member("beach.jpg", refuse)) not in ("", _DIGEST.hex())


def test_the_picture_under_the_name_of_the_board_is_that_of_the_post(tmp_path: Path) -> None:
    path = _saved(tmp_path, a_board_post(**a_file()), **{"1700000000123.jpg": JPEG, "beach.jpg": JPEG})

    assert kinds(sightings(path)) == [("photo", _GIVEN), ("file", "b/thread/beach.jpg")]


def test_a_picture_saved_before_it_was_deleted_is_looked_at(tmp_path: Path) -> None:
    path = _saved(tmp_path, a_board_post(**a_file(filedeleted=1)), **{"1700000000123.jpg": JPEG})

    assert kinds(sightings(path)) == [("photo", _GIVEN)]


def test_a_small_preview_stands_in_for_a_picture_that_is_not_there(tmp_path: Path) -> None:
    path = _saved(tmp_path, a_board_post(**a_file()), **{"1700000000123s.jpg": JPEG})

    assert kinds(sightings(path)) == [
        ("published-hash", "b/thread/100.json"),
        ("thumbnail", "b/thread/1700000000123s.jpg"),
    ]


def test_several_files_of_one_post_are_each_found(tmp_path: Path) -> None:
    second = a_file(tim="2", ext=".mp4", filename="two", md5=OTHER_MD5)
    path = _saved(tmp_path, a_board_post(**a_file(extra_files=[second])), **{"1700000000123.jpg": JPEG, "2.mp4": MP4})

    assert kinds(sightings(path)) == [("photo", _GIVEN), ("video", "b/thread/2.mp4")]


def test_pictures_that_no_post_mentions_are_looked_at(tmp_path: Path) -> None:
    (sighting,) = sightings(_saved(tmp_path, a_board_post(), **{"x.jpg": JPEG}))

    assert sighting.origin == Origin("imageboard", Locator(str(tmp_path / "a"), "b/thread/x.jpg"))


def test_without_a_name_that_tells_the_board_there_is_no_link(tmp_path: Path) -> None:
    path = write_files(tmp_path / "x", {"saved.json": a_thread(a_board_post(sub="hers"))})
    (message,) = messages(path)

    assert message.origin.channel == Channel("thread 100: hers", "100")
    assert message.origin.permalink is None
    assert opened(path).label == "Imageboard posts (JSON), 1 post"


def test_it_is_recognised_in_a_zip_and_says_what_it_is(tmp_path: Path) -> None:
    files = {
        "b/thread/100.json": a_thread(a_board_post(), a_board_post(101, 100)),
        "b/thread/200.json": a_thread(a_board_post(200)),
        "b/thread/papers.json": b"{}",
    }
    export = opened(write_zip(tmp_path / "a.zip", files))

    assert export.label == "Imageboard posts (JSON), /b/, 3 posts"
    assert [item.origin.message_id for item in export.read() if isinstance(item, Message)] == ["100", "101", "200"]


def test_a_thread_that_is_cut_off_says_how_far_it_was_read(tmp_path: Path) -> None:
    path = write_files(tmp_path / "a", {"100.json": a_thread(a_board_post(), a_board_post(101, 100))[:-9]})

    assert skips(path) == [
        Skipped(Locator(str(path), "100.json"), None, Reason.EXPORT_TRUNCATED, "1 message was read, then it is cut off")
    ]


def test_the_sum_of_the_example_is_that_of_its_picture() -> None:
    assert MD5 != OTHER_MD5
    assert a_file()["md5"] == MD5
