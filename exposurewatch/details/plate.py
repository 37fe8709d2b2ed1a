"""Number plates of cars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exposurewatch.details.detail import Kind, NotOne, Search, Stretch
from exposurewatch.details.folding import Folded, folded
from exposurewatch.model import DetailKind

_PART: Final = re.compile(r"[a-z]+|[0-9]+")
_BETWEEN: Final = r"([\s._-]{0,2})"
_MOST: Final = 12  # letters and digits
_LONG: Final = 4  # digits; a word before fewer of them is more often a word: "pad 10", "wan 3"


def _normal(words: str) -> str:
    """Return it in capitals, its letters and digits apart."""
    plain = folded(words)
    parts = _PART.findall(plain)
    letters, numbers = any(part.isalpha() for part in parts), any(part.isdigit() for part in parts)
    if not (letters and numbers and 3 <= sum(map(len, parts)) <= _MOST) or re.search(r"[^-a-z0-9 .]", plain):
        raise NotOne("That is no number plate.", "It has letters and digits: VBK 1234.")
    return " ".join(parts).upper()


def _masked(value: str) -> str:
    return f"ending {value[-2:].strip()}"


def _search(value: str) -> Search:
    parts = value.lower().split()
    pattern = re.compile(rf"(?<![a-z0-9]){_BETWEEN.join(parts)}(?![a-z0-9])(?![.,][0-9])")
    distinct = max((len(part) for part in parts if part.isdigit()), default=0) >= _LONG

    def find(text: Folded) -> Iterator[Stretch]:
        if not all(part in text.words for part in parts):
            return
        for match in pattern.finditer(text.words):
            start, end = text.place(*match.span())
            written = text.original[start:end]
            if distinct or not any(match.groups()) or written.upper() == written:
                yield Stretch(match.start(), match.end())

    return find


PLATE: Final = Kind(
    DetailKind.PLATE,
    "VBK 1234",
    _normal,
    _masked,
    _search,
    ("car", "car plate", "number plate", "plat", "no plat", "kereta"),
)
