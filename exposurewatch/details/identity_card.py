"""Numbers of Malaysian identity cards: date of birth, place of birth, four digits."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from exposurewatch.details import digits
from exposurewatch.details.detail import Kind, NotOne, Search
from exposurewatch.details.folding import folded
from exposurewatch.model import DetailKind

_WRITTEN: Final = re.compile(r"(\d\d)(\d\d)(\d\d)[ -]?(\d\d)[ -]?(\d{4})", re.ASCII)
_NO_PLACE: Final = frozenset({0, 17, 18, 19, 20, 69, 70, 73, 80, 81, 94, 95, 96, 97})  # codes that were never given


def _normal(words: str) -> str:
    """Return it as YYMMDD-PB-####."""
    written = _WRITTEN.fullmatch(folded(words))
    if written is None or not _is_day(*map(int, written.groups()[:3])) or int(written[4]) in _NO_PLACE:
        raise NotOne(
            "That is no number of a Malaysian identity card.",
            "It has twelve digits and begins with the date of birth: 900131-14-5678.",
        )
    return f"{written[1]}{written[2]}{written[3]}-{written[4]}-{written[5]}"


def _is_day(year: int, month: int, day: int) -> bool:
    """Whether there was such a day in one of the two centuries that the two digits may mean."""
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


def _masked(value: str) -> str:
    return f"ending {value[-2:]}"


def _search(value: str) -> Search:
    pattern = re.compile(digits.NOT_BEFORE + digits.spelled(digits.only(value)) + digits.NOT_BEHIND)
    return digits.searching(pattern)


IDENTITY_CARD: Final = Kind(
    DetailKind.IDENTITY_CARD,
    "900131-14-5678",
    _normal,
    _masked,
    _search,
    ("nric", "mykad", "identity card", "ic number", "ic no", "kad pengenalan", "no ic"),
)
