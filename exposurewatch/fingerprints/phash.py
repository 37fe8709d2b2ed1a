"""pHash as the imagehash library computes it: at 256 bits a second opinion beside PDQ, at 64 what many lists hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposurewatch.fingerprints.algorithm import Algorithm, Hashed
from exposurewatch.model import ORIENTATIONS, Orientation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from exposurewatch.images import Decoded

HASH_SIZE = 16  # bits along each side
SHORT_HASH_SIZE = 8  # the library's default
PIXELS_PER_BIT = 4  # along each side of the squared picture that the library hashes


def compute(decoded: Decoded, forms: int) -> Hashed:
    """Hash a picture in the first `forms` of the eight orientations."""
    return _hashed(decoded, forms, HASH_SIZE)


def compute_short(decoded: Decoded, forms: int) -> Hashed:
    """The same at 64 bits."""
    return _hashed(decoded, forms, SHORT_HASH_SIZE)


def _hashed(decoded: Decoded, forms: int, hash_size: int) -> Hashed:
    import imagehash  # noqa: PLC0415 (it brings SciPy, which only the workers need)

    from exposurewatch.images import as_pillow  # noqa: PLC0415

    digests = [
        imagehash.phash(as_pillow(_turned(decoded.grey, orientation)), hash_size=hash_size)
        for orientation in ORIENTATIONS[:forms]
    ]
    return Hashed(tuple(bytes.fromhex(str(digest)) for digest in digests))


def _turned(grey: NDArray[np.uint8], orientation: Orientation) -> NDArray[np.uint8]:
    mirrored = grey[:, ::-1] if orientation.mirrored else grey
    quarter_turns = orientation.rotation_degrees // 90
    for _ in range(quarter_turns):
        mirrored = mirrored.T[:, ::-1]
    return mirrored


PHASH = Algorithm("phash", bits=HASH_SIZE * HASH_SIZE, compute=compute)
PHASH64 = Algorithm("phash64", bits=SHORT_HASH_SIZE * SHORT_HASH_SIZE, compute=compute_short)
