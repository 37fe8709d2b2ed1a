"""A worker process that puts on all of its lock but the filter of system calls and the limit on what it opens."""

from __future__ import annotations

from exposurewatch.sandbox import child, limits, locking, seccomp


def _nothing() -> None:
    """Stand in for a limit."""


if __name__ == "__main__":
    seccomp.is_available = lambda: False
    limits.open_nothing_more = _nothing
    child.main(locking.lock)
