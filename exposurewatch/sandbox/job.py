"""Puts this process into a job object, by which Windows holds a process to limits for good.

The process puts itself in: the ``python.exe`` of a virtual environment is a launcher, and so the process that the
parent has started is not the one that runs this. The launcher has put it into a job already, which ends it with the
launcher; jobs nest from Windows 8 on, and the limits of all of them hold.
"""

from __future__ import annotations

import ctypes
from typing import Final

from exposurewatch.sandbox.limits import PROCESSOR_SECONDS
from exposurewatch.sandbox.windows import NUMBER, SIZE, call

_SCREEN: Final = 4  # JobObjectBasicUIRestrictions
_EXTENDED_LIMITS: Final = 9  # JobObjectExtendedLimitInformation

_PROCESS_TIME: Final = 0x0002  # JOB_OBJECT_LIMIT_…
_ACTIVE_PROCESS: Final = 0x0008
_PROCESS_MEMORY: Final = 0x0100
_DIE_ON_UNHANDLED_EXCEPTION: Final = 0x0400
_EVERY_RESTRICTION: Final = (
    0xFF  # JOB_OBJECT_UILIMIT_…: handles, clipboard, settings, atoms, desktop, the end of Windows
)

_TICKS: Final = 10_000_000  # in a second: Windows counts processor time by 100 ns


class BasicLimits(ctypes.Structure):
    """``JOBOBJECT_BASIC_LIMIT_INFORMATION``."""

    _fields_ = (
        ("process_time", ctypes.c_int64),  # of the processor, outside the kernel, in ticks
        ("job_time", ctypes.c_int64),
        ("flags", NUMBER),  # which of the limits are meant
        ("least_working_set", SIZE),
        ("most_working_set", SIZE),
        ("processes", NUMBER),
        ("processors", SIZE),
        ("priority", NUMBER),
        ("scheduling", NUMBER),
    )


class Limits(ctypes.Structure):
    """``JOBOBJECT_EXTENDED_LIMIT_INFORMATION``."""

    _fields_ = (
        ("basic", BasicLimits),
        ("input_output", ctypes.c_uint64 * 6),
        ("process_memory", SIZE),  # bytes that it has committed
        ("job_memory", SIZE),
        ("most_process_memory", SIZE),
        ("most_job_memory", SIZE),
    )


class Memory(ctypes.Structure):
    """``PROCESS_MEMORY_COUNTERS``."""

    _fields_ = (
        ("size", NUMBER),  # of this structure
        ("page_faults", NUMBER),
        ("most_working_set", SIZE),
        ("working_set", SIZE),
        ("most_paged_pool", SIZE),
        ("paged_pool", SIZE),
        ("most_other_pool", SIZE),
        ("other_pool", SIZE),
        ("committed", SIZE),  # bytes
        ("most_committed", SIZE),
    )


def enter(memory: int) -> bool:
    """Allow this process `memory` bytes more than it has committed, some hours of processor time, and no child.

    A crash ends it without a dialog, and without a report that would hold its memory. The handle is closed, for by it
    the limits could be lifted; they stay as long as the process does.

    Return whether the windows and the clipboard of other programs are denied as well: Windows has that for a job that
    stands alone, and not within the one of a virtual environment's launcher.

    Raises:
        OSError: Windows refused, and there is no job.
    """
    limits = Limits()
    limits.basic.flags = _PROCESS_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION
    limits.basic.process_time = PROCESSOR_SECONDS * _TICKS
    limits.basic.processes = 1
    limits.process_memory = _committed() + memory
    job = call("CreateJobObjectW", None, None)
    try:
        call("SetInformationJobObject", job, _EXTENDED_LIMITS, ctypes.addressof(limits), ctypes.sizeof(limits))
        call("AssignProcessToJobObject", job, call("GetCurrentProcess"))
        return _leave_the_screen(job)
    finally:
        call("CloseHandle", job)


def _committed() -> int:
    counters = Memory(size=ctypes.sizeof(Memory))
    address, size = ctypes.addressof(counters), ctypes.sizeof(counters)
    call("K32GetProcessMemoryInfo", call("GetCurrentProcess"), address, size)
    committed: int = counters.committed
    return committed


def _leave_the_screen(job: int) -> bool:
    restrictions = NUMBER(_EVERY_RESTRICTION)
    address, size = ctypes.addressof(restrictions), ctypes.sizeof(restrictions)
    try:
        call("SetInformationJobObject", job, _SCREEN, address, size)
    except OSError:
        return False
    return True
