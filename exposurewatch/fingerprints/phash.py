"""pHash at 256 bits, as the imagehash library computes it: an independent second opinion beside PDQ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposurewatch.fingerprints.algorithm import Algorithm, Hashed
from exposurewatch.model import ORIENTATIONS, Orientation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from exposurewatch.images import Decoded

HASH_SIZE = 16  # bits along each side


def compute(decoded: Decoded, forms: int) -> Hashed:
    """Hash a picture in the first `forms` of the eight orientations."""
    import imagehash  # noqa: PLC0415 (it brings SciPy, which only the workers need)

    from exposurewatch.images import as_pillow  # noqa: PLC0415

    digests = [
        imagehash.phash(as_pillow(_turned(decoded.grey, orientation)), hash_size=HASH_SIZE)
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
