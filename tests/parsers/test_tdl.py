"""What tdl lists becomes posts."""

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
from exposurewatch.parsers.tdl import TDL
from tests.parsers.databases import ended, posts


def _an_export(*messages: Any) -> bytes:
    return json.dumps({"id": 1234567890, "messages": messages}).encode()


def test_the_shortest_form_is_read() -> None:
    file = Attachment(MediaKind.PHOTO, Nature.PICTURE, "1234567890_7_5500.jpg", absent=Reason.NOT_INCLUDED)

    assert posts(TDL, _an_export({"id": 7, "type": "message", "file": "5500.jpg"})) == [
        Post(Channel(id="1234567890"), "7", attachments=(file,), linkable=True)
    ]


def test_the_longest_form_is_read() -> None:
    raw = {
        "FwdFrom": {"FromID": {"ChannelID": 9}, "FromName": ""},
        "FromID": {"UserID": 5},
        "ReplyTo": {"ReplyToMsgID": 3},
        "GroupedID": 77,
        "Message": "raw words",
    }
    given = {"id": 7, "type": "message", "file": "she.png", "date": 1714557600, "text": "who\x1b", "raw": raw}
    (post,) = posts(TDL, _an_export(given))

    assert post.date == Moment(datetime(2024, 5, 1, 10, tzinfo=UTC), None)
    assert (post.text, post.sender, post.forwarded_from, post.reply_to) == ("who", "user 5", "channel 9", "3")
    assert post.album == "1234567890 77"
    assert post.attachments[0].kind is MediaKind.DOCUMENT


def test_what_only_the_raw_message_says_is_taken_from_it() -> None:
    raw = {"Message": "words", "Date": 1714557600, "PostAuthor": "Jane", "FwdFrom": {"FromName": "Leaks"}}
    (post,) = posts(TDL, _an_export({"id": 7, "file": "", "raw": raw}))

    assert (post.text, post.sender, post.forwarded_from, post.attachments) == ("words", "Jane", "Leaks", ())
    assert post.date is not None
    assert post.reply_to is None


@pytest.mark.parametrize("message", [None, [], 5, "x", {"id": [], "file": {}, "raw": 5, "date": "x"}])
def test_a_message_of_any_shape_is_one(message: Any) -> None:
    (post,) = posts(TDL, _an_export(message))

    assert (post.id, post.attachments) == (None, ())


def test_an_export_that_is_cut_off_gives_what_is_there() -> None:
    data = _an_export(*({"id": number, "type": "message", "file": "a.jpg"} for number in range(50)))
    count, end = ended(TDL, data[: len(data) // 2])

    assert 10 < count < 50
    assert end.truncated


@given(st.binary(max_size=200), st.integers(0, 150))
def test_no_bytes_make_it_raise(junk: bytes, at: int) -> None:
    data = _an_export({"id": 7, "type": "message", "file": "a.jpg", "raw": {"FromID": {"UserID": 5}}})

    list(TDL.read(io.BytesIO(data[:at] + junk + data[at:])))
