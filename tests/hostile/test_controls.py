"""A worker that crashes, hangs, hoards or lies costs the file that made it so, and the harness would notice if not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from benchmarks.hostility.accounts import MATCHED
from benchmarks.hostility.case import Case
from benchmarks.hostility.documents import documents
from benchmarks.hostility.drawings import drawing, pictures, saved, videos
from benchmarks.hostility.layouts import LAYOUTS
from benchmarks.hostility.scanning import CONTROL, Workers, extractor, scanned_exports, scanned_files
from benchmarks.lock import unlocked
from exposurewatch.fingerprints import extract
from exposurewatch.fingerprints.extract import Extractor
from exposurewatch.model import Reason
from exposurewatch.parsers import reader
from exposurewatch.parsers.magic import FileType
from exposurewatch.sandbox import seccomp
from exposurewatch.sandbox.worker import Limits
from tests.hostile.poisoned import POISON, look
from tests.sandbox.jobs import obey

_JOBS = "tests.hostile.jobs"
_HASTY = Limits(seconds=1.0, memory=256 << 20)
_PATIENT = Limits(seconds=60.0, memory=256 << 20)
_ENDS = {
    "crash": Reason.DECODER_DIED,
    "loop": Reason.TIMED_OUT,
    "allocate": Reason.OUT_OF_MEMORY,
    "write_beside": Reason.DECODER_DIED,
    "answer_garbage": Reason.DECODER_DIED,
    "answer_nothing": Reason.DECODER_DIED,
    "answer_too_much": Reason.DECODER_DIED,
    "fail": Reason.UNREADABLE,
}


def _files() -> list[Case]:
    gif = saved(drawing(5), "GIF")
    return [
        Case("a picture.jpg", pictures()[FileType.JPEG]),
        Case("one that may move.gif", gif),
        Case("a video.mp4", videos()[FileType.MP4]),
    ]


@pytest.fixture
def limited(request: pytest.FixtureRequest) -> Iterator[Workers]:
    """Workers for another job, of which little is allowed."""
    limits = _HASTY if request.param == "loop" else _PATIENT
    with patch.object(extract, "JOB", f"{_JOBS}:{request.param}"), extractor(1, limits) as workers:
        yield workers


@pytest.mark.parametrize(("limited", "reason"), _ENDS.items(), indirect=["limited"], ids=list(_ENDS))
def test_whatever_a_worker_does_each_file_is_accounted_for(limited: Workers, reason: Reason, tmp_path: Path) -> None:
    accounts = scanned_files(_files(), tmp_path, ".jpg", limited)
    assert accounts.faults == ()
    assert len(accounts.outcomes) == len(_files()) + 1
    assert set(accounts.outcomes.values()) == {reason}


def test_poison_costs_no_other_file(tmp_path: Path) -> None:
    good = _files()[0]
    poisoned = [Case(f"poisoned {number}", good.content + POISON + bytes(number)) for number in range(3)]
    with patch.object(extract, "JOB", f"{look.__module__}:look"), extractor() as workers:
        accounts = scanned_files([good, *poisoned], tmp_path, ".jpg", workers)
    assert accounts.faults == ()
    assert accounts.counted() == {Reason.DECODER_DIED: len(poisoned), MATCHED: 1, "looked at": 1}
    assert accounts.outcomes[CONTROL] == MATCHED


@pytest.mark.parametrize(
    "job", ["CRASH", "LOOP", "ALLOCATE", "WRITE_BESIDE", "ANSWER_GARBAGE", "ANSWER_TOO_MUCH", "FAIL"]
)
def test_whatever_a_worker_does_each_document_is_accounted_for(
    job: str, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_JOB", f"{_JOBS}:READ_AND_{job}")
    good = Case("well", documents()["whatsapp"].content)
    accounts = scanned_exports([good], tmp_path, LAYOUTS["whatsapp"], workers, _HASTY if job == "LOOP" else _PATIENT)
    assert accounts.faults == ()
    assert accounts.outcomes["well"] == Reason.EXPORT_DAMAGED


# --- would it be noticed?


def _peeked(folder: Path) -> set[str]:
    with patch.object(extract, "JOB", f"{_JOBS}:peek"), extractor(1, _PATIENT) as workers:
        return set(scanned_files(_files()[:1], folder, ".jpg", workers).outcomes.values())


@pytest.mark.skipif(not seccomp.is_available(), reason="this system has no filter of system calls")
def test_it_would_be_noticed_if_the_sandbox_were_off(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "unlocked").mkdir()
    assert _peeked(tmp_path / "locked") <= {Reason.ENCRYPTED, Reason.DECODER_DIED}
    with unlocked():
        assert _peeked(tmp_path / "unlocked") == {Reason.UNSUPPORTED_FORMAT}


class _InThisProcess(Extractor[object, object]):
    """What there would be without workers: the job is done where the scan is."""

    def __init__(self, order: bytes) -> None:
        self._order = order

    full = False
    under_way = 0

    def submit(self, key: object, content: bytes) -> None:  # noqa: ARG002
        obey(self._order)

    submit_moving = submit


@pytest.mark.parametrize("order", [b"raise-memory-error", b"raise-system-exit", b"raise-os-error"])
def test_it_would_be_noticed_if_files_were_looked_at_in_the_parent(order: bytes, tmp_path: Path) -> None:
    with pytest.raises((MemoryError, SystemExit, OSError)):
        scanned_files(_files(), tmp_path, ".jpg", _InThisProcess(order))  # type: ignore[arg-type]
