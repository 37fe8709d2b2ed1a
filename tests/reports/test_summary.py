"""What a report says in sentences, and in what order."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from exposurewatch.model import (
    LibrarySummary,
    Locator,
    LookedAt,
    Match,
    Moment,
    Opened,
    Photo,
    Reason,
    Report,
    Skipped,
    Verdict,
)
from exposurewatch.reports.summary import FINDINGS, findings, headline, interruptions, left_out
from tests.conftest import a_judgement, a_match, a_photo, a_report, a_sighting, an_origin

_UNSEEN = "the pictures themselves could not be compared."


def found(photo: str, verdict: Verdict = Verdict.CERTAIN, day: int | None = 1, message: str = "7") -> Match:
    date = Moment(datetime(2024, 5, day, tzinfo=UTC)) if day else Moment(None, "01.05.2024")
    return a_match(
        judgement=a_judgement(photo=a_photo(id=photo, label=photo), verdict=verdict),
        sighting=a_sighting(origin=an_origin(date=date, message_id=message)),
    )


def report_of(photos: int, *matches: Match, pictures: int = 1204) -> Report:
    return a_report(library=LibrarySummary(photos), matches=matches, looked_at=LookedAt(2000, pictures, 900))


def messages(photo: Photo, report: Report) -> list[str | None]:
    (group,) = [one for one in findings(report) if one.photo == photo]
    return [match.sighting.origin.message_id for match in group.matches]


def test_the_surest_photo_comes_first_then_the_newest() -> None:
    report = report_of(
        5,
        found("possible", Verdict.POSSIBLE, 9),
        found("older", day=2),
        found("undated", day=None),
        found("newer", day=3),
        found("scene", Verdict.SAME_SCENE),
        found("exact", Verdict.EXACT, 1),
    )
    assert [one.photo.id for one in findings(report)] == ["exact", "newer", "older", "undated", "possible"]


def test_other_shots_of_the_scene_are_listed_where_they_are_asked_for() -> None:
    report = report_of(3, found("scene", Verdict.SAME_SCENE), found("both"), found("both", Verdict.SAME_SCENE))
    assert [one.photo.id for one in findings(report, (Verdict.SAME_SCENE,))] == ["both", "scene"]
    assert all(one.verdict is Verdict.SAME_SCENE for one in findings(report, (Verdict.SAME_SCENE,)))
    assert [one.photo.id for one in findings(report, tuple(Verdict))] == ["both", "scene"]


def test_every_verdict_but_that_of_the_same_scene_is_a_finding() -> None:
    assert set(Verdict) - set(FINDINGS) == {Verdict.SAME_SCENE}


def test_a_photo_counts_as_sure_as_its_surest_place() -> None:
    (one,) = findings(report_of(1, found("a", Verdict.PROBABLE, 3), found("a", Verdict.EXACT), found("a")))
    assert one.verdict is Verdict.EXACT


def test_the_places_of_a_photo_are_listed_newest_first_and_without_a_date_last() -> None:
    matches = [found("a", day=day, message=str(day)) for day in (2, None, 9, 5)]
    assert messages(a_photo(id="a", label="a"), report_of(1, *matches)) == ["9", "5", "2", "None"]


def test_a_place_without_any_date_comes_last_as_well() -> None:
    bare = a_match(sighting=a_sighting(origin=an_origin(date=None, message_id=None)))
    assert messages(a_photo(), a_report(matches=(bare, a_match()))) == ["7", None]


def test_without_dates_the_higher_message_number_is_the_newer_one() -> None:
    matches = [found("a", day=None, message=message) for message in ("9", "story", "10", "1" * 9999, "²")]
    order = messages(a_photo(id="a", label="a"), report_of(1, *matches))
    assert order == ["10", "9", "1" * 9999, "story", "²"]


def test_the_order_does_not_depend_on_the_order_of_the_scan() -> None:
    matches = [found("a", message="2"), found("a", message="1"), found("b"), found("b", Verdict.EXACT)]
    assert findings(report_of(2, *matches)) == findings(report_of(2, *reversed(matches)))


@pytest.mark.parametrize(
    ("report", "sentences"),
    [
        (
            report_of(8, found("a"), found("a"), found("b", Verdict.EXACT), found("c"), found("c", Verdict.POSSIBLE)),
            ["3 of your 8 photos were found, in 5 places.", "The other 5 were not found here, which does not mean that"
             " they do not circulate."],
        ),
        (
            report_of(2, found("a")),
            ["1 of your 2 photos was found, in 1 place.", "The other one was not found here, which does not mean that"
             " it does not circulate."],
        ),
        (report_of(1, found("a"), found("a")), ["Your photo was found, in 2 places."]),
        (
            report_of(4, found("a"), found("b", Verdict.PROBABLE), found("c", Verdict.POSSIBLE),
                      found("d", Verdict.POSSIBLE)),
            ["1 of your 4 photos was found, in 1 place.", "1 more was probably found, in 1 place.",
             f"Published fingerprints agree with 2 more photos of yours, in 2 places; {_UNSEEN}"],
        ),
        (report_of(2, found("a", Verdict.PROBABLE), found("b", Verdict.PROBABLE)),
         ["2 of your 2 photos were probably found, in 2 places."]),
        (report_of(1, found("a", Verdict.POSSIBLE)),
         [f"Published fingerprints agree with your photo, in 1 place; {_UNSEEN}"]),
    ],
)  # fmt: skip
def test_what_was_found(report: Report, sentences: list[str]) -> None:
    assert list(headline(report)) == sentences


@pytest.mark.parametrize(
    ("report", "first"),
    [
        (report_of(8), "None of your 8 photos was found among 1,204 pictures."),
        (report_of(1, pictures=1), "Your photo was not found among 1 picture."),
        (report_of(8, found("a", Verdict.SAME_SCENE)), "None of your 8 photos was found among 1,204 pictures."),
    ],
)
def test_nothing_found_is_never_said_to_mean_that_nothing_circulates(report: Report, first: str) -> None:
    said, warning = headline(report)
    assert said == first
    assert warning.startswith("That does not mean that")
    assert "safe" not in warning


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (report_of(0), "None of your photos could be compared, so this report says nothing about them."),
        (
            report_of(8, pictures=0),
            "No picture could be compared with your 8 photos, so this report says nothing about them.",
        ),
        (
            report_of(1, pictures=0),
            "No picture could be compared with your photo, so this report says nothing about it.",
        ),
    ],
)
def test_a_scan_that_compared_nothing_says_that_it_says_nothing(report: Report, sentence: str) -> None:
    assert list(headline(report)) == [sentence]


def test_what_was_left_out_is_counted_by_reason_in_the_order_of_the_list() -> None:
    reasons = (Reason.VIDEO, Reason.UNREADABLE, Reason.NOT_INCLUDED, Reason.VIDEO)
    groups = left_out(Skipped(Locator("x", str(n)), None, reason) for n, reason in enumerate(reasons))
    assert [(one.reason, len(one.skipped)) for one in groups] == [
        (Reason.NOT_INCLUDED, 1),
        (Reason.VIDEO, 2),
        (Reason.UNREADABLE, 1),
    ]


def test_a_whole_scan_was_not_interrupted() -> None:
    assert list(interruptions(a_report(skipped=(Skipped(Locator("x", "y"), None, Reason.VIDEO),)))) == []


def test_every_report_that_is_not_complete_says_why() -> None:
    for reason in Reason:
        report = a_report(skipped=(Skipped(Locator("Chat", "result.json"), None, reason),))
        assert bool(list(interruptions(report))) is not report.complete


def test_an_interrupted_scan_and_each_export_that_breaks_off_is_named_once() -> None:
    cut = Skipped(Locator("Chat", "messages2.html"), None, Reason.EXPORT_TRUNCATED, "no end tag")
    damaged = Skipped(Locator("Other.zip", ""), None, Reason.EXPORT_DAMAGED)
    stopped, first, second = interruptions(a_report(interrupted=True, skipped=(cut, cut, damaged)))
    assert stopped.startswith("Stopped before the end: the scan was interrupted.")
    assert "the export Chat/messages2.html breaks off before its end (no end tag)." in first
    assert "the export Other.zip is damaged and could not be read to its end." in second


def test_a_feed_that_breaks_off_is_not_called_an_export() -> None:
    feed = "https://a.example/feed"
    page = Skipped(Locator(feed, "https://a.example/feed?page=2"), None, Reason.EXPORT_TRUNCATED, "no end tag")
    whole = Skipped(Locator(feed, ""), None, Reason.EXPORT_DAMAGED)
    opened = (Opened("RSS", feed),)
    stopped, first, second = interruptions(a_report(interrupted=True, opened=opened, skipped=(page, whole)))
    assert stopped.startswith("Stopped before the end: the feeds were not all read.")
    assert stopped.endswith("Run the same command again to read on from there.")
    assert "the document https://a.example/feed?page=2 breaks off before its end (no end tag)." in first
    assert "the feed https://a.example/feed is damaged and could not be read to its end." in second


def test_of_many_damaged_exports_only_some_are_named() -> None:
    skips = tuple(Skipped(Locator(f"export {n}", ""), None, Reason.EXPORT_DAMAGED) for n in range(1205))
    *named, rest = interruptions(a_report(skipped=skips))
    assert len(named) == 5
    assert rest == "The same is true of 1,200 more."


def test_a_photo_that_stands_behind_a_better_one_is_not_called_not_found() -> None:
    """Shots of one moment match the same picture; only the best is listed, and the others must not seem missed."""
    behind = a_photo(id="b", label="second shot.jpg")
    match = a_match(judgement=a_judgement(alike=(behind,)))
    words = " ".join(headline(a_report(library=LibrarySummary(2), matches=(match,))))
    assert "1 more of your photos matches the same pictures less well" in words
    assert "not found" not in words
