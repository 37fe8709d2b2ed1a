"""Downloads from Messenger and Instagram: every chat, every picture, and what became of the rest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.model import (
    Channel,
    ImageFile,
    Locator,
    MediaKind,
    Message,
    Missing,
    Moment,
    Origin,
    Reason,
    Sighting,
    Skipped,
)
from exposurewatch.sources import open_exports
from exposurewatch.sources.folders import Folder
from exposurewatch.sources.messenger import MESSENGER
from exposurewatch.sources.source import Part
from tests.sources.builders import JPEG, items, kinds, messages, opened, sightings, skips, write_files, write_zip

_TOP = "your_facebook_activity/messages/"
_CHAT = f"{_TOP}inbox/aunties_123/"


def _chat(*said: Mapping[str, Any], title: str = "Aunties") -> bytes:
    posted = [{"sender_name": "Ana", "timestamp_ms": 1714528800123, **each} for each in said]
    return json.dumps({"participants": [{"name": "Ana"}], "messages": posted, "title": title}).encode()


def _photo(uri: str) -> dict[str, Any]:
    return {"photos": [{"uri": uri, "creation_timestamp": 1714528800}]}


def test_a_message_and_its_picture(tmp_path: Path) -> None:
    said = {"content": "who is she"} | _photo(f"{_CHAT}photos/7.jpg")
    files = {f"{_CHAT}message_1.json": _chat(said), f"{_CHAT}photos/7.jpg": JPEG}
    path = write_zip(tmp_path / "facebook-ana.zip", files)

    message, sighting = items(path)

    origin = Origin(
        source="messenger",
        locator=Locator(str(path), f"{_CHAT}message_1.json"),
        channel=Channel("Aunties"),
        message_id=None,
        date=Moment(datetime(2024, 5, 1, 2, 0, tzinfo=UTC)),
        sender="Ana",
        forwarded_from=None,
        permalink=None,
        reply_to=None,
    )
    assert message == Message(origin, "who is she")
    assert isinstance(sighting, Sighting)
    assert sighting.caption == "who is she"
    assert sighting.origin.locator == Locator(str(path), f"{_CHAT}photos/7.jpg")
    assert isinstance(sighting.media, ImageFile)
    assert (sighting.media.kind, sighting.media.read()) == (MediaKind.PHOTO, JPEG)


@pytest.mark.parametrize("named", ["", "facebook-ana", f"facebook-ana/{_CHAT}", f"facebook-ana/{_CHAT}message_1.json"])
def test_it_is_read_whatever_part_of_it_is_named(tmp_path: Path, named: str) -> None:
    said = _photo(f"{_CHAT}photos/7.jpg")
    files = {f"{_CHAT}message_1.json": _chat(said), f"{_CHAT}photos/7.jpg": JPEG}
    write_files(tmp_path / "a/facebook-ana", files)

    found = sightings(tmp_path / "a" / named)

    assert [(kind, path.rpartition("/")[2]) for kind, path in kinds(found)] == [("photo", "7.jpg")]
    assert found[0].origin.sender == "Ana"


def test_a_chat_that_was_copied_out_of_it_finds_what_lies_beside_it(tmp_path: Path) -> None:
    said = _photo(f"{_CHAT}photos/7.jpg")
    for folder in ("aunties_123", "renamed"):
        files = {"message_1.json": _chat(said), "photos/7.jpg": JPEG}
        assert kinds(sightings(write_files(tmp_path / "x" / folder, files))) == [("photo", "photos/7.jpg")]
    nested = write_files(tmp_path / "y", {f"aunties_123/{name}": files[name] for name in files})
    assert kinds(sightings(nested)) == [("photo", "aunties_123/photos/7.jpg")]


def test_many_chats_are_one_download(tmp_path: Path) -> None:
    files = {f"{_TOP}inbox/ana_{number}/message_1.json": _chat({}, title=f"Chat {number}") for number in (10, 9)}
    files[f"{_TOP}inbox/ana_9/message_2.json"] = _chat({}, title="Chat 9")
    files[f"{_TOP}archived_threads/siti_5/message_1.json"] = _chat({}, title="")
    path = write_files(tmp_path / "a", files)

    assert opened(path).label == "Messenger download, 3 chats, 4 messages"
    titles = [message.origin.channel.title for message in messages(path) if message.origin.channel]
    assert sorted(titles, key=str) == ["Chat 10", "Chat 9", "Chat 9", "siti_5"]


def test_the_files_of_a_chat_are_read_in_their_order(tmp_path: Path) -> None:
    files = {f"{_CHAT}message_{number}.json": _chat({"content": str(number)}) for number in (10, 2, 1)}

    assert [message.text for message in messages(write_zip(tmp_path / "a.zip", files))] == ["1", "2", "10"]


@pytest.mark.parametrize("top", ["messages/", "your_instagram_activity/messages/"])
def test_a_download_of_instagram_is_called_so_where_it_says_so(tmp_path: Path, top: str) -> None:
    path = write_files(tmp_path / "a", {f"{top}inbox/ana_1/message_1.json": _chat({})})

    assert opened(path).label == ("Instagram" if "instagram" in top else "Messenger") + " download, 1 chat, 1 message"


def test_stickers_lie_beside_the_chats(tmp_path: Path) -> None:
    said = {"sticker": {"uri": f"{_TOP}stickers_used/1.png"}}
    path = write_files(tmp_path / "a", {f"{_CHAT}message_1.json": _chat(said), f"{_TOP}stickers_used/1.png": JPEG})

    assert kinds(sightings(path)) == [("sticker", f"{_TOP}stickers_used/1.png")]


def test_encrypted_chats_lie_beside_their_media(tmp_path: Path) -> None:
    def chat(name: str) -> bytes:
        posted = [
            {"senderName": name, "timestamp": 1714528800123, "text": "", "media": [{"uri": f"./media/{name}.jpg"}]}
        ]
        return json.dumps({"participants": [name], "threadName": name, "messages": posted}).encode()

    files = {f"{name}_1.json": chat(name) for name in ("Ana", "Siti")} | {"media/Ana.jpg": JPEG, "papers_1.json": b"{}"}
    path = write_zip(tmp_path / "messages.zip", files)

    assert opened(path).label == "Messenger download, 2 chats, 2 messages"
    assert kinds(sightings(path)) == [("photo", "media/Ana.jpg"), ("missing-file", "media/Siti.jpg")]
    assert [message.origin.channel for message in messages(path)] == [Channel("Ana"), Channel("Siti")]


def test_what_is_not_looked_at_is_counted_with_its_reason(tmp_path: Path) -> None:
    said = (
        _photo(f"{_CHAT}photos/8.jpg"),
        _photo("https://example.org/8.jpg"),
        _photo("messages/../../../../secret.jpg"),
        {"videos": [{"uri": f"{_CHAT}videos/8.mp4", "thumbnail": {"uri": f"{_CHAT}videos/8.jpg"}}]},
        {"files": [{"uri": f"{_CHAT}files/8.pdf"}]},
        {"audio_files": [{"uri": f"{_CHAT}audio/8.mp4"}]},
        {"is_unsent": True},
    )
    write_files(tmp_path, {"secret.jpg": JPEG})
    path = write_files(tmp_path / "a", {f"{_CHAT}message_1.json": _chat(*said)})

    assert [
        (media.reason, media.detail) for media in (each.media for each in sightings(path)) if isinstance(media, Missing)
    ] == [
        (Reason.MISSING_FILE, ""),
        (Reason.REMOTE_ONLY, "https://example.org/8.jpg"),
        (Reason.UNSAFE_PATH, ""),
        (Reason.MISSING_FILE, ""),
        (Reason.NOT_A_PICTURE, ""),
        (Reason.UNAVAILABLE, "it was unsent before the download was made"),
    ]


def test_pictures_that_no_message_mentions_are_there_too(tmp_path: Path) -> None:
    files = {f"{_CHAT}message_1.json": _chat({}), "your_facebook_activity/posts/media/1.jpg": JPEG}

    assert kinds(sightings(write_zip(tmp_path / "a.zip", files))) == [
        ("file", "your_facebook_activity/posts/media/1.jpg")
    ]


def test_a_chat_that_is_cut_off_is_said_to_be(tmp_path: Path) -> None:
    path = write_files(tmp_path / "a", {f"{_CHAT}message_1.json": _chat({}, {})[:-10]})

    assert [(skip.reason, skip.detail) for skip in skips(path)] == [
        (Reason.EXPORT_TRUNCATED, "2 messages were read, then it is cut off")
    ]


def test_other_json_is_no_chat(tmp_path: Path) -> None:
    files = {"your_posts_1.json": b'[{"timestamp": 1}]', "a_1.json": b'{"participants": []}', "a.jpg": JPEG}

    assert opened(write_files(tmp_path / "a", files)).source == "folder"
    assert MESSENGER.detect(Part(Folder(tmp_path))) is None


def test_a_username_of_telegram_means_nothing_here(tmp_path: Path) -> None:
    path = write_files(tmp_path / "a", {f"{_CHAT}message_1.json": _chat({})})
    (export,) = open_exports(path, {"": "gossip"})

    assert export.ignored_username == "gossip"
    assert not [item for item in export.read() if isinstance(item, Skipped)]
