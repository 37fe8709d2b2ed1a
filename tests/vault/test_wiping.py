"""A secret is overwritten where it lies, and no other value with it."""

from __future__ import annotations

import secrets
import sys

import pytest

from exposurewatch.vault.wiping import wipe


@pytest.mark.parametrize("length", [2, 16, 32, 5000])
def test_bytes_are_zeros_afterwards(length: int) -> None:
    before, secret, after = (secrets.token_bytes(length) for _ in range(3))
    copies = [bytearray(before), bytearray(after)]
    wipe(secret)
    assert secret == bytes(length)
    assert [bytearray(before), bytearray(after)] == copies


@pytest.mark.parametrize("length", [2, 64, 5000])
def test_a_text_is_zeros_afterwards(length: int) -> None:
    secret = secrets.token_hex(length // 2)
    wipe(secret)
    assert secret == "\0" * length


@pytest.mark.parametrize("shared", [b"", b"x", "", "x"])
def test_what_python_shares_is_left_as_it_is(shared: bytes | str) -> None:
    wipe(shared)
    assert shared in (b"", b"x", "", "x")


def test_a_text_that_lies_elsewhere_is_refused() -> None:
    with pytest.raises(AssertionError):
        wipe("grüße")


def test_another_python_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = secrets.token_bytes(32)
    before = bytearray(secret)
    monkeypatch.setattr(sys.implementation, "name", "pypy")
    wipe(secret)
    assert secret == before
