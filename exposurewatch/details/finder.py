"""Finds all of a person's details in a text, and covers them up."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from exposurewatch.details.detail import Detail, Search
from exposurewatch.details.folding import Folded
from exposurewatch.details.kinds import kind_of
from exposurewatch.model import Spelling

COVER: Final = "•••"
_AS_WRITTEN: Final = {"Mn": "", "Pd": "-", "Zs": " "}
_MOST_ROUNDS: Final = 100  # of covering up; each takes letters away, so that what is left can only become less


@dataclass(frozen=True, slots=True)
class Hit:
    """One detail in a text, from `start` to `end`."""

    detail: Detail
    start: int
    end: int
    spelling: Spelling


class Finder:
    """The search for some details, each looked for in every spelling that its kind knows."""

    def __init__(self, details: Sequence[Detail]) -> None:
        self.details = tuple(dict.fromkeys(details))
        self._searches: tuple[tuple[Detail, Search], ...] = tuple(
            (detail, kind_of(detail.kind).search(detail.value)) for detail in self.details
        )

    def find(self, text: str) -> tuple[Hit, ...]:
        """Every place in the text where a detail stands, from left to right. Never raises, whatever the text is."""
        if not text or not self._searches:
            return ()
        words = Folded(text)
        hits = [hit for detail, search in self._searches for hit in _hits(words, detail, search)]
        return tuple(sorted(hits, key=lambda hit: (hit.start, -hit.end, self.details.index(hit.detail))))

    def masked(self, text: str) -> str:
        """The text with every place where a detail stands covered up."""
        for _ in range(_MOST_ROUNDS):
            hits = self.find(text)
            if not hits:
                break
            text = _covered(text, hits)
        return text


def _hits(words: Folded, detail: Detail, search: Search) -> Iterator[Hit]:
    """The places of one detail; of several that overlap, the first and all that it takes in."""
    end = -1
    for stretch in sorted(search(words), key=lambda found: (found.start, -found.end)):
        if stretch.start < end:
            continue
        end = stretch.end
        start, stop = words.place(stretch.start, stretch.end)
        plain = _lightly(words.original[start:stop]) == words.words[stretch.start : stretch.end]
        yield Hit(detail, start, stop, Spelling.EXACT if stretch.exact and plain else Spelling.ALTERED)


def _lightly(written: str) -> str:
    """The words in small letters, without their accents, and with one dash and one space: still as people write."""
    decomposed = unicodedata.normalize("NFD", written.lower())
    kept = (_AS_WRITTEN.get(unicodedata.category(character), character) for character in decomposed)
    return "".join(kept)


def _covered(text: str, hits: Sequence[Hit]) -> str:
    pieces: list[str] = []
    end = 0
    for hit in hits:
        if hit.end <= end:
            continue
        if hit.start >= end:
            pieces += [text[end : hit.start], COVER]
        end = hit.end
    return "".join((*pieces, text[end:]))
