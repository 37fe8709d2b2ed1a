"""Finds, among very many codes, those that differ in few bits: where words of two codes are equal but for one bit.

Multi-index hashing (Norouzi, Punjani and Fleet, "Fast Exact Search in Hamming Space with Multi-Index Hashing", 2014):
of two codes of n words that differ in fewer than 2 n bits, some word differs in one bit at most. So all codes that near
are found, and of those a little farther apart most. Brute force is its oracle in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint8]
    Numbers = NDArray[np.int64]
    Pairs = tuple[Numbers, Numbers, Numbers]

WORD_BITS = 16
_WORDS = 1 << WORD_BITS
_FLIPS = np.array([0, *(1 << bit for bit in range(WORD_BITS))], np.int32)  # a word, and those one bit away from it
_AT_ONCE = 3000  # codes asked for: a million pairs are compared at a time


def surely_within(bits: int) -> int:
    """How many bits codes of `bits` bits may differ in and be found without fail."""
    return 2 * (bits // WORD_BITS) - 1


class Near:
    """Codes of shape (n, bytes), uint8, sorted by each of their words; `bytes` is a multiple of 8."""

    def __init__(self, codes: Codes) -> None:
        self._longs = _longs(codes)
        words = _words(codes)
        self._order = np.argsort(words, axis=1, kind="stable").astype(np.int32)
        edges = np.arange(_WORDS + 1)
        self._starts = np.stack([np.searchsorted(np.sort(row), edges) for row in words]).astype(np.int32)

    def pairs(self, asked: Codes, farthest: int) -> Pairs:
        """Which of `asked` and which code lie no more than `farthest` bits apart, and how many: three rows, each once.

        None is missed up to `surely_within`; beyond that, a few may be.
        """
        parts = [(asked_[0] + start, *asked_[1:]) for start, asked_ in self._parts(asked, farthest)]
        if not parts:
            return _none(), _none(), _none()
        one, other, apart = (np.concatenate(column) for column in zip(*parts, strict=True))
        return one, other, apart

    def _parts(self, asked: Codes, farthest: int) -> Iterator[tuple[int, Pairs]]:
        for start in range(0, len(asked) if len(self._longs) else 0, _AT_ONCE):
            yield start, self._near(np.ascontiguousarray(asked[start : start + _AT_ONCE]), farthest)

    def _near(self, asked: Codes, farthest: int) -> Pairs:
        longs, found = _longs(asked), []
        for place, words in enumerate(_words(asked)):
            one, other = self._alike(place, words)
            apart = np.zeros(len(one), np.uint16)
            for theirs, ours in zip(longs.T, self._longs.T, strict=True):
                apart += np.bitwise_count(theirs[one] ^ ours[other])
                near = np.flatnonzero(apart <= farthest)
                one, other, apart = one[near], other[near], apart[near]
            found.append(one.astype(np.int64) * len(self._longs) + other)
        asking, own = np.divmod(np.unique(np.concatenate(found)), len(self._longs))
        return asking, own, np.bitwise_count(longs[asking] ^ self._longs[own]).sum(axis=1, dtype=np.int64)

    def _alike(self, place: int, words: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Every pair of an asked and an own code whose words at `place` differ in one bit at most."""
        keys = (words[:, None] ^ _FLIPS).ravel()
        starts = self._starts[place]
        first = starts[keys]
        counts = starts[keys + 1] - first
        ends = np.cumsum(counts, dtype=np.int32)
        places = np.repeat(first - ends + counts, counts)
        places += np.arange(len(places), dtype=np.int32)
        asked = np.repeat(np.arange(len(words), dtype=np.int32), counts.reshape(len(words), -1).sum(axis=1))
        return asked, self._order[place][places]


def _longs(codes: Codes) -> NDArray[np.uint64]:
    return np.asfortranarray(np.ascontiguousarray(codes).view(np.uint64))


def _words(codes: Codes) -> NDArray[np.int32]:
    """The words of codes, shape (words, n)."""
    return np.ascontiguousarray(np.ascontiguousarray(codes).view(np.uint16).T).astype(np.int32)


def _none() -> Numbers:
    return np.zeros(0, np.int64)
