"""The orders, obeyed in this very process; the worker tests have them obeyed in one of its own."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

from exposurewatch.doctor.probe import NO, NOT_TRIED, YES, Order, obey

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="not tried on Windows")


def told(order: Order, about: str | Path = "") -> bytes:
    return obey(f"{order} {about}".encode())


def test_memory_and_time_are_had_where_nothing_limits_them() -> None:
    assert told(Order.RESERVE, "1000") == YES
    assert told(Order.LINGER, "0") == YES


def test_a_folder_is_opened_or_not(tmp_path: Path) -> None:
    assert told(Order.LIST, tmp_path) == YES
    assert told(Order.LIST, tmp_path / "nowhere") == NO


def test_a_program_is_started_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(Order.START) == YES

    def refuse(*_args: Any, **_kwargs: Any) -> NoReturn:
        raise PermissionError

    monkeypatch.setattr(subprocess, "run", refuse)
    assert told(Order.START) == NO


@posix_only
def test_a_socket_is_had_and_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The C library gives out a file for it: the tests open no socket either."""
    given = os.open(tmp_path, os.O_RDONLY)
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: _Library(given))
    assert told(Order.SOCKET) == YES
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(given)


@posix_only
def test_a_socket_that_is_refused_is_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: _Library(-1))
    assert told(Order.SOCKET) == NO


class _Library:
    """A C library whose sockets are all one descriptor."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def socket(self, *_asked: int) -> int:
        return self._descriptor


@posix_only
def test_the_limit_on_core_dumps_is_told() -> None:
    assert int(told(Order.CORE_LIMIT)) >= -1


def test_windows_is_asked_for_no_more_than_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert (told(Order.SOCKET), told(Order.CORE_LIMIT)) == (NOT_TRIED, NOT_TRIED)


def test_an_order_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="dance"):
        obey(b"dance")
