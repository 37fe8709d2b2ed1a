"""Words from strangers: nothing that moves, hides, reorders or scribbles is left, and ordinary words stay readable."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exposurewatch import text
from exposurewatch.text import MAX_CAPTION, MAX_NAME, clean, clean_lines

# Unicode's own list of characters that are drawn as nothing (Default_Ignorable_Code_Point, DerivedCoreProperties.txt)
_IGNORABLE = [
    *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
    *(*range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
    *(*range(0xFE00, 0xFE10), *range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B)),
    *range(0xE0000, 0xE1000),
]
_HARMFUL = [
    *range(0x20),  # C0, ESC and all
    *range(0x7F, 0xA0),  # DEL and C1
    *(0x2028, 0x2029),  # line and paragraph separators
    *(0x2800, 0xE000, 0xF8FF, 0x10FFFD),  # blank Braille, private use
    *(0xD800, 0xDBFF, 0xDC00, 0xDFFF),  # lone surrogates
    *(0xFFFE, 0xFFFF, 0x10FFFF),  # no characters at all
    *_IGNORABLE,
]
_HARMFUL_CHARACTERS = frozenset(map(chr, _HARMFUL))


def harmful(words: str) -> list[str]:
    """The characters in some words that must not be there."""
    return [hex(ord(character)) for character in words if character in _HARMFUL_CHARACTERS]


def test_none_of_the_harmful_characters_is_left() -> None:
    for number in _HARMFUL:
        assert harmful(clean(f"a{chr(number)}b")) == []
        assert clean(f"a{chr(number)}b") in ("ab", "a b")
        assert clean(chr(number) * 3) == ""


def test_no_character_at_all_gets_through_that_is_a_control_or_unassigned() -> None:
    refused = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    everything = "a".join(map(chr, range(sys.maxunicode + 1)))
    kept = set(clean(everything, len(everything)))
    assert not {unicodedata.category(character) for character in kept} & refused
    assert len(kept) > 100_000


_HOSTILE = {
    "\x1b[31mred\x1b[0m": "[31mred[0m",
    "\x1b]0;title\x07": "]0;title",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\": "]8;;https://evil.example\\click]8;;\\",
    "\x9b2J\x9d0;t\x9c": "2J0;t",
    "\x1b[2J\x1b[H": "[2J[H",
    "safe\rspoofed": "safe spoofed",
    "one\x08\x08\x08two": "onetwo",
    "photo\u202egpj.exe": "photogpj.exe",
    "\u2066\u2067\u2068x\u2069": "x",
    "a\u200bb\u200cc\u200dd\u2060e\ufeff": "abcde",
    "hi\U000e0068\U000e0069\U000e007f": "hi",
    "line\u2028two\u2029three": "line two three",
    "\u3164\u3164": "",
    "a\ud800b\udfff": "ab",
    "tab\tnul\x00": "tab nul",
    "a\ufe0e\U000e0100b": "ab",
}


@pytest.mark.parametrize("words", _HOSTILE, ids=ascii)
def test_hostile_words_are_shown_as_plain_text(words: str) -> None:
    assert clean(words) == _HOSTILE[words]


@pytest.mark.parametrize("mark", ["\u0301", "\u20dd", "\u0489", "\u0e49"])
def test_accents_do_not_pile_up(mark: str) -> None:
    cleaned = clean("Z" + mark * 500 + "a" + mark)
    assert cleaned == "Z" + mark * 4 + "a" + mark


def test_invisible_characters_between_accents_do_not_let_them_pile_up() -> None:
    assert clean("Z" + "\u0301\u200b\u034f" * 50) == "Z" + "\u0301" * 4


_ORDINARY = [
    "Siapa gadis ini? Gambar baru malam tadi.",
    "这是谁的照片？昨天晚上拍的。",
    "這是誰的照片",
    "இது யாருடைய புகைப்படம்? நேற்று இரவு",
    "من هذه الفتاة؟ صورة جديدة",
    "مُحَمَّد",
    "תמונה חדשה, מי זאת?",
    "ใครในรูปนี้ เมื่อคืนนี้",
    "ภาษาไทยที่มีวรรณยุกต์ น้ำ ผู้หญิง",
    "यह किसकी तस्वीर है?",
    "Ai là cô gái này? Ảnh mới đêm qua",
    "누구 사진이야?",
    "この写真は誰ですか",
    "Größe, naïve café, Ελλάδα, кто это",
    "who is she 😂🔥 👀",
    "👍🏽 🇲🇾 🇸🇬",
    "50% off — “now” • €10",
    "C:\\photos\\me.jpg ../../etc <b>&amp;</b> [link](x) =1+1",
]


@pytest.mark.parametrize("words", _ORDINARY)
def test_ordinary_words_stay_as_they_are(words: str) -> None:
    assert clean(words) == words
    assert clean_lines(words) == words


def test_a_joined_emoji_falls_into_its_parts_and_stays_readable() -> None:
    assert clean("👩\u200d👧 ❤\ufe0f") == "👩👧 ❤"


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_line_breaks_are_line_feeds_in_a_caption_and_blanks_in_a_name(break_: str) -> None:
    assert clean_lines(f"one{break_}two") == "one\ntwo"
    assert clean(f"one{break_}two") == "one two"


def test_blanks_around_and_between_words_are_tidied_in_a_name() -> None:
    assert clean("  one \t two\u3000three\xa0four\n\n ") == "one two three four"
    assert clean_lines("  one  two\n\nthree ") == "one  two\n\nthree"


def test_nothing_is_nothing() -> None:
    assert clean("") == clean("   \n ") == clean_lines("") == ""


@pytest.mark.parametrize(("tidy", "limit"), [(clean, MAX_NAME), (clean_lines, MAX_CAPTION)])
def test_too_many_words_are_cut_and_end_in_an_ellipsis(tidy: object, limit: int) -> None:
    assert callable(tidy)
    assert tidy("x" * limit) == "x" * limit
    assert tidy("x" * (limit + 1)) == "x" * (limit - 1) + "…"
    assert tidy("x" * (limit * 100)) == "x" * (limit - 1) + "…"
    assert len(tidy("x " * limit * 3)) <= limit


def test_words_behind_a_flood_of_invisible_characters_are_cut_and_that_is_said() -> None:
    assert clean("\u200b" * 100 + "Bob") == "Bob"
    assert clean("Bob" + "\u200b" * (5 * MAX_NAME) + "by") == "Bob…"


@given(st.text(), st.integers(1, 60))
@example("\x1b[31m", 5)
@example("a" + "\u0301" * 9 + "\n" + "\u0301" * 9, 60)
@example("x \u0301\u0301\u0301\u0301\u0301\t\u0301", 60)
@example("ab  cd", 4)
@example("\ud800" * 300 + "x", 2)
def test_cleaning_twice_changes_nothing_more(words: str, limit: int) -> None:
    for tidy in (clean, clean_lines):
        once = tidy(words, limit)
        assert tidy(once, limit) == once
        assert len(once) <= limit
        assert harmful(once.replace("\n", "")) == []
    assert "\n" not in clean(words, limit)


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=60))
def test_letters_digits_and_signs_are_kept_in_their_order(words: str) -> None:
    expected = "".join(character for character in words if character not in _HARMFUL_CHARACTERS)
    assert clean(words) == expected


@given(
    st.text(st.characters(max_codepoint=0x100)) | st.text(st.sampled_from("\n\r\t\x1f ~\x7f\x80a")), st.integers(1, 60)
)
@example("a\r\nb", 9)
@example("plain " * 80, 60)
@example("x" * 5 + "\x1b", 1)
def test_words_that_need_no_closer_look_come_out_as_if_they_had_been_given_one(words: str, limit: int) -> None:
    at_once = [tidy(words, limit) for tidy in (clean, clean_lines)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "_HARMLESS", re.compile("(?!)"))
        assert [tidy(words, limit) for tidy in (clean, clean_lines)] == at_once


def test_words_in_ascii_are_not_gone_through_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_words: str) -> str:
        raise AssertionError("a closer look was taken")

    monkeypatch.setattr(text, "_without_harm", refuse)
    ascii_words = "".join(map(chr, range(0x20, 0x7F)))
    assert clean_lines(f"{ascii_words}\n.") == f"{ascii_words.strip()}\n."
    assert clean("photos/photo_7@01-05-2024_10-00-00.jpg") == "photos/photo_7@01-05-2024_10-00-00.jpg"
