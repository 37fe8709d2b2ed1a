"""Whether anything is lost or doubled where `add` and `scan` are killed, again and again, until they come to their end.

    python -m benchmarks.kills [--kills 200] [--seed 1] [--pictures 60] [--folder DIR]

Draws photos and an export with altered copies of them, and runs both commands once in peace. Then, each time on a new
vault, it runs them as processes and kills them (SIGKILL) after a random time or right behind a random write to the
vault, until each has ended by itself. Then the report must be the one of the peaceful run but for its date, and the
vault hold the same. After every kill a copy of the vault must be whole, with all that was in it after the kill before.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.kills_export import drawn
from benchmarks.kills_run import Run, benched, report_in
from benchmarks.kills_vault import counted, held
from exposurewatch.vault.location import DATABASE

_SLOWER = 1.1  # than the peaceful run: so much later a kill may come, so that some come too late
_AT_A_WRITE = 0.3  # of the kills; the others come at any time
_MOST_WRITES = 40
_POLL = 0.0002  # seconds


@dataclass
class Figures:
    """What was done."""

    kills: Counter[str] = field(default_factory=Counter)  # by command, and by what was waited for
    rounds: int = 0
    seconds: float = 0.0


def main() -> None:
    """Kill as often as asked for and print the table."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        figures = measured(Path(folder), arguments.kills, arguments.seed, arguments.pictures)
    kills = figures.kills
    for name, value in (
        ("kills", kills["add"] + kills["scan"]),
        ("  of `add`", kills["add"]),
        ("  of `scan`", kills["scan"]),
        ("  right behind a write to the vault", kills["write"]),
        ("times from an empty vault to the end", figures.rounds),
        ("minutes", round(figures.seconds / 60)),
    ):
        print(f"{name:<40}{value:>10}")
    print("\nEvery report was the one of the run in peace; no vault was damaged, and nothing in one lost or doubled.")


def measured(folder: Path, kills: int, seed: int, pictures: int) -> Figures:
    """Kill at least `kills` times. An `AssertionError` says what was lost, doubled or changed."""
    bench = benched(folder, drawn(folder, pictures))
    rng, figures, started = random.Random(seed), Figures(), time.monotonic()
    vault = bench.new_vault()
    peace = {name: Run(bench, name, vault).in_peace() for name in ("add", "scan")}
    wanted_report, wanted_vault = report_in(peace["scan"][0]), held(vault, bench.key)
    assert wanted_report["matches"]
    while figures.kills["add"] + figures.kills["scan"] < kills:
        vault = bench.new_vault()
        for name, (_, seconds) in peace.items():
            output = _killed_until_done(Run(bench, name, vault), seconds * _SLOWER, rng, figures)
        assert report_in(output) == wanted_report, f"seed {seed}, round {figures.rounds}: another report"
        assert held(vault, bench.key) == wanted_vault, f"seed {seed}, round {figures.rounds}: another vault"
        figures.rounds += 1
    figures.seconds = time.monotonic() - started
    return figures


def _killed_until_done(run: Run, seconds: float, rng: random.Random, figures: Figures) -> bytes:
    before: Counter[str] = Counter()
    while True:
        process = run.started()
        writes = rng.randint(1, _MOST_WRITES) if rng.random() < _AT_A_WRITE else None
        if not _alive_after(process, rng.uniform(0, seconds), writes, run.vault):
            return run.output(process)
        process.kill()
        process.wait()
        figures.kills.update([run.name] if writes is None else [run.name, "write"])
        now = counted(run.vault, run.bench.folder / "copy", run.bench.key)
        assert all(now[table] >= count for table, count in before.items()), f"lost: {before} became {now}"
        before = now


def _alive_after(process: subprocess.Popen[bytes], seconds: float, writes: int | None, vault: Path) -> bool:
    """Wait for so many writes to the vault, or else for so many seconds; say whether the process still runs."""
    if writes is None:
        time.sleep(seconds)
    else:
        last, left = _written(vault), writes
        while left and process.poll() is None:
            time.sleep(_POLL)
            now = _written(vault)
            left -= now != last
            last = now
    return process.poll() is None


def _written(vault: Path) -> int:
    try:
        return (vault / f"{DATABASE}-wal").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pictures", type=int, default=60, help="in the export")
    parser.add_argument("--folder", type=Path, default=None, help="where all is made; it is deleted afterwards")
    return parser.parse_args()


if __name__ == "__main__":
    main()
