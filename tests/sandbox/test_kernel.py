"""System calls by number."""

from __future__ import annotations

import os
import platform
import sys

import pytest

from exposurewatch.sandbox import kernel
from exposurewatch.sandbox.kernel import MACHINES, call, machine

here = pytest.mark.skipif(sys.platform != "linux" or machine() is None, reason="no numbers are known for this system")


@here
def test_a_call_returns_what_the_kernel_says() -> None:
    assert call("getpid") == os.getpid()


@here
def test_a_complaint_of_the_kernel_is_an_error() -> None:
    with pytest.raises(OSError, match="Bad file descriptor"):
        call("close", -1)


@pytest.mark.parametrize(
    ("name", "bits", "known"), [("x86_64", 63, "x86_64"), ("riscv64", 63, None), ("x86_64", 31, None)]
)
def test_machines_without_numbers_are_known_as_such(
    name: str,
    bits: int,
    known: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: name)
    monkeypatch.setattr(sys, "maxsize", (1 << bits) - 1)
    assert machine() == known


@pytest.mark.parametrize(("name", "asked"), [(None, "read"), (MACHINES[1], "fork")])
def test_a_call_that_a_machine_lacks_is_not_made(name: str | None, asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "machine", lambda: name)
    with pytest.raises(NotImplementedError):
        call(asked)
