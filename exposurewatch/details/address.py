"""Addresses of homes, schools and places of work: enough of their words near each other, in any usual abbreviation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
_KIND_OF_PLACE, _TOWN, _TELLING = 0.5, 0.5, 1.0  # how much a word says
_MOST_NUMBERS: Final = 2.0  # that all numbers together say: any two of them stand together somewhere
_ENOUGH: Final = 2.5  # a number and a name of a street; or a street and a quarter, each with its kind
_MANY_NAMES: Final = 3  # so many of them together are no chance
_MOST_BETWEEN: Final = 4  # words between two of an address


def _normal(words: str) -> str:
    """Return it in small letters, on one line."""
    address = folded(words)
    vocabulary = _parts(address)
    if sum(map(_weight, vocabulary)) < _ENOUGH or not any(map(_is_name, vocabulary)):
        raise NotOne(
            "That is too little of an address to be told from others.",
            "Give at least number, street and town: 12, Jalan Mawar 3, 47500 Subang Jaya.",
        )
    return address


def _parts(address: str) -> list[str]:
    words = (_WRITTEN_OUT.get(word, word) for word in Folded(address).tokens)
    return list(dict.fromkeys(word for word in words if word not in _NO_WORDS))


def _weight(word: str) -> float:
    if word in _ABBREVIATED:
        return _KIND_OF_PLACE
    if word in _WIDE:
        return _TOWN
    return _TELLING if len(word) > 2 or any(map(str.isdigit, word)) else 0.0


def _is_name(word: str) -> bool:
    """Whether it is the name of a street or a quarter, which no address can do without."""
    return word.isalpha() and _weight(word) == _TELLING


def _is_anchor(word: str) -> bool:
    """Whether it makes clear that an address is meant: the names of streets and quarters are often plain words."""
    return word in _ABBREVIATED or word in _WIDE or _POSTCODE.fullmatch(word) is not None


def _masked(value: str) -> str:
    return " ".join(f"{part[0].upper()}…" for part in _parts(value) if _is_name(part))


def _search(value: str) -> Search:
    parts = _parts(value)
    weights = [_weight(part) for part in parts]
    names = frozenset(place for place, part in enumerate(parts) if _is_name(part))
    anchors = frozenset(place for place, part in enumerate(parts) if _is_anchor(part))
    number = next((part for part in parts[: 1 + parts.index(parts[min(names)])] if _is_number(part)), None)
    vocabulary = Vocabulary([*parts, *(short for part in parts for short in _ABBREVIATED.get(part, ()))])
    meant = [*range(len(parts)), *(place for place, part in enumerate(parts) for _ in _ABBREVIATED.get(part, ()))]

    def find(text: Folded) -> Iterator[Stretch]:
        for group in near(vocabulary.tokens(text), _MOST_BETWEEN):
            found = {meant[word] for token in group for word in token.likeness.words}
            if not found & names or _sum(found, weights, parts) < _ENOUGH:
                continue
            if anchors and not found & anchors and len(found & names) < _MANY_NAMES:
                continue
            if number is None or parts.index(number) in found or not _other_number(text, group, parts):
                yield Stretch(group[0].start, group[-1].end, not any(token.likeness.slips for token in group))

    return find


def _sum(found: set[int], weights: Sequence[float], parts: Sequence[str]) -> float:
    """How much these words say together."""
    numbers = sum(weights[place] for place in found if _is_number(parts[place]))
    return min(numbers, _MOST_NUMBERS) + sum(weights[place] for place in found if not _is_number(parts[place]))


def _is_number(word: str) -> bool:
    return any(map(str.isdigit, word)) and not _POSTCODE.fullmatch(word)


def _other_number(text: Folded, group: Sequence[Token], parts: Sequence[str]) -> bool:
    """Whether another house of the street is meant: a number stands right before these words, and it is not hers."""
    before = text.tokens[max(0, group[0].number - 2) : group[0].number]
    return any(map(_is_number, before)) and not any(word in parts for word in before)


ADDRESS: Final = Kind(
    DetailKind.ADDRESS,
    "address",
    "12, Jalan Mawar 3, 47500 Subang Jaya",
    _normal,
    _masked,
    _search,
    ("alamat", "home", "home address"),
)
