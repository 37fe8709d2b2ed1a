"""Videos from end to end: own ones are added, posted ones are found with their moments, remembered, and forgotten."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from exposurewatch.fingerprints import extract
from tests.cli.conftest import Kept, Run
from tests.conftest import a_drawing
from tests.conftest import encoded as picture
from tests.videos.clips import a_pan, a_slide, encoded, moving

HOLIDAY = a_pan(2, 60)
OTHERS = a_pan(3, 30)


@pytest.fixture(scope="module")
def _composed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Own files, a photo and a video; an export with both in videos, a still of the video, and what cannot be read."""
    folder = tmp_path_factory.mktemp("scene")
    own, export = folder / "own", folder / "export"
    own.mkdir()
    export.mkdir()
    (own / "beach.png").write_bytes(picture(a_drawing(1), "PNG"))
    (own / "holiday.mp4").write_bytes(encoded(HOLIDAY))
    (export / "film.mp4").write_bytes(encoded([*OTHERS, *[a_slide(1)] * 30, *OTHERS, *[a_slide(1)] * 20]))
    (export / "repost.webm").write_bytes(encoded([*OTHERS, *HOLIDAY[20:50]], "libvpx"))
    (export / "still.png").write_bytes(picture(Image.fromarray(HOLIDAY[30]), "PNG"))
    (export / "anim.gif").write_bytes(moving([a_drawing(9), a_drawing(1)], "GIF", 1000))
    (export / "strange.mp4").write_bytes(encoded(a_pan(8, 30)))
    (export / "torn.mp4").write_bytes(encoded(OTHERS)[:3000])
    shutil.copy(own / "holiday.mp4", export / "same.mp4")
    return folder


@pytest.fixture
def scene(_composed: Path) -> None:
    """The same files in the current folder."""
    shutil.copytree(_composed, ".", dirs_exist_ok=True)


FOUND = [
    ("anim.gif", "beach.png", "certain"),
    ("film.mp4", "beach.png", "certain"),
    ("repost.webm", "holiday.mp4", "certain"),
    ("same.mp4", "holiday.mp4", "exact"),
    ("still.png", "holiday.mp4", "certain"),
]


@pytest.mark.usefixtures("scene")
def test_videos_are_found_and_the_report_says_when(run: Run) -> None:
    ran = run("scan", "export", "--photos", "own", "--format", "json")
    assert ran.status == 1
    report = json.loads(ran.out)
    found = {match["sighting"]["locator"]["path"]: match for match in report["matches"]}
    assert sorted((path, one["photo"]["label"], one["verdict"]) for path, one in found.items()) == FOUND
    assert report["looked_at"] == {"messages": 0, "pictures": 2, "videos": 4, "hashes": 0, "files": 6}
    assert [(skip["locator"]["path"], skip["reason"]) for skip in report["skipped"]] == [("torn.mp4", "unreadable")]
    first, second = found["film.mp4"]["moments"]
    assert (first["at_seconds"], first["for_seconds"]) == pytest.approx((3, 3), abs=0.5)
    assert second["at_seconds"] == pytest.approx(9, abs=0.5)
    assert found["film.mp4"]["own_moment"] is None
    assert found["repost.webm"]["moments"][0]["at_seconds"] == pytest.approx(3, abs=0.5)
    assert found["repost.webm"]["own_moment"]["at_seconds"] == pytest.approx(2, abs=2)
    assert found["still.png"]["moments"] == []
    assert found["still.png"]["own_moment"]["at_seconds"] == pytest.approx(3, abs=2)
    assert found["same.mp4"]["moments"] == []


@pytest.mark.usefixtures("scene")
def test_the_screen_and_the_table_say_when(run: Run) -> None:
    ran = run("scan", "export", "--photos", "own", "--output", "report.csv")
    with Path("report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file) if row["kind"] == "match"}
    assert float(rows["film.mp4"]["at_seconds"]) == pytest.approx(3, abs=0.5)
    assert (rows["film.mp4"]["more_times"], rows["film.mp4"]["own_at_seconds"]) == ("1", "")
    assert rows["still.png"]["at_seconds"] == ""
    assert float(rows["still.png"]["own_at_seconds"]) == pytest.approx(3, abs=2)
    ran = run("scan", "export", "--photos", "own")
    assert "2 pictures and 4 videos" in ran.out
    assert 'Your video "holiday.mp4": 3 places' in ran.out
    assert "Exact: this is your video, unchanged" in ran.out
    assert "found inside a" in ran.out
    words = " ".join(ran.out.split())
    assert "When at 0:03, for 3 s, and 1 more time" in words
    assert "your video from 0:0" in words


@pytest.mark.usefixtures("scene")
def test_the_vault_keeps_videos_and_their_moments(kept: Kept) -> None:
    ran = kept.run("add", "own", "--workers", "1")
    assert ran.out.startswith("2 photos were added to the vault.\n")
    listed = kept.run("photos").out
    assert "holiday.mp4" in listed
    assert "a video of 0:06" in listed
    first = json.loads(kept.run("scan", "export", "--format", "json").out)
    again = kept.run("scan", "export", "--format", "json")
    assert {**json.loads(again.out), "made_at": ""} == {**first, "made_at": ""}
    assert "were looked at before" in again.err
    matches = json.loads(kept.run("matches", "--format", "json").out)["matches"]
    of = {one["sightings"][0]["locator"]["path"]: one for one in matches}
    for match in first["matches"]:
        remembered = of[match["sighting"]["locator"]["path"]]
        assert (remembered["moments"], remembered["own_moment"]) == (match["moments"], match["own_moment"])
    assert "a video of" not in kept.run("matches").out
    assert "at 0:03, for 3 s, and 1 more time" in " ".join(kept.run("matches").out.split())


@pytest.mark.usefixtures("scene")
def test_an_own_video_is_forgotten_whole(kept: Kept) -> None:
    kept.run("add", "own", "--workers", "1")
    kept.run("scan", "export")
    with kept.opened() as vault:
        (video,) = (entry for entry in vault.photos.listed() if entry.seconds is not None)
    assert video.points > 1000  # of all its stills
    assert "1 photo was forgotten" in kept.run("forget", video.id, "--yes").err
    with kept.opened() as vault:
        (photo,) = vault.photos
        assert {finding.photo.id for finding in vault.findings.listed()} == {photo.id}
        assert vault.photos.listed()[0].seconds is None


@pytest.mark.usefixtures("scene")
def test_without_the_addition_videos_are_counted_and_looked_at_once_it_is_there(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(extract, "videos_can_be_seen", lambda: False)
        ran = kept.run("add", "own", "--workers", "1")
        assert "1 photo was added to the vault." in ran.out
        assert "1  a video" in ran.out
        ran = kept.run("scan", "export")
        assert "5  a video" in ran.out
        assert "pip install '.[video]'" in " ".join(ran.out.split())
        assert "anim.gif" in ran.out  # which takes no addition
    found = json.loads(kept.run("scan", "export", "--format", "json").out)
    assert "film.mp4" in {match["sighting"]["locator"]["path"] for match in found["matches"]}
    assert "video" not in {skip["reason"] for skip in found["skipped"]}


def test_a_video_that_is_longer_than_is_looked_at_says_so_each_time(kept: Kept) -> None:
    Path("own").mkdir()
    Path("export").mkdir()
    (Path("own") / "beach.png").write_bytes(picture(a_drawing(1), "PNG"))
    tiny = [np.full((16, 16, 3), 16 * (number % 12), np.uint8) for number in range(125)]
    shown = [np.asarray(a_drawing(1, (320, 240)))] * 3
    slow = encoded(shown, rate=10, times=[0, 10_000, 20_000])
    (Path("export") / "long.mp4").write_bytes(slow)
    (Path("export") / "plain.mp4").write_bytes(encoded(tiny, "mpeg4", rate=25))
    kept.run("add", "own", "--workers", "1")
    for _ in range(2):
        report = json.loads(kept.run("scan", "export", "--format", "json").out)
        assert {skip["locator"]["path"]: (skip["reason"], skip["detail"]) for skip in report["skipped"]} == {
            "long.mp4": ("rest-of-video", "looked at up to 20:00 of 33:20"),
            "plain.mp4": ("too-plain", ""),
        }
        assert [match["sighting"]["locator"]["path"] for match in report["matches"]] == ["long.mp4"]
    ran = kept.run("scan", "export")
    assert "a video of which only a part was looked at" in " ".join(ran.out.split())


def test_the_doctor_says_whether_videos_can_be_seen(run: Run) -> None:
    ran = run("doctor", "--format", "json")
    (answer,) = (one for one in json.loads(ran.out)["answers"] if one["about"] == "FFmpeg")
    assert answer["state"] == "fine"
    assert "PyAV" in answer["what"]


def test_a_folder_without_anything_that_can_be_read_names_videos_too(run: Run) -> None:
    Path("own").mkdir()
    (Path("own") / "torn.mp4").write_bytes(encoded(OTHERS)[:3000])
    ran = run("scan", "own", "--photos", "own")
    assert ran.status == 2
    assert "or videos, that you may open" in ran.err
