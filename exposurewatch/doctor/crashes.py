"""Whether a crash can leave a copy of the program's memory on the disk: fingerprints, and pieces of pictures."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from exposurewatch.doctor.asking import asking
from exposurewatch.doctor.check import Answer, Check, fine, unknown, weak
from exposurewatch.doctor.probe import Order
from exposurewatch.sandbox import dumps
from exposurewatch.sandbox.protocol import Outcome
from exposurewatch.sandbox.worker import Limits

_WORKER = "Opening pictures"
_PROGRAM = "exposurewatch itself"
_HANDLER = "Crash handler"
_PATTERN = Path("/proc/sys/kernel/core_pattern")
_HONOURS_THE_LIMIT = "systemd-coredump"  # keeps nothing of a process whose core dumps are off


def _look(_vault: Path) -> Iterator[Answer]:
    if sys.platform == "win32":
        yield unknown(
            _PROGRAM,
            "Windows may keep a copy of the memory of a program that crashed.",
            "See to it that the disk is encrypted; %LOCALAPPDATA%\\CrashDumps is where such copies lie.",
        )
        return
    import resource  # noqa: PLC0415 (there is none on Windows)

    with asking(Limits(seconds=10)) as ask:
        yield worker(ask(Order.CORE_LIMIT))
    yield program(resource.getrlimit(resource.RLIMIT_CORE)[0])
    if sys.platform == "linux":
        yield from handler(_PATTERN, handed_over=dumps.are_handed_over())


def worker(outcome: Outcome) -> Answer:
    """Judge the limit that a worker says it has."""
    if outcome == b"0":
        return fine(_WORKER, "The process that opens pictures leaves no core dump.")
    return weak(_WORKER, "The process that opens pictures could leave a core dump.", "Run “ulimit -c 0” before a scan.")


def program(limit: int) -> Answer:
    """Judge the limit of this very process, in bytes; -1 without a limit."""
    if limit == 0:
        return fine(_PROGRAM, "It leaves no core dump.")
    return weak(
        _PROGRAM,
        "If it crashed, the system could write its memory, with fingerprints in it, to the disk.",
        "Run “ulimit -c 0” in the shell before exposurewatch, or put that line into the shell's profile.",
    )


def handler(pattern: Path, *, handed_over: bool) -> Iterator[Answer]:
    """Judge the program to which Linux hands crashes, if there is one: it is called whatever the limit (core(5)).

    `handed_over` tells whether it would be called for this very process.
    """
    words = pattern.read_text(encoding="utf-8", errors="replace").strip()
    if not words.startswith("|") or len(words) == 1:
        return
    name = Path(words[1:].split()[0]).name
    if not handed_over:
        yield fine(_HANDLER, f"{name} is handed crashes on this system, and not those of exposurewatch.")
    elif name == _HONOURS_THE_LIMIT:
        yield fine(_HANDLER, f"{name} is handed crashes, and keeps no memory of programs without core dumps.")
    else:
        yield weak(
            _HANDLER,
            f"{name} is handed crashes on this system, and may keep a copy of the memory of a program.",
            "Switch crash reports off in the settings of the system, or delete them after a crash: /var/crash or"
            " /var/lib often holds them.",
        )


CRASHES = Check("crashes", "Crashes", _look)
