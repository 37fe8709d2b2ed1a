"""Has the program given mutated files by a process of its own, and counts: cases, outcomes, deaths, exceptions."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_TRIAL: Final = "benchmarks.hostility.trial_process"
_STARTUP: Final = 60.0  # seconds, until the samples of a kind are made
_EACH: Final = 25.0  # seconds that one case may take, a little more than workers are given
_MOST: Final = 300.0  # seconds of one batch
_GOOD: Final = frozenset({"looked at", "matched", "read", "read to its end"})


class Gone(Exception):
    """The process that played the program ended, or went on without end; says which."""


class Program:
    """The process that plays the program; it is started anew where it has ended. A context manager."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def ask(self, kind: str, seed: int, start: int, count: int) -> dict[str, Any]:
        """Give it so many cases from that number on; return what it tells of them.

        Raises:
            Gone: it did not live to tell.
        """
        process = self._process = self._process or _started()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(min(_STARTUP + _EACH * count, _MOST), stop)
        timer.start()
        try:
            process.stdin.write(f"{kind} {seed} {start} {count}\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
        if not line:
            self.end()
            raise Gone("it went on without end" if late.is_set() else f"it ended with status {process.returncode}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> None:
        """End the process; its workers end with it."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(OSError):
                if process.stdin is not None:
                    process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def _started() -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 (the same interpreter, no shell)
        [sys.executable, "-m", _TRIAL],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parents[2],
        start_new_session=sys.platform != "win32",
    )


@dataclass
class Figures:
    """What came of the cases of one kind. `lost` are those not accounted for, each with what is the matter.

    `memory` is the most that the program's own process held by then, in bytes; `parents` counts how often it died.
    """

    kind: str
    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    deaths: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    lost: dict[str, str] = field(default_factory=dict)
    raised: int = 0
    parents: int = 0
    memory: int = 0

    @property
    def accounted(self) -> int:
        """How many cases ended as they should."""
        return self.cases - len(self.lost)

    @property
    def good(self) -> int:
        """How many of them were looked at or read."""
        return sum(count for word, count in self.outcomes.items() if word in _GOOD)

    @property
    def refused(self) -> Counter[str]:
        """The others by their reasons."""
        return Counter({word: count for word, count in self.outcomes.items() if word not in _GOOD})


def give(program: Program, figures: Figures, seed: int, start: int, count: int) -> None:
    """Give the program a batch of cases; where they do not add up, each by itself, to know which."""
    names = [f"{figures.kind}:{number}" for number in range(start, start + count)]
    try:
        answer = program.ask(figures.kind, seed, start, count)
    except Gone as gone:
        answer = {"gone": str(gone)}
    figures.deaths.update(answer.get("deaths", {}))
    figures.memory = max(figures.memory, answer.get("memory", 0))
    if answer.get("outcomes", {}).keys() == set(names) and not answer["faults"]:
        figures.cases += count
        figures.outcomes.update(answer["outcomes"].values())
        figures.slowest = max(figures.slowest, *((taken, name) for name, taken in answer["seconds"].items()))
    elif count > 1:
        before = len(figures.lost)
        for number in range(start, start + count):
            give(program, figures, seed, number, 1)
        if len(figures.lost) == before:
            figures.lost[f"{names[0]} to {names[-1]}"] = f"in company alone: {_matter(answer)}"
    else:
        figures.cases += 1
        figures.raised += "raised" in answer or any("an exception" in fault for fault in answer.get("faults", ()))
        figures.parents += "gone" in answer
        figures.lost[names[0]] = _matter(answer)


def _matter(answer: dict[str, Any]) -> str:
    return str(answer.get("gone") or answer.get("raised") or "; ".join(answer["faults"]) or "nothing was told of it")
