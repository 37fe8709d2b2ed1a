"""Zeros without end, packed: small files that unpack to large ones."""

from __future__ import annotations

import zlib
from functools import cache
from typing import Final

RAW: Final = -15
ZLIB: Final = 15
GZIP: Final = 31
"""What zlib calls the three wrappings of deflate."""

_BLOCK: Final = bytes(1 << 20)


@cache
def zeros(megabytes: int, wrapping: int, before: bytes = b"") -> bytes:
    """So many megabytes of zeros, behind what stands before them, packed."""
    packer = zlib.compressobj(1, zlib.DEFLATED, wrapping)
    return packer.compress(before) + b"".join(packer.compress(_BLOCK) for _ in range(megabytes)) + packer.flush()
