"""There are plain words for everything that can be said, and they say what is the case."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from exposurewatch.model import DetailKind, Locator, Reason, Verdict
from exposurewatch.reports.wording import DETAILS, REASONS, VERDICTS, describe, harmless, how_found, place, utc
from tests.conftest import a_judgement, an_alteration


def test_every_reason_has_a_label_and_advice() -> None:
    assert set(REASONS) == set(Reason)
    assert list(DETAILS) == list(DetailKind)
    for words in REASONS.values():
        assert not words.label.endswith(".")
        assert words.advice.endswith(".")
    assert len({words.label for words in REASONS.values()}) == len(Reason)


def test_every_verdict_has_a_sentence_of_its_own() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert len(set(VERDICTS.values())) == len(Verdict)


def test_the_words_are_calm() -> None:
    every = [*VERDICTS.values(), *(f"{words.label} {words.advice}" for words in REASONS.values())]
    for sentence in every:
        assert sentence.isascii()  # no emoji, no dashes that an old console lacks
        assert "!" not in sentence


def test_nothing_is_said_of_the_alteration_where_the_bytes_are_the_same_or_were_not_seen() -> None:
    altered = an_alteration(mirrored=True)
    assert how_found(a_judgement(verdict=Verdict.EXACT, alteration=altered)) == "the same file, byte for byte"
    assert how_found(a_judgement(verdict=Verdict.POSSIBLE, alteration=altered)) == "only a published fingerprint agrees"
    for verdict in (Verdict.CERTAIN, Verdict.PROBABLE):
        assert how_found(a_judgement(verdict=verdict, alteration=altered)) == describe(altered) == "mirrored"


def test_another_shot_of_the_scene_is_not_called_an_altered_photo() -> None:
    alteration = an_alteration(mirrored=True, visible_fraction=0.07, region=((0, 0), (0.4, 0), (0.4, 0.3), (0, 0.3)))
    said = how_found(a_judgement(verdict=Verdict.SAME_SCENE, alteration=alteration))
    assert said == "what both of them show fills 12 % of the picture"


def test_a_place_is_the_container_and_the_path_inside() -> None:
    assert place(Locator("Chat", "photos/1.jpg")) == "Chat/photos/1.jpg"
    assert place(Locator("Chat.zip", "")) == "Chat.zip"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("two  spaces.jpg", "two  spaces.jpg"),
        ("zwei  Lücken.jpg", "zwei  Lücken.jpg"),
        ("caf\udce9.jpg", "caf\\udce9.jpg"),
        ("a\x1b[31mb", "a[31mb"),
        ("one\ntwo", "one two"),
        ("gpj\u202e.exe", "gpj.exe"),
    ],
)
def test_harmless_words_stay_as_near_to_the_given_as_they_can(words: str, shown: str) -> None:
    assert harmless(words) == shown


def test_a_moment_is_shown_in_utc() -> None:
    assert utc(datetime(2024, 5, 1, 1, 0, tzinfo=timezone(timedelta(hours=3)))) == "2024-04-30 22:00:00"
