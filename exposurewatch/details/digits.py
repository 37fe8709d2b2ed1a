"""A long number as people write it: in groups, with whatever stands between, and with letters for digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exposurewatch.details.detail import Search, Stretch
from exposurewatch.details.folding import Folded

# Up to three signs between two digits, such as ") -"; a letter or a digit ends the number.
BETWEEN: Final = r"[^0-9a-z]{0,3}"
# Not inside a longer number, nor inside what is half letters and half digits, as sums and keys are.
NOT_BEFORE: Final = r"(?<![0-9])(?<![0-9][a-z])(?<![0-9][-_])"
NOT_BEHIND: Final = r"(?![0-9])(?![a-z][0-9])(?![-_][0-9])"
FEWEST: Final = 4  # true digits in a text in which a number is looked for; letters may stand for the others
_LOOKS_LIKE: Final = {"0": "[0o]", "1": "[1il]"}
_USUAL: Final = re.compile(r"[0-9+()\s./-]*")


def spelled(number: str) -> str:
    """The pattern of a number in any spelling, for folded words."""
    return BETWEEN.join(_LOOKS_LIKE.get(digit, digit) for digit in number)


def searching(pattern: re.Pattern[str]) -> Search:
    """The search for numbers that match a pattern, in texts that have digits enough."""

    def find(text: Folded) -> Iterator[Stretch]:
        if text.digits < FEWEST:
            return
        for match in pattern.finditer(text.words):
            yield Stretch(match.start(), match.end(), usual(match[0]))

    return find


def usual(words: str) -> bool:
    """Whether a number is written with digits and the usual signs alone."""
    return _USUAL.fullmatch(words) is not None


def only(words: str) -> str:
    """The digits among the words."""
    return "".join(character for character in words if character in "0123456789")
