"""Calls functions of Windows by name, each declared with what it takes and returns as the headers have it."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any, Final, NamedTuple

HANDLE: Final = ctypes.c_void_p
NUMBER: Final = ctypes.c_uint32  # DWORD
SIZE: Final = ctypes.c_size_t  # SIZE_T, and ULONG_PTR

_TRUTH: Final = ctypes.c_int  # BOOL
_KIND: Final = ctypes.c_int  # an enumeration
_ADDRESS: Final = ctypes.c_void_p
_KERNEL: Final = "kernel32"
_SECURITY: Final = "advapi32"


class _Declaration(NamedTuple):
    """Which library has a function, what it returns, and what it takes."""

    library: str
    returns: Any
    takes: tuple[Any, ...]


_FUNCTIONS: Final = {
    "GetCurrentProcess": _Declaration(_KERNEL, HANDLE, ()),
    "K32GetProcessMemoryInfo": _Declaration(_KERNEL, _TRUTH, (HANDLE, _ADDRESS, NUMBER)),
    "CreateJobObjectW": _Declaration(_KERNEL, HANDLE, (_ADDRESS, ctypes.c_wchar_p)),
    "SetInformationJobObject": _Declaration(_KERNEL, _TRUTH, (HANDLE, _KIND, _ADDRESS, NUMBER)),
    "AssignProcessToJobObject": _Declaration(_KERNEL, _TRUTH, (HANDLE, HANDLE)),
    "CloseHandle": _Declaration(_KERNEL, _TRUTH, (HANDLE,)),
    "OpenProcessToken": _Declaration(_SECURITY, _TRUTH, (HANDLE, NUMBER, _ADDRESS)),
    "SetTokenInformation": _Declaration(_SECURITY, _TRUTH, (HANDLE, _KIND, _ADDRESS, NUMBER)),
}


def call(name: str, *arguments: int | None) -> int:
    """Call the function `name`; structures are given by their addresses. Return what it returns, which is never 0.

    Raises:
        OSError: Windows complains: all the functions declared here tell that by returning 0.
        AttributeError: this Windows has no such function.
        NotImplementedError: this is not Windows.
    """
    declared = _FUNCTIONS[name]
    function = getattr(_library(declared.library), name)
    function.argtypes, function.restype = declared.takes, declared.returns
    returned: int | None = function(*arguments)
    if not returned:
        raise OSError(None, name, None, _last_error())
    return returned


@cache
def _library(name: str) -> Any:
    if sys.platform == "win32":
        return ctypes.WinDLL(name, use_last_error=True)
    raise NotImplementedError(name)


def _last_error() -> int:
    if sys.platform == "win32":
        return ctypes.get_last_error()
    raise NotImplementedError
