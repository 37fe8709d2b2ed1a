"""What tdl listed and downloaded is read together: each file belongs to the message that its name begins with."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.model import Channel, Locator, Moment, Origin, Permalink, Reason, Skipped
from tests.sources.builders import JPEG, MP4, items, kinds, messages, opened, sightings, write_files

_LIST = "tdl-export.json"


def _an_export(root: Path, *listed: dict[str, Any], **files: bytes) -> Path:
    data = json.dumps({"id": 1234567890, "messages": listed}).encode()
    return write_files(root / "a", {_LIST: data, **files})


def _a_message(number: int = 7, file: str = "5500.jpg", **fields: Any) -> dict[str, Any]:
    return {"id": number, "type": "message", "file": file, **fields}


def test_a_download_is_tied_to_its_message(tmp_path: Path) -> None:
    raw = {"FromID": {"UserID": 5}, "FwdFrom": {"FromName": "Leaks"}, "ReplyTo": {"ReplyToMsgID": 3}}
    message = _a_message(date=1714557600, text="who is she", raw=raw)
    root = _an_export(tmp_path, message, **{"1234567890_7_5500.jpg": JPEG})
    (sighting,) = sightings(root, name="gossipcorner")

    assert opened(root).source == "tdl"
    assert opened(root).label == "tdl export (JSON and downloads), 1 message"
    assert sighting.caption == "who is she"
    assert sighting.origin == Origin(
        source="tdl",
        locator=Locator(str(root), "1234567890_7_5500.jpg"),
        channel=Channel(None, "1234567890", "gossipcorner"),
        message_id="7",
        date=Moment(datetime(2024, 5, 1, 10, tzinfo=UTC), None),
        sender="user 5",
        forwarded_from="Leaks",
        permalink=Permalink("https://t.me/gossipcorner/7", public=True),
        reply_to="3",
    )


@pytest.mark.parametrize("folder", ["", "downloads/", "a/b/"])
def test_downloads_may_lie_anywhere_beneath(tmp_path: Path, folder: str) -> None:
    root = _an_export(tmp_path, _a_message(), **{f"{folder}1234567890_7_5500.jpg": JPEG})

    assert kinds(sightings(root)) == [("photo", f"{folder}1234567890_7_5500.jpg")]


def test_a_name_that_was_changed_for_the_disk_still_fits(tmp_path: Path) -> None:
    root = _an_export(tmp_path, _a_message(file="we/ird:name?.png"), **{"1234567890_7_we!ird!name!.png": JPEG})

    assert kinds(sightings(root)) == [("document", "1234567890_7_we!ird!name!.png")]


def test_of_two_files_of_a_message_the_one_of_that_very_name_counts(tmp_path: Path) -> None:
    files = {"1234567890_7_5500.jpg": JPEG, "1234567890_7_other.jpg": JPEG}

    assert kinds(sightings(_an_export(tmp_path, _a_message(), **files))) == [
        ("photo", "1234567890_7_5500.jpg"),
        ("file", "1234567890_7_other.jpg"),
    ]


def test_where_none_has_that_very_name_all_are_looked_at_apart(tmp_path: Path) -> None:
    files = {"1234567890_7_x.jpg": JPEG, "1234567890_7_y.jpg": JPEG}

    assert kinds(sightings(_an_export(tmp_path, _a_message(), **files))) == [
        ("missing-file", "1234567890_7_5500.jpg"),
        ("file", "1234567890_7_x.jpg"),
        ("file", "1234567890_7_y.jpg"),
    ]


def test_a_list_without_downloads_counts_what_is_not_in_it(tmp_path: Path) -> None:
    root = _an_export(tmp_path, _a_message(), _a_message(8, "a.mp4"), _a_message(9, ""), **{"99_7_5500.jpg": JPEG})

    assert len(messages(root)) == 3
    assert kinds(sightings(root)) == [("not-included", _LIST), ("not-included", _LIST), ("file", "99_7_5500.jpg")]


def test_beside_other_downloads_what_is_not_there_is_missing(tmp_path: Path) -> None:
    files = {"1234567890_8_a.mp4": MP4, "1234567890_7_5500.jpg.tmp": JPEG}
    root = _an_export(tmp_path, _a_message(), _a_message(8, "a.mp4"), **files)

    assert kinds(sightings(root))[:2] == [("missing-file", "1234567890_7_5500.jpg"), ("video", "1234567890_8_a.mp4")]


def test_a_list_without_messages_is_one(tmp_path: Path) -> None:
    root = _an_export(tmp_path, **{"1234567890_7_5500.jpg": JPEG})

    assert opened(root).source == "tdl"
    assert [item.reason for item in items(root) if isinstance(item, Skipped)] == [Reason.EXPORT_TRUNCATED]
    assert kinds(sightings(root)) == [("file", "1234567890_7_5500.jpg")]


def test_a_path_in_a_name_leads_nowhere(tmp_path: Path) -> None:
    write_files(tmp_path, {"secret.jpg": JPEG})
    root = _an_export(tmp_path, _a_message(file="/../../secret.jpg"), **{"1234567890_8_a.jpg": JPEG})

    assert ("photo", "secret.jpg") not in kinds(sightings(root))
    assert kinds(sightings(root))[0][0] in ("unsafe-path", "missing-file")


def test_two_lists_in_a_folder_are_read_together(tmp_path: Path) -> None:
    other = json.dumps({"id": 5, "messages": [_a_message(1, "b.jpg")]}).encode()
    root = _an_export(tmp_path, _a_message(), **{"other.json": other, "5_1_b.jpg": JPEG, "1234567890_7_a.jpg": JPEG})

    assert {sighting.origin.channel.id for sighting in sightings(root) if sighting.origin.channel} == {
        "5",
        "1234567890",
    }
    assert opened(root, name="gossipcorner").ignored_username == "gossipcorner"
