"""Telegram Desktop's JSON exports: every message, every picture, and what became of the rest."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from exposurewatch.model import (
    Channel,
    ImageFile,
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
from exposurewatch.sources.containers import Member, Stream
from exposurewatch.sources.folders import Folder
from exposurewatch.sources.source import Part
from exposurewatch.sources.telegram_json import TELEGRAM_JSON
from tests.sources.builders import (
    JPEG,
    a_chat,
    a_message,
    an_export,
    items,
    kinds,
    messages,
    opened,
    sightings,
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
    assert opened(path / name).label == "Telegram Desktop export (JSON), one chat: Gossip Corner, 1 message"


def test_it_is_found_in_a_zip_with_its_folder_in_it(tmp_path: Path) -> None:
    files = {"ChatExport/result.json": a_chat(a_message(photo="photos/a.jpg")), "ChatExport/photos/a.jpg": JPEG}
    path = write_zip(tmp_path / "a.zip", files)

    assert kinds(sightings(path)) == [("photo", "ChatExport/photos/a.jpg")]


def test_a_document_of_another_name_can_be_named(tmp_path: Path) -> None:
    path = write_files(tmp_path, {"gossip.json": a_chat(a_message())}) / "gossip.json"

    assert opened(path).label.startswith("Telegram Desktop export")


def test_the_title_is_cleaned_in_the_label(tmp_path: Path) -> None:
    path = an_export(tmp_path, a_message(), name="\x1b[31mGossip\u202e\n[bold]Corner")

    assert opened(path).label == "Telegram Desktop export (JSON), one chat: [31mGossip [bold]Corner, 1 message"


def test_an_export_without_a_title_is_labelled_without(tmp_path: Path) -> None:
    assert (
        opened(an_export(tmp_path, a_message(), name=None)).label
        == "Telegram Desktop export (JSON), one chat, 1 message"
    )


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

    part = Part(Folder(tmp_path), documents=(Member("result.json", refuse),))

    recognised = TELEGRAM_JSON.detect(part)
    assert recognised is not None
    assert "cannot be opened" in recognised.label
    skips = [item for item in TELEGRAM_JSON.read(part, {}) if isinstance(item, Skipped)]
    assert [(skip.reason, skip.detail) for skip in skips] == [
        (Reason.EXPORT_DAMAGED, "0 messages were read, then the file could not be opened")
    ]


def test_a_part_without_a_document_is_none_of_its_own(tmp_path: Path) -> None:
    assert TELEGRAM_JSON.detect(Part(Folder(write_files(tmp_path, {"a.jpg": JPEG})))) is None


def test_exports_that_go_by_names_of_their_own_are_read_from_one_folder(tmp_path: Path) -> None:
    chats = {f"{name}.json": a_chat(a_message(), name=name) for name in ("One", "Two")}
    export = opened(write_files(tmp_path / "a", chats | {"papers.json": b"{}"}))

    assert export.label == "Telegram Desktop export (JSON), 2 files"
    assert [
        item.origin.channel.title for item in export.read() if isinstance(item, Message) and item.origin.channel
    ] == [
        "One",
        "Two",
    ]
    assert opened(tmp_path / "a" / "Two.json").label == "Telegram Desktop export (JSON), one chat: Two, 1 message"
