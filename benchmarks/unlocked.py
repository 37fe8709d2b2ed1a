"""A worker process that does not lock itself in, to hold the lock against. The program itself has no such thing."""

from __future__ import annotations

from exposurewatch.sandbox import child, limits
from exposurewatch.sandbox.lock import UNLOCKED, Lock


def _unlocked(memory: int, _keep: set[int]) -> Lock:
    limits.bound(memory)
    return UNLOCKED


if __name__ == "__main__":
    child.main(_unlocked)
