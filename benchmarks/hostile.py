"""Gives the program mutated files of every kind that it reads, and counts what came of each of them.

    python -m benchmarks.hostile --minutes 10 --seed 1

The kinds take turns, a batch of each, until the time is over. A case is known by its kind, the seed and its number, and
is the same on every machine: ``--again KIND:NUMBER`` gives it once more, and with ``--to FILE`` writes it out. The
program runs in a process of its own, so that its death would be seen. The status is 1 if a case was not accounted for.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Final

from benchmarks.hostility.fuzzing import Figures, Program, give
from benchmarks.hostility.trials import Cases, trials

_BATCH: Final = 25
_LOST_SHOWN: Final = 40
_REASONS: Final = 3  # shown of a kind, those that came most often
_INTERRUPTED: Final = 130


def main() -> None:
    """Fuzz, print the table, and end with the status that it deserves."""
    arguments = _arguments()
    if arguments.again:
        _again(arguments.again, arguments.seed, arguments.to)
        return
    wanted = _wanted(arguments.only)
    table = {kind: Figures(kind) for kind in wanted}
    interrupted = False
    with Program() as program:
        try:
            for kind, start, size in _turns(wanted, arguments.minutes, arguments.cases):
                give(program, table[kind], arguments.seed, start, size)
        except KeyboardInterrupt:
            interrupted = True
    print_table(list(table.values()), arguments.seed)
    if interrupted:
        sys.exit(_INTERRUPTED)
    sys.exit(any(figures.lost for figures in table.values()))


def _turns(kinds: Sequence[str], minutes: float, cases: int | None) -> Iterator[tuple[str, int, int]]:
    """Yield batches, a kind after the other: its name, the number of the first case and how many there are."""
    until = time.monotonic() + 60 * minutes
    for start in count(0, _BATCH):
        size = _BATCH if cases is None else min(_BATCH, cases - start)
        for kind in kinds if size > 0 else ():
            if time.monotonic() >= until:
                return
            yield kind, start, size
        if size <= 0:
            return


def print_table(table: Sequence[Figures], seed: int) -> None:
    """Print what came of each kind, the sums, and the cases that are not accounted for."""
    print(f"seed {seed}")
    print(f"{'kind':<48}{'cases':>7}{'accounted':>10}{'result':>8}{'slowest':>9}{'deaths':>7}{'raised':>7}  otherwise")
    for each in [*table, _sum(table)]:
        deaths = sum(each.deaths.values())
        row = f"{each.kind:<48}{each.cases:>7}{each.accounted:>10}{each.good:>8}{each.slowest[0]:>7.1f} s{deaths:>7}"
        reasons = ", ".join(f"{word} {number}" for word, number in each.refused.most_common(_REASONS))
        print(f"{row}{each.raised:>7}  {reasons}")
    total = _sum(table)
    print(f"\nthe slowest case: {total.slowest[1]}, {total.slowest[0]:.1f} s")
    print(f"workers that were replaced: {dict(total.deaths) or 'none'}")
    print(f"the program's own process ended early {total.parents} times, and {total.raised} cases raised an exception")
    print(f"it held {total.memory >> 20} MiB at most")
    print(f"{total.accounted} of {total.cases} cases accounted for")
    lost = {name: words for each in table for name, words in each.lost.items()}
    for name, words in list(lost.items())[:_LOST_SHOWN]:
        print(f"  {name}  {words}")


def _sum(table: Sequence[Figures]) -> Figures:
    total = Figures("together")
    for each in table:
        total.cases += each.cases
        total.outcomes.update(each.outcomes)
        total.deaths.update(each.deaths)
        total.slowest = max(total.slowest, each.slowest)
        total.lost |= each.lost
        total.raised += each.raised
        total.parents += each.parents
        total.memory = max(total.memory, each.memory)
    return total


def _wanted(only: Sequence[str]) -> list[str]:
    names = [name for name in trials() if not only or any(name == word or name.startswith(f"{word}/") for word in only)]
    if not names:
        sys.exit(f"There is no such kind. There are: {', '.join(trials())}")
    return names


def _again(word: str, seed: int, to: Path | None) -> None:
    """Write a case out, or give it to the program once more and say what comes of it."""
    kind, _, number = word.rpartition(":")
    if kind not in trials() or not number.isdecimal():
        sys.exit(f"{word} names no case; one is called pictures/png:17.")
    if to is not None:
        content = Cases(trials()[kind], seed).made(int(number)).content
        to.write_bytes(content)
        print(f"{word} of seed {seed}: {len(content):,} bytes written to {to}")
        return
    figures = Figures(kind)
    with Program() as program:
        give(program, figures, seed, int(number), 1)
    print_table([figures], seed)
    sys.exit(bool(figures.lost))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", default=[], metavar="KIND", help="as pictures, or archives/zip")
    parser.add_argument("--cases", type=int, default=None, help="of each kind at most")
    parser.add_argument("--again", metavar="KIND:NUMBER", help="give this one case once more")
    parser.add_argument("--to", type=Path, default=None, metavar="FILE", help="write the case there instead")
    return parser.parse_args()


if __name__ == "__main__":
    main()
