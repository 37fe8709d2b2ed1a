"""Marks are counted once each, wherever the blocks of a file happen to end."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources import counting
from exposurewatch.sources.containers import Member, Stream
from exposurewatch.sources.counting import count, messages


def _document(data: bytes) -> Member:
    return Member("a", lambda: Stream(io.BytesIO(data)))


@pytest.mark.parametrize("block", [1, 2, 3, 7, 100])
@given(words=st.lists(st.sampled_from([b"<a>", b"<bb>", b"<", b"a>", b"x"]), max_size=30))
def test_no_mark_is_counted_twice_or_missed(block: int, words: list[bytes]) -> None:
    data = b"".join(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "_BLOCK", block)
        assert count([_document(data)], b"<a>", b"<bb>") == data.count(b"<a>") + data.count(b"<bb>")


def test_all_documents_count_and_one_that_cannot_be_opened_stops_nothing() -> None:
    def refuse() -> Stream:
        raise Unreadable(Reason.CANNOT_OPEN)

    assert count([_document(b"<a>"), Member("b", refuse), _document(b"<a><a>")], b"<a>") == 3


@pytest.mark.parametrize(("number", "words"), [(0, "0 messages"), (1, "1 message"), (2431, "2,431 messages")])
def test_numbers_in_words(number: int, words: str) -> None:
    assert messages(number) == words
