"""What a worker is asked to try, so that its limits are seen and not assumed. Runs inside the worker alone."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable
from enum import StrEnum

YES, NO, NOT_TRIED = b"yes", b"no", b"not tried"


class Order(StrEnum):
    """The first word of a request; what follows it, after a space, is what the order is about."""

    RESERVE = "reserve"  # so many bytes of memory
    LINGER = "linger"  # so many seconds
    CORE_LIMIT = "core-limit"  # how large a core dump may be, in bytes; -1 without a limit
    LIST = "list"  # a folder
    START = "start"  # another program
    SOCKET = "socket"  # one that is connected to nothing


def obey(request: bytes) -> bytes:
    """Do what the request says; `YES` or `NO` is the answer where it is whether that was possible."""
    word, _, rest = request.decode("utf-8", "surrogateescape").partition(" ")
    return _ORDERS[Order(word)](rest)


def _reserve(size: str) -> bytes:
    room = bytearray(int(size))  # zeros that nobody writes to: the system counts them and sets nothing aside
    return YES if room else NO


def _linger(seconds: str) -> bytes:
    time.sleep(float(seconds))
    return YES


def _core_limit(_rest: str) -> bytes:
    if sys.platform == "win32":
        return NOT_TRIED
    import resource  # noqa: PLC0415 (there is none on Windows)

    return str(resource.getrlimit(resource.RLIMIT_CORE)[0]).encode()


def _list(folder: str) -> bytes:
    try:
        with os.scandir(folder):
            return YES
    except OSError:
        return NO


def _start(_rest: str) -> bytes:
    try:
        done = subprocess.run([sys.executable, "-I", "-S", "-c", ""], check=False)
    except OSError:
        return NO
    return YES if done.returncode == 0 else NO


def _socket(_rest: str) -> bytes:
    """Ask the system's own C function for a socket and give it back: nothing is connected, and nothing sent.

    No module that can reach the network is loaded, here as everywhere in the program.
    """
    if sys.platform == "win32":
        return NOT_TRIED
    internet, stream = 2, 1  # AF_INET and SOCK_STREAM, alike on Linux and macOS
    descriptor = ctypes.CDLL(None).socket(internet, stream, 0)
    if descriptor < 0:
        return NO
    os.close(descriptor)
    return YES


_ORDERS: dict[Order, Callable[[str], bytes]] = {
    Order.RESERVE: _reserve,
    Order.LINGER: _linger,
    Order.CORE_LIMIT: _core_limit,
    Order.LIST: _list,
    Order.START: _start,
    Order.SOCKET: _socket,
}
