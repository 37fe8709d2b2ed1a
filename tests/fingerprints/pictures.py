"""Pictures as grey pixels, and how far two digests lie apart."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from exposurewatch.images import Decoded, decode
from exposurewatch.model import Orientation
from tests.conftest import a_drawing, encoded

Grey = NDArray[np.uint8]


@cache
def a_decoded_drawing(seed: int = 0, size: tuple[int, int] = (320, 240)) -> Decoded:
    """A drawing as it comes from the decoder; its pixels cannot be written to."""
    decoded = decode(encoded(a_drawing(seed, size), "PNG"))
    decoded.grey.setflags(write=False)
    return decoded


def plain(shade: int, size: tuple[int, int] = (320, 240)) -> Decoded:
    """A picture of one shade."""
    width, height = size
    return Decoded(np.full((height, width), shade, np.uint8), width, height)


def recompressed(picture: Image.Image, quality: int) -> Decoded:
    """A picture after it was saved as a JPEG."""
    return decode(encoded(picture, "JPEG", quality=quality))


def turned(decoded: Decoded, orientation: Orientation) -> Decoded:
    """A picture really mirrored and turned, pixel by pixel."""
    grey = decoded.grey[:, ::-1] if orientation.mirrored else decoded.grey
    grey = np.rot90(grey, -orientation.rotation_degrees // 90)
    width, height = decoded.width, decoded.height
    if orientation.rotation_degrees % 180:
        width, height = height, width
    return Decoded(np.ascontiguousarray(grey), width, height)


def bits_apart(one: bytes, other: bytes) -> int:
    assert len(one) == len(other)
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()
