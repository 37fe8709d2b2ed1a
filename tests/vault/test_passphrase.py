from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xkcdpass import xkcd_password

from exposurewatch.errors import WrongUsage
from exposurewatch.vault import passphrase


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("caf\u00e9 noir", "cafe\u0301 noir"),
        ("  drumming otter\n", "drumming otter"),
        ("\u00a0drumming otter\u3000", "drumming otter"),
        ("ﬁnger", "finger"),
    ],
)
def test_one_passphrase_is_the_same_bytes_however_it_was_typed(typed: str, same: str) -> None:
    assert passphrase.normalised(typed) == passphrase.normalised(same)


@pytest.mark.parametrize("other", ["Drumming otter", "drummingotter", "drumming  otter"])
def test_case_and_inner_blanks_count(other: str) -> None:
    assert passphrase.normalised(other) != passphrase.normalised("drumming otter")


def test_a_byte_that_is_no_letter_is_no_error() -> None:
    assert passphrase.normalised("otter\udcff") != passphrase.normalised("otter")


@pytest.mark.parametrize("short", ["", " ", "xK7#qp2", "   xK7#qp2   "])
def test_less_than_eight_characters_are_refused(short: str) -> None:
    with pytest.raises(WrongUsage, match="too short: 8 characters"):
        passphrase.refuse_weak(short)


@pytest.mark.parametrize(
    "weak", ["password", "Password1", "12345678", "aaaaaaaaaaaaaaaa", "exposurewatch", "qwertyuiop"]
)
def test_what_everybody_takes_is_refused_in_words(weak: str) -> None:
    with pytest.raises(WrongUsage, match=r"too weak: it could be guessed in (seconds|minutes)\.") as raised:
        passphrase.refuse_weak(weak)
    assert "six" in raised.value.hint or "6 words" in raised.value.hint


@pytest.mark.parametrize(
    ("typed", "words", "weak"),
    [
        ("", "could be guessed in seconds", True),
        ("Password1", "could be guessed in seconds", True),
        ("otterdrum", "could be guessed in minutes", True),
        ("violet anchor drumming otter", "would take centuries to guess", False),
    ],
)
def test_strength_is_said_in_words(typed: str, words: str, *, weak: bool) -> None:
    assert passphrase.strength(typed) == passphrase.Strength(words, weak)


@pytest.mark.parametrize(
    ("guesses", "words", "weak"),
    [
        (10**4, "in seconds", True),
        (10**7, "in minutes", True),
        (10**8, "in hours", True),
        (10**10, "in days", True),
        (10**11, "in months", True),
        (10**12, "take years", False),
        (10**13, "take decades", False),
        (10**14, "take centuries", False),
        (10**400, "take centuries", False),
    ],
)
def test_each_span_of_time_has_its_word(
    monkeypatch: pytest.MonkeyPatch, guesses: int, words: str, *, weak: bool
) -> None:
    monkeypatch.setattr(passphrase, "_weighed", lambda _normal: (guesses, 4))
    strength = passphrase.strength("")
    assert words in strength.words
    assert strength.weak is weak


def test_a_long_passphrase_is_weighed_by_its_beginning() -> None:
    assert passphrase.strength("a" * 100_000).weak
    passphrase.refuse_weak("violet anchor drumming otter " * 1000)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=40))
def test_any_passphrase_has_a_strength(typed: str) -> None:
    assert passphrase.strength(typed).words


def test_a_suggestion_is_six_words_of_a_list_known_to_be_long() -> None:
    words = passphrase._words()
    suggested = passphrase.suggested()
    assert len(words) == len(set(words)) == 7776
    assert len(suggested.split(" ")) == passphrase.SUGGESTED_WORDS == 6
    assert set(suggested.split(" ")) <= set(words)
    assert passphrase.SUGGESTED_WORDS * math.log2(len(words)) > 77
    assert suggested != passphrase.suggested()


def test_a_suggestion_is_drawn_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.choice", lambda words: words[0])
    assert passphrase.suggested() == " ".join(["abacus"] * 6)


@pytest.mark.parametrize("_time", range(5))
def test_a_suggestion_passes_and_is_strong(_time: int) -> None:
    suggested = passphrase.suggested()
    passphrase.refuse_weak(suggested)
    assert passphrase.strength(suggested) == passphrase.Strength("would take centuries to guess", weak=False)


def test_the_word_list_is_the_package_s_own() -> None:
    assert "xkcdpass" in xkcd_password.locate_wordfile("eff-long")
