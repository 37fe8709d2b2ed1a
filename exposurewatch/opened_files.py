"""Remembers what came of opening each file of a scan, in few bytes: none is opened twice."""

from __future__ import annotations

import struct

from exposurewatch.hashed import HashedMap
from exposurewatch.model import Locator, Unreadable

_OPENED = struct.Struct("<32sQ")


class OpenedFiles:
    """What was opened where: the SHA-256 and the size of each file, or why it could not be read."""

    def __init__(self) -> None:
        self._read = HashedMap(_OPENED.size)
        self._unreadable: dict[Locator, Unreadable] = {}

    def get(self, locator: Locator) -> tuple[bytes, int] | Unreadable | None:
        """What came of opening a file; None where it was not opened."""
        packed = self._read.get(locator)
        if packed is None:
            return self._unreadable.get(locator)
        sha256, size = _OPENED.unpack(packed)
        return sha256, size

    def put(self, locator: Locator, came: tuple[bytes, int] | Unreadable) -> None:
        """Take in what came of opening a file."""
        if isinstance(came, Unreadable):
            # Anew: what it was raised in holds the bytes read until then.
            self._unreadable[locator] = Unreadable(came.reason, came.detail)
        else:
            self._read[locator] = _OPENED.pack(*came)
