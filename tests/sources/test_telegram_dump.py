"""Messages saved by scripts are tied to the pictures beside them only where there can be no doubt."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.model import Channel, Locator, Moment, Origin, Permalink, Reason, Unreadable
from exposurewatch.sources import telegram_dump
from exposurewatch.sources.containers import Member
from exposurewatch.sources.folders import Folder
from exposurewatch.sources.source import Part
from tests.sources.builders import JPEG, kinds, messages, opened, sightings, write_files

_PHOTO = "photo_2024-05-01_10-00-00"


def _a_message(number: int = 7, second: int = 0, **fields: Any) -> dict[str, Any]:
    return {
        "_": "Message",
        "id": number,
        "peer_id": {"_": "PeerChannel", "channel_id": 1234567890},
        "date": f"2024-05-01T10:00:{second:02}+00:00",
        "message": "who is she",
        "media": {"_": "MessageMediaPhoto", "photo": {"_": "Photo", "id": 5}},
        **fields,
    }


def _a_dump(root: Path, *saved: dict[str, Any], **files: bytes) -> Path:
    return write_files(root / "a", {"messages.json": json.dumps(saved).encode(), **files})


def test_the_one_picture_of_a_second_is_tied_to_its_one_message(tmp_path: Path) -> None:
    fields: dict[str, Any] = {"post_author": "Jane", "fwd_from": {"from_name": "Leaks"}, "reply_to_msg_id": 3}
    root = _a_dump(tmp_path, _a_message(**fields), **{f"{_PHOTO}.jpg": JPEG})
    (sighting,) = sightings(root)

    assert opened(root).source == "telegram-dump"
    assert sighting.caption == "who is she"
    assert sighting.origin == Origin(
        source="telegram-dump",
        locator=Locator(str(root), f"{_PHOTO}.jpg"),
        channel=Channel(None, "1234567890", None),
        message_id="7",
        date=Moment(datetime(2024, 5, 1, 10, tzinfo=UTC), "2024-05-01T10:00:00+00:00"),
        sender="Jane",
        forwarded_from="Leaks",
        permalink=Permalink("https://t.me/c/1234567890/7", public=False),
        reply_to="3",
    )


@pytest.mark.parametrize(
    "name", [f"{_PHOTO}.jpg", f"{_PHOTO} (2).jpg", f"downloads/{_PHOTO}_-123456789.jpg", f"downloads/{_PHOTO}.jpeg"]
)
def test_names_are_known_in_the_forms_that_programs_give_them(tmp_path: Path, name: str) -> None:
    assert kinds(sightings(_a_dump(tmp_path, _a_message(), **{name: JPEG}))) == [("photo", name)]


def test_two_pictures_of_one_second_are_tied_to_nothing(tmp_path: Path) -> None:
    files = {f"{_PHOTO}.jpg": JPEG, f"{_PHOTO} (1).jpg": JPEG}
    found = kinds(sightings(_a_dump(tmp_path, _a_message(), **files)))

    assert found[0] == ("not-included", "messages.json")
    assert sorted(found[1:]) == [("file", f"{_PHOTO} (1).jpg"), ("file", f"{_PHOTO}.jpg")]


def test_two_messages_of_one_second_share_no_picture(tmp_path: Path) -> None:
    root = _a_dump(tmp_path, _a_message(7), _a_message(8), **{f"{_PHOTO}.jpg": JPEG})

    assert kinds(sightings(root)) == [("not-included", "messages.json")] * 2 + [("file", f"{_PHOTO}.jpg")]


def test_the_same_message_in_two_dumps_is_one(tmp_path: Path) -> None:
    again = json.dumps(_a_message()).encode()
    root = _a_dump(tmp_path, _a_message(), **{"again.ndjson": again, f"{_PHOTO}.jpg": JPEG})

    assert kinds(sightings(root)) == [("photo", f"{_PHOTO}.jpg")] * 2


def test_pictures_elsewhere_are_tied_to_nothing(tmp_path: Path) -> None:
    root = _a_dump(tmp_path, _a_message(), **{f"elsewhere/{_PHOTO}.jpg": JPEG})

    assert kinds(sightings(root)) == [("not-included", "messages.json"), ("file", f"elsewhere/{_PHOTO}.jpg")]


def test_a_dump_without_files_counts_what_is_not_in_it(tmp_path: Path) -> None:
    root = _a_dump(tmp_path, _a_message(7), _a_message(8, 30), _a_message(9, media=None))

    assert len(messages(root)) == 3
    assert kinds(sightings(root)) == [("not-included", "messages.json")] * 2


def test_what_pyrogram_saved_is_known_by_its_local_time(tmp_path: Path) -> None:
    message = {
        "_": "Message",
        "id": 7,
        "chat": {"_": "Chat", "id": -1009, "type": "ChatType.SUPERGROUP", "title": "Gossip", "username": "gossip"},
        "date": "2024-05-01 12:00:00",
        "photo": {"_": "Photo", "date": "2024-05-01 11:59:59"},
    }
    name = "downloads/photo_2024-05-01_11-59-59_-77.jpg"

    assert kinds(sightings(_a_dump(tmp_path, message, **{name: JPEG}))) == [("photo", name)]


def test_what_4cat_saved_is_known_by_chat_and_number(tmp_path: Path) -> None:
    message = _a_message(_chat={"username": "gossip"}, _type="Message")
    del message["_"]
    root = write_files(tmp_path / "a", {"messages.ndjson": json.dumps(message).encode() + b"\n", "gossip-7.jpeg": JPEG})

    assert opened(root).source == "telegram-dump"
    assert kinds(sightings(root)) == [("photo", "gossip-7.jpeg")]


def test_a_dump_is_never_its_own_picture(tmp_path: Path) -> None:
    document = {"_": "Document", "mime_type": "image/png", "attributes": [{"file_name": "messages.json"}]}
    root = _a_dump(tmp_path, _a_message(media={"document": document}))

    assert [word for word, _ in kinds(sightings(root))] == ["not-included"]


def test_a_document_that_cannot_be_opened_ties_nothing(tmp_path: Path) -> None:
    def refuse() -> Any:
        raise Unreadable(Reason.CANNOT_OPEN)

    root = write_files(tmp_path / "a", {f"{_PHOTO}.jpg": JPEG})
    part = Part(Folder(root), documents=(Member("messages.json", refuse),))

    assert telegram_dump._detect(part) is None
    assert [type(item).__name__ for item in telegram_dump._read(part, {})] == ["Skipped", "Sighting"]
