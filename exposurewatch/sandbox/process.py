"""The process of a worker: how it is started, and how it ends, be it late."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

_CHILD = "exposurewatch.sandbox.child"
# What a worker inherits: enough to find the interpreter's own libraries and nothing else, so that no secret from the
# environment stands in a process that reads strangers' bytes.
_INHERITED = (
    *("PATH", "PYTHONPATH", "PYTHONHOME", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG"),
    *("PYTHONUSERBASE", "HOME", "APPDATA"),  # where `pip install --user` puts packages
    *("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"),  # whether, and where, Python keeps what it has compiled
)
# Idle threads that spin double the processor time of small jobs.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1")
# What one picture took up is kept for the next, as glibc calls it: SIFT fills up to 45 MiB, and to ask the system for
# these anew, page by page, took a quarter of its time.
_KEPT_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(32 << 20), "MALLOC_TRIM_THRESHOLD_": str(64 << 20)}
PROCESS = _ONE_THREAD | _KEPT_MEMORY
"""What every worker's environment says of how it should use the machine."""


def spawned(job: str, memory: int, seconds: float) -> subprocess.Popen[bytes]:
    """Start a process that is to serve `job`; raise `OSError` where the system starts none."""
    return subprocess.Popen(  # noqa: S603 (the program's own interpreter, no shell)
        [sys.executable, "-P", "-m", _CHILD, job, str(memory), str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        **_own_process_group(),
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and whatever it has started: a process that it left behind would hold its pipes open."""
    if sys.platform != "win32" and process.returncode is None:  # not waited for, so its number is still its own
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


class Deadline:
    """Kills a process after some seconds unless it is lifted before."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process = process
        self._passed = False
        self._timer = threading.Timer(seconds, self._kill)
        self._timer.daemon = True
        self._timer.start()

    def _kill(self) -> None:
        self._passed = True
        end(self._process)

    def lift(self) -> bool:
        """Stop the clock; return whether it had run out."""
        self._timer.cancel()
        self._timer.join()
        return self._passed


def _environment() -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    here = str(Path(__file__).parents[2])  # the worker runs this very copy of the program, installed or not
    paths = [here, *filter(None, [inherited.get("PYTHONPATH")])]
    return inherited | PROCESS | {"PYTHONPATH": os.pathsep.join(paths)}


def _own_process_group() -> dict[str, Any]:
    """Keep the terminal's Ctrl-C from reaching the worker: the parent decides what it means."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"process_group": 0}
