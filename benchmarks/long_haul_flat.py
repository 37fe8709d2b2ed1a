"""Judges whether what was watched over a long scan stayed flat: its last tenth is held against its second one."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression, median
from typing import Final

from benchmarks.long_haul_watch import Sample

_MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Watched:
    """One thing that was watched, in units of `unit`. It is flat where its last tenth is within `most` of the second.

    Without `most` it may grow: the vault does, and with how much of what it shares a process is reckoned depends on
    what else runs.
    """

    name: str
    pick: Callable[[Sample], int]
    unit: int
    most: Callable[[float], float] | None


def _memory(second: float) -> float:
    return max(1.1 * second, second + 20)


def _two_more(second: float) -> float:
    return second + 2


WATCHED: Final = (
    Watched("parent, resident, MiB", lambda sample: sample.parent.resident, _MIB, _memory),
    Watched("parent, proportional, MiB", lambda sample: sample.parent.proportional, _MIB, None),
    Watched("workers, resident, MiB", lambda sample: sample.workers.resident, _MIB, _memory),
    Watched("workers, proportional, MiB", lambda sample: sample.workers.proportional, _MIB, None),
    Watched("open files of the parent", lambda sample: sample.descriptors, 1, _two_more),
    Watched("threads of the parent", lambda sample: sample.threads, 1, _two_more),
    Watched("workers", lambda sample: sample.processes, 1, lambda second: second),
    Watched("write-ahead log, MiB", lambda sample: sample.log, _MIB, _memory),
    Watched("vault, MiB", lambda sample: sample.vault, _MIB, None),
)


def tabulated(samples: Sequence[Sample], path: Path) -> None:
    """Write all samples as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["done", *(each.name for each in WATCHED)])
        table.writerows([sample.done, *(each.pick(sample) // each.unit for each in WATCHED)] for sample in samples)


def judged(samples: Sequence[Sample], watched: Sequence[Watched] = WATCHED) -> bool:
    """Print what was watched, as medians of tenths of the way, and say whether all of it stayed flat."""
    whole = max(sample.done for sample in samples)
    tenths = [_within(samples, whole * nth // 10, whole * (nth + 1) // 10) for nth in (0, 1, 9)]
    steady = _within(samples, whole // 10, whole)
    print(f"\n{'medians of tenths':<30}{'first':>9}{'second':>9}{'last':>9}{'most':>9}{'per tenth':>12}")
    broken = []
    for each in watched:
        first, second, last = (median(each.pick(sample) / each.unit for sample in tenth) for tenth in tenths)
        most = max(each.pick(sample) for sample in samples) / each.unit
        slope = _slope([(sample.done, each.pick(sample) / each.unit) for sample in steady]) * whole / 10
        print(f"{each.name:<30}{first:>9.1f}{second:>9.1f}{last:>9.1f}{most:>9.1f}{slope:>+12.2f}")
        if each.most is not None and last > each.most(second):
            broken.append(f"{each.name}: {last:.1f} in the last tenth, {each.most(second):.1f} would be flat")
    print("\n" + "\n".join(broken or ["All of it stayed flat that should."]), flush=True)
    return not broken


def _within(samples: Sequence[Sample], begin: int, end: int) -> list[Sample]:
    found = [sample for sample in samples if begin < sample.done <= end]
    assert found, f"no sample was taken between {begin:,} and {end:,}: take them more often"
    return found


def _slope(points: Sequence[tuple[int, float]]) -> float:
    if len({done for done, _ in points}) < 2:
        return 0.0
    return linear_regression([done for done, _ in points], [value for _, value in points]).slope
