"""Takes in the body of an answer, packed or not, within limits: no body fills the memory, whatever it unpacks to."""

from __future__ import annotations

import zlib
from typing import Final

MOST_RATIO: Final = 200
"""Bytes out for one byte in; hash lists and chat pages reach 30 at most, bombs 1,000."""

_FREE: Final = 1 << 20  # bytes before the ratio is looked at: short answers may be all blanks
_STEP: Final = 1 << 18  # bytes unpacked at once
_GZIP: Final = 31  # window bits that mean gzip alone
ENCODINGS: Final = {"": False, "identity": False, "gzip": True, "x-gzip": True}
"""The content encodings that are understood, and whether they are packed."""


class OverLimit(Exception):
    """More came than was wanted."""


class Damaged(Exception):
    """It is not what it says it is packed as."""


class CutOff(Exception):
    """It ends before its end."""


class Body:
    """The bytes of one answer, of which at most `most` are kept."""

    def __init__(self, most: int, *, packed: bool) -> None:
        self._most = most
        self._unpacker = zlib.decompressobj(_GZIP) if packed else None
        self._taken_in = 0
        self._content = bytearray()

    def add(self, data: bytes) -> None:
        """Take in the next bytes as they came.

        Raises:
            OverLimit: there are more than wanted, or they unpack to far more than themselves.
            Damaged: they are not packed as they should be.
        """
        self._taken_in += len(data)
        if self._unpacker is None:
            self._keep(data)
            return
        while data:
            data = self._unpacked(data)

    def end(self) -> bytes:
        """Return all of it; raise `CutOff` where the packed bytes have not come to their end."""
        if self._unpacker is not None and self._taken_in and not self._unpacker.eof:
            raise CutOff
        content = bytes(self._content)
        self._content.clear()
        return content

    def _unpacked(self, data: bytes) -> bytes:
        """Unpack a step, and return what is still to be unpacked."""
        assert self._unpacker is not None  # noqa: S101  (only `add` calls this)
        if self._unpacker.eof:  # another member: gzip files may be strung together (RFC 1952, 2.2)
            self._unpacker = zlib.decompressobj(_GZIP)
        try:
            self._keep(self._unpacker.decompress(data, _STEP))
        except zlib.error as error:
            raise Damaged from error
        return self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail

    def _keep(self, data: bytes) -> None:
        size = len(self._content) + len(data)
        if size > self._most or (size > _FREE and size > MOST_RATIO * self._taken_in):
            raise OverLimit
        self._content += data
