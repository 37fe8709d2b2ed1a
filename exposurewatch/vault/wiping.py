"""Overwrites secrets that Python has given out as values, and would leave lying in memory once it has freed them."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

# Where CPython puts what a value holds, behind its own account of it; a zero byte follows.
_START: Final = {bytes: sys.getsizeof(b"") - 1, str: sys.getsizeof("") - 1}


def wipe(secret: bytes | str) -> None:
    """Overwrite a value that was made for this one use, that nobody else holds, and that is not looked at again.

    A text is one of ASCII alone. Of less than two characters nothing is overwritten: Python shares such values. Another
    Python than CPython keeps its values where nobody can tell, and is left alone.
    """
    assert isinstance(secret, bytes) or secret.isascii()  # noqa: S101 (others lie elsewhere)
    if len(secret) > 1 and sys.implementation.name == "cpython":
        ctypes.memset(id(secret) + _START[type(secret)], 0, len(secret))
