"""A scan whose workers and which itself are killed on the way comes to the report and the vault of one in peace."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import pytest

from exposurewatch.vault import slots

if sys.platform != "linux":
    pytest.skip("what processes do is read from /proc", allow_module_level=True)

from benchmarks.kills_run import benched
from benchmarks.long_haul import disturbed_run, quiet_run, same
from benchmarks.long_haul_export import KINDS, drawn, kind_of
from benchmarks.long_haul_flat import judged
from benchmarks.long_haul_json import written
from benchmarks.long_haul_kills import Plan
from benchmarks.long_haul_watch import PARSER, PICTURES, Sample
from benchmarks.processes import Memory

_PICTURES = 120
_MIB = 1 << 20


def test_kills_of_workers_and_of_the_scan_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """More of the same: python -m benchmarks.long_haul."""
    monkeypatch.setattr(slots, "COST", slots.Cost(memory_kib=8, passes=1, lanes=1))
    drawing, counts = drawn(tmp_path, _PICTURES)
    assert counts.keys() > {kind.words for kind in KINDS}
    bench = benched(tmp_path, drawing, workers=2)
    quiet, samples = quiet_run(bench, 0.1)
    plan = Plan(every=15, parent=[25, 70], rng=random.Random(1))  # noqa: S311
    disturbed = disturbed_run(bench, plan)
    assert quiet.report["matches"]
    assert quiet.report["looked_at"]["messages"] == _PICTURES + counts["files posted a second time"]
    assert samples
    assert plan.kills["scan"] == 2
    assert plan.kills[PICTURES] >= 3
    assert plan.kills[PARSER] >= 1
    same(quiet, disturbed)
    assert "are those of the quiet run" in capsys.readouterr().out
    with pytest.raises(AssertionError, match="another report"):
        same(quiet, disturbed.__class__({}, disturbed.held, disturbed.counts))


def test_no_two_files_of_the_export_have_the_same_bytes(tmp_path: Path) -> None:
    made, counts = drawn(tmp_path, 600)
    files = [path.read_bytes() for path in made.export.rglob("*") if path.is_file()]
    absent = counts["named, and not there"]
    assert absent
    assert len(files) == len(set(files)) == 600 - absent + 1
    assert sum(counts.values()) == 600 + counts["files posted a second time"]
    assert kind_of(100) is KINDS[0]


def a_sample(done: int, parent: int, descriptors: int = 14) -> Sample:
    memory = Memory(parent * _MIB, parent * _MIB)
    return Sample(done, memory, Memory(200 * _MIB, 200 * _MIB), descriptors, 6, 2, done, 4 * _MIB)


@pytest.mark.parametrize(
    ("grown", "opened", "flat"),
    [(0, 0, True), (19, 0, True), (24, 0, False), (0, 2, True), (0, 3, False)],
)
def test_what_grows_is_not_flat(grown: int, opened: int, flat: bool, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: FBT001
    steady = [a_sample(number, 100) for number in range(1, 91)]
    last = [a_sample(number, 100 + grown, 14 + opened) for number in range(91, 101)]
    assert judged(steady + last) is flat
    assert ("would be flat" in capsys.readouterr().out) is not flat


def test_the_document_that_is_written_is_one(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    number = written(path, 500_000)
    messages = json.loads(path.read_bytes())["messages"]
    assert [message["id"] for message in messages] == list(range(1, number + 1))
    assert [message["photo"] for message in messages if "photo" in message].count("last.jpg") == 1
    assert path.stat().st_size > 500_000
