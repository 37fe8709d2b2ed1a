"""Lowers what Windows trusts this process with to *low*, as a browser does: mandatory integrity control.

What has a higher level, as everything of the user's has, can then not be written to, and the memory of other programs
not be read, although they are the same user's. Files can be read as before.
"""

from __future__ import annotations

import ctypes
from typing import Final

from exposurewatch.sandbox.windows import HANDLE, NUMBER, call

# S-1-16-4096 as a SID: its revision, how many numbers follow the authority, the authority (16), and the low level.
LOW: Final = bytes([1, 1]) + (16).to_bytes(6, "big") + (4096).to_bytes(4, "little")

_ADJUST_DEFAULT: Final = 0x0080  # TOKEN_ADJUST_DEFAULT
_INTEGRITY_LEVEL: Final = 25  # TokenIntegrityLevel
_IS_A_LEVEL: Final = 0x20  # SE_GROUP_INTEGRITY


class Label(ctypes.Structure):
    """``TOKEN_MANDATORY_LABEL``."""

    _fields_ = (("level", ctypes.c_void_p), ("attributes", NUMBER))


class Labelled(ctypes.Structure):
    """A label, and behind it the SID that it points to."""

    _fields_ = (("label", Label), ("sid", ctypes.c_uint8 * len(LOW)))


def lower() -> None:
    """Lower the integrity level of this process. It needs no privilege, and there is no way back.

    Raises:
        OSError: Windows refused.
    """
    labelled = Labelled(Label(None, _IS_A_LEVEL), tuple(LOW))
    labelled.label.level = ctypes.addressof(labelled) + Labelled.sid.offset
    size = Labelled.sid.offset + Labelled.sid.size
    token = HANDLE()
    call("OpenProcessToken", call("GetCurrentProcess"), _ADJUST_DEFAULT, ctypes.addressof(token))
    try:
        call("SetTokenInformation", token.value, _INTEGRITY_LEVEL, ctypes.addressof(labelled), size)
    finally:
        call("CloseHandle", token.value)
