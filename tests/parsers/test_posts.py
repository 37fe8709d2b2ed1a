"""Records come out of their packing as they went in, and nothing else comes out of hostile bytes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import Channel, MediaKind, Moment, Permalink, Reason
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.posts import Ended, Post, Record, pack, pack_all, unpack
from exposurewatch.sandbox.protocol import Malformed

_FULL = Post(
    chat=Channel("Gossip", "123", "gossip"),
    id="7",
    date=Moment(datetime(2024, 5, 1, 2, 3, 4, 500, tzinfo=UTC), "2024-05-01T10:03:04", "nearly"),
    sender="Anon",
    forwarded_from="Elsewhere",
    reply_to="6",
    text="two\nlines, a lone \ud83d and 🌶",
    attachments=(
        Attachment(MediaKind.PHOTO, Nature.PICTURE, "photos/a.jpg", "photos/a_thumb.jpg"),
        Attachment(MediaKind.FILE, Nature.UNKNOWN, "", absent=Reason.REMOTE_ONLY, certain=False, md5="ab" * 16),
    ),
    emoji=("stickers/a.webp", "stickers/b.webp"),
    album="one",
    permalink=Permalink("https://example.org/7", public=False),
    linkable=True,
    is_message=False,
    vanished="gone",
)


@pytest.mark.parametrize("record", [_FULL, Post(), Ended("it is cut off", truncated=True)])
def test_what_is_packed_comes_out_again(record: Record) -> None:
    assert list(unpack(pack_all([pack(record), pack(record)]))) == [record, record]


def test_nothing_is_packed_as_nothing() -> None:
    assert list(unpack(pack_all([]))) == []


def test_every_field_is_checked() -> None:
    """No field of an answer may be swapped for a value of another type and be believed."""
    packed = json.loads(pack(_FULL))

    wrong: Any
    for at in range(len(packed)):
        for wrong in (5, {"a": 1}, [[[]]], 1.5):
            with pytest.raises(Malformed):
                list(unpack(json.dumps([[*packed[:at], wrong, *packed[at + 1 :]]]).encode()))


@pytest.mark.parametrize(
    "answer", [b"", b"{}", b"[1]", b"[[1]]", b"[[]]", b"[" * 100_000, b"\xff", b"[[1,2]]", b"null"]
)
def test_what_no_parser_answers_is_refused(answer: bytes) -> None:
    with pytest.raises(Malformed):
        list(unpack(answer))


_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=15),
    max_leaves=30,
)


@given(st.lists(_values, max_size=3))
def test_hostile_answers_never_raise_anything_else(records: list[Any]) -> None:
    try:
        found = list(unpack(json.dumps(records).encode()))
    except Malformed:
        return
    assert all(isinstance(each, Post | Ended) for each in found)


@pytest.mark.parametrize("md5", ["ab", "AB" * 16, "zz" * 16, 5, None])
def test_a_sum_that_is_none_is_not_believed(md5: object) -> None:
    packed = json.loads(pack(Post(attachments=(Attachment(MediaKind.PHOTO, Nature.PICTURE, "a.jpg"),))))
    packed[7][0][-1] = md5

    with pytest.raises(Malformed):
        unpack(json.dumps([packed]).encode())
