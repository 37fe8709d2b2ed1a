"""Messages that scripts wrote down become posts, whichever of the programs wrote them and in which of the forms."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import Channel, MediaKind, Moment, Reason
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.posts import Post
from exposurewatch.parsers.telegram_dump import TELEGRAM_DUMP, read_message
from tests.parsers.databases import ended, posts

_TEN = datetime(2024, 5, 1, 10, tzinfo=UTC)
_LOCAL = "the local time of the computer that saved it; the file does not say in which time zone"
_TELETHON: dict[str, Any] = {
    "_": "Message",
    "id": 7,
    "peer_id": {"_": "PeerChannel", "channel_id": 1234567890},
    "date": "2024-05-01T10:00:00+00:00",
    "message": "who is she",
    "from_id": {"_": "PeerUser", "user_id": 5},
    "fwd_from": {"_": "MessageFwdHeader", "from_id": {"_": "PeerChannel", "channel_id": 9}, "from_name": None},
    "reply_to": {"_": "MessageReplyHeader", "reply_to_msg_id": 3},
    "media": {"_": "MessageMediaPhoto", "photo": {"_": "Photo", "id": 55, "sizes": []}, "ttl_seconds": None},
    "grouped_id": 77,
    "post_author": None,
}
_PYROGRAM: dict[str, Any] = {
    "_": "Message",
    "id": 7,
    "from_user": {"_": "User", "first_name": "Jane", "last_name": "Doe"},
    "date": "2024-05-01 12:00:00",
    "chat": {
        "_": "Chat",
        "id": -1001234567890,
        "type": "ChatType.CHANNEL",
        "title": "Gossip Corner",
        "username": "gossipcorner",
    },
    "forward_from_chat": {"_": "Chat", "title": "Leaks"},
    "reply_to_message_id": 3,
    "media": "MessageMediaType.PHOTO",
    "media_group_id": 77,
    "caption": "who is she",
    "photo": {"_": "Photo", "file_unique_id": "x", "date": "2024-05-01 11:59:59"},
}


def _one(fields: dict[str, Any]) -> Post:
    post = read_message(fields)
    assert post is not None
    return post


def _named(fields: dict[str, Any]) -> list[tuple[MediaKind, Nature, str]]:
    return [(file.kind, file.nature, file.path) for file in _one(fields).attachments]


def test_every_field_that_telethon_writes_is_read() -> None:
    path = "photo_2024-05-01_10-00-00.jpg"

    assert _one(_TELETHON) == Post(
        chat=Channel(id="1234567890"),
        id="7",
        date=Moment(_TEN, "2024-05-01T10:00:00+00:00"),
        sender="user 5",
        forwarded_from="channel 9",
        reply_to="3",
        text="who is she",
        attachments=(Attachment(MediaKind.PHOTO, Nature.PICTURE, path, absent=Reason.NOT_INCLUDED),),
        album="1234567890 77",
        linkable=True,
    )


def test_every_field_that_pyrogram_writes_is_read() -> None:
    path = "photo_2024-05-01_11-59-59.jpg"

    assert _one(_PYROGRAM) == Post(
        chat=Channel("Gossip Corner", "1234567890", "gossipcorner"),
        id="7",
        date=Moment(None, "2024-05-01 12:00:00", _LOCAL),
        sender="Jane Doe",
        forwarded_from="Leaks",
        reply_to="3",
        text="who is she",
        attachments=(Attachment(MediaKind.PHOTO, Nature.PICTURE, path, absent=Reason.NOT_INCLUDED),),
        album="1234567890 77",
        linkable=True,
    )


def test_what_4cat_adds_is_read() -> None:
    fields = {
        "id": 7,
        "_chat": {"id": 1234567890, "username": "gossipcorner", "title": "Gossip Corner"},
        "_sender": {"first_name": "Jane", "last_name": None},
        "date": 1714557600.0,
        "message": "who is she",
        "media": {"_type": "MessageMediaPhoto", "photo": {"_type": "Photo", "id": 5}},
    }
    post = _one(fields)

    assert post.chat == Channel("Gossip Corner", "1234567890", "gossipcorner")
    assert (post.sender, post.text) == ("Jane", "who is she")
    assert post.date == Moment(_TEN, None)
    assert [file.path for file in post.attachments] == ["gossipcorner-7.jpeg"]


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([_TELETHON, _PYROGRAM]),
        json.dumps([_TELETHON, _PYROGRAM], indent=4, ensure_ascii=False),
        "\n\n " + json.dumps(_TELETHON) + "\n" + json.dumps(_PYROGRAM) + "\n",
        json.dumps(_TELETHON, indent=1) + json.dumps(_PYROGRAM, indent=1),
        "\ufeff" + json.dumps([{"_": "User", "id": 5}, _TELETHON, 5, None, {"_": "MessageEmpty", "id": 8}, _PYROGRAM]),
        " " * 200_000 + json.dumps([_TELETHON, _PYROGRAM]),
    ],
)
def test_arrays_lines_and_texts_that_follow_each_other_are_read(data: str) -> None:
    assert posts(TELEGRAM_DUMP, data.encode()) == [_one(_TELETHON), _one(_PYROGRAM)]


def test_one_message_alone_is_read() -> None:
    assert posts(TELEGRAM_DUMP, json.dumps(_PYROGRAM).encode()) == [_one(_PYROGRAM)]


@pytest.mark.parametrize("fields", [{}, {"_": "User"}, {"_": "Message", "empty": True, "chat": {}}, {"_": []}])
def test_what_is_no_message_is_none(fields: dict[str, Any]) -> None:
    assert read_message(fields) is None


def test_pictures_sent_as_files_are_known_by_their_names() -> None:
    document = {
        "_": "Document",
        "mime_type": "image/png",
        "attributes": [{"_": "DocumentAttributeFilename", "file_name": "she.png"}, 5],
        "thumbs": [{"_": "Photo"}],
    }

    assert _named(_TELETHON | {"media": {"_": "MessageMediaDocument", "document": document}}) == [
        (MediaKind.DOCUMENT, Nature.PICTURE, "she.png")
    ]


@pytest.mark.parametrize(
    ("attribute", "mime", "shown"),
    [
        ("DocumentAttributeSticker", "image/webp", (MediaKind.STICKER, Nature.PICTURE)),
        ("DocumentAttributeVideo", "", (MediaKind.DOCUMENT, Nature.VIDEO)),
        ("DocumentAttributeAudio", "audio/ogg", (MediaKind.DOCUMENT, Nature.SOUND)),
    ],
)
def test_documents_are_what_their_attributes_say(attribute: str, mime: str, shown: tuple[MediaKind, Nature]) -> None:
    document = {"_": "Document", "mime_type": mime, "attributes": [{"_": attribute}]}

    assert _named(_TELETHON | {"media": {"_": "MessageMediaDocument", "document": document}}) == [
        (*shown, "document_2024-05-01_10-00-00")
    ]


def test_previews_and_new_pictures_of_a_chat_are_told_apart() -> None:
    photo = {"_": "Photo"}
    preview = {"_": "MessageMediaWebPage", "webpage": {"_": "WebPage", "photo": photo}}
    changed = {"_": "MessageService", "media": None, "action": {"_": "MessageActionChatEditPhoto", "photo": photo}}

    assert [kind for kind, *_ in _named(_TELETHON | {"media": preview})] == [MediaKind.LINK_PREVIEW]
    assert [kind for kind, *_ in _named(_TELETHON | changed)] == [MediaKind.SERVICE_PHOTO]


@pytest.mark.parametrize(
    ("media", "why"),
    [
        ({"_": "MessageMediaPhoto", "photo": None, "ttl_seconds": 10}, "destroyed itself"),
        ({"_": "MessageMediaUnsupported"}, "could not write"),
        ({"_": "MessageMediaGeo"}, ""),
    ],
)
def test_what_vanished_is_said(media: dict[str, Any], why: str) -> None:
    assert why in _one(_TELETHON | {"media": media}).vanished
    assert bool(why) == bool(_one(_TELETHON | {"media": media}).vanished)


def test_pyrogram_says_what_it_could_not_write() -> None:
    unsupported = {key: value for key, value in _PYROGRAM.items() if key != "photo"}

    assert "could not write" in _one(unsupported | {"media": "MessageMediaType.UNSUPPORTED"}).vanished
    assert not _one(unsupported).vanished


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("document", (MediaKind.DOCUMENT, Nature.PICTURE, "she.png")),
        ("sticker", (MediaKind.STICKER, Nature.PICTURE, "she.png")),
        ("video", (MediaKind.DOCUMENT, Nature.VIDEO, "she.png")),
        ("voice", (MediaKind.DOCUMENT, Nature.SOUND, "she.png")),
        ("new_chat_photo", (MediaKind.SERVICE_PHOTO, Nature.PICTURE, "she.png")),
    ],
)
def test_files_of_pyrogram_are_what_they_are_called(key: str, shown: tuple[MediaKind, Nature, str]) -> None:
    fields = {each: value for each, value in _PYROGRAM.items() if each != "photo"}

    assert _named(fields | {key: {"file_name": "she.png", "mime_type": "image/png"}}) == [shown]


def test_a_preview_in_pyrogram_is_one() -> None:
    preview = _PYROGRAM | {"photo": None, "web_page": {"photo": {"date": 1714557600}}}

    assert _named(preview) == [(MediaKind.LINK_PREVIEW, Nature.PICTURE, "")]


def test_a_video_without_a_name_has_the_beginning_of_one() -> None:
    moving = _PYROGRAM | {"photo": None, "video": {"date": "2024-05-01 11:59:59"}}

    assert _named(moving) == [(MediaKind.DOCUMENT, Nature.VIDEO, "video_2024-05-01_11-59-59")]


@pytest.mark.parametrize(
    ("fields", "sender"),
    [
        ({"author_signature": "Ann"}, "Jane Doe (Ann)"),
        ({"from_user": None, "sender_chat": {"title": "Gossip"}}, "Gossip"),
        ({"from_user": {"username": "jane"}}, "jane"),
        ({"from_user": None}, None),
    ],
)
def test_pyrogram_names_the_sender(fields: dict[str, Any], sender: str | None) -> None:
    assert _one(_PYROGRAM | fields).sender == sender


def test_a_hidden_forwarder_is_named() -> None:
    fields = _PYROGRAM | {"forward_from_chat": None, "forward_sender_name": "Hidden"}

    assert _one(fields).forwarded_from == "Hidden"


def test_words_are_cleaned() -> None:
    assert _one(_TELETHON | {"message": "a\x1b[31m\u202eb", "post_author": "Ja\nne"}).text == "a[31mb"
    assert _one(_TELETHON | {"post_author": "Ja\nne"}).sender == "Ja ne"


@pytest.mark.parametrize("form", [[_TELETHON] * 50, None])
def test_a_file_that_is_cut_off_gives_what_is_there(form: Any) -> None:
    data = json.dumps(form) if form else "\n".join([json.dumps(_TELETHON)] * 50)
    count, end = ended(TELEGRAM_DUMP, data[: len(data) // 2 + 10].encode())

    assert 20 < count < 50
    assert end.truncated


def test_nesting_ends_the_reading() -> None:
    count, end = ended(TELEGRAM_DUMP, b'[{"_": "Message", "media": ' + b"[" * 100_000)

    assert count == 0
    assert "nested" in end.detail


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*_TELETHON, *_PYROGRAM]), inner),
    max_leaves=8,
)


@given(st.sampled_from([_TELETHON, _PYROGRAM]), st.dictionaries(st.sampled_from([*_TELETHON, *_PYROGRAM]), _values))
def test_values_of_any_kind_may_stand_anywhere(base: dict[str, Any], changed: dict[str, Any]) -> None:
    read_message(base | changed)


@given(st.binary(max_size=100))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    list(TELEGRAM_DUMP.read(io.BytesIO(data)))
