"""One raw message of Discord becomes a post whose words are clean, whatever its shape."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.model import Channel, MediaKind, Moment, Permalink
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.discord_export import Place, Raw
from exposurewatch.parsers.discord_message import DISCORD_JSON, read_post
from exposurewatch.parsers.posts import Ended, Post

_CHAT = Channel("Gossip Server / general", "222")
_PLACE = Place(_CHAT, "111", "222")
_ID = "175928847299117063"


def _post(value: Any) -> Post:
    return read_post(Raw(_PLACE, value))


def test_every_field_of_a_message() -> None:
    message = {
        "id": _ID,
        "type": "Reply",
        "timestamp": "2016-04-30T19:18:25.796+08:00",
        "content": "who is\nshe",
        "author": {"id": "7", "name": "anon123", "nickname": "Anon", "avatarUrl": "c.json_Files/av.png"},
        "attachments": [{"url": "c.json_Files/a.jpg", "fileName": "a.jpg"}],
        "reference": {"messageId": "42", "channelId": "222", "guildId": "111"},
    }

    assert _post(message) == Post(
        chat=_CHAT,
        id=_ID,
        date=Moment(datetime(2016, 4, 30, 11, 18, 25, 796000, UTC), "2016-04-30T19:18:25.796+08:00"),
        sender="Anon (anon123)",
        reply_to="42",
        text="who is\nshe",
        attachments=(Attachment(MediaKind.PHOTO, Nature.PICTURE, "c.json_Files/a.jpg"),),
        permalink=Permalink(f"https://discord.com/channels/111/222/{_ID}", public=False),
    )


def test_whoever_is_named_is_shown_once_with_each_picture_of_theirs() -> None:
    anon = {"name": "anon123", "nickname": "Anon", "avatarUrl": "c.json_Files/av.png"}
    ben = {"name": "ben", "avatarUrl": "c.json_Files/ben.png"}
    messages = [
        {"id": "1", "author": anon, "mentions": [ben, {"name": "far", "avatarUrl": "https://cdn.example/far.png"}]},
        {"id": "2", "author": ben},
        {"id": "3", "author": anon | {"avatarUrl": "c.json_Files/new.png"}},
    ]
    headings = {"guild": {"id": "111", "name": "Gossip Server"}, "channel": {"id": "222", "name": "general"}}
    export = json.dumps(headings | {"messages": messages, "messageCount": 3}).encode()
    posts = [record for record in DISCORD_JSON.read(io.BytesIO(export)) if isinstance(record, Post)]

    assert [post.id for post in posts if post.is_message] == ["1", "2", "3"]
    portraits = [post for post in posts if not post.is_message]
    assert {post.chat for post in portraits} == {_CHAT}
    assert [(post.sender, post.attachments) for post in portraits] == [
        (sender, (Attachment(MediaKind.PROFILE_PHOTO, Nature.PICTURE, f"c.json_Files/{name}"),))
        for sender, name in (("Anon (anon123)", "av.png"), ("ben", "ben.png"), ("Anon (anon123)", "new.png"))
    ]


@pytest.mark.parametrize(
    ("author", "sender"),
    [
        ({"name": "anon", "nickname": "anon"}, "anon"),
        ({"name": "anon", "nickname": None}, "anon"),
        ({"nickname": "An\u202eon"}, "Anon"),
        ({"name": "\u200b"}, None),
        ({"name": 5}, None),
        ("anon", None),
        (None, None),
    ],
)
def test_the_sender_is_whoever_the_channel_shows(author: object, sender: str | None) -> None:
    assert _post({"author": author}).sender == sender


def test_a_forwarded_message_says_where_it_stood() -> None:
    reference = {"type": "Forward", "messageId": "42", "channelId": "9", "guildId": "8"}
    post = _post({"content": "look", "reference": reference, "forwardedMessage": {"content": "her number"}})

    assert post.forwarded_from == "https://discord.com/channels/8/9/42"
    assert post.reply_to is None
    assert post.text == "look\nher number"


@pytest.mark.parametrize(
    ("fields", "answered", "origin"),
    [
        ({"reference": {"messageId": "42"}}, "42", None),
        ({"reference": {"messageId": None, "channelId": "222"}}, None, None),
        ({"reference": {"messageId": "42", "channelId": "9"}}, None, "https://discord.com/channels/111/9/42"),
        ({"reference": {"messageId": None, "channelId": "9"}}, None, "another channel"),
        ({"reference": {"messageId": "4", "channelId": ["x"]}}, None, "another channel"),
        ({"forwardedMessage": {"content": "x"}}, None, "another channel"),
        ({"reference": 5}, None, None),
        ({}, None, None),
    ],
)
def test_an_answer_is_told_from_a_forward(fields: dict[str, Any], answered: str | None, origin: str | None) -> None:
    post = _post(fields)

    assert (post.reply_to, post.forwarded_from) == (answered, origin)


def test_the_words_of_embeds_belong_to_the_text() -> None:
    embed = {
        "title": "Leak",
        "description": "she lives",
        "fields": [{"name": "Phone", "value": "012"}, 5, {"fields": []}],
    }

    assert _post({"content": "", "embeds": [embed, 7]}).text == "Leak\nshe lives\nPhone\n012"


def test_a_whole_document() -> None:
    export = {"guild": {"id": "111", "name": "G"}, "channel": {"id": "222", "name": "c"}, "messages": [{"id": "5"}]}
    post, end = DISCORD_JSON.read(io.BytesIO(json.dumps(export).encode()))

    assert isinstance(post, Post)
    assert (post.is_message, post.id) == (True, "5")
    assert isinstance(end, Ended)


_KEYS = ["id", "timestamp", "content", "author", "attachments", "embeds", "stickers", "reference", "forwardedMessage"]
_anything = st.recursive(
    st.none() | st.integers() | st.floats() | st.booleans() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*_KEYS, "url", "fields", "images", "video", "name"]), inner, max_size=4)
    ),
)


@settings(deadline=None)
@given(_anything | st.dictionaries(st.sampled_from(_KEYS), _anything))
def test_no_shape_makes_it_fail(value: Any) -> None:
    post = read_post(Raw(Place(), value))

    assert "\x1b" not in f"{post.text}{post.sender}{post.forwarded_from}"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert all(isinstance(each, Post | Ended) for each in DISCORD_JSON.read(io.BytesIO(data)))
