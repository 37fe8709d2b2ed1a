"""Calls the Linux kernel by number, where neither Python nor every C library has a function for what is asked."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from functools import cache
from typing import Any, Final

from exposurewatch.sandbox.system_calls import NUMBERS

MACHINES: Final = ("x86_64", "aarch64")  # the order in which `NUMBERS` gives them
_MOST_ARGUMENTS: Final = 6


def machine() -> str | None:
    """Return which of `MACHINES` this process runs on; None where it is another, or has 32 bits."""
    name = platform.machine()
    return name if name in MACHINES and sys.maxsize > 1 << 32 else None


def call(name: str, *arguments: int) -> int:
    """Make the system call `name`; pointers are given as addresses. Return what it returns.

    Raises:
        OSError: what the kernel complains of, or that it has no such call on this machine.
    """
    here = machine()
    number = None if here is None else NUMBERS[name][MACHINES.index(here)]
    if number is None:
        raise NotImplementedError(name)
    padded = (*arguments, *(0,) * (_MOST_ARGUMENTS - len(arguments)))
    returned: int = _syscall()(number, *padded)
    if returned == -1:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error), name)
    return returned


@cache
def _syscall() -> Any:
    function = ctypes.CDLL(None, use_errno=True).syscall
    function.restype = ctypes.c_long
    function.argtypes = [ctypes.c_long] * (1 + _MOST_ARGUMENTS)
    return function
