"""Every crafted picture and video ends as looked at or as skipped, and the good one beside them is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hostility.accounts import LOOKED_AT, MATCHED
from benchmarks.hostility.case import Case
from benchmarks.hostility.file_kinds import kinds
from benchmarks.hostility.pictures.jpeg import thousands_of_scans
from benchmarks.hostility.pictures.png import families as of_png
from benchmarks.hostility.pictures.refused import misnamed, strangers
from benchmarks.hostility.scanning import CONTROL, Workers, extractor, scanned_files
from exposurewatch.images import FORMATS
from exposurewatch.model import Reason
from exposurewatch.parsers.magic import PICTURES, VIDEOS, FileType
from exposurewatch.sandbox.worker import Limits
from tests.hostile import corpus

LOOKED_INTO = frozenset({FileType(name.lower()) for name in FORMATS}) | {FileType.MP4, FileType.MATROSKA}


def test_every_picture_and_video_that_is_known_has_cases() -> None:
    assert kinds().keys() >= PICTURES | VIDEOS
    assert kinds().keys() >= LOOKED_INTO


@pytest.mark.parametrize("kind", sorted(kinds()), ids=lambda kind: kind.value)
def test_each_is_accounted_for(kind: FileType, workers: Workers, tmp_path: Path) -> None:
    cases = corpus.of_file(kind)
    accounts = scanned_files(cases, tmp_path, kinds()[kind].suffix, workers)
    assert accounts.faults == ()
    assert accounts.outcomes[CONTROL] == MATCHED
    assert accounts.outcomes.keys() == {CONTROL, *(case.name for case in cases)}
    if kind not in LOOKED_INTO:
        assert LOOKED_AT not in accounts.outcomes.values()


def test_what_is_well_is_looked_at(workers: Workers, tmp_path: Path) -> None:
    """Else the rest would prove nothing."""
    cases = [Case(f"x{kind.suffix}", kind.sample) for file_type, kind in kinds().items() if file_type in LOOKED_INTO]
    accounts = scanned_files(cases, tmp_path, ".jpg", workers)
    assert accounts.faults == ()
    assert set(accounts.outcomes.values()) == {LOOKED_AT, MATCHED}


@pytest.mark.parametrize("cases", [strangers, misnamed])
def test_formats_that_are_not_opened_and_wrong_names_are_accounted_for(
    cases: object, workers: Workers, tmp_path: Path
) -> None:
    assert callable(cases)
    given = list(cases())
    accounts = scanned_files(given, tmp_path, ".jpg", workers)
    assert accounts.faults == ()
    assert len(accounts.outcomes) == len(given) + 1
    if cases is strangers:
        assert accounts.counted()[LOOKED_AT] == 0


def test_a_bomb_of_time_costs_its_time_alone(tmp_path: Path) -> None:
    with extractor(1, Limits(seconds=1.0)) as hasty:
        accounts = scanned_files([Case("scans", thousands_of_scans())], tmp_path, ".jpg", hasty)
    assert accounts.faults == ()
    assert accounts.outcomes == {"scans": Reason.TIMED_OUT, CONTROL: MATCHED}


def test_a_bomb_of_memory_is_held_to_its_limit(tmp_path: Path) -> None:
    large = next(case for case in of_png(b"") if case.name == "9000x9000")
    plane = next(case for case in of_png(b"") if case.name == "a large plane of one bit")
    with extractor(1, Limits(seconds=60.0, memory=64 << 20)) as small:
        accounts = scanned_files([large, plane], tmp_path, ".png", small)
    assert accounts.faults == ()
    assert accounts.outcomes == {large.name: Reason.OUT_OF_MEMORY, plane.name: Reason.OUT_OF_MEMORY, CONTROL: MATCHED}
