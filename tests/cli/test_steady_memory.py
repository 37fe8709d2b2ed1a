"""Large blocks of memory are given back to the system, whatever was freed before; elsewhere nothing is touched."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from typing import Any

import pytest

from exposurewatch.cli.steady_memory import hold_steady

_BLOCKS_OF_THEIR_OWN = """
import ctypes, sys
from exposurewatch.cli.steady_memory import hold_steady

class Info(ctypes.Structure):
    _names = ("arena", "free", "fast", "own", "own_bytes", "most", "fast_bytes", "used", "unused", "top")
    _fields_ = [(name, ctypes.c_size_t) for name in _names]

library = ctypes.CDLL(None)
library.mallinfo2.restype = Info
if sys.argv[1] == "steady":
    hold_steady()
large = bytearray(16 << 20)
del large  # from which glibc learns that 16 MiB are little
before = library.mallinfo2().own
kept = bytearray(2 << 20)
print(library.mallinfo2().own - before)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="only glibc tells, from 2.33 on"
)
@pytest.mark.parametrize(("how", "own"), [("steady", b"1\n"), ("as it is", b"0\n")])
def test_a_large_block_is_one_of_its_own_after_a_larger_one_was_freed(how: str, own: bytes) -> None:
    told = subprocess.run(  # noqa: S603 (written above)
        [sys.executable, "-c", _BLOCKS_OF_THEIR_OWN, how], capture_output=True, check=True
    )
    assert told.stdout == own


def test_another_c_library_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def library(name: Any) -> object:
        asked.append(name)
        return object()

    monkeypatch.setattr(ctypes, "CDLL", library)
    monkeypatch.setattr(sys, "platform", "linux")
    hold_steady()
    assert asked == [None]


def test_another_system_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: pytest.fail("it was looked for"))
    hold_steady()
