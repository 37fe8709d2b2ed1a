"""The CSV report: a row per place, nothing that a spreadsheet program runs, and rows for what is missing."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import (
    Digest,
    LibrarySummary,
    Locator,
    MediaKind,
    Missing,
    Moment,
    Permalink,
    PublishedHash,
    Reason,
    Report,
    Skipped,
    Verdict,
)
from exposurewatch.reports.csv_report import COLUMNS, CSV, csv_format
from exposurewatch.reports.format import Format
from exposurewatch.reports.summary import FINDINGS
from exposurewatch.text import clean_lines
from tests.conftest import a_judgement, a_match, a_photo, a_report, a_sighting, an_alteration, an_origin
from tests.reports.strangers import FORMULAS, HOSTILE, a_report_of

_BARE = an_origin(channel=None, message_id=None, date=None, sender=None, permalink=None)


def rows(report: Report, form: Format = CSV) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(form.render(report).decode("utf-8-sig"), newline=""), strict=True)
    assert tuple(reader.fieldnames or ()) == COLUMNS
    return list(reader)


def cells(report: Report) -> list[str]:
    return [cell for row in rows(report) for cell in row.values()]


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet program may calculate, even one to which a semicolon parts cells."""
    starts = (unicodedata.normalize("NFKC", part).lstrip(" \t\r\n\"'“”") for part in cell.split(";"))
    plain = [not part.lstrip(" \t\r\n").startswith("'") for part in cell.split(";")]
    return any(start[:1] in tuple("=+-@") and bare for start, bare in zip(starts, plain, strict=True))


def test_a_match_is_one_row() -> None:
    (row,) = rows(a_report())
    assert row == dict.fromkeys(COLUMNS, "") | {
        "kind": "match",
        "photo": "beach.jpg",
        "photo_path": "photos/beach.jpg",
        "verdict": "certain",
        "score": "15.5",
        "agreement": "0.98",
        "alteration": "saved again at about the same size, otherwise unaltered",
        "source": "telegram-json",
        "channel_title": "Gossip Corner",
        "channel_id": "1234567890",
        "message_id": "7",
        "date_utc": "2024-05-01 02:00:00",
        "date_raw": "2024-05-01T10:00:00",
        "sender": "Anon",
        "caption": "who is she",
        "link": "https://t.me/c/1234567890/7",
        "link_opens_for": "members only",
        "export": "ChatExport_2024-05-01",
        "file": "photos/photo_7@01-05-2024_10-00-00.jpg",
        "media": "photo",
    }


def test_the_file_begins_with_the_mark_that_spreadsheet_programs_look_for() -> None:
    assert CSV.render(a_report()).startswith(b"\xef\xbb\xbfkind,photo,")


def test_what_is_not_known_is_empty() -> None:
    (row,) = rows(a_report(matches=(a_match(sighting=a_sighting(origin=_BARE, media=Missing(Reason.VIDEO))),)))
    for column in ("channel_title", "message_id", "date_utc", "date_raw", "sender", "link", "link_opens_for", "media"):
        assert row[column] == ""


def test_a_picture_that_nobody_saw_is_told_as_a_published_hash() -> None:
    media = PublishedHash(MediaKind.PUBLISHED_HASH, (Digest("pdq", bytes(32)),))
    judgement = a_judgement(verdict=Verdict.POSSIBLE, alteration=an_alteration(mirrored=True))
    (row,) = rows(a_report(matches=(a_match(judgement=judgement, sighting=a_sighting(media=media)),)))
    told = (row["kind"], row["verdict"], row["media"], row["alteration"])
    assert told == ("match", "possible", "published-hash", "only a published fingerprint agrees: mirrored")


def test_a_date_that_is_not_certain_is_given_in_the_words_of_the_export_alone() -> None:
    origin = an_origin(date=Moment(None, "01.05.2024 10:00"), permalink=Permalink("https://t.me/x/1", public=True))
    (row,) = rows(a_report(matches=(a_match(sighting=a_sighting(origin=origin)),)))
    assert (row["date_utc"], row["date_raw"], row["link_opens_for"]) == ("", "01.05.2024 10:00", "everyone")


def test_other_photos_of_the_same_place_stand_in_the_row_of_the_best() -> None:
    judgement = a_judgement(alike=(a_photo(label="b.jpg"), a_photo(label="c.jpg")))
    (row,) = rows(a_report(matches=(a_match(judgement=judgement),)))
    assert (row["photo"], row["alike"]) == ("beach.jpg", "b.jpg | c.jpg")


SCENE = a_match(judgement=a_judgement(verdict=Verdict.SAME_SCENE, photo=a_photo(id="r", label="room.jpg")))


def test_another_shot_of_the_scene_is_no_row() -> None:
    for form in (CSV, csv_format(FINDINGS)):
        assert rows(a_report(matches=(SCENE,)), form) == []


def test_other_shots_of_the_scene_follow_the_matches_where_they_are_wanted_and_are_none_themselves() -> None:
    video = Skipped(Locator("x", "y"), None, Reason.VIDEO)
    found, scene, skipped = rows(a_report(matches=(SCENE, a_match()), skipped=(video,)), csv_format(tuple(Verdict)))
    assert (found["kind"], found["photo"], found["verdict"]) == ("match", "beach.jpg", "certain")
    assert (scene["kind"], scene["photo"], scene["verdict"]) == ("same scene", "room.jpg", "same scene")
    assert scene["link"] == "https://t.me/c/1234567890/7"
    assert skipped["kind"] == "skipped"


def test_what_was_not_looked_at_follows_counted_by_reason_own_photos_apart() -> None:
    report = a_report(
        library=LibrarySummary(3, (Skipped(Locator("photos", "a.tif"), None, Reason.UNSUPPORTED_FORMAT),)),
        skipped=(
            *(Skipped(Locator("x", str(n)), None, Reason.VIDEO) for n in range(7)),
            Skipped(Locator("x", "y"), None, Reason.NOT_INCLUDED),
        ),
    )
    _, own, not_included, videos = rows(report)
    assert [own["kind"], own["reason"], own["count"]] == ["skipped", "unsupported-format", "1"]
    assert "your own photos" in own["note"]
    assert [not_included["reason"], not_included["count"]] == ["not-included", "1"]
    assert [videos["kind"], videos["reason"], videos["count"]] == ["skipped", "video", "7"]
    assert ".[video]" in videos["note"]
    assert "your own" not in videos["note"]


def test_a_scan_that_was_interrupted_says_so_in_the_last_row() -> None:
    last = rows(a_report(interrupted=True))[-1]
    assert last["kind"] == "incomplete"
    assert last["note"].startswith("Stopped before the end")


def test_an_export_that_breaks_off_is_named() -> None:
    skip = Skipped(Locator("Chat", ""), None, Reason.EXPORT_TRUNCATED, "no closing bracket")
    *_, counted, last = rows(a_report(skipped=(skip,)))
    assert (counted["kind"], counted["count"]) == ("skipped", "1")
    assert last["kind"] == "incomplete"
    assert "the export Chat breaks off before its end (no closing bracket)" in last["note"]


def test_a_complete_scan_has_no_such_row() -> None:
    assert {row["kind"] for row in rows(a_report())} == {"match"}


@pytest.mark.parametrize("words", FORMULAS, ids=ascii)
def test_no_cell_is_a_formula(words: str) -> None:
    found = cells(a_report_of(words))
    assert [cell for cell in found if is_formula(cell)] == []


@pytest.mark.parametrize("words", ["=1", "  @x", "＝1", '"-1'])
def test_an_apostrophe_is_all_that_is_added(words: str) -> None:
    assert f"'{words}" in cells(a_report_of(words))


@pytest.mark.parametrize("words", ["a-b", "who = she", "a@b.example", "7; 8", "O'Neill", "1+1"])
def test_words_that_are_no_formula_stay_as_they_are(words: str) -> None:
    assert words in cells(a_report_of(words))


@given(words=st.text(alphabet=st.sampled_from("=+-@＝ \t\r\n\"';a1,")))
def test_no_words_at_all_become_a_formula(words: str) -> None:
    for cell in cells(a_report_of(words)):
        assert not is_formula(cell)


def test_a_negative_score_stays_a_number() -> None:
    (row,) = rows(a_report(matches=(a_match(judgement=a_judgement(score=-1.254)),)))
    assert row["score"] == "-1.25"


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_no_cell_holds_a_line_break(words: str) -> None:
    assert not any("\n" in cell or "\r" in cell for cell in cells(a_report_of(clean_lines(words))))


def test_a_caption_of_many_lines_is_one_line() -> None:
    (row,) = rows(a_report(matches=(a_match(sighting=a_sighting(caption="one\ntwo\n=3")),)))
    assert row["caption"] == "one two =3"
