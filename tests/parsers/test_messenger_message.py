"""A chat of a download becomes posts, of which every word is as it was typed."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.model import Channel, MediaKind, Moment, Reason
from exposurewatch.parsers import messenger_message
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.messenger_message import MESSENGER, repaired
from exposurewatch.parsers.posts import Ended, Post, Record

_THREAD = "your_facebook_activity/messages/inbox/aunties_123"
_NOON = datetime(2024, 5, 1, 2, 0, tzinfo=UTC)


def _mangled(words: str) -> str:
    """Words as a download has them."""
    return words.encode().decode("latin-1")


def _chat(*messages: Any, **fields: Any) -> bytes:
    """The file of a chat, with its title after its messages."""
    root = {"participants": [{"name": "Ana"}], "messages": messages, "title": "Aunties", "thread_path": _THREAD}
    return json.dumps(root | fields).encode()


def _encrypted(*messages: Any) -> bytes:
    return json.dumps({"participants": ["Ana"], "threadName": "Zoë_7", "messages": messages}).encode()


def _message(**fields: Any) -> dict[str, Any]:
    return {"sender_name": "Ana", "timestamp_ms": 1714528800123, "is_geoblocked_for_viewer": False} | fields


def _records(data: bytes) -> list[Record]:
    return list(MESSENGER.read(io.BytesIO(data)))


def _post(**fields: Any) -> Post:
    (post,) = _records(_chat(_message(**fields)))
    assert isinstance(post, Post)
    return post


def test_a_message_with_a_picture() -> None:
    uri = f"{_THREAD}/photos/7.jpg"
    (post,) = _records(
        _chat(
            _message(
                sender_name=_mangled("Zoë"),
                content=_mangled("who is she? 😭\u202e"),
                photos=[{"uri": uri, "creation_timestamp": 1714528799}],
                reactions=[{"reaction": "x", "actor": "Siti"}],
            ),
            title=_mangled("Aunties ❤"),
        )
    )

    assert post == Post(
        chat=Channel("Aunties ❤", "123"),
        date=Moment(_NOON),
        sender="Zoë",
        text="who is she? 😭",
        attachments=(Attachment(MediaKind.PHOTO, Nature.PICTURE, uri),),
    )


def test_a_message_of_an_encrypted_chat() -> None:
    fields = {"senderName": "Zoë", "timestamp": 1714528800123, "text": "hé", "type": "text", "isUnsent": False}
    (post,) = _records(_encrypted(fields | {"media": [{"uri": "./media/7.jpeg"}], "reactions": []}))

    assert post == Post(
        chat=Channel("Zoë_7"),
        date=Moment(_NOON),
        sender="Zoë",
        text="hé",
        attachments=(Attachment(MediaKind.PHOTO, Nature.PICTURE, "./media/7.jpeg"),),
    )


@pytest.mark.parametrize(
    ("fields", "kind", "nature"),
    [
        ({"photos": [{"uri": "photos/1"}]}, MediaKind.PHOTO, Nature.PICTURE),
        ({"videos": [{"uri": "videos/1.mp4"}]}, MediaKind.DOCUMENT, Nature.VIDEO),
        ({"videos": [{"uri": "videos/1"}]}, MediaKind.DOCUMENT, Nature.VIDEO),
        ({"gifs": [{"uri": "gifs/1.gif"}]}, MediaKind.PHOTO, Nature.PICTURE),
        ({"gifs": [{"uri": "gifs/1.mp4"}]}, MediaKind.DOCUMENT, Nature.VIDEO),
        ({"files": [{"uri": "files/me.png"}]}, MediaKind.DOCUMENT, Nature.PICTURE),
        ({"files": [{"uri": "files/me.pdf"}]}, MediaKind.DOCUMENT, Nature.OTHER),
        ({"files": [{"uri": "files/me"}]}, MediaKind.DOCUMENT, Nature.UNKNOWN),
        ({"audio_files": [{"uri": "audio/1.mp4"}]}, MediaKind.DOCUMENT, Nature.SOUND),
        ({"audio_files": [{"uri": "audio/1.wav"}]}, MediaKind.DOCUMENT, Nature.SOUND),
        ({"sticker": {"uri": "messages/stickers_used/1.png"}}, MediaKind.STICKER, Nature.PICTURE),
    ],
)
def test_every_list_of_files_is_read(fields: dict[str, Any], kind: MediaKind, nature: Nature) -> None:
    (attachment,) = _post(**fields).attachments

    assert (attachment.kind, attachment.nature) == (kind, nature)


def test_the_preview_of_a_video_is_its_thumbnail() -> None:
    post = _post(videos=[{"uri": "videos/1.mp4", "thumbnail": {"uri": "videos/1.jpg"}}])

    assert post.attachments == (Attachment(MediaKind.DOCUMENT, Nature.VIDEO, "videos/1.mp4", thumbnail="videos/1.jpg"),)


def test_a_file_that_is_only_an_address_is_elsewhere() -> None:
    (attachment,) = _post(photos=[{"uri": "https://example.org/1.jpg"}]).attachments

    assert attachment.absent is Reason.REMOTE_ONLY


def test_what_is_shared_is_told_with_its_link_and_its_owner() -> None:
    share = {"link": "https://example.org/p/1", "share_text": _mangled("é"), "original_content_owner": "leaks"}
    post = _post(content="see https://example.org/p/1", share=share)

    assert post.text == "see https://example.org/p/1\né\nhttps://example.org/p/1"
    assert post.forwarded_from == "leaks"
    assert _post(content="https://example.org", share={"link": "https://example.org"}).text == "https://example.org"


@pytest.mark.parametrize(
    ("fields", "vanished"),
    [
        ({"is_unsent": True}, "it was unsent before the download was made"),
        ({"isUnsent": True}, "it was unsent before the download was made"),
        ({"is_taken_down": True}, "it was taken down before the download was made"),
        ({"is_unsent": True, "content": "hi"}, ""),
        ({"is_unsent": False}, ""),
        ({}, ""),
    ],
)
def test_what_was_taken_back_may_have_been_a_picture(fields: dict[str, Any], vanished: str) -> None:
    assert _post(**fields).vanished == vanished


def test_the_picture_of_a_group_is_no_message() -> None:
    _, picture = _records(_chat(_message(), image={"uri": "photos/group.jpg", "creation_timestamp": 1}))

    assert picture == Post(
        chat=Channel("Aunties", "123"),
        attachments=(Attachment(MediaKind.SERVICE_PHOTO, Nature.PICTURE, "photos/group.jpg"),),
        is_message=False,
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1714528800123, Moment(_NOON)),
        (5, Moment(None, "5", "the time that the download gives is not possible")),
        (10**17, Moment(None, str(10**17), "the time that the download gives is not possible")),
        ("1714528800123", None),
        (True, None),
        (None, None),
    ],
)
def test_only_a_possible_time_is_believed(value: Any, expected: Moment | None) -> None:
    assert _post(timestamp_ms=value).date == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [("plain", "plain"), (_mangled("é"), "é"), (_mangled("سلام 😭"), "سلام 😭"), ("é", "é"), ("سلام", "سلام")],
)
def test_words_that_were_mangled_are_repaired_and_others_left(words: str, expected: str) -> None:
    assert repaired(words) == expected


def test_messages_come_in_their_order_and_newest_first() -> None:
    posts = _records(_chat(*(_message(content=str(number)) for number in range(5))))

    assert [post.text for post in posts if isinstance(post, Post)] == ["0", "1", "2", "3", "4"]


def test_a_file_of_more_messages_than_any_has_is_not_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messenger_message, "_KEPT_BACK", 2)
    posts = [post for post in _records(_chat(*[_message()] * 5)) if isinstance(post, Post)]

    assert len(posts) == 5
    assert posts[0].chat == Channel()


@pytest.mark.parametrize(
    "message",
    [
        None,
        5,
        "words",
        [],
        {},
        {"photos": None, "sticker": 5, "share": [], "content": {}, "sender_name": 5},
        {"photos": [None, 5, {"uri": 5}, {"uri": ""}, {}]},
        {"videos": [{"uri": "a.mp4", "thumbnail": "b.jpg"}], "timestamp_ms": float("inf")},
    ],
)
def test_a_message_of_any_shape_is_a_post(message: Any) -> None:
    assert all(isinstance(record, Post | Ended) for record in _records(_chat(message)))


@pytest.mark.parametrize("thread", ["", "inbox/ana", "inbox/ana_12x", "inbox/ana_١٢"])
def test_only_a_number_is_the_id_of_a_chat(thread: str) -> None:
    (post,) = _records(_chat(_message(), thread_path=thread))

    assert isinstance(post, Post)
    assert post.chat == Channel("Aunties")


def test_a_download_that_is_cut_off_is_read_up_to_there() -> None:
    data = _chat(*(_message(content=str(number)) for number in range(3)))
    *posts, ended = _records(data[: data.index(b'"2"')])

    assert [post.text for post in posts if isinstance(post, Post)] == ["0", "1"]
    assert ended == Ended("it is cut off", truncated=True)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff" * 50, b"[" * 100_000, b'{"messages": 5, "title": []}'])
def test_what_is_no_chat_has_no_messages(data: bytes) -> None:
    assert all(isinstance(record, Ended) for record in _records(data))


@settings(deadline=None)
@given(st.binary(max_size=20), st.integers(0, 400))
def test_no_damage_makes_reading_fail(junk: bytes, at: int) -> None:
    data = _chat(_message(photos=[{"uri": "a.jpg"}]), _message(content=_mangled("é")), image={"uri": "b.jpg"})

    _records(data[:at] + junk + data[at:])
