"""Numbers of identity cards and number plates are found in their spellings, and not inside other numbers."""

from __future__ import annotations

import pytest

from exposurewatch.details import NotOne, read_detail
from exposurewatch.model import DetailKind
from tests.details.builders import hers, stretches

CARD, PLATE = hers(DetailKind.IDENTITY_CARD), hers(DetailKind.PLATE)


@pytest.mark.parametrize(
    "text", ["900131-14-5678", "900131145678", "900131 14 5678", "9OO131-14-5678", "90.01.31.14.5678"]
)
def test_a_card_is_found(text: str) -> None:
    assert stretches(f"IC: {text}.", CARD) == [text]


@pytest.mark.parametrize(
    "text", ["900131-14-5679", "9001311456789", "5678", "XXXXXX-14-5678", "900131", "31/01/1990 14:56:78"]
)
def test_other_numbers_are_no_card(text: str) -> None:
    assert stretches(text, CARD) == []


@pytest.mark.parametrize(
    "written", ["901331-14-5678", "900230-14-5678", "900131-00-5678", "900131-145", "9001311456789"]
)
def test_what_can_be_no_card_is_refused(written: str) -> None:
    with pytest.raises(NotOne, match="identity card"):
        read_detail("ic", written)


def test_a_leap_day_of_either_century_is_a_day() -> None:
    assert read_detail("ic", "000229-14-5678").value == "000229-14-5678"


@pytest.mark.parametrize("text", ["VBK 1234", "vbk1234", "VBK-1234", "vbk 1234"])
def test_a_plate_is_found(text: str) -> None:
    assert stretches(f"kereta {text},", PLATE) == [text]


@pytest.mark.parametrize("text", ["VBK 12345", "xvbk1234", "VBK 1235", "1234", "vbk", "VBK 1234.50", "VBK and 1234"])
def test_other_plates_and_prices_are_none(text: str) -> None:
    assert stretches(text, PLATE) == []


def test_a_short_plate_must_be_written_as_one() -> None:
    short = read_detail("plate", "WAN 3")
    assert stretches("WAN 3 and wan3", short) == ["WAN 3", "wan3"]
    assert stretches("wan 3 pm", short) == []


@pytest.mark.parametrize("written", ["1234", "VBK", "A1", "VBK 1234 5678 9012", "VBK/1234"])
def test_what_is_no_plate_is_refused(written: str) -> None:
    with pytest.raises(NotOne, match="no number plate"):
        read_detail("plate", written)
