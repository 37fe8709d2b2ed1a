"""Phone numbers, as they are dialled at home and from abroad."""

from __future__ import annotations

import re
from typing import Final

import phonenumbers

from exposurewatch.details import digits
from exposurewatch.details.detail import Kind, NotOne, Search
from exposurewatch.details.folding import folded
from exposurewatch.model import DetailKind

_HOME: Final = "MY"
_REGION: Final = re.compile(r"([a-z]{2})[ :]+(.+)")


def _normal(words: str) -> str:
    """Return the number as E.164 writes it. Without a + it is one of Malaysia, or of the region named before it."""
    plain = folded(words)
    region = _REGION.fullmatch(plain)
    home, number = (region[1].upper(), region[2]) if region else (_HOME, plain)
    if number.startswith("00"):
        number = f"+{number[2:]}"
    try:
        parsed = phonenumbers.parse(number, home)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed) or _has_letters(number):
        raise NotOne(
            "That is no phone number that could be dialled.",
            "Write it with its country, as in +60 12-345 6789, or as in Malaysia, 012-345 6789; for another country"
            " its two letters may go before: SG 8123 4567.",
        )
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _has_letters(number: str) -> bool:
    return any(character.isalpha() for character in number)


def _masked(value: str) -> str:
    return f"ending {value[-2:]}"


def _at_home(number: phonenumbers.PhoneNumber) -> str:
    """The digits as they are dialled in their own country; with its 0, also of a number that nobody was given yet."""
    if phonenumbers.is_valid_number(number):
        return digits.only(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    before = phonenumbers.ndd_prefix_for_region(region, strip_non_digits=True) or ""
    return before + phonenumbers.national_significant_number(number)


def _search(value: str) -> Search:
    parsed = phonenumbers.parse(value)
    code, between = str(parsed.country_code), digits.BETWEEN
    at_home = _at_home(parsed)
    subscriber = phonenumbers.national_significant_number(parsed)
    zero = rf"(?:[0o]{between})?"  # as in +60 (0)12
    abroad = rf"(?:\+|[0o]{between}[0o]|%2b)?{between}{digits.spelled(code)}{between}{zero}{digits.spelled(subscriber)}"
    # A letter that stands for the first digit begins a word: the o of "no 12 …" is none.
    pattern = re.compile(
        rf"{digits.NOT_BEFORE}(?=[(+%0-9]|(?<![a-z])[oil])\(?(?:{abroad}|{digits.spelled(at_home)}){digits.NOT_BEHIND}"
    )
    return digits.searching(pattern)


PHONE: Final = Kind(
    DetailKind.PHONE,
    "012-345 6789",
    _normal,
    _masked,
    _search,
    ("mobile", "tel", "telefon", "telephone", "hp", "handphone", "whatsapp", "phone number"),
)
