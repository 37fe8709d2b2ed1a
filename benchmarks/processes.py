"""Looks at running processes from outside: their memory, open files, threads and children. Linux only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes that a process holds: all that is in memory, and with what it shares divided among those that share it."""

    resident: int = 0
    proportional: int = 0


def memory(pid: int) -> Memory:
    """What a process holds; nothing where it has ended."""
    sizes = {
        name: int(size.split()[0]) * 1024
        for line in _lines(pid, "smaps_rollup")
        for name, _, size in [line.partition(":")]
        if name in ("Rss", "Pss")
    }
    return Memory(sizes.get("Rss", 0), sizes.get("Pss", 0))


def threads(pid: int) -> int:
    """How many threads a process has; 0 where it has ended."""
    return next((int(line.split()[1]) for line in _lines(pid, "status") if line.startswith("Threads:")), 0)


def descriptors(pid: int) -> int:
    """How many files, pipes and the like a process has open; 0 where it has ended."""
    try:
        return sum(1 for _ in (_PROC / str(pid) / "fd").iterdir())
    except OSError:
        return 0


def position(pid: int, path: Path) -> int:
    """Up to which byte a process has read a file that it has open; 0 where it has not."""
    try:
        for entry in (_PROC / str(pid) / "fd").iterdir():
            if entry.readlink() == path:
                (said, *_) = _lines(pid, f"fdinfo/{entry.name}")
                return int(said.split()[1])
    except (OSError, ValueError):  # it was closed meanwhile
        pass
    return 0


def children(pid: int, word: str = "") -> list[int]:
    """The processes that a process has started and that have not ended; only those with `word` in their command."""
    found: list[int] = []
    for entry in os.scandir(_PROC):
        if not entry.name.isdigit():
            continue
        child = int(entry.name)
        fields = "".join(_lines(child, "stat")).rpartition(")")[2].split()
        if fields and fields[0] != "Z" and int(fields[1]) == pid and word in _command(child):
            found.append(child)
    return found


def is_running(pid: int) -> bool:
    """Whether a process has not ended."""
    return "".join(_lines(pid, "stat")).rpartition(")")[2].split()[:1] not in ([], ["Z"])


def _command(pid: int) -> str:
    return " ".join(_lines(pid, "cmdline")).replace("\0", " ")


def _lines(pid: int, name: str) -> list[str]:
    try:
        return (_PROC / str(pid) / name).read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
