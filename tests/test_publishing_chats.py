"""A feed names no chat between people, whatever program has saved it and whatever it says of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.model import Channel
from exposurewatch.publishing import Published, named_in, publish
from exposurewatch.sources import open_exports
from tests.fakes import FakeExtractor
from tests.parsers.databases import a_telegram_archive, a_tg_archive
from tests.parsers.html_pages import message as html_message
from tests.parsers.html_pages import page, photo
from tests.sources.builders import JPEG, a_chat, a_message, items, write_files
from tests.sources.discord import a_channel, a_discord_message

_DATE = "2024-05-01T10:00:00+00:00"
_PERSON = {"first_name": "Anna", "last_name": "Example", "username": "anna"}
_GOSSIP = {"title": "Gossip", "username": "gossip"}

Files = Mapping[str, bytes]


def _pyrogram(kind: str, **chat: Any) -> Files:
    said = {
        "_": "Message",
        "id": 7,
        "chat": {"_": "Chat", "id": 5, "type": kind, **chat},
        "date": "2024-05-01 10:00:00",
    }
    said |= {"photo": {"_": "Photo", "date": "2024-05-01 10:00:00"}}
    return {"messages.json": json.dumps([said]).encode(), "photo_2024-05-01_10-00-00.jpg": JPEG}


def _telethon(peer: Mapping[str, Any] | None, key: str = "peer_id", **chat: Any) -> Files:
    media = {"_": "MessageMediaPhoto", "photo": {"_": "Photo", "id": 5}}
    said = {"_": "Message", "id": 7, key: peer, "date": _DATE, "media": media, "_chat": {"id": 5, **chat}}
    return {"messages.json": json.dumps([said]).encode(), f"{chat['username']}-7.jpeg": JPEG}


def _from_4cat(peer: Mapping[str, Any], **chat: Any) -> Files:
    media = {"_type": "MessageMediaPhoto", "photo": {"_type": "Photo", "id": 5}}
    said = {"_chat": {"id": 5, **chat}, "_type": "Message", "id": 7, "peer_id": peer, "date": _DATE, "media": media}
    return {"4cat.ndjson": json.dumps(said).encode(), f"{chat['username']}-7.jpeg": JPEG}


def _archive(number: int, *names: str | None) -> Files:
    data = a_telegram_archive(
        chats=[(number, "private", *names)],
        users=[],
        messages=[(7, number, 5, "2024-05-01 10:00:00", "", None, None, None)],
        media=[("a", 7, number, "photo", f"/data/media/{number}/7.jpg", None, "image/jpeg", 1)],
    )
    return {"telegram_backup.db": data, f"media/{number}/7.jpg": JPEG}


def _desktop(kind: str) -> Files:
    said = a_message(7, photo="photos/7.jpg")
    return {"result.json": a_chat(said, name="Anna Example", type=kind, id=5), "photos/7.jpg": JPEG}


def _html() -> Files:
    return {
        "messages.html": page(html_message(7, photo("photos/7.jpg")), title="Anna Example"),
        "photos/7.jpg": JPEG,
        "photos/7_thumb.jpg": JPEG,
    }


def _tdl() -> Files:
    listed = {"id": 5, "messages": [{"id": 7, "type": "message", "file": "5500.jpg"}]}
    return {"tdl-export.json": json.dumps(listed).encode(), "5_7_5500.jpg": JPEG}


def _tg_archive() -> Files:
    rows: dict[str, Any] = {
        "messages": [(7, "message", "2024-05-01 10:00:00", None, "", None, 5, 7)],
        "users": [(5, "anna", "Anna", "Example", "", None)],
        "media": [(7, "photo", "7.jpg", "photo.jpg", None, None)],
    }
    return {"data.sqlite": a_tg_archive(**rows), "media/7.jpg": JPEG}


def _discord() -> Files:
    file = {"id": "1", "url": "c.json_Files/7.png", "fileName": "7.png", "fileSizeBytes": 9}
    chat = {"id": "5", "type": "DirectTextChat", "category": "Private", "name": "anna"}
    guild = {"id": "0", "name": "Direct Messages", "iconUrl": ""}
    said = a_discord_message(attachments=[file])
    return {"c.json": a_channel(said, channel=chat, guild=guild), "c.json_Files/7.png": JPEG}


def _messenger() -> Files:
    chat = "your_facebook_activity/messages/inbox/anna_123/"
    said = {"sender_name": "Anna", "timestamp_ms": 1714528800123, "photos": [{"uri": f"{chat}photos/7.jpg"}]}
    told = {"participants": [{"name": "Anna"}], "messages": [said], "title": "Anna Example"}
    return {f"{chat}message_1.json": json.dumps(told).encode(), f"{chat}photos/7.jpg": JPEG}


def _whatsapp() -> Files:
    words = "31/12/22, 11:41 - Anna: IMG-20221231-WA0001.jpg (file attached)\n" * 2
    return {"WhatsApp Chat with Anna Example.txt": words.encode(), "IMG-20221231-WA0001.jpg": JPEG}


def _entries(path: Path, name: str | None, **options: Any) -> list[Published]:
    (export,) = open_exports(path, {"": name} if name else {})
    extractor = FakeExtractor[bytes, Any]({JPEG: ()}, ())
    return [one for one in publish(export.read(), extractor, lambda _: False, **options) if isinstance(one, Published)]


@pytest.mark.parametrize("name", [None, "anna"])
@pytest.mark.parametrize(
    "files",
    [
        _pyrogram("ChatType.PRIVATE", **_PERSON),
        _pyrogram("ChatType.BOT", **_PERSON),
        _pyrogram("private", **_PERSON),
        _pyrogram("ChatType.GROUP", title="Family", username="anna"),
        _pyrogram("", **_PERSON),
        _telethon({"_": "PeerUser", "user_id": 5}, **_PERSON),
        _telethon({"_": "PeerUser", "user_id": 5, "chat_id": None, "channel_id": None}, **_PERSON),
        _telethon({"_": "PeerUser", "user_id": 5}, "to_id", **_PERSON),
        _telethon({"_": "PeerChat", "chat_id": 5}, title="Family", username="anna"),
        _telethon(None, title="Anna Example", username="anna"),
        _from_4cat({"_type": "PeerUser", "user_id": 5}, **_PERSON),
        _archive(5, None, "anna", "Anna", "Example"),
        _archive(-5, "Family", "anna", None, None),
        _desktop("personal_chat"),
        _desktop("bot_chat"),
        _desktop("saved_messages"),
        _desktop("private_group"),
        _desktop(""),
        _discord(),
        _messenger(),
        _whatsapp(),
    ],
)
def test_no_chat_between_people_is_named(tmp_path: Path, files: Files, name: str | None) -> None:
    """Neither by what the export says, nor where a name is given for a chat that can have no public link."""
    root = write_files(tmp_path / "export", files)
    (export,) = open_exports(root, {"": name} if name else {})
    assert list(named_in(export.read(), private=True)) != []
    assert list(named_in(export.read())) == []
    entries = _entries(root, name)
    assert entries
    for one in entries:
        assert not one.named
        assert (one.entry.channel, one.entry.message_id, one.entry.permalink) == (None, None, None)


@pytest.mark.parametrize("files", [_html(), _tdl(), _tg_archive()])
def test_where_an_export_does_not_say_what_a_chat_is_it_is_named_only_by_whoever_gives_its_name(
    tmp_path: Path, files: Files
) -> None:
    root = write_files(tmp_path / "export", files)
    assert not any(one.named for one in _entries(root, None))
    assert all(one.named for one in _entries(root, "gossip"))


@pytest.mark.parametrize(
    "files",
    [
        _pyrogram("ChatType.CHANNEL", **_GOSSIP),
        _pyrogram("supergroup", **_GOSSIP),
        _telethon({"_": "PeerChannel", "channel_id": 5}, **_GOSSIP),
        _from_4cat({"_type": "PeerChannel", "channel_id": 5}, **_GOSSIP),
        _archive(-1000000000005, "Gossip", "gossip", None, None),
    ],
)
def test_public_channels_are_named_with_their_links(tmp_path: Path, files: Files) -> None:
    root = write_files(tmp_path / "export", files)
    chat = Channel("Gossip", "5", "gossip")
    assert set(named_in(items(root))) == {chat}
    (one,) = _entries(root, None)
    assert (one.entry.channel, one.entry.message_id) == (chat, "7")
    assert one.entry.permalink is not None
    assert one.entry.permalink.url == "https://t.me/gossip/7"


@pytest.mark.parametrize("kind", ["public_channel", "public_supergroup"])
def test_the_username_that_is_given_for_a_channel_makes_it_one_with_links(tmp_path: Path, kind: str) -> None:
    root = write_files(tmp_path / "export", _desktop(kind))
    assert [one.named for one in _entries(root, None)] == [False]
    assert [one.named for one in _entries(root, "gossip")] == [True]


@pytest.mark.parametrize("make", [lambda: _desktop("personal_chat"), _messenger])
def test_private_titles_name_all_that_is_listed_first(tmp_path: Path, make: Callable[[], Files]) -> None:
    root = write_files(tmp_path / "export", make())
    (chat,) = named_in(items(root), private=True)
    (one,) = _entries(root, None, private=True)
    assert one.entry.channel == chat
    assert chat.title == "Anna Example"


def test_a_chat_that_was_not_agreed_to_is_not_named_even_if_it_is_public(tmp_path: Path) -> None:
    root = write_files(tmp_path / "export", _pyrogram("ChatType.CHANNEL", **_GOSSIP))
    (one,) = _entries(root, None, agreed=frozenset())
    assert (one.named, one.entry.message_id, one.entry.permalink) == (False, None, None)
