"""Plays the program for the fuzzer: a process that gives itself hostile files, and tells of each what came of it.

It reads orders from its standard input, one a line: the name of a kind, the seed, the number of the first case and how
many there are. It answers each with a line of JSON. Whatever ends it ends no more than itself.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from benchmarks.hostility.scanning import control, extractor, library
from benchmarks.hostility.trials import Bench, Cases, own_outcomes, trials
from exposurewatch.desk import Asked
from exposurewatch.parsers.reader import Reader
from exposurewatch.sandbox.protocol import Cause, Failure
from exposurewatch.sandbox.worker import Worker


def main() -> None:
    """Obey until there are no more orders."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the fuzzer's to answer
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what libraries may print must not stand between the answers
    made: dict[tuple[str, int], Cases] = {}
    with counted_deaths() as deaths, extractor() as workers, Reader() as reader:
        bench = Bench(workers, reader)
        _warm_up(bench)
        for line in sys.stdin:
            name, seed, start, count = line.split()
            key = name, int(seed)
            cases = made.setdefault(key, Cases(trials()[name], int(seed)))
            answer = _obey(cases, range(int(start), int(start) + int(count)), bench)
            answers.write(json.dumps(answer | {"deaths": dict(deaths), "memory": _most_memory()}) + "\n")
            answers.flush()
            deaths.clear()


def _warm_up(bench: Bench) -> None:
    """Start the workers, so that the first case is not blamed for it."""
    library()
    bench.workers.submit(Asked(b""), control())
    bench.workers.take()
    list(bench.reader.records("whatsapp", io.BytesIO()))


def _most_memory() -> int:
    """The most bytes that this process has held at once; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415 (there is none on Windows)

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most << 10


def _obey(cases: Cases, numbers: range, bench: Bench) -> dict[str, Any]:
    try:
        accounts = cases.trial.run([cases.made(number) for number in numbers], bench)
    except Exception as error:  # noqa: BLE001 (it is what the fuzzer looks for)
        return {"raised": f"{type(error).__name__}: {error}"[:500]}
    seconds = {name: taken for name, taken in accounts.seconds.items() if name in accounts.outcomes}
    return {"outcomes": dict(own_outcomes(accounts)), "faults": accounts.faults, "seconds": seconds}


@contextmanager
def counted_deaths() -> Iterator[Counter[str]]:
    """Count how often a worker had to be replaced, by what it did."""
    deaths: Counter[str] = Counter()
    really = Worker._turn

    def turn(worker: Worker, *given: Any) -> Any:
        outcome = really(worker, *given)
        if isinstance(outcome, Failure) and outcome.cause is not Cause.FAILED:
            deaths[outcome.cause.value] += 1
        return outcome

    with patch.object(Worker, "_turn", turn):
        yield deaths


if __name__ == "__main__":
    main()
