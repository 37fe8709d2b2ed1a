"""Functions of Windows, called as they are declared. Nothing of this has been run on Windows."""

from __future__ import annotations

import ctypes

import pytest

from exposurewatch.sandbox.windows import _FUNCTIONS, call
from tests.sandbox.fake_windows import MYSELF, Call, FakeWindows, install


def test_a_function_is_called_in_its_library_with_what_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    system = install(monkeypatch, FakeWindows())
    assert call("GetCurrentProcess") == MYSELF
    assert call("CloseHandle", 7) == 1
    assert system.calls == [Call("GetCurrentProcess", ()), Call("CloseHandle", (7,))]
    assert system.libraries == {"GetCurrentProcess": "kernel32", "CloseHandle": "kernel32"}


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("CloseHandle", (7,)), ("CreateJobObjectW", (None, None)), ("AssignProcessToJobObject", (7, MYSELF))],
)
def test_what_returns_nothing_has_failed(
    name: str, arguments: tuple[int | None, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A truth value of 0, and a handle of none, alike."""
    install(monkeypatch, FakeWindows(refuses=[name]))
    with pytest.raises(OSError, match=name) as raised:
        call(name, *arguments)
    assert raised.value.strerror == name


def test_a_function_that_this_windows_lacks_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, FakeWindows(lacks=["CloseHandle"]))
    with pytest.raises(AttributeError):
        call("CloseHandle", 7)


def test_elsewhere_there_is_nothing_to_call() -> None:
    with pytest.raises(NotImplementedError):
        call("GetCurrentProcess")


@pytest.mark.parametrize("name", _FUNCTIONS)
def test_handles_and_addresses_are_as_wide_as_the_machine_has_them_and_numbers_have_32_bits(name: str) -> None:
    declared = _FUNCTIONS[name]
    widths = {each: ctypes.sizeof(each) for each in (*declared.takes, declared.returns)}
    pointer = ctypes.sizeof(ctypes.c_void_p)
    assert {widths.pop(each) for each in (ctypes.c_void_p, ctypes.c_wchar_p) if each in widths} <= {pointer}
    assert set(widths.values()) <= {4}
