"""Addresses of homes, schools and places of work: enough of their words near each other, in any usual abbreviation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from exposurewatch.details.detail import Kind, NotOne, Search, Stretch
from exposurewatch.details.folding import Folded, folded
from exposurewatch.details.words import Token, Vocabulary, near
from exposurewatch.model import DetailKind

_ABBREVIATED: Final = {
    "jalan": ("jln", "jl", "street", "road", "rd", "st"),
    "taman": ("tmn", "garden", "gardens"),
    "lorong": ("lrg", "lane"),
    "kampung": ("kg", "kpg", "kampong", "village"),
    "apartment": ("apt", "apartmen", "pangsapuri", "condo", "condominium", "kondominium", "kondo", "residence"),
    "blok": ("blk", "block"),
    "bandar": ("bdr",),
    "persiaran": ("psn", "avenue", "ave"),
    "lebuh": ("lebuhraya",),
    "seksyen": ("sek", "section", "seksyen"),
    "tingkat": ("floor", "level", "lvl", "tkt"),
    "lot": ("unit",),
    "flat": ("rumah",),
}
_WRITTEN_OUT: Final = {short: long for long, shorts in _ABBREVIATED.items() for short in shorts}
_NO_WORDS: Final = frozenset({"no", "nombor", "number", "malaysia", "di", "at", "in", "the", "of", "dan", "and"})
# Towns and states: many live there, so that they tell little.
_TOWNS = """
    kuala lumpur kl selangor johor bahru jb penang pulau pinang perak ipoh kedah kelantan terengganu pahang melaka
    malacca negeri sembilan perlis sabah sarawak kuching kota kinabalu putrajaya labuan shah alam petaling jaya pj
    subang klang seremban singapore baru
"""
_WIDE: Final = frozenset(_TOWNS.split())
_POSTCODE: Final = re.compile(r"\d{5,6}", re.ASCII)
_TOWN, _TELLING = 0.5, 1.0  # how much a word says: a town, or what kind of street it is; the name of it, or a number
_MOST_NUMBERS: Final = 2.0  # that all numbers together say: any two of them stand together somewhere
_ENOUGH: Final = 2.5  # a number and a name of a street; or a street and a quarter, each with its kind
_MANY_NAMES: Final = 3  # so many of them together are no chance
_MOST_BETWEEN: Final = 4  # words between two of an address


def _normal(words: str) -> str:
    """Return it in small letters, on one line."""
    address = folded(words)
    parts = _parts(address)
    if sum(part.weight for part in parts) < _ENOUGH or not any(part.is_name for part in parts):
        raise NotOne(
            "That is too little of an address to be told from others.",
            "Give at least number, street and town: 12, Jalan Mawar 3, 47500 Subang Jaya.",
        )
    return address


@dataclass(frozen=True, slots=True)
class _Part:
    """One word of an address, and how much it tells."""

    word: str
    weight: float

    @property
    def is_number(self) -> bool:
        """Whether it is the number of a house, a floor or a street."""
        return _is_number(self.word)

    @property
    def is_name(self) -> bool:
        """Whether it is the name of a street or a quarter, which no address can do without."""
        return self.weight == _TELLING and self.word.isalpha()

    @property
    def is_anchor(self) -> bool:
        """Whether it makes clear that an address is meant: the names of streets and quarters are often plain words."""
        return self.weight == _TOWN or _POSTCODE.fullmatch(self.word) is not None


def _parts(address: str) -> list[_Part]:
    """Its words, each once; what stands behind the postcode is the town."""
    words = [_WRITTEN_OUT.get(word, word) for word in Folded(address).tokens]
    told = [word for word in dict.fromkeys(words) if word not in _NO_WORDS]
    postcode = next((place for place, word in enumerate(told) if _POSTCODE.fullmatch(word)), len(told))
    return [
        _Part(word, _TOWN if place > postcode and word.isalpha() else _weight(word)) for place, word in enumerate(told)
    ]


def _weight(word: str) -> float:
    if word in _ABBREVIATED or word in _WIDE:
        return _TOWN
    return _TELLING if len(word) > 2 or _is_number(word) else 0.0


def _is_number(word: str) -> bool:
    return any(map(str.isdigit, word)) and not _POSTCODE.fullmatch(word)


def _masked(value: str) -> str:
    return " ".join(f"{part.word[0].upper()}…" for part in _parts(value) if part.is_name)


def _search(value: str) -> Search:
    parts = _parts(value)
    names = frozenset(place for place, part in enumerate(parts) if part.is_name)
    anchors = frozenset(place for place, part in enumerate(parts) if part.is_anchor)
    number = next((part.word for part in parts[: min(names)] if part.is_number), None)
    shorts = [(short, place) for place, part in enumerate(parts) for short in _ABBREVIATED.get(part.word, ())]
    vocabulary = Vocabulary([*(part.word for part in parts), *(short for short, _ in shorts)])
    meant = [*range(len(parts)), *(place for _, place in shorts)]

    def find(text: Folded) -> Iterator[Stretch]:
        for group in near(vocabulary.tokens(text), _MOST_BETWEEN):
            found = {meant[word] for token in group for word in token.likeness.words}
            if not found & names or _sum(parts[place] for place in found) < _ENOUGH:
                continue
            if anchors and not found & anchors and len(found & names) < _MANY_NAMES:
                continue
            if number is None or not _is_of_another_house(text, group, number):
                yield Stretch(group[0].start, group[-1].end, all(token.exact for token in group))

    return find


def _sum(parts: Iterable[_Part]) -> float:
    """How much these words say together."""
    weights = [0.0, 0.0]
    for part in parts:
        weights[part.is_number] += part.weight
    return weights[False] + min(weights[True], _MOST_NUMBERS)


def _is_of_another_house(text: Folded, group: Sequence[Token], number: str) -> bool:
    """Whether numbers stand right before the street, and the one of the house is not among them."""
    street = next((token.number for token in group if not _is_number(text.tokens[token.number])), group[0].number)
    before = text.tokens[max(0, street - 2) : street]
    return any(map(_is_number, before)) and number not in before


ADDRESS: Final = Kind(
    DetailKind.ADDRESS,
    "12, Jalan Mawar 3, 47500 Subang Jaya",
    _normal,
    _masked,
    _search,
    ("alamat", "home", "home address"),
)
