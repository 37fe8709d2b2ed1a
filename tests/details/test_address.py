"""An address is found by enough of its words; the street alone, the town, and the neighbours' houses are not."""

from __future__ import annotations

import pytest

from exposurewatch.details import NotOne, read_detail
from exposurewatch.model import DetailKind
from tests.details.builders import hers, stretches

HERS = hers(DetailKind.ADDRESS)


@pytest.mark.parametrize(
    "text",
    [
        "12, Jalan Mawar 3, Taman Bunga, 47500 Subang Jaya",
        "12 jln mawar 3 tmn bunga",
        "12 Jalan Mawar",
        "jalan mawar 3/12",
        "Taman Bunga, jln Mawar",
        "Jalan Mawar 47500",
        "12, JLN. MAWAR 3, SUBANG JAYA",
        "12 Taman Bunga 47500",
    ],
)
def test_enough_of_it_is_found(text: str) -> None:
    assert stretches(f"she lives at {text}!", HERS) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Jalan Mawar",
        "Subang Jaya",
        "47500 Subang Jaya",
        "12 mawar merah",
        "45, Jalan Mawar 3, Taman Bunga, 47500 Subang Jaya",
        "12, Jalan Melati 3, Taman Indah, 47500 Subang Jaya",
        "12 March, 3 pm, at the taman",
        "bunga mawar 12 ringgit",
        "45, Jalan Mawar 12",
        "RM 12.50 for 3",
    ],
)
def test_other_places_and_other_words_are_none(text: str) -> None:
    assert stretches(text, HERS) == []


def test_a_slip_in_a_long_word_is_allowed() -> None:
    detail = read_detail("address", "7 Lorong Kenanga 2, Kampung Seberang")
    assert stretches("7 lrg kenangga", detail) == ["7 lrg kenangga"]
    assert stretches("kg seberang lorong kenanga 2", detail) == ["kg seberang lorong kenanga 2"]


def test_the_town_behind_the_postcode_tells_little_whichever_it_is() -> None:
    detail = read_detail("address", "12 Jalan Mawar 3, 11900 Bayan Lepas")
    assert stretches("11900 Bayan Lepas", detail) == []
    assert stretches("12 jln mawar, bayan lepas", detail) == ["12 jln mawar, bayan lepas"]


def test_an_address_without_a_number_is_found_whatever_number_stands_before_it() -> None:
    detail = read_detail("address", "Kolej Melati, Universiti Utara")
    assert stretches("room 5, kolej melati universiti utara", detail) == ["kolej melati universiti utara"]


@pytest.mark.parametrize("written", ["Subang Jaya", "12", "Jalan Mawar", "47500 Subang Jaya", "12 3 47500"])
def test_too_little_of_an_address_is_refused(written: str) -> None:
    with pytest.raises(NotOne, match="too little"):
        read_detail("address", written)
