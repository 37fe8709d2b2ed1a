"""Gives up what a Linux process may do beyond others of its user, and ties it to its parent: prctl(2), capset(2)."""

from __future__ import annotations

import ctypes
from typing import Final

from exposurewatch.sandbox.kernel import call

_SET_PARENT_DEATH_SIGNAL: Final = 1
_SET_DUMPABLE: Final = 4
_SET_NO_NEW_PRIVILEGES: Final = 38
_KILL: Final = 9  # SIGKILL
_CAPABILITIES_OF_64_BITS: Final = 0x20080522


def give_up() -> None:
    """Keep no capability and never gain one; be closed to debuggers of the same user; die with the parent.

    The parent is, to Linux, the *thread* that started this process: each thread of the parent has workers of its own.

    Raises:
        OSError: the kernel refused.
    """
    call("prctl", _SET_NO_NEW_PRIVILEGES, 1)
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_OF_64_BITS, 0)
    none = (ctypes.c_uint32 * 6)()
    call("capset", ctypes.addressof(header), ctypes.addressof(none))
    call("prctl", _SET_DUMPABLE, 0)
    call("prctl", _SET_PARENT_DEATH_SIGNAL, _KILL)
