"""How published hashes stand in a row: one after the other, each with its algorithm, its quality and its box."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Final

from exposurewatch.model import DIGESTS, Box, Digest
from exposurewatch.vault.database import damaged

ALGORITHMS: Final = ("md5", "sha1", "sha256", "pdq", "phash", "phash64")
"""By their numbers in a row: a further one goes last."""

_HEAD: Final = struct.Struct("<BBB")  # algorithm, quality, whether a box follows
_BOX: Final = struct.Struct("<dddd")  # left, top, right, bottom
_NOT_SAID: Final = 255  # of a quality
_WHOLE: Final = Box()
_NUMBERS: Final = {name: number for number, name in enumerate(ALGORITHMS)}


def stored(digests: Sequence[Digest]) -> bytes:
    """Digests as bytes; the same ones are always the same bytes."""
    return b"".join(part for digest in digests for part in _packed(digest))


def digests(stored: object) -> tuple[Digest, ...]:
    """Read digests back."""
    if not isinstance(stored, bytes):
        raise damaged()
    try:
        return tuple(_unpacked(stored))
    except (struct.error, IndexError, ValueError) as error:
        raise damaged() from error


def _packed(digest: Digest) -> Iterator[bytes]:
    box = digest.box
    part = box is not _WHOLE and box != _WHOLE
    yield _HEAD.pack(_NUMBERS[digest.algorithm], _NOT_SAID if digest.quality is None else digest.quality, part)
    if part:
        yield _BOX.pack(box.left, box.top, box.right, box.bottom)
    yield digest.value


def _unpacked(stored: bytes) -> Iterator[Digest]:
    at = 0
    while at < len(stored):
        number, quality, part = _HEAD.unpack_from(stored, at)
        at += _HEAD.size
        algorithm = ALGORITHMS[number]
        box = _WHOLE
        if part:
            box = Box(*_BOX.unpack_from(stored, at))
            at += _BOX.size
            if part > 1 or not _is_box(box):
                raise ValueError(stored)
        end = at + DIGESTS[algorithm]
        if end > len(stored) or (quality > 100 and quality != _NOT_SAID):
            raise ValueError(stored)
        yield Digest(algorithm, stored[at:end], None if quality == _NOT_SAID else quality, box)
        at = end


def _is_box(box: Box) -> bool:
    return 0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1  # as none is that is no number
