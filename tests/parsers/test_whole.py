"""Whatever a small JSON document holds, it is an object or a sentence."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.parsers.whole import NotRead, json_object, whole


def test_a_document_is_read_to_its_end_and_no_further_than_its_limit() -> None:
    content = bytes(1 << 20)
    assert whole(io.BytesIO(content), 1 << 20) == content
    with pytest.raises(NotRead, match="larger than 1 MiB"):
        whole(io.BytesIO(content + b"x"), 1 << 20)


@pytest.mark.parametrize(
    ("content", "words", "truncated"),
    [
        (b"", "cut off", True),
        (b'{"a": [1, 2', "cut off", True),
        (b'{"a": "hel', "cut off", True),
        (b'{"a": 1} {', "no valid JSON", False),
        (b"<html>", "no valid JSON", False),
        (b"\xff\xfe{", "not in UTF-8", False),
        (b"[]", "no JSON object", False),
        (b'{"a": NaN}', "in earnest", False),
        (b'{"a": ' + b"9" * 5000 + b"}", "in earnest", False),
        (b"[" * 200_000, "in earnest", False),
    ],
)
def test_what_is_no_object_is_said_to_be_what_it_is(content: bytes, words: str, truncated: bool) -> None:  # noqa: FBT001
    with pytest.raises(NotRead, match=words) as told:
        json_object(content)
    assert told.value.truncated is truncated


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(content: bytes) -> None:
    with contextlib.suppress(NotRead):
        assert isinstance(json_object(content), dict)
