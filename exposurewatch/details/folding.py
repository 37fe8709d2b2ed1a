"""Writes text in few characters, so that one word in many spellings is one word; every place can be found again."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import Final

_PLAIN: Final = re.compile(r"[\n -~]*")
_LEFT_OUT: Final = frozenset({"Mn", "Me", "Mc", "Cf", "Cs", "Co", "Cn"})  # marks, and what cannot be seen
_FILLERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")

# Letters that look like one of our 26, small ones: after the confusables of Unicode (UTS #39). What compatibility
# folds by itself, such as wide and mathematical letters, is not among them.
_ALIKE: Final = {
    **dict(zip("авекмнорстухіјѕһԁԛԝԍ", "abekmhopctyxijshdqwg", strict=True)),
    **dict(zip("αβγεικνορτυχωϲϳ", "abyeikvoptuxwcj", strict=True)),
    **dict(zip("ıɩłøđðŧħɑɡɴʀʏ", "iiloddthagnry", strict=True)),
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
_LEET: Final = str.maketrans("4@3l1|!05$7", "aaeiiiiosst")
_APART: Final = re.compile(r"[^a-z]+")
_WORD: Final = re.compile(r"[^\W_]+")
_LETTER_SIGNS: Final = (0x1F150, 0x1F170, 0x1F1E6)  # the A of white on black letters, round and square, and of flags


class Folded:
    """A text as `words`: small letters without accents, digits of one script, nothing that cannot be seen."""

    def __init__(self, text: str) -> None:
        self.original = text
        self._pieces = None if _PLAIN.fullmatch(text) else [_TABLE[character] for character in text]
        self.words = text.lower() if self._pieces is None else "".join(self._pieces)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where in the text that stands which is folded from `start` to `end`, with the marks on its last character."""
        if self._pieces is None:
            return start, end
        last = bisect_right(self._ends, end - 1)
        return bisect_right(self._ends, start), bisect_right(self._ends, self._ends[last])

    @cached_property
    def tokens(self) -> list[str]:
        """Its words and numbers, one by one; `spans` says where each stands."""
        return _WORD.findall(self.words)

    def spans(self) -> list[tuple[int, int]]:
        """Where each of the `tokens` stands."""
        return [match.span() for match in _WORD.finditer(self.words)]

    @cached_property
    def digits(self) -> int:
        """How many digits there are: most texts have too few for a number to be worth a search."""
        return sum(map(self.words.count, "0123456789"))

    @cached_property
    def bones(self) -> str:
        """Its letters alone, with digits and signs that stand for letters as these; l is written as i."""
        return bones(self.words)

    @cached_property
    def _ends(self) -> list[int]:
        """Where each character of the text ends in the words."""
        return list(accumulate(map(len, self._pieces or ())))


def folded(words: str) -> str:
    """The words folded, on one line, with single spaces."""
    return " ".join(Folded(words).words.split())


def bones(words: str) -> str:
    """What is left of folded words that are written with digits for letters, or letter by letter."""
    return _APART.sub("", words.translate(_LEET))


class _Table(dict[str, str]):
    """What each character is written as; worked out once."""

    def __missing__(self, character: str) -> str:
        self[character] = plain = _plain(character)
        return plain


_TABLE: Final = _Table()


def _plain(character: str) -> str:
    code = ord(character)
    for first in _LETTER_SIGNS:
        if first <= code < first + 26:
            return chr(ord("a") + code - first)
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(map(_plain_piece, decomposed))


def _plain_piece(character: str) -> str:
    category = unicodedata.category(character)
    if category in _LEFT_OUT or character in _FILLERS:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd":
        return "-"
    if category == "Cc":
        return " " if character.isspace() else ""
    return " " if category in ("Zs", "Zl", "Zp") else _ALIKE.get(character, character)
