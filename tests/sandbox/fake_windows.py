"""A Windows that writes down what it is asked for. It takes arguments as they were declared to it, and no others."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable
from typing import Any, NamedTuple

import pytest

from exposurewatch.sandbox import windows

MYSELF = (1 << 64) - 1  # what GetCurrentProcess returns: a handle of -1
JOB, TOKEN = 0x104, 0x108
COMMITTED = 70 << 20  # bytes
_ACCESS_DENIED = 5


class Call(NamedTuple):
    """One call: its name, its numbers as they arrived, and the bytes of the structure that it was given, if any."""

    name: str
    numbers: tuple[int | None, ...]
    given: bytes = b""


class FakeWindows:
    """The functions of kernel32 and advapi32. Those that `refuses` names return 0, those in `lacks` are not there.

    A name may be followed by a class of information: ``SetInformationJobObject 4``.
    """

    def __init__(self, refuses: Iterable[str] = (), lacks: Iterable[str] = ()) -> None:
        self.refuses = set(refuses)
        self.lacks = set(lacks)
        self.calls: list[Call] = []
        self.libraries: dict[str, str] = {}

    def library(self, name: str, *, use_last_error: bool) -> _Library:
        """Stand in for ``ctypes.WinDLL``."""
        assert use_last_error, "else what Windows complains of is lost"
        return _Library(self, name)

    def called(self, name: str) -> list[Call]:
        """The calls of one function."""
        return [call for call in self.calls if call.name == name]


class _Library:
    def __init__(self, system: FakeWindows, name: str) -> None:
        self._system = system
        self._name = name

    def __getattr__(self, function: str) -> _Function:
        if function in self._system.lacks:
            raise AttributeError(f"function '{function}' not found")
        self._system.libraries[function] = self._name
        return _Function(self._system, function)


class _Function:
    argtypes: tuple[Any, ...]
    restype: Any

    def __init__(self, system: FakeWindows, name: str) -> None:
        self._system = system
        self._name = name

    def __call__(self, *arguments: int | None) -> int | None:
        numbers = tuple(takes(given).value for takes, given in zip(self.argtypes, arguments, strict=True))
        self._system.calls.append(Call(self._name, numbers, self._given(numbers)))
        refused = {self._name, f"{self._name} {numbers[1] if len(numbers) > 1 else ''}"} & self._system.refuses
        returned: int | None = self.restype(0 if refused else self._answer(numbers)).value
        return returned

    def _given(self, numbers: tuple[int | None, ...]) -> bytes:
        if not self._name.startswith("Set"):
            return b""
        *_, address, size = numbers
        assert address is not None
        assert size is not None
        given = ctypes.string_at(address, size)
        if self._name == "SetTokenInformation":  # a pointer into the structure itself stands as how far in
            inside = int.from_bytes(given[:8], "little") - address
            given = inside.to_bytes(8, "little") + given[8:]
        return given

    def _answer(self, numbers: tuple[int | None, ...]) -> int:
        match self._name, numbers:
            case "GetCurrentProcess", ():
                return MYSELF
            case "CreateJobObjectW", _:
                return JOB
            case "OpenProcessToken", (_, _, int() as address):
                ctypes.c_void_p.from_address(address).value = TOKEN
            case "K32GetProcessMemoryInfo", (_, int() as address, 72):
                assert ctypes.c_uint32.from_address(address).value == 72
                ctypes.c_size_t.from_address(address + 56).value = COMMITTED
        return 1


def install(monkeypatch: pytest.MonkeyPatch, system: FakeWindows) -> FakeWindows:
    """Have this process take itself for one on that system."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", system.library, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: _ACCESS_DENIED, raising=False)
    monkeypatch.setattr(windows, "_library", windows._library.__wrapped__)
    return system
