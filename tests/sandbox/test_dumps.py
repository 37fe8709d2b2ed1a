"""A crash leaves no copy of the memory, and nobody without rights over all programs looks inside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from exposurewatch.sandbox import dumps

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a crash is told otherwise on Windows")

_CRASH = "import os; os.abort()"
_CLOSED = f"from exposurewatch.sandbox.dumps import leave_none; leave_none(); {_CRASH}"
_OPENED_AGAIN = f"""
from exposurewatch.sandbox.dumps import leave_none
leave_none()
import ctypes
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
{_CRASH}
"""


def dumped(code: str, folder: Path) -> bool:
    """Run some code that crashes, where core dumps are on, and ask the system whether it wrote one."""
    started = subprocess.Popen(  # noqa: S603 (the tests' own words)
        ["/bin/sh", "-c", 'ulimit -S -c unlimited && exec "$0" -c "$1"', sys.executable, code],
        cwd=folder,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": os.environ["PATH"]},
    )
    status = os.waitpid(started.pid, 0)[1]
    started.returncode = os.waitstatus_to_exitcode(status)
    if os.WIFEXITED(status):
        pytest.skip("core dumps are switched off for good here")
    return os.WCOREDUMP(status)


def test_a_crash_after_it_leaves_no_core_dump_and_one_before_it_would_have(tmp_path: Path) -> None:
    if not dumped(_CRASH, tmp_path):
        pytest.skip("this system writes no core dumps")
    for file in tmp_path.iterdir():
        file.unlink()
    assert not dumped(_CLOSED, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone can be told both ways")
def test_the_limit_alone_keeps_it_from_the_disk_as_well(tmp_path: Path) -> None:
    if not dumped(_CRASH, tmp_path):
        pytest.skip("this system writes no core dumps")
    assert not dumped(_OPENED_AGAIN, tmp_path)


def test_a_process_is_told_apart_from_one_that_was_closed() -> None:
    told = (
        "from exposurewatch.sandbox.dumps import *; before = are_handed_over(); leave_none();"
        " print(before, are_handed_over())"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", told],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.stdout.split() == [str(sys.platform == "linux"), "False"]


def test_elsewhere_than_on_linux_nothing_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not dumps.are_handed_over()
