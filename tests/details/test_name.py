"""A name is found by its words, in any order; the names of others, and words that many names share, are not."""

from __future__ import annotations

import pytest

from exposurewatch.details import Detail, Finder, NotOne, read_detail
from exposurewatch.model import DetailKind, Spelling
from tests.details.builders import stretches

MALAY = read_detail("name", "Siti Nurhaliza binti Tarudin")
COMMON = read_detail("name", "Nur Aisyah binti Rahman")
CHINESE = read_detail("name", "Tan Mei Ling")
INDIAN = read_detail("name", "Kavitha a/p Subramaniam")


@pytest.mark.parametrize(
    ("detail", "text"),
    [
        (MALAY, "Siti Nurhaliza binti Tarudin"),
        (MALAY, "siti nurhaliza"),
        (MALAY, "TARUDIN, SITI NURHALIZA"),
        (MALAY, "Nurhaliza Tarudin"),
        (MALAY, "Sití Nurhálizà"),
        (MALAY, "siti_nurhaliza"),
        (MALAY, "sitinurhaliza"),
        (COMMON, "Nur Aisyah Rahman"),
        (COMMON, "aisyah rahman"),
        (CHINESE, "Mei Ling"),
        (CHINESE, "Mei-Ling Tan"),
        (CHINESE, "meiling"),
        (INDIAN, "Kavitha Subramaniam"),
        (INDIAN, "Subramaniam Kavitha"),
        (INDIAN, "Kavitha A/P Subramaniam"),
    ],
)
def test_two_of_its_words_that_tell_enough_name_the_person(detail: Detail, text: str) -> None:
    assert stretches(f"this is {text}, 21", detail) == [text]


@pytest.mark.parametrize(
    ("detail", "text"),
    [
        (MALAY, "siti nurhalizah"),
        (MALAY, "Siti Nurhalisa"),
        (MALAY, "s1ti nurhaliza"),
        (MALAY, "S1t1 Nurh4l1z4"),
        (MALAY, "Siti Nurhaliza Tarudinn"),
        (INDIAN, "Kavitha Subramanium"),
    ],
)
def test_a_slip_in_a_long_word_is_allowed_and_told(detail: Detail, text: str) -> None:
    (hit,) = Finder([detail]).find(text)
    assert (hit.start, hit.end, hit.spelling) == (0, len(text), Spelling.ALTERED)


@pytest.mark.parametrize(
    ("detail", "text"),
    [
        (MALAY, "Siti"),
        (MALAY, "Nurhaliza"),
        (MALAY, "Siti Aminah binti Tahir"),
        (MALAY, "Siti was here, and somebody else said that Nurhaliza was too"),
        (MALAY, "nurhalisa tarudim"),
        (COMMON, "Nur Aisyah"),
        (COMMON, "Nur Aisyah binti Kamal"),
        (COMMON, "Rahman"),
        (COMMON, "Aminah Rahman"),
        (CHINESE, "Lim Mei Ling"),
        (CHINESE, "Mei Ling Wong"),
        (CHINESE, "Tan Mei Hua"),
        (CHINESE, "Tan"),
        (CHINESE, "ling ling"),
        (INDIAN, "Subramaniam"),
        (INDIAN, "Kavitha Ramasamy"),
    ],
)
def test_other_names_and_lone_words_are_none(detail: Detail, text: str) -> None:
    assert stretches(text, detail) == []


def test_a_name_that_is_common_in_every_word_is_found_whole() -> None:
    assert stretches("nur aisyah", read_detail("name", "Nur Aisyah")) == ["nur aisyah"]
    assert stretches("Lee Tan", read_detail("name", "Tan Lee")) == ["Lee Tan"]


def test_a_single_word_is_found_as_it_is_written_and_never_with_a_slip() -> None:
    detail = read_detail("name", "Nurhaliza")
    assert stretches("nurhaliza! nurhalisa", detail) == ["nurhaliza"]


def test_a_name_in_chinese_characters_is_found_within_a_sentence() -> None:
    detail = read_detail("name", "Tan Mei Ling 陈美玲")
    assert stretches("她叫陈美玲，21岁", detail) == ["陈美玲"]
    assert stretches("陈美", detail) == []
    assert read_detail("name", "陈美玲").kind is DetailKind.NAME


@pytest.mark.parametrize("written", ["Siti", "Jane 2", "binti", "陈"])
def test_too_little_of_a_name_is_refused(written: str) -> None:
    with pytest.raises(NotOne, match="no name"):
        read_detail("name", written)
