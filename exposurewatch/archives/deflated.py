"""Reads anywhere in bytes packed with Deflate, as a file in a zip is, which may be an archive itself.

Between a header and an end as gzip has them (RFC 1952), these bytes are a file of gzip. That can be read anywhere once
it was gone through: places in it are noted from which unpacking can begin.
"""

from __future__ import annotations

import io
import struct
from typing import Final

from exposurewatch.archives.archive import Seekable
from exposurewatch.archives.windows import Pieces

_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LEAST_SPACING: Final = 1 << 20  # bytes between these places; each takes 32 KiB of memory
_MOST_PLACES: Final = 1024


def deflated(packed: Seekable, packed_size: int, size: int, checksum: int) -> Seekable:
    """Return `size` bytes that are packed in `packed`, with the checksum (CRC-32) that they are said to have."""
    import indexed_gzip  # noqa: PLC0415 (few need it, and it takes its time to load)

    end_at = len(_HEADER) + packed_size
    end = struct.pack("<II", checksum, size & 0xFFFFFFFF)

    def piece(offset: int, wanted: int) -> bytes:
        if offset < len(_HEADER):
            return _HEADER[offset : offset + wanted]
        if offset < end_at:
            packed.seek(offset - len(_HEADER))
            return packed.read(min(wanted, end_at - offset))
        return end[offset - end_at :][:wanted]

    whole = io.BufferedReader(Pieces(end_at + len(end), piece))
    spacing = max(_LEAST_SPACING, size // _MOST_PLACES)
    unpacked: Seekable = indexed_gzip.IndexedGzipFile(fileobj=whole, spacing=spacing)
    return unpacked
