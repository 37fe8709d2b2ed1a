from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from exposurewatch.cli.past_scans import lines_of
from exposurewatch.details import Detail
from exposurewatch.model import DetailKind, LookedAt, Opened
from exposurewatch.vault.records import PastScan, ScanState
from tests.cli.conftest import Run
from tests.cli.remembered import EXPORT, Remembered

BEGAN = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def bare(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Remembered:
    return Remembered(tmp_path / "vault", run, monkeypatch)


def _scan(state: ScanState = ScanState.FINISHED, lasted: float | None = 5, found: int = 2) -> PastScan:
    ended = None if lasted is None else BEGAN + timedelta(seconds=lasted)
    return PastScan(3, BEGAN, ended, state, (EXPORT,), LookedAt(1200, 64, 60, 2), found, 3)


def _told(scan: PastScan) -> list[str]:
    return [line.lead + line.words for line in lines_of([scan], 4)][2:]


def test_scans_are_listed_the_latest_first_within_the_window(bare: Remembered) -> None:
    bare.add_photos()
    bare.find()
    with bare.open() as vault:
        long = Opened("A folder of pictures \x1b[31m", "/home/her/" + "a name/" * 20)
        vault.history.begin((long,))
    ran = bare.run("history")
    lines = ran.out.splitlines()
    assert (ran.status, ran.err) == (0, "")
    assert lines[0] == "2 scans, the latest first. Times are UTC."
    assert [line[:6] for line in lines if line[3:5] == ". "] == ["  2. 2", "  1. 2"]
    assert lines[-3:] == [
        "     Telegram Desktop export (JSON), one chat: Gossip Corner: ChatExport",
        "     120 messages, 64 pictures, 3 not looked at",
        "     found in 5 places",
    ]
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in ran.out


@pytest.mark.parametrize(
    ("scan", "told"),
    [
        (_scan(), "finished after 5 seconds"),
        (_scan(lasted=0.6), "finished after 1 second"),
        (_scan(lasted=-3600), "finished after 0 seconds"),
        (_scan(lasted=90), "finished after 2 minutes"),
        (_scan(lasted=3600), "finished after 1 hour"),
        (_scan(lasted=7259), "finished after 2 hours 1 minute"),
        (_scan(ScanState.INTERRUPTED, 59), "you stopped it after 59 seconds"),
        (_scan(ScanState.UNDER_WAY, None), "did not come to its end"),
    ],
)
def test_how_a_scan_ended_is_told_in_words(scan: PastScan, told: str) -> None:
    assert _told(scan)[0] == f"  3. 2026-05-01 12:00:00, {told}"


def test_a_scan_that_broke_off_says_what_to_do_instead_of_counts() -> None:
    assert _told(_scan(ScanState.UNDER_WAY, None))[2:] == [
        "     What it found is kept. Run the same scan again, and it goes on from there."
    ]
    assert _told(_scan(found=0))[-1] == "     nothing found"


def test_programs_get_the_counts(bare: Remembered) -> None:
    bare.add_photos()
    bare.find()
    (scan,) = json.loads(bare.run("history", "--format", "json").out)["scans"]
    assert scan.pop("started_at") <= scan.pop("ended_at")
    assert scan == {
        "number": 1,
        "state": "finished",
        "exports": [{"label": EXPORT.label, "container": EXPORT.container}],
        "looked_at": {"messages": 120, "pictures": 64, "videos": 0, "hashes": 0, "files": 60, "spared": 2},
        "matches": 5,
        "skipped": 3,
    }


@pytest.mark.parametrize("form", ["terminal", "json"])
def test_details_in_the_titles_of_chats_are_covered(bare: Remembered, form: str) -> None:
    with bare.open() as vault:
        vault.details.add(Detail(DetailKind.NAME, "siti nurhaliza"))
        vault.history.begin((Opened("one chat: Leaks of Siti Nurhaliza", "ChatExport"),))
    ran = bare.run("history", "--format", form)
    assert "one chat: Leaks of •••" in ran.out
    assert "nurhaliza" not in ran.out.lower()


def test_before_the_first_scan_it_is_said_what_to_do(bare: Remembered) -> None:
    ran = bare.run("history")
    assert ran.status == 0
    assert ran.out.startswith("No scan was run with this vault yet.\nAdd your photos with “exposurewatch add FOLDER”")
    bare.add_photos()
    assert bare.run("history").out.splitlines()[1].startswith("“exposurewatch scan EXPORT”")
    assert json.loads(bare.run("history", "--format", "json").out)["scans"] == []
