"""What lies in memory: how often the vault's key does, and what a crash of the program would leave of all of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.privacy.world import HERE, World, compose

_SQLITES = 2  # the copies that SQLite makes of a key: of what it read with, and of what it writes with


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if sys.platform != "linux":
        pytest.skip("Linux lets a process read its own memory as a file")
    command = [sys.executable, "-m", "tests.privacy.memory", str(tmp_path_factory.mktemp("memory") / "vault")]
    done = subprocess.run(command, capture_output=True, cwd=HERE, env={"PYTHONPATH": str(HERE)}, check=True)  # noqa: S603
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_while_a_vault_is_unlocked_its_key_lies_in_one_page_which_is_never_swapped(counted: dict[str, Any]) -> None:
    assert counted["steps"]["made"] == {"raw": 1, "digits": 0}
    assert counted["steps"]["unlocked"] == {"raw": 1, "digits": 0}
    assert counted["locked"] or not _may_lock()


def test_while_its_database_is_open_only_sqlite_has_more_of_it(counted: dict[str, Any]) -> None:
    opened = counted["steps"]["open"]
    assert opened["digits"] == 0
    assert 1 < opened["raw"] <= 1 + _SQLITES
    assert counted["steps"]["database closed"] == {"raw": 1, "digits": 0}


def test_once_it_is_closed_the_key_is_nowhere_in_memory(counted: dict[str, Any]) -> None:
    assert counted["steps"]["made and closed"] == {"raw": 0, "digits": 0}
    assert counted["steps"]["closed"] == {"raw": 0, "digits": 0}


def test_a_copy_that_was_left_would_be_counted(counted: dict[str, Any]) -> None:
    assert counted["steps"]["with a copy"] == {"raw": 0, "digits": 1}


@pytest.mark.skipif(sys.platform == "win32", reason="a crash is told otherwise on Windows")
@pytest.mark.parametrize("command", [("add", "photos"), ("scan", "export")], ids=lambda command: command[0])
def test_a_crash_in_the_midst_of_work_leaves_no_core_dump(command: tuple[str, str], tmp_path: Path) -> None:
    world = compose(tmp_path / "root")
    given = {"photos": world.photos, "export": world.export}[command[1]]
    without_a_vault = ("--photos", world.photos) if command[0] == "scan" else ()
    if command[0] == "add":
        assert world.run("vault", "create").status == 0
    assert not _dumped(world, command[0], given, *without_a_vault)
    assert not list(world.root.rglob("*core*"))


def _dumped(world: World, *command: str | Path) -> bool:
    """Let the program begin, crash it, and ask the system whether a core dump was written."""
    secret = world.root / "secret"
    secret.write_text("violet anchor drumming otter\n", "utf-8")
    words = [sys.executable, "-m", "exposurewatch", *map(str, command)]
    if command[0] == "add":
        words += ["--passphrase-fd", "0"]
    shell = ["/bin/sh", "-c", 'ulimit -S -c "$(ulimit -H -c)" && exec "$@"', "sh", *words]
    with secret.open("rb") as given:
        started = subprocess.Popen(  # noqa: S603 (the tests' own words)
            shell,
            cwd=world.root / "here",
            env=world.environment(),
            stdin=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    deadline = time.monotonic() + 60
    while not _has_workers(started.pid):
        assert time.monotonic() < deadline, "it started no worker"
        time.sleep(0.02)
    os.kill(started.pid, signal.SIGSEGV)
    status = os.waitpid(started.pid, 0)[1]
    started.returncode = os.waitstatus_to_exitcode(status)
    assert os.WIFSIGNALED(status)
    return os.WCOREDUMP(status)


def _has_workers(pid: int) -> bool:
    listed = subprocess.run(["ps", "-eo", "ppid="], capture_output=True, text=True, check=True)  # noqa: S607
    return str(pid) in listed.stdout.split()


def _may_lock() -> bool:
    import resource  # noqa: PLC0415 (there is none on Windows)

    return resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] not in range(resource.getpagesize())
