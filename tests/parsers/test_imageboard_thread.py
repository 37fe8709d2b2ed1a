"""What imageboards give out as JSON gives its posts, each with the one that opened its thread."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from exposurewatch.model import Reason, Unreadable
from exposurewatch.parsers.imageboard_thread import Raw, read_thread, recognise
from exposurewatch.parsers.posts import Ended

_OPENING = {"no": 100, "resto": 0, "sub": "hers", "com": "x", "time": 1700000000}
_REPLY = {"no": 101, "resto": 100, "com": "y"}


class _Broken:
    def read(self, _size: int, /) -> bytes:
        raise Unreadable(Reason.CANNOT_OPEN, "Bad CRC-32")


def _bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


def _read(value: Any) -> list[Raw | Ended]:
    return list(read_thread(io.BytesIO(_bytes(value))))


def test_a_thread() -> None:
    assert _read({"posts": [_OPENING, _REPLY]}) == [Raw(_OPENING, _OPENING), Raw(_REPLY, _OPENING)]


def test_a_page_of_a_board() -> None:
    other = {"no": 200, "resto": 0, "com": "z"}
    page = {"threads": [{"posts": [_OPENING, _REPLY]}, {"posts": [other]}]}

    assert _read(page) == [Raw(_OPENING, _OPENING), Raw(_REPLY, _OPENING), Raw(other, other)]


def test_a_catalog_holds_the_last_replies_in_each_opening_post() -> None:
    opening = _OPENING | {"last_replies": [_REPLY, 5]}
    catalog = [{"page": 1, "threads": [opening, {"no": 5, "last_replies": 7}, 9]}, {"page": 2, "threads": []}]
    posts = _read(catalog)

    assert posts[:3] == [Raw(opening, opening), Raw(_REPLY, opening), Raw(5, opening)]
    assert len(posts) == 5


@pytest.mark.parametrize("value", [{}, [], {"posts": []}, {"posts": 5}, {"other": [1]}, [[1]], 5])
def test_a_document_without_posts_has_none(value: Any) -> None:
    assert _read(value) == []


def test_a_thread_that_is_cut_off_keeps_what_was_read() -> None:
    whole = _bytes({"posts": [_OPENING, _REPLY]})

    assert list(read_thread(io.BytesIO(whole[:-5]))) == [
        Raw(_OPENING, _OPENING),
        Ended("it is cut off", truncated=True),
    ]


@pytest.mark.parametrize(
    "value",
    [
        {"posts": [_OPENING]},
        {"threads": [{"posts": [_OPENING]}]},
        [{"page": 1, "threads": [_OPENING]}],
        {"posts": [{"no": 5, "tim": 6}]},
        {"posts": [{"no": "5", "last_modified": 6}]},
    ],
)
def test_it_is_recognised_by_its_first_post(value: Any) -> None:
    assert recognise(io.BytesIO(_bytes(value)[:-2] + b"garbage"))


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        5,
        {"posts": []},
        {"posts": [{"id": 5, "title": "a blog"}]},
        {"posts": [5]},
        {"name": "A", "type": "personal_chat", "id": 1, "messages": [], "posts": [_OPENING]},
        [{"id": 1, "threads": [_OPENING]}],
    ],
)
def test_other_documents_are_not_taken_for_one(value: Any) -> None:
    assert not recognise(io.BytesIO(_bytes(value)))


def test_what_is_no_json_is_not_taken_for_one() -> None:
    assert not recognise(io.BytesIO(b"\x89PNG"))
    assert not recognise(_Broken())
