"""Whether a scan of many pictures holds out: in flat memory, and with its workers and itself killed on the way.

    python -m benchmarks.long_haul [--pictures 100000] [--every 1000] [--parent-kills 5] [--seed 1] [--folder DIR]
    python -m benchmarks.long_haul --result-json-gib 5 [--folder DIR]

Draws an export in which every file has bytes of its own, scans it against a vault as a user would, and watches the
memory, open files, threads and workers of the scan. It is not flat, and the exit status is 1, where in the last tenth
of the pictures the median of one of them is above that of the second tenth: memory by more than 20 MiB and more than a
tenth, files and threads by more than two, workers by one. Then it scans the same export into a new vault, kills
(SIGKILL) a worker each so many pictures, the scan itself at random points, and in each of its runs the worker that
reads the messages, and holds the report and the vault against those of the quiet run.

With `--result-json-gib` it has a document of that size read instead, in which there are messages alone, and judges by
tenths of its bytes. Linux only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.kills_run import Bench, Run, benched, report_in
from benchmarks.kills_vault import counted, held
from benchmarks.long_haul_export import drawn
from benchmarks.long_haul_flat import judged, tabulated
from benchmarks.long_haul_json import read_whole
from benchmarks.long_haul_kills import Plan, disturbed
from benchmarks.long_haul_watch import PARSER, PICTURES, Sample, Terminal, Watch


def main() -> None:
    """Draw, scan, and print what came of it."""
    given = _arguments()
    if given.folder is not None:
        given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        if given.result_json_gib:
            flat = read_whole(Path(folder), int(given.result_json_gib * (1 << 30)), given.interval)
        else:
            flat = _haul(Path(folder), given)
    sys.exit(0 if flat else 1)


def _haul(folder: Path, given: argparse.Namespace) -> bool:
    drawing, counts = drawn(folder, given.pictures)
    for words, count in counts.most_common():
        print(f"{words:<60}{count:>10,}", flush=True)
    bench = benched(folder, drawing, given.workers)
    quiet, samples = quiet_run(bench, given.interval)
    if given.samples:
        tabulated(samples, given.samples)
    flat = judged(samples)
    if given.every:
        plan = Plan.drawn(given.pictures, given.every, given.parent_kills, given.seed)
        same(quiet, disturbed_run(bench, plan))
    return flat


@dataclass(frozen=True, slots=True)
class Result:
    """What a scan has come to: its report but for the date, all that the vault holds, and how much of each."""

    report: dict[str, Any]
    held: Any
    counts: Counter[str]


def same(quiet: Result, disturbed: Result) -> None:
    """Say that two scans have come to the same; an `AssertionError` says in what they differ."""
    assert disturbed.report == quiet.report, "another report"
    assert disturbed.held == quiet.held, "another vault"
    assert disturbed.counts == quiet.counts, f"another vault: {disturbed.counts}, not {quiet.counts}"
    print("The report, but for its date, and the vault are those of the quiet run.", flush=True)


def disturbed_run(bench: Bench, plan: Plan) -> Result:
    """Scan into a new vault, with kills, and print how many there were."""
    vault = bench.new_vault("disturbed")
    Run(bench, "add", vault).in_peace()
    started = time.monotonic()
    output = disturbed(Run(bench, "scan", vault), plan)
    print(f"\nscanned again in {(time.monotonic() - started) / 60:.1f} min, with these kills:")
    for name, what in (("workers that look at pictures", PICTURES), ("the one that reads", PARSER), ("scan", "scan")):
        print(f"{name:<60}{plan.kills[what]:>10}", flush=True)
    return _result(bench, vault, output)


def quiet_run(bench: Bench, interval: float) -> tuple[Result, list[Sample]]:
    """Scan into a new vault in peace, print what was looked at, and return what was seen of it meanwhile as well."""
    vault = bench.new_vault("quiet")
    Run(bench, "add", vault).in_peace()
    run = Run(bench, "scan", vault)
    started = time.monotonic()
    with Terminal(run.words) as terminal, run.running(terminal.end) as process:
        samples = list(Watch(process, PICTURES, vault, lambda: terminal.done).samples(interval))
    result = _result(bench, vault, run.output(process))
    looked_at, seconds = result.report["looked_at"], time.monotonic() - started
    print(f"\nlooked at {looked_at} in {seconds / 60:.1f} min, {terminal.done / seconds:.0f} files a second")
    print(f"{len(result.report['matches']):,} matches; not looked at: {_reasons(result.report)}")
    return result, samples


def _reasons(report: dict[str, Any]) -> str:
    counts = Counter(skipped["reason"] for skipped in report["skipped"])
    return ", ".join(f"{count:,} {reason}" for reason, count in counts.most_common())


def _result(bench: Bench, vault: Path, output: bytes) -> Result:
    report = report_in(output)
    return Result(report, held(vault, bench.key), counted(vault, bench.folder / "copy", bench.key))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.long_haul")
    parser.add_argument("--pictures", type=int, default=100_000, help="files that the export names")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--every", type=int, default=1000, help="pictures after which a worker is killed; 0: no kills")
    parser.add_argument("--parent-kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--interval", type=float, default=2.0, help="seconds between two looks at the processes")
    parser.add_argument("--samples", type=Path, default=None, help="where they are written as CSV")
    parser.add_argument(
        "--result-json-gib", type=float, default=0.0, help="read a document that large in place of that"
    )
    parser.add_argument("--folder", type=Path, default=None, help="where all is made; it is deleted afterwards")
    return parser.parse_args()


if __name__ == "__main__":
    main()
