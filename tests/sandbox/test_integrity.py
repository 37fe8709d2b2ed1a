"""The integrity level of Windows: what is asked for, byte by byte. Nothing of this has been run on Windows."""

from __future__ import annotations

import ctypes
import struct

import pytest

from exposurewatch.sandbox import integrity
from tests.sandbox.fake_windows import MYSELF, TOKEN, Call, FakeWindows, install

wide_only = pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the layout of 64 bits")


def test_the_low_level_is_spelt_as_windows_spells_it() -> None:
    """S-1-16-4096, which the header winnt.h has as an authority of 16 and SECURITY_MANDATORY_LOW_RID, 0x1000."""
    assert bytes.fromhex("01 01 000000000010 00100000") == integrity.LOW


@wide_only
def test_the_token_of_this_process_is_lowered_and_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    system = install(monkeypatch, FakeWindows())
    integrity.lower()
    assert ctypes.sizeof(integrity.Label) == 16
    opened, asked = system.called("OpenProcessToken"), system.called("SetTokenInformation")
    given = struct.pack("<QI4x", 16, 0x20) + integrity.LOW  # the SID stands 16 bytes in; SE_GROUP_INTEGRITY
    assert opened == [Call("OpenProcessToken", (MYSELF, 0x80, opened[0].numbers[2]))]
    assert asked == [Call("SetTokenInformation", (TOKEN, 25, asked[0].numbers[2], 28), given)]
    assert system.calls[-1] == Call("CloseHandle", (TOKEN,))
    assert system.libraries["SetTokenInformation"] == system.libraries["OpenProcessToken"] == "advapi32"


@wide_only
def test_a_token_that_is_not_lowered_is_closed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    system = install(monkeypatch, FakeWindows(refuses=["SetTokenInformation"]))
    with pytest.raises(OSError, match="SetTokenInformation"):
        integrity.lower()
    assert system.calls[-1] == Call("CloseHandle", (TOKEN,))


def test_a_token_that_cannot_be_opened_is_not_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    system = install(monkeypatch, FakeWindows(refuses=["OpenProcessToken"]))
    with pytest.raises(OSError, match="OpenProcessToken"):
        integrity.lower()
    assert system.called("CloseHandle") == []
