"""Names of people: in any order, without what stands between given name and father's name, and with a slip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from exposurewatch.details.common_names import FREQUENT, PARTICLES, SURNAMES
from exposurewatch.details.detail import Kind, NotOne, Search, Stretch
from exposurewatch.details.folding import Folded, folded
from exposurewatch.details.words import Token, Vocabulary, near
from exposurewatch.model import DetailKind

# What stands between the words of a name and is often left out: son or daughter of, also known as.
_BETWEEN: Final = frozenset({"bin", "binti", "bte", "bt", "bnt", "ibni", "anak", "al", "ap", "so", "do", "aka", "dan"})
_SLASHED: Final = re.compile(r"\b([adsp])\s?/\s?([lpo])\b")  # a/l, a/p, s/o, d/o
_IDEOGRAPHS: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]{2,}")
# How much a word of a name tells: less where so many bear it that it stands in many names.
_LITTLE, _SOME, _MUCH = 0.5, 1.0, 1.5
_ENOUGH: Final = 2.0  # two words that some bear; or one that few bear, with any other
_MOST_BETWEEN: Final = 2  # words between two of a name
_LONE: Final = 5  # letters of a single word that is to be searched by itself


def _normal(words: str) -> str:
    """Return it in small letters, with single spaces; as it was typed, so that it is still a name."""
    name = folded(words)
    parts = _parts(name)
    if any(character.isdigit() for character in name) or not (
        _IDEOGRAPHS.search(name) or len(parts) > 1 or any(len(part) >= _LONE for part in parts)
    ):
        raise NotOne(
            "That is no name that can be searched for.",
            f"Give at least two words of it, such as Jane Doe, or one of {_LONE} letters or more that few people bear.",
        )
    return name


def _parts(name: str) -> list[str]:
    """The words of a name that are searched for, each once."""
    latin = _IDEOGRAPHS.sub(" ", _SLASHED.sub(" ", name))
    return list(dict.fromkeys(word for word in Folded(latin).tokens if word not in _BETWEEN))


def _masked(value: str) -> str:
    return " ".join(f"{part[0].upper()}." for part in _parts(value)) or f"{value[0]}…"


def _search(value: str) -> Search:
    parts, ideographs = _parts(value), _IDEOGRAPHS.findall(value)
    vocabulary = Vocabulary(parts)
    weights = tuple(map(_weight, parts))
    surnames = frozenset(place for place, part in enumerate(parts) if part in SURNAMES)

    def find(text: Folded) -> Iterator[Stretch]:
        for ideograph in ideographs:
            for match in re.finditer(ideograph, text.words):
                yield Stretch(*match.span())
        if len(parts) == 1:
            yield from (
                Stretch(token.start, token.end, token.exact)
                for token in vocabulary.tokens(text)
                if not token.likeness.slip
            )
            return
        for group in near(vocabulary.tokens(text), _MOST_BETWEEN):
            found = frozenset[int]().union(*(token.likeness.words for token in group))
            if _is_name(group, weights) and not (surnames - found and _of_another(text, group)):
                yield Stretch(group[0].start, group[-1].end, all(token.exact for token in group))

    return find


def _weight(part: str) -> float:
    if part in PARTICLES or part in SURNAMES:
        return _LITTLE
    return _SOME if part in FREQUENT else _MUCH


def _is_name(group: Sequence[Token], weights: Sequence[float]) -> bool:
    """Whether these words, near each other, name the person: all of hers, or two that together tell enough.

    One of them at least must be spelt as it should be.
    """
    found = frozenset[int]().union(*(token.likeness.words for token in group))
    if all(token.likeness.slip for token in group):
        return False
    if len(found) == len(weights):
        return True
    return len(found) > 1 and sum(weights[place] for place in found) >= _ENOUGH


def _of_another(text: Folded, group: Sequence[Token]) -> bool:
    """Whether a surname stands right before or behind these, where hers is not among them."""
    first, last = group[0].number, group[-1].number
    return not SURNAMES.isdisjoint((*text.tokens[max(0, first - 1) : first], *text.tokens[last + 1 : last + 2]))


NAME: Final = Kind(
    DetailKind.NAME,
    "Siti Nurhaliza binti Tarudin",
    _normal,
    _masked,
    _search,
    ("nama", "full name", "real name"),
)
