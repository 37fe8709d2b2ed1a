"""The program in a process of its own, behind a pseudo-terminal; tests are skipped where there is no such thing."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import HERE, PROGRAM

pty = pytest.importorskip("pty")
DEADLINE = 40.0
# What measures coverage takes a lock now and then that it never gives back where a signal ends that with an exception:
# the program would wait for it for ever, and only while it is measured.
_NOT_INHERITED = ("NO_COLOR", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")


class Session:
    """The program in a terminal of 80 columns."""

    def __init__(self, *arguments: str | Path) -> None:
        self.shown = ""
        self._deadline = time.monotonic() + DEADLINE
        self.process, self._terminal = pty.fork()
        if self.process == 0:
            os.environ.update(PYTHONPATH=str(HERE), TERM="xterm", COLUMNS="80", LINES="24")
            for name in _NOT_INHERITED:
                os.environ.pop(name, None)
            os.execv(sys.executable, [*PROGRAM, *map(str, arguments)])  # noqa: S606

    def until(self, words: str) -> None:
        """Read until `words` are shown."""
        while words not in self.shown:
            assert self._read(), f"it ended before it showed {words!r}: {self.shown!r}"

    def type(self, words: str | bytes) -> None:
        """Type a line."""
        os.write(self._terminal, (words if isinstance(words, bytes) else words.encode()) + b"\n")

    def press_ctrl_d(self) -> None:
        os.write(self._terminal, b"\x04")

    def press_ctrl_c(self) -> None:
        self._deadline = time.monotonic() + DEADLINE  # how long it takes to get here depends on the machine
        os.write(self._terminal, b"\x03")

    def send(self, number: signal.Signals) -> None:
        self._deadline = time.monotonic() + DEADLINE
        os.kill(self.process, number)

    def status(self) -> int:
        """Read to the end; return the exit status."""
        while self._read():
            pass
        _, status = os.waitpid(self.process, 0)
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(status)

    def workers(self, job: str = "") -> set[int]:
        """The processes that the program has started; with `job`, those whose command has that in it."""
        command = ["ps", "-ww", "-eo", "pid=,ppid=,args="]
        listed = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        told = (line.split(maxsplit=2) for line in listed.stdout.splitlines())
        return {int(pid) for pid, parent, args in told if int(parent) == self.process and job in args}

    def _read(self) -> bool:
        left = self._deadline - time.monotonic()
        if left <= 0 or not select.select([self._terminal], [], [], left)[0]:
            os.kill(self.process, signal.SIGKILL)
            raise AssertionError(f"it did not end: {self.shown!r}")
        try:
            block = os.read(self._terminal, 65536)
        except OSError:  # the other end of a pseudo-terminal was closed
            return False
        self.shown += block.decode("utf-8", "replace")
        return bool(block)
