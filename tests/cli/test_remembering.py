"""Scans against the vault: they go on where they stopped, and their reports do not show it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from exposurewatch import scan as scanning
from exposurewatch.cli import looking, remembering, stopping
from exposurewatch.cli.stopping import Left
from exposurewatch.errors import CouldNotFinish, NoRoom
from exposurewatch.fingerprints.extract import Extractor
from exposurewatch.parameters import PIPELINE
from exposurewatch.vault.history import History
from exposurewatch.vault.journal import Journal
from exposurewatch.vault.records import Decision, PastScan, ScanState
from tests.cli.conftest import HERE, PASSPHRASE, Kept, Ran, Run, Small, a_line_to_read, run_apart
from tests.conftest import a_drawing, encoded

PICTURES = 6  # in the export, of which one is torn


def scanned(kept: Kept, export: Path, *options: str) -> Ran:
    return kept.run("scan", export, "--workers", "1", "--format", "json", *options)


def report(ran: Ran) -> dict[str, Any]:
    """The report but for its date."""
    parsed: dict[str, Any] = json.loads(ran.out)
    del parsed["made_at"]
    return parsed


def past(kept: Kept) -> tuple[PastScan, ...]:
    with kept.opened() as vault:
        return vault.history.listed()


def words(ran: Ran) -> str:
    return " ".join(ran.err.split())


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with each picture that a worker is given."""
    given: list[int] = []
    real = Extractor.submit

    def submit(self: Extractor[Any, Any], key: Any, content: bytes) -> None:
        given.append(len(content))
        real(self, key, content)

    monkeypatch.setattr(Extractor, "submit", submit)
    return given


def breaking_after(monkeypatch: pytest.MonkeyPatch, steps: int, error: BaseException) -> None:
    """Let the scan break down with `error` after so many steps."""
    real = scanning.scan

    def breaking(*arguments: Any) -> Iterator[Any]:
        for number, step in enumerate(real(*arguments)):
            if number == steps:
                raise error
            yield step

    monkeypatch.setattr(looking, "scan", breaking)


def test_a_scan_against_the_vault_says_what_one_with_photos_says(filled: Kept, run: Run, small: Small) -> None:
    export = small.export.absolute()
    ran = scanned(filled, export)
    assert ran.status == 1
    bare = json.loads(run("scan", export, "--photos", small.photos, "--workers", "1", "--format", "json").out)
    del bare["made_at"]
    assert report(ran) == bare
    (scan,) = past(filled)
    assert (scan.state, scan.found, scan.skipped, scan.looked_at.pictures) == (ScanState.FINISHED, 2, 1, 5)
    with filled.opened() as vault:
        assert len(vault.findings.listed()) == 2


def test_nothing_is_looked_at_twice_and_the_report_is_the_same(filled: Kept, small: Small, counted: list[int]) -> None:
    first = scanned(filled, small.export)
    assert len(counted) == PICTURES
    again = scanned(filled, small.export)
    assert len(counted) == PICTURES
    assert report(again) == report(first)
    assert "6 of these files were looked at before; they are not looked at again." in words(again)


def test_again_looks_at_everything_anew(filled: Kept, small: Small, counted: list[int]) -> None:
    first = scanned(filled, small.export)
    again = scanned(filled, small.export, "--again")
    assert len(counted) == 2 * PICTURES
    assert report(again) == report(first)
    assert "6 files looked at before are looked at anew, as you asked with --again." in words(again)


def test_an_export_that_has_grown_costs_what_is_new(
    filled: Kept, small: Small, tmp_path: Path, counted: list[int]
) -> None:
    export = tmp_path / "grown"
    shutil.copytree(small.export, export)
    scanned(filled, export)
    (export / "photos" / "photo_4.jpg").write_bytes(encoded(a_drawing(1).resize((160, 120))))
    ran = scanned(filled, export)
    assert len(counted) == PICTURES + 1
    assert len(report(ran)["matches"]) == 3


def test_a_quick_look_is_not_enough_for_a_close_one(filled: Kept, small: Small, counted: list[int]) -> None:
    scanned(filled, small.export, "--fast")
    ran = scanned(filled, small.export)
    assert len(counted) == 2 * PICTURES
    assert "because it was a quicker look" in words(ran)
    scanned(filled, small.export, "--fast")
    assert len(counted) == 2 * PICTURES


def test_photos_added_since_are_compared_with_everything(filled: Kept, small: Small, tmp_path: Path) -> None:
    scanned(filled, small.export)
    (tmp_path / "new.png").write_bytes(encoded(a_drawing(50, (120, 90)).resize((480, 360)), "PNG"))
    filled.run("add", tmp_path / "new.png", "--workers", "1")
    ran = scanned(filled, small.export)
    assert "looked at anew, because photos were added since." in words(ran)
    assert {match["photo"]["label"] for match in report(ran)["matches"]} == {"own0.png", "new.png"}


@pytest.mark.parametrize("steps", [0, 4, 8])
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NoRoom("There is no room left.", "Make some."), 3),
        (CouldNotFinish("No worker.", "Look."), 3),
        (Left(signal.SIGTERM), 143),
    ],
    ids=["no room", "no worker", "told to leave"],
)
def test_wherever_a_scan_breaks_down_it_shows_what_it_found_and_goes_on_from_there(
    filled: Kept, small: Small, counted: list[int], steps: int, error: BaseException, status: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        breaking_after(patch, steps, error)
        broken = scanned(filled, small.export)
    assert broken.status == status
    if status == 3:
        assert not report(broken)["complete"]
        assert broken.err.endswith(f"error: {error}\nhint: {getattr(error, 'hint', '')}\n")
    assert [scan.state for scan in past(filled)] == [ScanState.UNDER_WAY]
    told = filled.run("history").out
    assert ", did not come to its end\n" in told
    assert "Run the same scan again" in told
    done = len(counted)
    resumed = scanned(filled, small.export)
    assert len(counted) <= PICTURES + 2  # those that a worker had in hand are handed out again
    assert resumed.status == 1
    fresh = [match["sighting"]["message_id"] for match in report(resumed)["matches"]]
    assert fresh == ["1", "2"]
    assert report(resumed)["looked_at"] == {"messages": 6, "pictures": 5, "videos": 0, "hashes": 0, "files": 5}
    if done > 2:
        assert "Taking up the scan of " in words(resumed)


def test_it_says_when_the_scan_was_that_it_takes_up(filled: Kept, small: Small) -> None:
    scanned(filled, small.export)
    day = datetime(2026, 3, 12, 12, tzinfo=UTC)
    with filled.opened() as vault:
        vault.history._database.execute("UPDATE scans SET state = 'under way', started_at = ?", day.isoformat())
    assert (
        "Taking up the scan of 12 March 2026 where it stopped: 6 files were looked at already."
        in scanned(filled, small.export).err
    )


def test_ctrl_c_keeps_what_was_judged(filled: Kept, small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    real = stopping.until

    def two(stop: Any, items: Any) -> Iterator[Any]:
        for number, item in enumerate(real(stop, items)):
            if number == 4:
                stop.set()
            yield item

    with monkeypatch.context() as patch:
        patch.setattr(looking, "until", two)
        ran = scanned(filled, small.export)
    assert ran.status == 130
    assert [match["sighting"]["message_id"] for match in report(ran)["matches"]] == ["1", "2"]
    assert [scan.state for scan in past(filled)] == [ScanState.INTERRUPTED]
    with filled.opened() as vault:
        assert len(vault.findings.listed()) == 2


def test_a_vault_that_takes_nothing_more_at_the_very_end_still_gives_the_report(
    filled: Kept, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: Any) -> None:
        raise NoRoom("There is no room left.", "Make some.")

    monkeypatch.setattr(History, "end", full)
    ran = scanned(filled, small.export)
    assert ran.status == 3
    assert report(ran)["complete"]
    assert ran.err.endswith("error: There is no room left.\nhint: Make some.\n")


def test_a_vault_that_takes_nothing_more_on_the_way_still_gives_what_was_found(
    filled: Kept, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Journal.keep

    def full(self: Journal, *arguments: Any) -> None:
        if self._settled:
            raise NoRoom("There is no room left.", "Make some.")
        real(self, *arguments)

    monkeypatch.setattr(Journal, "keep", full)
    ran = scanned(filled, small.export)
    assert ran.status == 3
    assert len(report(ran)["matches"]) == 1


def test_what_the_user_said_is_not_her_is_left_out_and_counted(filled: Kept, small: Small) -> None:
    scanned(filled, small.export)
    with filled.opened() as vault:
        vault.findings.decide(vault.findings.listed()[0].number, Decision.NOT_ME)
    ran = scanned(filled, small.export)
    assert len(report(ran)["matches"]) == 1
    assert "In 1 place a match is left out, because you had said that it is not you." in words(ran)


def test_the_user_s_own_files_among_those_scanned_are_said(kept: Kept, small: Small) -> None:
    kept.run("add", small.photos, "--workers", "1")
    ran = scanned(kept, small.photos)
    assert "3 of your own photos lie in " in words(ran)
    assert [match["verdict"] for match in report(ran)["matches"]] == ["exact"] * 3


def test_photos_of_an_older_version_are_said(filled: Kept, small: Small) -> None:
    with filled.opened() as vault:
        vault.photos._database.execute("UPDATE photos SET pipeline = ? WHERE label = 'own1.png'", PIPELINE - 1)
    assert "1 photo was added by an older version" in words(scanned(filled, small.export))


def test_the_same_export_is_the_same_from_whatever_folder_it_is_named(
    filled: Kept, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = scanned(filled, small.export.absolute())
    monkeypatch.chdir(small.export.parent)
    again = scanned(filled, Path(small.export.name))
    assert report(again) == report(first)
    with filled.opened() as vault:
        assert [len(finding.sightings) for finding in vault.findings.listed()] == [1, 1]


def test_an_export_that_breaks_off_is_read_to_its_last_message(filled: Kept, small: Small, tmp_path: Path) -> None:
    export = tmp_path / "torn"
    shutil.copytree(small.export, export)
    whole = (export / "result.json").read_bytes()
    (export / "result.json").write_bytes(whole[:-200])
    ran = scanned(filled, export)
    assert not report(ran)["complete"]
    assert len(report(ran)["matches"]) == 2
    (export / "result.json").write_bytes(whole)
    assert report(scanned(filled, export))["complete"]


def test_without_a_vault_and_without_photos_both_ways_are_named(run: Run, small: Small) -> None:
    ran = run("scan", small.export, "--vault", "nowhere")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: There is no vault in nowhere, and no photos were named.\n")
    for way in ("--photos", "exposurewatch vault create", "exposurewatch add"):
        assert way in ran.err
    assert not Path("nowhere").exists()


def test_an_empty_vault_says_how_to_fill_it(kept: Kept, small: Small) -> None:
    ran = scanned(kept, small.export)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "error: There is no photo in the vault yet.\nhint: Add yours: exposurewatch add ~/Pictures/me\n"
    assert past(kept) == ()


@pytest.mark.parametrize("export", ["nowhere", "words.txt", "ev\x1b[31mil\u202e"])
def test_a_wrong_path_is_told_before_anything_is_asked(filled: Kept, export: str) -> None:
    Path("words.txt").write_text("hello")
    ran = filled.run("scan", export, passphrase="wrong as well")  # noqa: S106
    assert (ran.status, ran.out) == (2, "")
    assert "That does not open" not in ran.err
    assert "\x1b" not in ran.err


def test_a_wrong_passphrase_and_a_busy_vault_are_one_sentence_each(filled: Kept, small: Small) -> None:
    ran = filled.run("scan", small.export, passphrase="wrong")  # noqa: S106
    assert ran.status == 2
    assert ran.err.startswith("error: That does not open this vault.\n")
    with filled.opened():
        ran = scanned(filled, small.export)
    assert ran.status == 3
    assert ran.err.startswith("error: Another command has the vault")


# Root, as whom tests are often run, may write everywhere; without its capabilities only where the modes allow it.
WITHOUT_POWERS = """
import ctypes, sys
if sys.platform == "linux":
    assert ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()) == 0
from exposurewatch.cli.main import main
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_a_vault_that_cannot_be_written_to_is_told(filled: Kept, small: Small) -> None:
    command = [sys.executable, "-c", WITHOUT_POWERS, "scan", str(small.export), "--vault", str(filled.folder)]
    reading = a_line_to_read(PASSPHRASE)
    for path in filled.folder.iterdir():
        path.chmod(0o400)
    filled.folder.chmod(0o500)
    try:
        ran = subprocess.run(  # noqa: S603 (the program itself)
            [*command, "--passphrase-fd", str(reading)],
            pass_fds=[reading],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            env=os.environ | {"PYTHONPATH": str(HERE)},
        )
    finally:
        os.close(reading)
        filled.folder.chmod(0o700)
    assert ran.returncode == 3
    assert ran.stderr.startswith("error: ")
    assert "Traceback" not in ran.stderr


def test_with_photos_nothing_is_remembered_and_no_vault_is_asked_for(run: Run, small: Small) -> None:
    ran = run("scan", small.export, "--photos", small.photos, "--workers", "1", "--vault", "nowhere")
    assert ran.status == 1
    assert not Path("nowhere").exists()


def test_a_process_of_its_own_goes_on_where_another_stopped(filled: Kept, small: Small) -> None:
    first = scanned(filled, small.export.absolute())
    Path("word").write_text("violet anchor drumming otter\n")
    arguments = ("scan", small.export.absolute(), "--workers", "1", "--format", "json", "--vault", filled.folder)
    ran = run_apart(*arguments, "--passphrase-fd", "7", after="7< word")
    assert report(ran) == report(first)
    assert "6 of these files were looked at before" in ran.err


@pytest.mark.parametrize(("moment", "day"), [(datetime(2026, 3, 12, 12, tzinfo=UTC), "12 March 2026")])
def test_how_a_day_is_written(moment: datetime, day: str) -> None:
    assert remembering._day(moment) == day
