"""Watches a scan from outside, from its progress bar and from what the system knows of its processes."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from benchmarks.processes import Memory, children, descriptors, memory, threads
from exposurewatch.vault.location import DATABASE

PICTURES: Final = "exposurewatch.fingerprints.job"
PARSER: Final = "exposurewatch.parsers.job"
"""What stands in the commands of workers that look at pictures, and of the one that reads the messages."""

_SCREEN: Final = struct.pack("HHHH", 24, 100, 0, 0)  # rows and columns
_COUNT: Final = re.compile(rb"(\d+)/\d+\D")
_LONGEST: Final = 64  # bytes of a count that may be cut in two


class Terminal:
    """A terminal for a program to draw its progress bar on, of which the count is read. A context manager."""

    def __init__(self, words: Path) -> None:
        self._words = words
        self._own, self.end = os.openpty()
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, _SCREEN)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self.done = 0
        """How many pictures the bar says are done."""

    def __enter__(self) -> Self:
        self._reader.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self.end)
        self._reader.join()
        os.close(self._own)

    def _read(self) -> None:
        said = b""
        with self._words.open("wb") as words:
            while block := self._block():
                words.write(block)
                said = said[-_LONGEST:] + block
                for found in _COUNT.finditer(said):
                    self.done = int(found[1])

    def _block(self) -> bytes:
        try:
            return os.read(self._own, 1 << 16)
        except OSError:  # what the system says once nobody holds the other end
            return b""


@dataclass(frozen=True, slots=True)
class Sample:
    """What there was at one moment; all memory and sizes in bytes, those of workers together.

    `done` is how far the scan was: in pictures, or in bytes of the document that it read.
    """

    done: int
    parent: Memory
    workers: Memory
    descriptors: int
    threads: int
    processes: int
    vault: int
    log: int


@dataclass(frozen=True, slots=True)
class Watch:
    """What to look at: a process, those workers of it that do `job`, its vault, and what says how far it is."""

    process: subprocess.Popen[bytes]
    job: str
    vault: Path
    done: Callable[[], int]

    def samples(self, interval: float) -> Iterator[Sample]:
        """Yield a sample each so many seconds, for as long as the process runs."""
        while self.process.poll() is None:
            time.sleep(interval)
            sample = self._sample()
            if sample.parent.resident:  # it may have ended meanwhile
                yield sample

    def _sample(self) -> Sample:
        pid = self.process.pid
        held = [memory(worker) for worker in children(pid, self.job)]
        return Sample(
            done=self.done(),
            parent=memory(pid),
            workers=Memory(sum(each.resident for each in held), sum(each.proportional for each in held)),
            descriptors=descriptors(pid),
            threads=threads(pid),
            processes=len(held),
            vault=_size(self.vault / DATABASE),
            log=_size(self.vault / f"{DATABASE}-wal"),
        )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
