"""Keeps the memory of this process to itself: a crash leaves no copy of it, and other programs of the user see none."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_GET_DUMPABLE: Final = 3
_SET_DUMPABLE: Final = 4


def leave_none() -> None:
    """Have no crash of this process from now on copy its memory anywhere, as far as the system can be told.

    Linux and macOS write no core dump. Linux hands none to a crash handler either, which it would whatever the limit
    (core(5)), and lets no program of the same user look inside, unless it may look inside all (ptrace(2)). Windows
    neither shows nor writes a report of the crash; a debugger that the user has set up still may.
    """
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 (Windows alone has it)

        msvcrt.SetErrorMode(msvcrt.SEM_FAILCRITICALERRORS | msvcrt.SEM_NOGPFAULTERRORBOX)
        return
    import resource  # noqa: PLC0415 (there is none on Windows)

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _prctl(_SET_DUMPABLE, 0)


def are_handed_over() -> bool:
    """Whether Linux would hand a crash of this process to the program that it hands crashes to."""
    return sys.platform == "linux" and _prctl(_GET_DUMPABLE, 0) != 0


def _prctl(option: int, value: int) -> int:
    returned: int = ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
    return returned
