"""The filter of system calls for both machines, run by an interpreter of its few instructions."""

from __future__ import annotations

import errno
import struct

import pytest

from exposurewatch.sandbox import seccomp, system_calls
from exposurewatch.sandbox.kernel import MACHINES
from exposurewatch.sandbox.seccomp import ALLOW, KILL_PROCESS, NOT_THERE, REFUSE, Instruction, program

PID = 4321
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
NO_CALL = 9999
every_machine = pytest.mark.parametrize("machine", MACHINES)


def judged(machine: str, number: int, *arguments: int, architecture: int | None = None) -> int:
    """What the filter of a machine says to one call, as the kernel would run it (linux/filter.h)."""
    words = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<iIQ6Q", number, architecture or ARCHITECTURES[machine], 0, *words)
    accumulator = at = 0
    filter_ = program(machine, PID)
    while True:
        code, yes, no, value = filter_[at]
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, value)
                at += 1
            case 0x06:
                return value
            case _:
                holds = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: accumulator & value != 0}[code]
                at += 1 + (yes if holds else no)


def number(machine: str, name: str) -> int:
    found = system_calls.NUMBERS[name][MACHINES.index(machine)]
    assert found is not None
    return found


def numbers(machine: str, calls: system_calls.Calls) -> list[int]:
    return [found for each in calls.values() if (found := each[MACHINES.index(machine)]) is not None]


@every_machine
def test_what_a_decoder_needs_is_allowed_and_what_no_decoder_does_ends_the_process(machine: str) -> None:
    assert {judged(machine, each) for each in numbers(machine, system_calls.ALLOWED)} == {ALLOW}
    assert {judged(machine, each) for each in numbers(machine, system_calls.FATAL)} == {KILL_PROCESS}


@every_machine
def test_everything_else_is_refused(machine: str) -> None:
    """Numbers that have no meaning yet as well: a later kernel may give them one."""
    named = {each for calls in system_calls.NUMBERS.values() if (each := calls[MACHINES.index(machine)]) is not None}
    others = set(range(600)) - named | {NO_CALL}
    assert {judged(machine, each) for each in others} == {REFUSE}
    assert {judged(machine, each) for each in numbers(machine, system_calls.PUTTING_ON)} == {REFUSE}


@every_machine
def test_the_calls_of_another_machine_end_the_process(machine: str) -> None:
    (other,) = (each for name, each in ARCHITECTURES.items() if name != machine)
    assert judged(machine, number(machine, "read"), architecture=other) == KILL_PROCESS
    assert judged(machine, number(machine, "read"), architecture=0x40000003) == KILL_PROCESS  # 32 bits


@every_machine
def test_the_second_set_of_numbers_of_x86_64_ends_the_process(machine: str) -> None:
    assert judged(machine, 0x40000000) == KILL_PROCESS
    assert judged(machine, 0x40000000 | number(machine, "read")) == KILL_PROCESS


@every_machine
@pytest.mark.parametrize("name", system_calls.MAPPING)
def test_memory_never_holds_code(machine: str, name: str) -> None:
    read_write, execute = 3, 4
    assert judged(machine, number(machine, name), 0, 4096, read_write) == ALLOW
    assert judged(machine, number(machine, name), 0, 4096, execute) == REFUSE
    assert judged(machine, number(machine, name), 0, 4096, read_write | execute) == REFUSE


@every_machine
def test_a_thread_may_be_started_and_no_process(machine: str) -> None:
    a_thread, a_fork, a_vfork, new_user = 0x3D0F00, 0x01200011, 0x4111, 0x10000000
    assert judged(machine, number(machine, "clone"), a_thread) == ALLOW
    for flags in (a_fork, a_vfork, 0, a_thread | new_user, a_thread | 0x80):
        assert judged(machine, number(machine, "clone"), flags) == KILL_PROCESS
    assert judged(machine, number(machine, "clone3"), 0) == NOT_THERE
    assert NOT_THERE & 0xFFFF == errno.ENOSYS


@every_machine
@pytest.mark.parametrize("name", system_calls.SIGNALLING)
def test_signals_go_to_this_very_process_alone(machine: str, name: str) -> None:
    assert judged(machine, number(machine, name), PID, 6) == ALLOW
    for other in (1, PID + 1, 0, -1 & 0xFFFFFFFFFFFFFFFF, -PID & 0xFFFFFFFF):
        assert judged(machine, number(machine, name), other, 9) == KILL_PROCESS


@every_machine
def test_limits_of_its_own_may_be_read_and_not_set(machine: str) -> None:
    asked = number(machine, "prlimit64")
    assert judged(machine, asked, 0, 3, 0, 0x7FFF0000) == ALLOW
    for pid, new in ((0, 0x1000), (0, 1 << 32), (PID, 0), (1, 0x1000)):
        assert judged(machine, asked, pid, 3, new, 0) == REFUSE


@every_machine
def test_a_filter_is_one_that_the_kernel_takes(machine: str) -> None:
    filter_ = program(machine, PID)
    assert len(seccomp.pack(filter_)) == 8 * len(filter_)
    assert len(filter_) <= 4096
    for at, (code, yes, no, _) in enumerate(filter_):
        assert code in (0x20, 0x15, 0x35, 0x45, 0x06)
        assert at + 1 + max(yes, no) < len(filter_) or code == 0x06
    assert seccomp.pack([Instruction(6, 1, 2, 3)]) == b"\x06\x00\x01\x02\x03\x00\x00\x00"


def test_no_number_stands_twice() -> None:
    for column in range(len(MACHINES)):
        found = [each[column] for each in system_calls.NUMBERS.values() if each[column] is not None]
        assert len(found) == len(set(found))


def test_a_kernel_without_it_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> int:
        raise OSError(errno.ENOSYS, "no such call")

    monkeypatch.setattr(seccomp, "call", refuse)
    assert not seccomp.is_available()
    monkeypatch.setattr(seccomp, "call", lambda *_arguments: 0)
    assert seccomp.is_available()


@pytest.mark.parametrize(("complaints", "flags"), [([], [5]), ([errno.EINVAL], [5, 1])])
def test_the_filter_is_put_on_every_thread(
    complaints: list[int], flags: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kernels that do not know the second flag complain, and are asked without it."""
    asked: list[tuple[object, ...]] = []

    def call(name: str, *arguments: int) -> int:
        asked.append((name, *arguments[:2]))
        if complaints:
            raise OSError(complaints.pop(), "no")
        return 0

    monkeypatch.setattr(seccomp, "call", call)
    monkeypatch.setattr(seccomp, "machine", lambda: "x86_64")
    seccomp.restrict()
    assert asked == [("seccomp", 1, flag) for flag in flags]


def test_what_else_the_kernel_complains_of_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> int:
        raise OSError(errno.EACCES, "no")

    monkeypatch.setattr(seccomp, "call", refuse)
    monkeypatch.setattr(seccomp, "machine", lambda: "aarch64")
    with pytest.raises(PermissionError):
        seccomp.restrict()
    monkeypatch.setattr(seccomp, "machine", lambda: None)
    with pytest.raises(NotImplementedError):
        seccomp.restrict()
