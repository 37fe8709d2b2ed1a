"""There are plain words for everything that can be said, and they say what is the case."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from exposurewatch.model import Alteration, DetailKind, Locator, Reason, Region, Verdict
from exposurewatch.reports.reasons import REASONS, why_not
from exposurewatch.reports.wording import DETAILS, VERDICTS, describe, harmless, how_found, place, utc
from tests.conftest import a_judgement, an_alteration


def test_every_reason_has_a_label_and_advice() -> None:
    assert set(REASONS) == set(Reason)
    assert list(DETAILS) == list(DetailKind)
    for words in REASONS.values():
        assert not words.label.endswith(".")
        assert words.advice.endswith(".")
    assert len({words.label for words in REASONS.values()}) == len(Reason)


# what the kinds of feed, and the worker that looks at their pictures, can say of something
FROM_FEEDS = [
    reason
    for reason in Reason
    if reason
    not in (
        *(Reason.OVER_EXPORT_LIMIT, Reason.MISSING_FILE, Reason.UNSAFE_PATH, Reason.ENCRYPTED, Reason.DUPLICATE_NAME),
        *(Reason.LINK, Reason.NOT_A_REGULAR_FILE, Reason.EXPORT_ALTERED, Reason.BEFORE_SINCE, Reason.SAME_FILE_TWICE),
    )
]
IN_FEED = Locator("https://a.example/feed", "https://b.example/1.jpg")


def test_of_a_feed_nothing_is_said_of_exports_of_which_it_has_none() -> None:
    theirs = {reason: why_not(reason, [IN_FEED]) for reason in FROM_FEEDS}
    for words in theirs.values():
        said = f"{words.label} {words.advice}"
        assert said.isascii()
        assert "!" not in said
        assert words.advice.endswith(".")
        assert "Export" not in said
        assert "the export" not in said
    assert len({words.label for words in theirs.values()}) == len(theirs)


def test_the_words_for_exports_stay_where_anything_stands_in_one() -> None:
    for reason in Reason:
        assert why_not(reason, [Locator("Chat", "1.jpg")]) == REASONS[reason]
        assert why_not(reason, [Locator("Chat", "1.jpg"), IN_FEED]) == REASONS[reason]


def test_every_verdict_has_a_sentence_of_its_own() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert len(set(VERDICTS.values())) == len(Verdict)


def test_the_words_are_calm() -> None:
    every = [*VERDICTS.values(), *(f"{words.label} {words.advice}" for words in REASONS.values())]
    for sentence in every:
        assert sentence.isascii()  # no emoji, no dashes that an old console lacks
        assert "!" not in sentence


def test_nothing_is_said_of_the_alteration_where_the_bytes_are_the_same() -> None:
    altered = an_alteration(mirrored=True)
    assert how_found(a_judgement(verdict=Verdict.EXACT, alteration=altered)) == "the same file, byte for byte"
    for verdict in (Verdict.CERTAIN, Verdict.PROBABLE):
        assert how_found(a_judgement(verdict=verdict, alteration=altered)) == describe(altered) == "mirrored"


TOP_LEFT: Region = ((0, 0), (0.5, 0), (0.5, 0.4), (0, 0.4))


@pytest.mark.parametrize(
    ("altered", "words"),
    [
        (an_alteration(), "only a published fingerprint agrees"),
        (an_alteration(scale=0.5), "only a published fingerprint agrees"),  # nobody knows the size
        (an_alteration(mirrored=True), "only a published fingerprint agrees: mirrored"),
        (
            an_alteration(region=TOP_LEFT, rotation_degrees=90.0, inverted=True),
            "only a published fingerprint agrees: that of a part that fills 20 % of the picture, with inverted colours,"
            " turned 90° clockwise",
        ),
        (
            an_alteration(visible_fraction=0.64),
            "only a published fingerprint agrees: with a crop showing 64 % of your photo",
        ),
    ],
)
def test_of_a_picture_that_nobody_saw_it_is_said_what_its_fingerprint_tells(altered: Alteration, words: str) -> None:
    assert how_found(a_judgement(verdict=Verdict.POSSIBLE, alteration=altered)) == words


def test_another_shot_of_the_scene_is_not_called_an_altered_photo() -> None:
    alteration = an_alteration(mirrored=True, visible_fraction=0.07, region=((0, 0), (0.4, 0), (0.4, 0.3), (0, 0.3)))
    said = how_found(a_judgement(verdict=Verdict.SAME_SCENE, alteration=alteration))
    assert said == "what both of them show fills 12 % of the picture"


def test_a_place_is_the_container_and_the_path_inside() -> None:
    assert place(Locator("Chat", "photos/1.jpg")) == "Chat/photos/1.jpg"
    assert place(Locator("Chat.zip", "")) == "Chat.zip"
    assert place(Locator("saved.wacz", "https://a.example/1.jpg")) == "saved.wacz/https://a.example/1.jpg"


def test_of_a_feed_the_place_is_the_link_or_the_report() -> None:
    assert place(Locator("https://a.example/feed", "https://b.example/1.jpg")) == "https://b.example/1.jpg"
    assert place(Locator("https://a.example/list", "md5:00")) == "https://a.example/list (report md5:00)"
    assert place(Locator("https://a.example/list", "")) == "https://a.example/list"


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
