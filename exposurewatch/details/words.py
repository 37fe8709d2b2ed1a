"""Words of a text held against the words of a detail: the same, or the same but for a slip of the pen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA

from exposurewatch.details.folding import Folded

_LONG, _VERY_LONG = 6, 10  # letters of a word in which one slip, or two, leave it recognisable
_LEETS: Final = tuple(str.maketrans("0134578", f"o{one}eastb") for one in "il")
_MOST_KNOWN: Final = 50_000  # words of a chat that are known by heart; few people use more


@dataclass(frozen=True, slots=True)
class Likeness:
    """Which words of the detail a word is, by their places there; `slip` where it is spelt otherwise.

    `plain` where no digit stands for a letter in it.
    """

    words: frozenset[int]
    slip: bool = False
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text that is one of the detail's: the how many-eth it is, and where it stands."""

    number: int
    start: int
    end: int
    likeness: Likeness

    @property
    def exact(self) -> bool:
        """Whether it is written as the detail has it."""
        return self.likeness.plain and not self.likeness.slip


class Vocabulary(dict[str, Likeness | None]):
    """The words of one detail, and of every word that was met whether it is one of them."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._words = tuple(words)
        self._joined = {
            first + second: frozenset({place, place + 1})
            for place, (first, second) in enumerate(pairwise(words))
            if min(len(first), len(second)) > 1 and (first + second).isalpha()
        }

    def tokens(self, text: Folded) -> list[Token]:
        """All words of the text that are words of the detail, from left to right."""
        found = [(number, likeness) for number, word in enumerate(text.tokens) if (likeness := self[word])]
        if not found:
            return []
        spans = text.spans()
        return [Token(number, *spans[number], likeness) for number, likeness in found]

    def __missing__(self, word: str) -> Likeness | None:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[word] = likeness = self._likeness(word)
        return likeness

    def _likeness(self, word: str) -> Likeness | None:
        for spelt in (word, *(word.translate(leet) for leet in _leets(word))):
            same = frozenset(place for place, own in enumerate(self._words) if own == spelt)
            if same or spelt in self._joined:
                return Likeness(same or self._joined[spelt], plain=spelt == word)
        slipped = frozenset(place for place, own in enumerate(self._words) if _is_slip(word, own))
        return Likeness(slipped, slip=True) if slipped else None


def _leets(word: str) -> tuple[dict[int, int], ...]:
    """The ways to read its digits as letters; none where it is a plain word or a number."""
    return () if word.isalpha() or word.isdigit() else _LEETS


def _is_slip(word: str, own: str) -> bool:
    """Whether a word is written as `own` with a letter exchanged, missing, or one too many; seldom is it the first."""
    if len(own) < _LONG or not own.isalpha() or word[0] != own[0]:
        return False
    most = 2 if len(own) >= _VERY_LONG else 1
    return abs(len(word) - len(own)) <= most and OSA.distance(word, own, score_cutoff=most) <= most


def near(tokens: Sequence[Token], most_between: int) -> list[list[Token]]:
    """The tokens in groups, in each of which no two neighbours have more than so many other words between them."""
    groups: list[list[Token]] = []
    for token in tokens:
        if not groups or token.number - groups[-1][-1].number > most_between + 1:
            groups.append([])
        groups[-1].append(token)
    return groups
