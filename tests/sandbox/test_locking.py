"""The parts of the lock: put on in an order that works, each if the system has it, and told as they are."""

from __future__ import annotations

import os
import platform
import sys

import pytest

from exposurewatch.sandbox import kernel, landlock, limits, locking, privileges, seccomp
from exposurewatch.sandbox.lock import ON_WINDOWS, UNLOCKED, Held, Part
from exposurewatch.sandbox.worker import Limits, Worker
from tests.sandbox.fake_windows import FakeWindows, install
from tests.sandbox.jobs import OBEY

WHOLE = {part: Held.ABSENT if part in ON_WINDOWS else Held.YES for part in Part}

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="a part of Linux")


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that are taken, on a Linux that has everything; none of them is real."""
    taken: list[str] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "environ", {"SECRET": "hunter2"})
    monkeypatch.setattr(limits, "bound", lambda memory: taken.append(f"bound {memory}"))
    monkeypatch.setattr(limits, "open_nothing_more", lambda: taken.append("open nothing"))
    monkeypatch.setattr(locking, "_close_all_but", lambda keep: taken.append(f"keep {sorted(keep)}"))
    monkeypatch.setattr(locking, "machine", lambda: "x86_64")
    monkeypatch.setattr(privileges, "give_up", lambda: taken.append("give up"))
    monkeypatch.setattr(landlock, "version", lambda: 7)
    monkeypatch.setattr(landlock, "restrict", lambda version: taken.append(f"landlock {version}"))
    monkeypatch.setattr(seccomp, "is_available", lambda: True)
    monkeypatch.setattr(seccomp, "restrict", lambda: taken.append("filter"))
    return taken


def test_all_parts_are_put_on_in_an_order_in_which_none_hinders_the_next(steps: list[str]) -> None:
    assert locking.lock(5, {1, 0}) == WHOLE
    assert steps == ["bound 5", "keep [0, 1]", "give up", "landlock 7", "open nothing", "filter"]
    assert os.environ == {}


@pytest.mark.parametrize(
    ("version", "lacking"),
    [
        (0, {Part.FILES, Part.NETWORK, Part.SIGNALS}),
        (1, {Part.NETWORK, Part.SIGNALS}),
        (3, {Part.NETWORK, Part.SIGNALS}),
        (4, {Part.SIGNALS}),
        (5, {Part.SIGNALS}),
        (6, set()),
    ],
)
def test_older_kernels_lack_parts_of_landlock(
    version: int, lacking: set[Part], steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landlock, "version", lambda: version)
    held = locking.lock(5, set())
    assert held == WHOLE | dict.fromkeys(lacking, Held.ABSENT)
    assert (f"landlock {version}" in steps) == (version > 0)


def test_a_machine_whose_calls_are_not_known_has_limits_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "environ", {})
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    monkeypatch.setattr(limits, "bound", lambda _memory: None)
    monkeypatch.setattr(limits, "open_nothing_more", lambda: None)
    monkeypatch.setattr(locking, "_close_all_but", lambda _keep: None)
    assert locking.lock(5, set()) == UNLOCKED | {Part.LIMITS: Held.YES}


def test_a_kernel_without_filters_has_the_rest(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seccomp, "is_available", lambda: False)
    held = locking.lock(5, set())
    assert held == WHOLE | {Part.CALLS: Held.ABSENT}
    assert "filter" not in steps


def test_macos_has_limits_alone(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert locking.lock(5, set()) == UNLOCKED | {Part.LIMITS: Held.YES}
    assert steps == ["bound 5", "open nothing"]


@pytest.mark.parametrize(
    ("refuses", "granted"),
    [
        ([], {Part.JOB, Part.UNCHANGED, Part.SCREEN}),
        (["SetInformationJobObject 4"], {Part.JOB, Part.UNCHANGED}),
        (["AssignProcessToJobObject"], {Part.UNCHANGED}),
        (["SetTokenInformation"], {Part.JOB, Part.SCREEN}),
        (["GetCurrentProcess"], set()),
    ],
)
def test_windows_grants_what_it_grants_and_a_worker_that_is_refused_the_rest_is_used(
    refuses: list[str], granted: set[Part], steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, FakeWindows(refuses))
    held = locking.lock(5, set())
    assert held == UNLOCKED | dict.fromkeys(ON_WINDOWS, Held.REFUSED) | dict.fromkeys(granted, Held.YES)
    assert steps == []
    assert "SECRET" in os.environ, "libraries of Windows look things up there; no secret is handed on to a worker"


@pytest.mark.parametrize(
    ("lacks", "granted"),
    [
        (["K32GetProcessMemoryInfo"], {Part.UNCHANGED}),
        (["OpenProcessToken"], {Part.JOB, Part.SCREEN}),
        (["CreateJobObjectW", "OpenProcessToken"], set()),
    ],
)
def test_a_function_that_a_windows_lacks_costs_its_part_alone(
    lacks: list[str], granted: set[Part], steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, FakeWindows(lacks=lacks))
    assert {part for part, state in locking.lock(5, set()).items() if state is Held.YES} == granted
    assert steps == []


@pytest.mark.parametrize(
    ("room", "step", "failed"),
    [
        (limits, "bound", {Part.LIMITS}),
        (limits, "open_nothing_more", {Part.LIMITS}),
        (privileges, "give_up", {Part.PRIVILEGES}),
        (landlock, "restrict", {Part.FILES, Part.NETWORK, Part.SIGNALS}),
        (seccomp, "restrict", {Part.CALLS}),
    ],
)
def test_a_part_that_fails_is_told_and_the_others_are_put_on(
    room: object, step: str, failed: set[Part], steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise PermissionError("no")

    monkeypatch.setattr(room, step, fail)
    held = locking.lock(5, set())
    assert held == WHOLE | dict.fromkeys(failed, Held.FAILED)


@pytest.mark.skipif(sys.platform != "linux" or kernel.machine() is None, reason="a part of Linux")
def test_on_this_system_everything_holds_that_it_has() -> None:
    worker = Worker(OBEY, Limits())
    held = worker.lock
    worker.close()
    version = landlock.version()
    expected = {
        Part.LIMITS: True,
        Part.PRIVILEGES: True,
        Part.FILES: version >= 1,
        Part.NETWORK: version >= landlock.NETWORK_FROM,
        Part.SIGNALS: version >= landlock.SIGNALS_FROM,
        Part.CALLS: seccomp.is_available(),
    }
    assert held == UNLOCKED | {part: Held.YES for part, has in expected.items() if has}


@linux_only
def test_descriptors_are_closed_but_those_that_are_kept() -> None:
    kept, closed = os.pipe()
    everything = {int(name) for name in os.listdir("/proc/self/fd")}  # noqa: PTH208
    locking._close_all_but(everything - {closed})
    os.fstat(kept)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(closed)
    os.close(kept)


def test_what_is_given_up_is_given_up_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signal of the parent's death comes last: a change of privileges would take it back."""
    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(privileges, "call", lambda *arguments: calls.append(arguments))
    privileges.give_up()
    assert [call[0] for call in calls] == ["prctl", "capset", "prctl", "prctl"]
    assert [call[1:] for call in calls if call[0] == "prctl"] == [(38, 1), (4, 0), (1, 9)]
