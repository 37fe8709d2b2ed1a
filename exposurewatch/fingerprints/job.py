"""What a worker does with one picture: decode it and hash it. Runs inside the sandbox, never in the parent."""

from __future__ import annotations

import numpy as np

from exposurewatch.fingerprints.frames import fingerprints_of
from exposurewatch.fingerprints.wire import pack
from exposurewatch.images import Decoded, decode


def look(request: bytes) -> bytes:
    """Answer one request: a byte that says how many forms are wanted, then the picture.

    Raises:
        Refused: with the reason why the picture cannot be decoded.
    """
    forms = request[0]
    return pack(fingerprints_of(decode(memoryview(request)[1:].tobytes()), forms))


def _warm_up() -> None:
    """Load what the libraries load on first use, so that the first picture is not charged for it."""
    noise = np.random.default_rng(0).integers(0, 256, (64, 64), dtype=np.uint8)
    fingerprints_of(Decoded(noise, 64, 64), forms=1)


_warm_up()
