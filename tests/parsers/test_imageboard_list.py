"""The list of a board's threads, as 4chan and vichan give it out."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from exposurewatch.parsers.entries import Told
from exposurewatch.parsers.imageboard_list import IMAGEBOARD_LIST
from exposurewatch.parsers.posts import Ended, Record


def records(document: bytes) -> list[Record]:
    return list(IMAGEBOARD_LIST.read(io.BytesIO(document)))


def a_list(*threads: Any) -> bytes:
    return json.dumps([{"page": 1, "threads": list(threads)}, {"page": 2, "threads": []}]).encode()


def test_each_thread_is_told_with_what_changes_along_with_it() -> None:
    catalog = {
        "no": 9,
        "resto": 0,
        "com": "hi",
        "last_modified": 1700000000,
        "replies": 4,
        "last_replies": [{"no": 12}],
    }

    assert records(a_list({"no": 7, "last_modified": 17, "replies": 3}, {"no": "8", "last_modified": 18}, catalog)) == [
        Told("thread", "7 17/3"),
        Told("thread", "8 18"),
        Told("thread", "9 1700000000/4"),
    ]


def test_a_list_that_does_not_say_when_leaves_it_open() -> None:
    assert records(a_list({"no": 7, "replies": 3})) == [Told("thread", "7 ")]


@pytest.mark.parametrize("thread", [None, 5, [], {}, {"no": None}, {"no": -1}, {"no": 0}, {"no": 1.5}, {"no": "x"}])
def test_what_is_no_thread_is_none(thread: Any) -> None:
    assert records(a_list(thread)) == []


def test_a_list_that_is_cut_off_tells_the_threads_before() -> None:
    document = a_list({"no": 7}, {"no": 8})
    told, ended = records(document[:-40])

    assert told == Told("thread", "7 ")
    assert isinstance(ended, Ended)
    assert ended.truncated


@pytest.mark.parametrize("document", [b"", b"<html>", b"[" * 5000, b'{"threads": 1}', b"\xff\xfe"])
def test_what_is_no_list_never_raises(document: bytes) -> None:
    assert all(isinstance(record, Ended) for record in records(document))
