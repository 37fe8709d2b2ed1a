"""Words are known again however many others were met between them."""

from __future__ import annotations

import pytest

from exposurewatch.details import words
from exposurewatch.details.folding import Folded
from exposurewatch.details.words import Vocabulary, near


def test_no_more_words_are_remembered_than_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_MOST_KNOWN", 10)
    vocabulary = Vocabulary(["siti", "nurhaliza"])
    for number in range(100):
        vocabulary.tokens(Folded(f"word{number}"))
        assert len(vocabulary) <= 10
    assert [token.number for token in vocabulary.tokens(Folded("she is siti nurhaliza"))] == [2, 3]


def test_a_word_that_joins_two_of_the_detail_is_both() -> None:
    (token,) = Vocabulary(["mei", "ling"]).tokens(Folded("#MeiLing"))
    assert (token.start, token.end, token.likeness.words) == (1, 8, frozenset({0, 1}))
    assert token.exact


def test_words_far_from_each_other_are_groups_of_their_own() -> None:
    tokens = Vocabulary(["mei", "ling"]).tokens(Folded("mei a b ling c d e mei"))
    assert [len(group) for group in near(tokens, 2)] == [2, 1]
