"""However many reports a document holds, they come in pieces of bounded size, and none is lost."""

from __future__ import annotations

import pytest

from exposurewatch.feeds.hashes import pieces as module
from exposurewatch.feeds.hashes.pieces import Piece, pieces
from exposurewatch.parsers.entries import Entry, PassedOver, Told
from exposurewatch.parsers.posts import Ended, Post


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ENTRIES", 3)


def test_reports_come_in_their_order_and_what_was_said_comes_last() -> None:
    entries = [Entry(str(number)) for number in range(7)]
    ended = Ended("it is cut off", truncated=True)
    told, passed = Told("next", "2"), PassedOver("videos", 2)
    found = list(pieces([told, *entries[:4], passed, Post(), *entries[4:], passed, ended]))

    assert [len(piece.entries) for piece in found] == [3, 3, 1]
    assert [entry for piece in found for entry in piece.entries] == entries
    assert [piece.first for piece in found] == [True, False, False]
    assert [piece.last for piece in found] == [False, False, True]
    assert (found[2].passed_over, found[2].told, found[2].ended) == ({"videos": 4}, {"next": "2"}, ended)


def test_a_document_without_reports_is_one_piece() -> None:
    assert list(pieces([])) == [Piece((), first=True, last=True)]


def test_of_reports_with_the_same_key_the_later_one_counts() -> None:
    (piece,) = pieces([Entry("a"), Entry("b"), Entry("a", withdrawn=True), Entry("b"), Entry("b")])

    assert piece.entries == (Entry("a", withdrawn=True), Entry("b"))
