"""How fingerprints travel from a worker to the parent: fixed-width numbers, checked before they are believed."""

from __future__ import annotations

import math
import struct

from exposurewatch.fingerprints.algorithms import ALGORITHMS
from exposurewatch.model import Box, Fingerprints, Frame

_SIZE = struct.Struct("<II")
_FRAME = struct.Struct("<ffffBB")
_MAX_FRAMES = 2
_MAX_SIDE = 1 << 30  # pixels; no honest picture is longer


class MalformedAnswer(Exception):
    """An answer that no honest worker gives."""


def pack(fingerprints: Fingerprints) -> bytes:
    """Lay fingerprints out as bytes: the size; per frame its box, quality and a flag; its digests where that is 1."""
    parts = [_SIZE.pack(fingerprints.width, fingerprints.height)]
    for frame in fingerprints.frames:
        box = frame.box
        hashed = bool(frame.digests)
        parts.append(_FRAME.pack(box.left, box.top, box.right, box.bottom, frame.quality, hashed))
        if hashed:
            parts.extend(digest for algorithm in ALGORITHMS for digest in frame.digests[algorithm.name])
    return b"".join(parts)


def unpack(answer: bytes, forms: int) -> Fingerprints:
    """Read fingerprints of `forms` forms back.

    Raises:
        MalformedAnswer: a length, a size, a box or a quality is not one that `pack` writes.
    """
    if len(answer) < _SIZE.size:
        raise MalformedAnswer
    width, height = _SIZE.unpack_from(answer)
    frames: list[Frame] = []
    rest = memoryview(answer)[_SIZE.size :]
    while rest:
        frame, rest = _unpack_frame(rest, forms)
        frames.append(frame)
    if not 0 < width <= _MAX_SIDE or not 0 < height <= _MAX_SIDE or not 1 <= len(frames) <= _MAX_FRAMES:
        raise MalformedAnswer
    return Fingerprints(width, height, tuple(frames))


def _unpack_frame(rest: memoryview, forms: int) -> tuple[Frame, memoryview]:
    if len(rest) < _FRAME.size:
        raise MalformedAnswer
    left, top, right, bottom, quality, hashed = _FRAME.unpack_from(rest)
    rest = rest[_FRAME.size :]
    if not _is_box(left, top, right, bottom) or quality > 100 or hashed > 1:
        raise MalformedAnswer
    digests: dict[str, tuple[bytes, ...]] = {}
    for algorithm in ALGORITHMS if hashed else ():
        width = algorithm.bits // 8
        if len(rest) < forms * width:
            raise MalformedAnswer
        digests[algorithm.name] = tuple(bytes(rest[form * width : (form + 1) * width]) for form in range(forms))
        rest = rest[forms * width :]
    return Frame(Box(left, top, right, bottom), quality, digests), rest


def _is_box(left: float, top: float, right: float, bottom: float) -> bool:
    finite = all(math.isfinite(edge) for edge in (left, top, right, bottom))
    return finite and 0 <= left < right <= 1 and 0 <= top < bottom <= 1
