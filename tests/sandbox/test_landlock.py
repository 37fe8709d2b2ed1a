"""What each version of Landlock is asked to deny, and that a worker is denied it even without the other parts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks.hostile_actions import JOB, VICTIM
from exposurewatch.sandbox import landlock, process
from exposurewatch.sandbox.lock import Held, Part
from exposurewatch.sandbox.worker import Limits, Worker

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a part of Linux")


@pytest.mark.parametrize(
    ("version", "bits"),
    [
        (1, (13,)),
        (2, (14,)),
        (3, (15,)),
        (4, (15, 2)),
        (5, (16, 2)),
        (6, (16, 2, 2)),
        (7, (16, 2, 2)),
        (99, (16, 2, 2)),
    ],
)
def test_all_that_a_version_knows_is_denied(version: int, bits: tuple[int, ...]) -> None:
    assert landlock.handled(version) == tuple((1 << many) - 1 for many in bits)


def test_a_kernel_without_it_has_version_0(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> int:
        raise OSError(95, "it is switched off")

    monkeypatch.setattr(landlock, "call", refuse)
    assert landlock.version() == 0


def test_a_ruleset_without_a_rule_is_made_put_on_and_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[object, ...]] = []

    def call(name: str, *arguments: int) -> int:
        calls.append((name, *arguments[1:]))
        return 33

    monkeypatch.setattr(landlock, "call", call)
    monkeypatch.setattr(os, "close", lambda ruleset: calls.append(("close", ruleset)))
    landlock.restrict(6)
    assert calls == [("landlock_create_ruleset", 24, 0), ("landlock_restrict_self", 0), ("close", 33)]


@pytest.mark.skipif(sys.platform != "linux" or not landlock.version(), reason="this kernel has no Landlock")
@pytest.mark.parametrize(
    "action",
    [
        *("read a file", "write to a file", "create a file", "list a folder", "delete a file", "make a folder"),
        *("make a symbolic link", "make a pipe with a name", "read another process's memory by its file"),
    ],
)
def test_it_keeps_a_worker_from_files_by_itself(action: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the filter of system calls, which would refuse these before Landlock is asked."""
    monkeypatch.setattr(process, "_CHILD", "tests.sandbox.half_locked")
    (tmp_path / VICTIM).write_bytes(b"something")
    worker = Worker(JOB, Limits())
    outcome = worker.ask(f"{action}\n{tmp_path}\n1\n1".encode())
    lock = worker.lock
    worker.close()
    assert (lock[Part.FILES], lock[Part.CALLS]) == (Held.YES, Held.ABSENT)
    assert outcome in (b"EACCES", b"EPERM")
    assert [path.name for path in tmp_path.iterdir()] == [VICTIM]
