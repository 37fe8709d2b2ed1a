"""Telegram Desktop's JSON exports: every message, every picture, and what became of the rest."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.model import (
    Channel,
    ImageFile,
    Item,
    Locator,
    MediaKind,
    Message,
    Moment,
    Origin,
    Permalink,
    Reason,
    Sighting,
    Skipped,
    Unreadable,
)
from exposurewatch.sources import open_exports
from exposurewatch.sources.containers import Member, Stream
from exposurewatch.sources.folders import Folder
from exposurewatch.sources.source import Part
from exposurewatch.sources.telegram_json import TELEGRAM_JSON
from tests.sources.builders import (
    JPEG,
    MP4,
    NOON,
    a_chat,
    a_message,
    an_export,
    items,
    kinds,
    messages,
    opened,
    sightings,
    skips,
    write_files,
    write_zip,
)


def test_a_message_and_its_picture(tmp_path: Path) -> None:
    photo = "photos/photo_7@01-05-2024_10-00-00.jpg"
    posted = a_message(7, photo=photo, text="who \u202eis she", forwarded_from="Leaks", reply_to_message_id=5)
    path = an_export(tmp_path, posted, files={photo: JPEG})

    message, sighting = items(path)

    origin = Origin(
        source="telegram-json",
        locator=Locator(str(path), "result.json"),
        channel=Channel("Gossip Corner", "1234567890"),
        message_id="7",
        date=Moment(datetime(2024, 5, 1, 2, 0, tzinfo=UTC), "2024-05-01T10:00:00"),
        sender="Anon",
        forwarded_from="Leaks",
        reply_to="5",
        permalink=Permalink("https://t.me/c/1234567890/7", public=False),
    )
    assert message == Message(origin, "who is she")
    assert isinstance(sighting, Sighting)
    assert sighting.caption == "who is she"
    assert sighting.origin.locator == Locator(str(path), photo)
    assert sighting.origin.message_id == "7"
    assert isinstance(sighting.media, ImageFile)
    assert (sighting.media.kind, sighting.media.read()) == (MediaKind.PHOTO, JPEG)


@pytest.mark.parametrize("name", ["", "result.json"])
def test_it_is_found_whatever_part_of_it_is_named(tmp_path: Path, name: str) -> None:
    path = an_export(tmp_path, a_message(photo="photos/a.jpg"), files={"photos/a.jpg": JPEG})

    assert items(path / name) == items(path)
    assert opened(path / name).label == "Telegram Desktop export (JSON), one chat: Gossip Corner"


def test_it_is_found_in_a_zip_with_its_folder_in_it(tmp_path: Path) -> None:
    files = {"ChatExport/result.json": a_chat(a_message(photo="photos/a.jpg")), "ChatExport/photos/a.jpg": JPEG}
    path = write_zip(tmp_path / "a.zip", files)

    assert kinds(sightings(path)) == [("photo", "ChatExport/photos/a.jpg")]


def test_a_document_of_another_name_can_be_named(tmp_path: Path) -> None:
    path = write_files(tmp_path, {"gossip.json": a_chat(a_message())}) / "gossip.json"

    assert opened(path).label.startswith("Telegram Desktop export")


def test_the_title_is_cleaned_in_the_label(tmp_path: Path) -> None:
    path = an_export(tmp_path, a_message(), name="\x1b[31mGossip\u202e\n[bold]Corner")

    assert opened(path).label == "Telegram Desktop export (JSON), one chat: [31mGossip [bold]Corner"


def test_an_export_without_a_title_is_labelled_without(tmp_path: Path) -> None:
    assert opened(an_export(tmp_path, a_message(), name=None)).label == "Telegram Desktop export (JSON), one chat"


def test_a_username_makes_links_public(tmp_path: Path) -> None:
    path = an_export(tmp_path, a_message(7))
    (message,) = messages(path, name="@gossip_corner")

    assert message.origin.permalink == Permalink("https://t.me/gossip_corner/7", public=True)
    assert message.origin.channel == Channel("Gossip Corner", "1234567890", "gossip_corner")


@pytest.mark.parametrize(
    ("number", "kind", "linked"),
    [(7, "public_channel", True), (-999999990, "public_channel", False), (7, "private_group", False)],
)
def test_only_messages_that_telegram_links_to_have_a_link(
    tmp_path: Path, number: int, kind: str, *, linked: bool
) -> None:
    (message,) = messages(an_export(tmp_path, a_message(number), type=kind))

    assert message.origin.message_id == str(number)
    assert (message.origin.permalink is not None) is linked


def test_ids_of_old_exports_are_made_bare(tmp_path: Path) -> None:
    old = {"id": 7, "type": "message", "date": "2020-05-01T10:00:00", "from": "Anon", "from_id": 4299999999}
    (message,) = messages(an_export(tmp_path, old, id=(2 << 32) | 1234567890))

    assert message.origin.channel == Channel("Gossip Corner", "1234567890")
    assert message.origin.date is not None
    assert (message.origin.date.utc, message.origin.date.raw) == (None, "2020-05-01T10:00:00")


def test_a_cut_off_export_is_read_to_its_last_whole_message(tmp_path: Path) -> None:
    path = an_export(tmp_path, *(a_message(number) for number in (1, 2, 3)))
    document = path / "result.json"
    document.write_bytes(document.read_bytes()[:-40])

    found = items(path)

    assert [item.origin.message_id for item in found if isinstance(item, Message)] == ["1", "2"]
    assert found[-1] == Skipped(
        Locator(str(path), "result.json"), None, Reason.EXPORT_TRUNCATED, "2 messages were read, then it is cut off"
    )


def test_a_damaged_export_keeps_what_came_before_and_its_other_pictures(tmp_path: Path) -> None:
    path = an_export(tmp_path, a_message(1), files={"photos/a.jpg": JPEG})
    document = path / "result.json"
    document.write_bytes(document.read_bytes().replace(b"\n ]\n}", b",\n NaN,\n {}]}"))

    message, skip, sighting = items(path)

    assert isinstance(message, Message)
    assert skip == Skipped(
        Locator(str(path), "result.json"),
        None,
        Reason.EXPORT_DAMAGED,
        "1 message was read, then it is no valid JSON from there on",
    )
    assert isinstance(sighting, Sighting)
    assert sighting.origin.message_id is None


def test_an_export_that_cannot_be_opened_any_more_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = an_export(tmp_path, a_message(1))
    export = opened(path)
    (path / "result.json").unlink()

    (skip,) = export.read()

    assert isinstance(skip, Skipped)
    assert skip.reason is Reason.EXPORT_DAMAGED


def test_a_document_that_cannot_be_opened_is_recognised_and_reported_as_damaged(tmp_path: Path) -> None:
    def refuse() -> Stream:
        raise Unreadable(Reason.CANNOT_OPEN)

    part = Part(Folder(tmp_path), document=Member("result.json", refuse))

    recognised = TELEGRAM_JSON.detect(part)
    assert recognised is not None
    assert "cannot be opened" in recognised.label
    skips = [item for item in TELEGRAM_JSON.read(part, {}) if isinstance(item, Skipped)]
    assert [(skip.reason, skip.detail) for skip in skips] == [
        (Reason.EXPORT_DAMAGED, "0 messages were read, then the file could not be opened")
    ]


def test_a_part_without_a_document_is_none_of_its_own(tmp_path: Path) -> None:
    part = Part(Folder(write_files(tmp_path, {"a.jpg": JPEG})))

    assert TELEGRAM_JSON.detect(part) is None
    assert list(TELEGRAM_JSON.read(part, {})) == []


def test_an_empty_document_beside_pictures_is_said_to_hold_nothing(tmp_path: Path) -> None:
    path = write_files(tmp_path / "a", {"result.json": b"", "photos/a.jpg": JPEG})

    assert [skip.reason for skip in skips(path)] == [Reason.EXPORT_TRUNCATED]
    assert kinds(sightings(path)) == [("file", "photos/a.jpg")]


def test_a_chat_without_messages_is_said_to_be_one(tmp_path: Path) -> None:
    (skip,) = skips(an_export(tmp_path, files={"photos/a.jpg": JPEG}))

    assert (skip.reason, skip.detail) == (Reason.EXPORT_TRUNCATED, "it holds no messages at all")


def test_pictures_no_message_mentions_are_looked_at(tmp_path: Path) -> None:
    files = {
        "photos/mentioned.jpg": JPEG,
        "photos/mentioned_thumb.jpg": JPEG,
        "photos/other.jpg": JPEG,
        "photos/other_thumb.jpg": JPEG,
        "photos/holiday_thumb.gif.exe": b"MZ",
        "video_files/a.mp4": MP4,
        "video_files/a.mp4_thumb.jpg": JPEG,
        "video_files/b.mp4": MP4,
        "files/b.zip": b"PK\x03\x04",
        "files/c.pdf": b"%PDF",
        "images/back.png": JPEG,
        "css/style.png": JPEG,
        "js/x.png": JPEG,
        "messages.html": b"<html>",
    }
    posted = [a_message(photo="photos/mentioned.jpg"), a_message(2, file="video_files/a.mp4", mime_type="video/mp4")]
    path = an_export(tmp_path, *posted, files=files)

    unmentioned = [sighting for sighting in sightings(path) if sighting.origin.message_id is None]

    assert sorted(kinds(unmentioned)) == [
        ("archive", "files/b.zip"),
        ("file", "photos/other.jpg"),
        ("file", "photos/other_thumb.jpg"),
        ("video", "video_files/b.mp4"),
    ]
    assert {sighting.origin.channel for sighting in unmentioned} == {None}


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes on disk")
def test_what_cannot_be_opened_beside_the_messages_is_reported(tmp_path: Path) -> None:
    path = an_export(tmp_path, a_message(), files={"photos/a.jpg": JPEG})
    os.mkfifo(path / "photos" / "pipe.jpg")

    assert [(skip.reason, skip.locator.path) for skip in skips(path)] == [
        (Reason.NOT_A_REGULAR_FILE, "photos/pipe.jpg")
    ]


def _account(**fields: Any) -> dict[str, bytes]:
    chats = [
        {
            "name": "A",
            "type": "public_channel",
            "id": 11,
            "messages": [a_message(1, photo="chats/chat_1/photos/a.jpg")],
        },
        {"name": "B", "type": "public_supergroup", "id": 22, "messages": [a_message(2)]},
    ]
    account = {
        "about": "x",
        "personal_information": {},
        "profile_pictures": [{**NOON, "photo": "profile_pictures/me.jpg"}],
        "stories": [{**NOON, "media": "stories/b.jpg"}, {**NOON, "media": "stories/c.mp4"}],
        "chats": {"about": "x", "list": chats},
        "left_chats": {
            "about": "x",
            "list": [{"name": "C", "type": "private_channel", "id": 33, "messages": [{"id": 3}]}],
        },
    }
    return {
        "result.json": json.dumps(account | fields).encode(),
        "chats/chat_1/photos/a.jpg": JPEG,
        "profile_pictures/me.jpg": JPEG,
        "stories/b.jpg": JPEG,
        "stories/c.mp4": MP4,
    }


def test_a_whole_account_with_its_chats_profile_pictures_and_stories(tmp_path: Path) -> None:
    path = write_files(tmp_path / "a", _account())

    assert opened(path).label == "Telegram Desktop export (JSON), whole account"
    assert kinds(sightings(path)) == [
        ("profile-photo", "profile_pictures/me.jpg"),
        ("story", "stories/b.jpg"),
        ("video", "stories/c.mp4"),
        ("photo", "chats/chat_1/photos/a.jpg"),
    ]
    assert [message.origin.channel for message in messages(path)] == [
        Channel("A", "11"),
        Channel("B", "22"),
        Channel("C", "33"),
    ]


def test_usernames_of_an_account_go_by_chat_and_one_for_all_is_passed_over(tmp_path: Path) -> None:
    path = write_files(tmp_path / "a", _account())
    (export,) = open_exports(path, {"": "everyone", "-1000000000022": "bravo"})
    found = [item.origin for item in export.read() if isinstance(item, Message)]

    assert export.ignored_username == "everyone"
    assert [origin.channel and origin.channel.username for origin in found] == [None, "bravo", None]
    assert found[1].permalink == Permalink("https://t.me/bravo/2", public=True)


def test_a_username_for_the_one_chat_is_not_ignored(tmp_path: Path) -> None:
    assert opened(an_export(tmp_path, a_message()), name="gossip").ignored_username is None


_FAULTS: Mapping[str, Callable[[bytes], bytes]] = {
    "control characters": lambda data: data.replace(b"WORDS", b"a\\x1Fb"),
    "separators": lambda data: data.replace(b"WORDS", b"a\\u2028\x80\xa8b"),
    "no utf-8": lambda data: data.replace(b"WORDS", b"a\xff\xfeb"),
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "utf-16": lambda data: data.decode().encode("utf-16"),
    "an unquoted emoji": lambda data: data.replace(b'"EMOJI"', b"(File not included. Change it.)"),
}


@pytest.mark.parametrize("fault", _FAULTS.values(), ids=_FAULTS.keys())
def test_faults_of_real_exporters_are_repaired(tmp_path: Path, fault: Callable[[bytes], bytes]) -> None:
    text = ["WORDS", {"type": "custom_emoji", "text": "!", "document_id": "EMOJI"}]
    document = fault(a_chat(a_message(1, text=text), a_message(2)))
    path = write_files(tmp_path / "a", {"result.json": document})

    assert [message.origin.message_id for message in messages(path)] == ["1", "2"]
    assert skips(path) == []


@pytest.mark.parametrize("odd", [None, 5, "text", [], [[]], {"id": {}}, {"id": 2**62, "text": [1, {"text": []}]}])
def test_messages_of_any_shape_are_counted_and_harmless(tmp_path: Path, odd: object) -> None:
    found: list[Item] = items(an_export(tmp_path, a_message(1), odd, a_message(2)))

    assert len(found) == 3
    assert all(isinstance(item, Message) for item in found)
