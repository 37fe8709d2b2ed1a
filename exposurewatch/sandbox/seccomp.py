"""The filter of system calls: all that a decoder needs once it is loaded, and nothing else. See seccomp(2)."""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterable
from typing import Final, NamedTuple

from exposurewatch.sandbox import system_calls
from exposurewatch.sandbox.kernel import MACHINES, call, machine

ALLOW: Final = 0x7FFF0000
KILL_PROCESS: Final = 0x80000000
REFUSE: Final = 0x00050000 | errno.EPERM
NOT_THERE: Final = 0x00050000 | errno.ENOSYS

_ARCHITECTURES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # as linux/audit.h numbers them
_X32: Final = 0x40000000  # from here on x86-64 has the same calls once more, by other numbers

_LOAD: Final = 0x20  # a word of the call into the accumulator, as linux/bpf_common.h codes it
_EQUAL: Final = 0x15
_AT_LEAST: Final = 0x35
_ANY_BIT: Final = 0x45
_RETURN: Final = 0x06
_NUMBER: Final = 0  # where `struct seccomp_data` has the call's number, the architecture, and the first argument
_ARCHITECTURE: Final = 4
_ARGUMENTS: Final = 16

_EXECUTABLE: Final = 0x4  # PROT_EXEC
_THREAD: Final = 0x00010000  # CLONE_THREAD
_NAMESPACES: Final = 0x7E020080  # every CLONE_NEW…

_GET_ACTION_AVAILABLE: Final = 2
_SET_FILTER: Final = 1
_EVERY_THREAD: Final = 1
_SPECULATE: Final = 4  # else older kernels slow the whole process down, against code that shares it: there is none


class Instruction(NamedTuple):
    """One of the filter's, as ``struct sock_filter``: where a comparison holds it skips `yes` others, else `no`."""

    code: int
    yes: int
    no: int
    value: int


def is_available() -> bool:
    """Whether this kernel filters system calls, and can end a process for one (from Linux 4.14 on)."""
    action = ctypes.c_uint32(KILL_PROCESS)
    try:
        call("seccomp", _GET_ACTION_AVAILABLE, 0, ctypes.addressof(action))
    except (OSError, NotImplementedError):
        return False
    return True


def restrict() -> None:
    """Put the filter on every thread of this process, for good. Needs no-new-privileges.

    Raises:
        OSError: the kernel refused.
    """
    here = machine()
    if here is None:
        raise NotImplementedError
    packed = pack(program(here, os.getpid()))
    filter_ = ctypes.create_string_buffer(packed, len(packed))
    header = struct.pack("@HP", len(packed) // struct.calcsize("=HBBI"), ctypes.addressof(filter_))
    described = ctypes.create_string_buffer(header, len(header))
    try:
        call("seccomp", _SET_FILTER, _EVERY_THREAD | _SPECULATE, ctypes.addressof(described))
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        call("seccomp", _SET_FILTER, _EVERY_THREAD, ctypes.addressof(described))  # Linux before 4.17


def pack(instructions: Iterable[Instruction]) -> bytes:
    """Return a filter as the kernel takes it."""
    return b"".join(struct.pack("=HBBI", *each) for each in instructions)


def program(here: str, pid: int) -> list[Instruction]:
    """Return the filter for a machine, one of `kernel.MACHINES`, and the process `pid`."""
    column = MACHINES.index(here)

    def those(calls: system_calls.Calls) -> list[int]:
        return [number for numbers in calls.values() if (number := numbers[column]) is not None]

    filter_ = [
        *(_load(_ARCHITECTURE), Instruction(_EQUAL, 1, 0, _ARCHITECTURES[here]), _return(KILL_PROCESS)),
        *(_load(_NUMBER), Instruction(_AT_LEAST, 0, 1, _X32), _return(KILL_PROCESS)),
    ]
    for calls, what in (
        (system_calls.ALLOWED, [_return(ALLOW)]),
        (system_calls.MAPPING, _mapping()),
        (system_calls.STARTING, _starting()),
        (system_calls.UNKNOWN, [_return(NOT_THERE)]),
        (system_calls.SIGNALLING, _signalling(pid)),
        (system_calls.READING_LIMITS, _reading_limits()),
        (system_calls.FATAL, [_return(KILL_PROCESS)]),
    ):
        for number in those(calls):
            filter_ += [Instruction(_EQUAL, 0, len(what), number), *what]
    return [*filter_, _return(REFUSE)]


def _mapping() -> list[Instruction]:
    return [
        _load(_argument(2)),
        Instruction(_ANY_BIT, 0, 1, _EXECUTABLE),
        _return(REFUSE),
        _return(ALLOW),
    ]


def _starting() -> list[Instruction]:
    return [
        _load(_argument(0)),
        Instruction(_ANY_BIT, 0, 2, _THREAD),
        Instruction(_ANY_BIT, 1, 0, _NAMESPACES),
        _return(ALLOW),
        _return(KILL_PROCESS),
    ]


def _signalling(pid: int) -> list[Instruction]:
    return [_load(_argument(0)), Instruction(_EQUAL, 0, 1, pid), _return(ALLOW), _return(KILL_PROCESS)]


def _reading_limits() -> list[Instruction]:
    """Of this process (0), and without new ones (a null pointer)."""
    words = (_argument(0), _argument(2), _argument(2) + 4)
    checks: list[Instruction] = []
    for at, word in enumerate(words):
        checks += [_load(word), Instruction(_EQUAL, 0, 2 * (len(words) - at) - 1, 0)]
    return [*checks, _return(ALLOW), _return(REFUSE)]


def _argument(number: int) -> int:
    """Where the lower half of an argument stands: both machines put it first."""
    return _ARGUMENTS + 8 * number


def _load(offset: int) -> Instruction:
    return Instruction(_LOAD, 0, 0, offset)


def _return(action: int) -> Instruction:
    return Instruction(_RETURN, 0, 0, action)
