"""Runs a command of the program on a vault of its own, as a user would, and hands over what it puts out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.kills_export import Drawn
from exposurewatch.vault import keys
from exposurewatch.vault.data_key import DataKey
from exposurewatch.vault.store import made

PASSPHRASE = "violet anchor drumming otter"  # noqa: S105 (of drawn vaults)
_ENDED_WELL = (0, 1)


@dataclass(frozen=True)
class Bench:
    """An export with photos, an empty vault to copy, and its key."""

    folder: Path
    drawn: Drawn
    key: DataKey
    workers: int = 1

    def new_vault(self, name: str = "vault") -> Path:
        """A vault without photos."""
        vault = self.folder / name
        shutil.rmtree(vault, ignore_errors=True)
        shutil.copytree(self.folder / "empty", vault)
        return vault

    def command(self, name: str) -> list[str]:
        """How a command of the program is called, but for its vault."""
        what = self.drawn.photos if name == "add" else self.drawn.export
        form = ("--format", "json") if name == "scan" else ()
        return [sys.executable, "-m", "exposurewatch", name, str(what), "--workers", str(self.workers), *form]


class Run:
    """One command on one vault, as often as it is started."""

    def __init__(self, bench: Bench, name: str, vault: Path) -> None:
        self.bench, self.name, self.vault = bench, name, vault
        self._output = bench.folder / f"{vault.name}-output"
        self.words = bench.folder / f"{vault.name}-words"

    def started(self, words: int | None = None) -> subprocess.Popen[bytes]:
        """Start it; it reads the passphrase from a pipe. `words` is where it says what goes on; else they are kept."""
        reading, writing = os.pipe()
        os.write(writing, PASSPHRASE.encode())
        os.close(writing)
        with self._output.open("wb") as output, self.words.open("wb") as kept:
            process = subprocess.Popen(  # noqa: S603 (the program itself)
                [*self.bench.command(self.name), "--vault", str(self.vault), "--passphrase-fd", str(reading)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=kept if words is None else words,
                pass_fds=(reading,),
                env=os.environ | {"TERM": "xterm"},
            )
        os.close(reading)
        return process

    @contextmanager
    def running(self, words: int | None = None) -> Iterator[subprocess.Popen[bytes]]:
        """As `started`; it is ended in any case."""
        process = self.started(words)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def output(self, process: subprocess.Popen[bytes]) -> bytes:
        """What a run that ended by itself has put out."""
        words = self.words.read_text("utf-8")
        assert process.wait() in _ENDED_WELL, words
        assert "Traceback" not in words
        return self._output.read_bytes()

    def in_peace(self) -> tuple[bytes, float]:
        """Let it come to its end; return what it puts out and the seconds it took."""
        started = time.monotonic()
        output = self.output(self.started())
        return output, time.monotonic() - started


def report_in(output: bytes) -> dict[str, Any]:
    """The report that a scan has put out, without its date."""
    report: dict[str, Any] = json.loads(output)
    del report["made_at"]
    return report


def benched(folder: Path, drawn: Drawn, workers: int = 1) -> Bench:
    """Make a vault without photos, to be copied."""
    empty = folder / "empty"
    key = keys.create(empty, PASSPHRASE)
    with made(empty, key):
        pass
    return Bench(folder, drawn, key, workers)
