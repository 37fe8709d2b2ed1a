"""Denies a Linux process every file, TCP connection and foreign process that Landlock knows. See landlock(7)."""

from __future__ import annotations

import ctypes
import os
from typing import Final

from exposurewatch.sandbox.kernel import call

NETWORK_FROM: Final = 4  # the first version that knows TCP
SIGNALS_FROM: Final = 6  # and the first that knows signals and abstract sockets

_ASK_VERSION: Final = 1
_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15}  # how many rights a version knows, each of which is one bit
_MOST_FILE_RIGHTS: Final = 16  # from version 5 on
_NETWORK_RIGHTS: Final = 0b11  # bind and connect
_SCOPES: Final = 0b11  # abstract sockets and signals
_WORD: Final = 8  # bytes


def version() -> int:
    """Return the version of Landlock that this kernel has: 0 where it has none, or has it switched off."""
    try:
        return call("landlock_create_ruleset", 0, 0, _ASK_VERSION)
    except (OSError, NotImplementedError):
        return 0


def handled(known: int) -> tuple[int, ...]:
    """Return all that a version can deny, as the kernel's structure: rights on files, on the network, and scopes.

    A version later than those known here is asked for what is known of it.
    """
    words = [(1 << _FILE_RIGHTS.get(known, _MOST_FILE_RIGHTS)) - 1]
    if known >= NETWORK_FROM:
        words.append(_NETWORK_RIGHTS)
    if known >= SIGNALS_FROM:
        words.append(_SCOPES)
    return tuple(words)


def restrict(known: int) -> None:
    """Deny this thread all that the version `known` can deny. Needs no-new-privileges.

    Raises:
        OSError: the kernel refused.
    """
    words = handled(known)
    attributes = (ctypes.c_uint64 * len(words))(*words)
    ruleset = call("landlock_create_ruleset", ctypes.addressof(attributes), _WORD * len(words), 0)
    try:
        call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)
