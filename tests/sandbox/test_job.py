"""The job object of Windows: what it is asked for, byte by byte. Nothing of this has been run on Windows."""

from __future__ import annotations

import ctypes
import struct

import pytest

from exposurewatch.sandbox import job
from tests.sandbox.fake_windows import COMMITTED, JOB, MYSELF, Call, FakeWindows, install

wide_only = pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the layout of 64 bits")

MEMORY = 1 << 30
_LIMITS = struct.pack(
    "<qqI4xQQI4xQII 6Q QQQQ",
    6 * 3600 * 10_000_000,  # PerProcessUserTimeLimit, by 100 ns
    0,  # PerJobUserTimeLimit
    0x2 | 0x8 | 0x100 | 0x400,  # process time, active processes, process memory, die on unhandled exception
    *(0, 0),  # working sets
    1,  # ActiveProcessLimit
    0,  # Affinity
    *(0, 0),  # classes of priority and scheduling
    *[0] * 6,  # IoInfo
    COMMITTED + MEMORY,  # ProcessMemoryLimit
    *(0, 0, 0),  # JobMemoryLimit, and the peaks
)


@wide_only
@pytest.mark.parametrize(("structure", "size"), [(job.BasicLimits, 64), (job.Limits, 144), (job.Memory, 72)])
def test_the_structures_are_as_large_as_those_of_windows(structure: type[ctypes.Structure], size: int) -> None:
    assert ctypes.sizeof(structure) == size


@wide_only
def test_limits_are_set_before_the_process_enters_and_the_handle_is_closed_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system = install(monkeypatch, FakeWindows())
    assert job.enter(MEMORY)
    made = [call for call in system.calls if call.name not in {"GetCurrentProcess", "K32GetProcessMemoryInfo"}]
    addresses = [call.numbers[2] for call in system.called("SetInformationJobObject")]
    assert made == [
        Call("CreateJobObjectW", (None, None)),
        Call("SetInformationJobObject", (JOB, 9, addresses[0], 144), _LIMITS),
        Call("AssignProcessToJobObject", (JOB, MYSELF)),
        Call("SetInformationJobObject", (JOB, 4, addresses[1], 4), b"\xff\0\0\0"),
        Call("CloseHandle", (JOB,)),
    ]


@wide_only
def test_a_job_within_a_job_has_the_limits_without_the_restrictions_of_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system = install(monkeypatch, FakeWindows(refuses=["SetInformationJobObject 4"]))
    assert not job.enter(MEMORY)
    assert [call.name for call in system.calls[-2:]] == ["SetInformationJobObject", "CloseHandle"]


@wide_only
@pytest.mark.parametrize("refused", ["SetInformationJobObject 9", "AssignProcessToJobObject"])
def test_a_job_that_cannot_be_entered_is_closed(refused: str, monkeypatch: pytest.MonkeyPatch) -> None:
    system = install(monkeypatch, FakeWindows(refuses=[refused]))
    with pytest.raises(OSError, match=refused.split(maxsplit=1)[0]):
        job.enter(MEMORY)
    assert system.calls[-1] == Call("CloseHandle", (JOB,))


@wide_only
@pytest.mark.parametrize("refused", ["K32GetProcessMemoryInfo", "CreateJobObjectW"])
def test_without_a_figure_to_begin_from_or_a_job_nothing_is_entered(
    refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = install(monkeypatch, FakeWindows(refuses=[refused]))
    with pytest.raises(OSError, match=refused):
        job.enter(MEMORY)
    assert system.called("AssignProcessToJobObject") == system.called("CloseHandle") == []
