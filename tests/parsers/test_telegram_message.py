"""One raw message becomes a post whose words are clean, whatever its shape."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.model import MediaKind
from exposurewatch.parsers.attachments import Nature
from exposurewatch.parsers.posts import Post
from exposurewatch.parsers.telegram_export import Chat, Raw, Section
from exposurewatch.parsers.telegram_message import read_post

_CHAT = Chat("Gossip Corner", "public_channel", 99)


def _post(value: Any, section: Section = Section.MESSAGES) -> Post:
    return read_post(Raw(section, _CHAT, value))


_LINKED = "see her (https://a.example/jane)"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"text": "who is she"}, "who is she"),
        ({"text": ["who ", {"type": "bold", "text": "is"}, " she"]}, "who is she"),
        ({"text": "", "text_entities": [{"type": "plain", "text": "she"}]}, "she"),
        ({"text": "a\u202eb\x1b[31m\nc"}, "ab[31m\nc"),
        ({"rich_message": {"blocks": [{"text": "one"}, {"caption": {"text": ["two"]}}]}}, "one\ntwo"),
        ({"text": {"a": "b"}}, ""),
        ({"text": ["see ", {"type": "text_link", "text": "her", "href": "https://a.example/jane"}]}, _LINKED),
        ({"text": {"text": "her", "href": 5}}, "her"),
        ({"text": "", "contact_information": {"first_name": "Jane", "phone_number": "+60123"}}, "Jane +60123"),
        ({"text": "call", "contact_information": {"first_name": 5, "last_name": "Doe"}}, "call\nDoe"),
        ({"contact_information": ["Jane"]}, ""),
        ({"text": None}, ""),
        ({"text": 5}, ""),
        ({"text": [5, None, {"text": 7}, [["deep"]]]}, "deep"),
        ({}, ""),
    ],
)
def test_the_text_is_put_together_from_its_pieces(fields: dict[str, Any], text: str) -> None:
    assert _post(fields).text == text


@pytest.mark.parametrize(
    ("fields", "sender"),
    [
        ({"from": "Anon"}, "Anon"),
        ({"from": None}, None),
        ({"from": "Gossip", "author": "Jane"}, "Gossip (Jane)"),
        ({"from": "Jane", "author": "Jane"}, "Jane"),
        ({"actor": "Admin", "type": "service"}, "Admin"),
        ({"author": "Jane"}, "Jane"),
        ({"from": "\u200b"}, None),
        ({"from": 5}, None),
    ],
)
def test_the_sender_is_whoever_the_export_shows(fields: dict[str, Any], sender: str | None) -> None:
    assert _post(fields).sender == sender


@pytest.mark.parametrize(
    ("fields", "answered"),
    [
        ({"reply_to_message_id": 5}, "5"),
        ({"reply_to_message_id": "5"}, "5"),
        ({"reply_to_message_id": "five"}, None),
        ({"reply_to_message_id": None}, None),
        ({"reply_to_message_id": 5, "reply_to_peer_id": "channel9"}, None),
        ({}, None),
    ],
)
def test_the_message_that_is_answered_is_known_where_it_is_in_the_same_chat(
    fields: dict[str, Any], answered: str | None
) -> None:
    assert _post(fields).reply_to == answered


def test_the_origin_of_a_forward_is_kept() -> None:
    assert _post({"forwarded_from": "Leaks"}).forwarded_from == "Leaks"
    assert _post({"saved_from": "Leaks"}).forwarded_from == "Leaks"
    assert _post({"forwarded_from": None}).forwarded_from == "an account without a name"
    assert _post({}).forwarded_from is None


@pytest.mark.parametrize(("number", "expected"), [(7, "7"), ("7", "7"), (-999999990, "-999999990"), (2**70, None)])
def test_message_ids_are_words(number: object, expected: str | None) -> None:
    assert _post({"id": number}).id == expected


def test_pictures_of_one_second_and_sender_make_an_album() -> None:
    fields = {"from_id": "user5", "date_unixtime": "1714528800", "photo": "photos/a.jpg"}

    assert _post(fields).album == _post(fields | {"id": 9, "text": "caption"}).album is not None
    assert _post(fields).album != _post(fields | {"from_id": "user6"}).album
    assert _post(fields | {"forwarded_from": "A"}).album != _post(fields | {"forwarded_from": "B"}).album
    assert _post(fields).album != _post(fields | {"date_unixtime": "1714528801"}).album
    assert _post({**fields, "photo": ""}).album is None
    assert _post(fields | {"type": "service"}).album is None
    assert _post({"photo": "photos/a.jpg"}).album is None


def test_what_may_have_been_a_picture_and_is_gone_is_said() -> None:
    assert "destroyed itself" in _post({"self_destruct_period_seconds": 5}).vanished
    assert "could not write" in _post({"type": "unsupported", "id": 5}).vanished
    assert _post({"self_destruct_period_seconds": 5, "photo": "photos/a.jpg"}).vanished == ""


def test_profile_pictures_and_stories_have_one_file_each() -> None:
    (profile,) = _post({"photo": "profile_pictures/a.jpg"}, Section.PROFILE_PICTURES).attachments
    (story,) = _post({"media": "stories/a.mp4"}, Section.STORIES).attachments

    assert (profile.kind, profile.nature) == (MediaKind.PROFILE_PHOTO, Nature.PICTURE)
    assert (story.kind, story.nature) == (MediaKind.STORY, Nature.VIDEO)
    assert _post({"media": 5}, Section.STORIES).attachments == ()


_anything = st.recursive(
    st.none() | st.integers() | st.floats() | st.booleans() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
)


@settings(deadline=None)
@given(
    _anything
    | st.dictionaries(
        st.sampled_from(["id", "type", "date", "date_unixtime", "from", "from_id", "author", "text", "photo", "file"]),
        _anything,
    ),
    st.sampled_from(Section),
)
def test_no_shape_makes_it_fail(value: Any, section: Section) -> None:
    post = _post(value, section)

    assert post.is_message is (section is Section.MESSAGES)
    assert "\x1b" not in f"{post.text}{post.sender}"
