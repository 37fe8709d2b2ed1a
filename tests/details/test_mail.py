"""An e-mail address is found where it is spelt out, and is not taken for another that contains it."""

from __future__ import annotations

import pytest

from exposurewatch.details import Finder, NotOne, read_detail
from exposurewatch.model import Spelling
from tests.details.builders import stretches

GMAIL = read_detail("email", "Jane.Doe@gmail.com")
OTHER = read_detail("email", "jane.doe@mail.example.org")


@pytest.mark.parametrize(
    "text",
    ["jane.doe@gmail.com", "JaneDoe@Gmail.com", "j.a.n.e.doe@googlemail.com", "janedoe+shop@gmail.com"],
)
def test_dots_capitals_and_what_follows_a_plus_make_no_difference_at_gmail(text: str) -> None:
    (hit,) = Finder([GMAIL]).find(f"write to {text}.")
    assert (hit.start, hit.end, hit.spelling) == (9, 9 + len(text), Spelling.EXACT)


@pytest.mark.parametrize(
    "text",
    [
        "jane [dot] doe [at] gmail [dot] com",
        "janedoe(at)gmail(dot)com",
        "jane dot doe at gmail dot com",
        "janedoe @ gmail . com",
        "janedoe＠gmail.com",
        "jane.doe[at]gmail titik com",
    ],
)
def test_it_is_found_where_it_is_spelt_out(text: str) -> None:
    (hit,) = Finder([GMAIL]).find(text)
    assert (hit.start, hit.end, hit.spelling) == (0, len(text), Spelling.ALTERED)


@pytest.mark.parametrize(
    "text",
    [
        "mary.jane.doe@gmail.com",
        "jane.doe@gmail.com.my",
        "jane.doe@gmail.community",
        "jane.doe@ymail.com",
        "jane.doe@mail.example.org",
        "jane at the gmail office",
        "jane doe",
        "janet.doe@gmail.com",
    ],
)
def test_other_addresses_are_none(text: str) -> None:
    assert stretches(text, GMAIL) == []


def test_elsewhere_dots_are_part_of_the_address() -> None:
    assert stretches("jane.doe@mail.example.org", OTHER) == ["jane.doe@mail.example.org"]
    assert stretches("janedoe@mail.example.org", OTHER) == []


@pytest.mark.parametrize("written", ["jane", "jane@", "@example.org", "jane@example", "jane doe@example.org"])
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(NotOne, match="no e-mail address"):
        read_detail("email", written)


def test_a_local_part_of_a_plus_alone_is_kept() -> None:
    assert read_detail("email", "+a@example.org").value == "+a@example.org"
    assert read_detail("email", "....@gmail.com").value == "....@gmail.com"
