"""Puts the lock on this process, once all is loaded that it will ever need. There is no way back.

Each part is put on if this system has it. One that it has and that fails is told as such: the parent then uses no such
worker. Windows is the exception. Nobody has been able to try its parts there, and without them a worker is what it was
before there were any; so one that is refused is told, and the worker is used all the same.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection
from contextlib import suppress

from exposurewatch.sandbox import integrity, job, landlock, limits, privileges, seccomp
from exposurewatch.sandbox.kernel import machine
from exposurewatch.sandbox.lock import ON_WINDOWS, UNLOCKED, Held, Lock, Part


def lock(memory: int, keep: Collection[int]) -> Lock:
    """Leave this process `memory` bytes more, the descriptors `keep` and next to nothing else; return what holds."""
    held = dict(UNLOCKED)
    if sys.platform == "win32":
        return held | _locked_by_windows(memory)
    os.environ.clear()
    held[Part.LIMITS] = _tried(lambda: limits.bound(memory))
    if sys.platform == "linux":
        _close_all_but(keep)
        if machine() is not None:
            held[Part.PRIVILEGES] = _tried(privileges.give_up)
        held |= _landlocked(landlock.version())
    if held[Part.LIMITS] is Held.YES:
        held[Part.LIMITS] = _tried(limits.open_nothing_more)
    if sys.platform == "linux" and seccomp.is_available():
        held[Part.CALLS] = _tried(seccomp.restrict)
    return held


def _locked_by_windows(memory: int) -> dict[Part, Held]:
    held = dict.fromkeys(ON_WINDOWS, Held.REFUSED)
    with suppress(Exception):  # whatever it is that goes wrong where nobody could try it
        held[Part.SCREEN] = Held.YES if job.enter(memory) else Held.REFUSED
        held[Part.JOB] = Held.YES
    with suppress(Exception):
        integrity.lower()
        held[Part.UNCHANGED] = Held.YES
    return held


def _landlocked(version: int) -> dict[Part, Held]:
    since = {Part.FILES: 1, Part.NETWORK: landlock.NETWORK_FROM, Part.SIGNALS: landlock.SIGNALS_FROM}
    parts = [part for part, first in since.items() if version >= first]
    return dict.fromkeys(parts, _tried(lambda: landlock.restrict(version))) if parts else {}


def _tried(step: Callable[[], None]) -> Held:
    try:
        step()
    except (OSError, ValueError):
        return Held.FAILED
    return Held.YES


def _close_all_but(keep: Collection[int]) -> None:
    """Close what was inherited, and what libraries have left open."""
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 (a Path of each is of no use)
        if int(name) not in keep:
            try:
                os.close(int(name))
            except OSError:  # the one by which the folder was listed
                continue
