"""Videos in reports: the moment in words and in numbers, the noun, and how many were looked at."""

from __future__ import annotations

import csv
import io
import json

import pytest

from exposurewatch.model import LibrarySummary, LookedAt, MediaKind, Span, VideoFile
from exposurewatch.reports import CSV, JSON, TERMINAL
from exposurewatch.reports.summary import compared
from exposurewatch.reports.wording import noun, sureness, when
from exposurewatch.text import minutes
from tests.conftest import a_judgement, a_match, a_photo, a_report, a_sighting

VIDEO = a_photo(label="holiday.mp4", seconds=61.0)
FOUND = (Span(43.2, 49.3), Span(100.0, 101.0), Span(3725.0, 3800.0))


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (43.9, "0:43"), (725, "12:05"), (3599.99, "59:59"), (3723, "1:02:03")]
)
def test_moments_are_written_as_players_show_them(seconds: float, words: str) -> None:
    assert minutes(seconds) == words


@pytest.mark.parametrize(
    ("spans", "own", "words"),
    [
        ((), None, ""),
        (FOUND[:1], None, "at 0:43, for 6 s"),
        (FOUND[:2], None, "at 0:43, for 6 s, and 1 more time"),
        (FOUND, None, "at 0:43, for 6 s, and 2 more times"),
        (FOUND[2:], None, "at 1:02:05, for 1:15"),
        ((Span(5.0, 5.1),), None, "at 0:05, for 1 s"),
        (FOUND[:1], Span(12.0, 15.0), "at 0:43, for 6 s: your video from 0:12"),
        ((), Span(12.0, 15.0), "your video from 0:12"),
    ],
)
def test_when(spans: tuple[Span, ...], own: Span | None, words: str) -> None:
    assert when(a_judgement(spans=spans, own=own)) == words


def test_a_video_is_called_a_video() -> None:
    assert (noun(VIDEO), noun(a_photo())) == ("video", "photo")
    assert sureness(a_judgement(photo=VIDEO)) == "this is almost certainly a copy of your video"
    assert sureness(a_judgement(spans=FOUND)).endswith("a copy of your photo; found inside a video")


@pytest.mark.parametrize(
    ("pictures", "videos", "words"),
    [(64, 0, "64 pictures"), (1, 2, "1 picture and 2 videos"), (0, 1, "1 video"), (0, 0, "0 pictures")],
)
def test_how_many_were_compared(pictures: int, videos: int, words: str) -> None:
    assert compared(LookedAt(pictures=pictures, videos=videos)) == words


@pytest.mark.parametrize(
    ("looked", "words"),
    [
        (LookedAt(hashes=1), "1 published report"),
        (LookedAt(pictures=3, hashes=100_000), "3 pictures and 100,000 published reports"),
        (LookedAt(pictures=1, videos=2, hashes=2), "1 picture, 2 videos and 2 published reports"),
    ],
)
def test_reports_are_counted_beside_what_was_seen(looked: LookedAt, words: str) -> None:
    assert compared(looked) == words
    assert looked.compared == looked.pictures + looked.videos + looked.hashes


def test_a_scan_of_videos_alone_says_that_nothing_was_found_among_them() -> None:
    report = a_report(library=LibrarySummary(2), looked_at=LookedAt(videos=3, files=3), matches=())
    assert TERMINAL.render(report).decode().startswith("None of your 2 photos was found among 3 videos.\n")


def test_every_report_says_when() -> None:
    judgement = a_judgement(photo=VIDEO, spans=FOUND, own=Span(12.0, 15.5))
    sighting = a_sighting(media=VideoFile(MediaKind.DOCUMENT, lambda: b""))
    report = a_report(matches=(a_match(judgement=judgement, sighting=sighting),))
    words = " ".join(TERMINAL.render(report).decode().split())
    assert 'Your video "holiday.mp4"' in words
    assert "When at 0:43, for 6 s, and 2 more times: your video from 0:12" in words
    (match,) = json.loads(JSON.render(report))["matches"]
    assert match["moments"][0] == {"at_seconds": 43.2, "for_seconds": 6.1}
    assert match["own_moment"] == {"at_seconds": 12.0, "for_seconds": 3.5}
    assert match["sighting"]["media"] == "document"
    (row,) = csv.DictReader(io.StringIO(CSV.render(report).decode("utf-8-sig")))
    assert (row["at_seconds"], row["for_seconds"], row["more_times"]) == ("43.2", "6.1", "2")
    assert (row["own_at_seconds"], row["own_for_seconds"], row["media"]) == ("12.0", "3.5", "document")
