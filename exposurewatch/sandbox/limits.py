"""The limits that the system itself holds a process to (setrlimit). Windows has none of them: see `job`."""

from __future__ import annotations

import mmap
import sys
from typing import Final

PROCESSOR_SECONDS: Final = 6 * 3600
"""The processor time of one process in its whole life.

No honest one comes near: the largest exports are read in minutes, and one that looks at pictures is replaced after an
hour. It ends one that was taken over, should the parent that watches its time be gone, and the signal of that be lost.
"""

_FEW_FILES: Final = 64  # where it was not tried whether every library can do without


def bound(memory: int) -> None:
    """Bound this process: `memory` bytes beyond what it has now; no core dump, no file written.

    macOS does not honour a limit on memory, so there is none; it counts processes by themselves, so that no other may
    be started. Linux counts threads as processes, which libraries need: there the filter of system calls does it.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 (there is none on Windows)

    most = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CPU: PROCESSOR_SECONDS}
    if sys.platform == "linux":
        most[resource.RLIMIT_AS] = _address_space_in_use() + memory
    else:
        most[resource.RLIMIT_NPROC] = 0
    for kind, limit in most.items():
        _lower(kind, limit)


def open_nothing_more() -> None:
    """Let this process open no further file, folder, pipe or socket; on macOS few."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 (there is none on Windows)

    _lower(resource.RLIMIT_NOFILE, 0 if sys.platform == "linux" else _FEW_FILES)


def _lower(kind: int, limit: int) -> None:
    """Set a limit for good, unless there is a lower one."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 (there is none on Windows)

    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(kind, (limit, limit))


def _address_space_in_use() -> int:
    with open("/proc/self/statm", encoding="ascii") as numbers:  # noqa: PTH123
        return int(numbers.read().split()[0]) * mmap.PAGESIZE
