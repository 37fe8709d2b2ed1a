"""Every crafted archive is read, skipped or refused in a sentence; nothing outside of it is ever looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hostility.accounts import MATCHED, Accounts
from benchmarks.hostility.archive_kinds import kinds
from benchmarks.hostility.case import Case
from benchmarks.hostility.scanning import CONTROL, Workers, scanned_archives
from exposurewatch.sources.archives import ARCHIVES
from tests.hostile import corpus


def _scanned(name: str, cases: list[Case], workers: Workers, folder: Path) -> Accounts:
    kind = kinds()[name]
    accounts = scanned_archives(cases, kind.good, folder, kind.suffix, workers)
    assert accounts.outcomes[CONTROL] == MATCHED
    assert accounts.outcomes.keys() == {CONTROL, *(case.name for case in cases)}
    return accounts


def test_every_kind_of_archive_has_cases() -> None:
    assert kinds().keys() == {archive.name for archive in ARCHIVES}


@pytest.mark.parametrize("name", sorted(kinds()))
def test_each_archive_is_accounted_for(name: str, workers: Workers, tmp_path: Path) -> None:
    assert _scanned(name, corpus.of_archive(name), workers, tmp_path).faults == ()


def test_no_address_in_a_warc_is_said_by_the_library(
    workers: Workers, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    kind = kinds()["WARC"]
    case = Case("blanks", kind.good.replace(b"https://e.org/control.jpg", b"https://e.org/\x1b[31m own ed.jpg"))
    _scanned("WARC", [case], workers, tmp_path)
    assert caplog.records == []
    assert "ed.jpg" not in "".join(capfd.readouterr())
