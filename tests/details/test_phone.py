"""A phone number is found in every spelling that people use, and not inside other numbers."""

from __future__ import annotations

import pytest

from exposurewatch.details import Finder, NotOne, read_detail
from exposurewatch.model import DetailKind, Spelling
from tests.details.builders import hers, stretches

HERS = hers(DetailKind.PHONE)


@pytest.mark.parametrize(
    "written",
    [
        "0123456789",
        "012-3456789",
        "012-345 6789",
        "(012) 345-6789",
        "012.345.6789",
        "012/345/6789",
        "012 – 345 – 6789",
        "60123456789",
        "+60123456789",
        "+60 12-345 6789",
        "+60 (0)12-345 6789",
        "+6012 345 67 89",
        "+6 012 345 6789",
        "0060123456789",
        "00 60 12 345 6789",
        "0 1 2 3 4 5 6 7 8 9",
    ],
)
def test_it_is_found_exactly_as_people_write_it(written: str) -> None:
    text = f"Call {written} now"
    (hit,) = Finder([HERS]).find(text)
    assert (text[hit.start : hit.end], hit.spelling) == (written, Spelling.EXACT)


@pytest.mark.parametrize(
    "written",
    [
        "o12-345 6789",
        "0l2-3456789",
        "０１２３４５６７８９",
        "٠١٢٣٤٥٦٧٨٩",
        "०१२३४५६७८९",
        "012\u200b345\u20606789",
        "0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣",
        "012***345***6789",
        "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    ],
)
def test_it_is_found_where_it_is_disguised_and_told_to_be(written: str) -> None:
    text = f"Call {written} now"
    (hit,) = Finder([HERS]).find(text)
    assert (text[hit.start : hit.end], hit.spelling) == (written, Spelling.ALTERED)


@pytest.mark.parametrize(
    "text",
    [
        "https://wa.me/60123456789",
        "wa.me/+60123456789?text=hi",
        "t.me/+60123456789",
        "https://api.whatsapp.com/send?phone=60123456789&text=hi",
        "tel:+60123456789",
        "api.whatsapp.com/send?phone=%2B60123456789",
        "hp0123456789",
        "No.0123456789, call",
        "0139876543/0123456789",
        "0123456789 5 years",
        "0123456789\n0139876543",
    ],
)
def test_it_is_found_in_links_and_beside_other_words(text: str) -> None:
    assert len(stretches(text, HERS)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "order 990123456789",
        "order 01234567890",
        "60123456789012",
        "0123 4567 8901 2345",
        "2024-0123456789-0123456789-7",
        "sha 3f0123456789ab",
        "ab60123456789c4",
        "0123456788",
        "012-345 678",
        "+65 1234 5678",
        "+62 123456789",
        "1 2 3 4 5 6 7 8 9",
        "no 123456789 is the order",
        "6789 and 345 and 012",
        "2024-01-23 04:56:78",
        "012, 345, and then 6789",
        "RM 12,345,678.90",
        "ending 6789",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert stretches(text, HERS) == []


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("012-345 6789", "+60123456789"),
        ("+60 12 345 6789", "+60123456789"),
        ("0060123456789", "+60123456789"),
        ("SG 8123 4567", "+6581234567"),
        ("sg: 8123 4567", "+6581234567"),
        ("+65 8123 4567", "+6581234567"),
        ("US (201) 555-0123", "+12015550123"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_numbers_of_every_country_are_taken(written: str, value: str) -> None:
    assert read_detail("phone", written).value == value


def test_a_number_of_another_country_is_found_as_it_is_dialled_there() -> None:
    singapore, london = read_detail("phone", "+65 8123 4567"), read_detail("phone", "+44 20 7946 0958")
    assert stretches("8123-4567, or +65 81234567", singapore) == ["8123-4567", "+65 81234567"]
    assert stretches("(020) 7946 0958", london) == ["(020) 7946 0958"]


def test_a_number_that_nobody_was_given_yet_is_found_with_its_zero_and_not_without() -> None:
    detail = read_detail("phone", "011-234 5678")
    assert stretches("011 234 5678 or +60 11 2345678", detail) == ["011 234 5678", "+60 11 2345678"]
    assert stretches("112345678", detail) == []


@pytest.mark.parametrize("written", ["999", "abc", "jane@example.org", "1-800-FLOWERS", "+999 1234", "12"])
def test_what_cannot_be_dialled_is_refused(written: str) -> None:
    with pytest.raises(NotOne, match="no phone number"):
        read_detail("phone", written)


def test_masked_it_shows_its_last_two_digits() -> None:
    assert Finder([HERS]).masked("call 012-345 6789!") == "call •••!"
