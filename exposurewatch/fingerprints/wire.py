"""How fingerprints travel, from a worker or out of the vault: fixed-width numbers, checked before they are believed."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np

from exposurewatch.fingerprints.algorithm import Algorithm
from exposurewatch.fingerprints.algorithms import ALGORITHMS, CROP_ALGORITHMS
from exposurewatch.fingerprints.codes import BYTES as CODE_BYTES
from exposurewatch.fingerprints.layout import LAYOUT_BYTES
from exposurewatch.fingerprints.look import PHOTO_FORMS, PICTURE_FORMS
from exposurewatch.fingerprints.regions import MOST_REGIONS
from exposurewatch.model import Box, Clip, Fingerprints, Frame, Layout, LocalFeatures, Picture, Span
from exposurewatch.videos.sampling import MOST_MOMENTS

_SIZE = struct.Struct("<IIB")  # width, height, frames
_FRAME = struct.Struct("<ffffBB")  # box, quality, whether digests follow
_COUNT = struct.Struct("<H")  # local features
_VIEW = struct.Struct("<HH")  # height, width
_CLIP = struct.Struct("<Hdd")  # moments, seconds in all, seconds seen
_MOMENT = struct.Struct("<ddI")  # when it begins and ends, in seconds, and how many bytes follow
_POINT = np.dtype("<f4")
_OWN_POINT = np.dtype("<f2")  # half the room in the vault; a quarter of a pixel or degree at most, in a frame of 512
_CROP = struct.Struct("<ffffBB")  # box, quality, which algorithms' digests follow: a bit each
_FEW = struct.Struct("<B")  # crops or regions
_LENGTH = struct.Struct("<I")  # bytes of the fingerprints before the crops
_MAX_FRAMES = 2
_MAX_CROPS = 64
_MAX_SIDE = 1 << 30  # pixels; no honest picture is longer
_MAX_VIEW = 1024  # pixels; no view is longer
_MAX_FEATURES = 2048
_MAX_SECONDS = 1e6  # of a video; no honest worker says more
_LEAST_SIZE = 0.5  # pixels of a point; smaller than any that SIFT finds, and safe to divide by


Seen = TypeVar("Seen")


class MalformedAnswer(Exception):
    """An answer that no honest worker gives."""


def pack_photo(fingerprints: Fingerprints) -> bytes:
    """Lay the fingerprints of an own photo out as bytes: size, frames, points with codes, layout bits.

    What was packed once and read back is packed as the same bytes again: a photo out of the vault equals one just made.
    """
    layout = fingerprints.layout
    assert layout is not None  # noqa: S101 (own photos have one)
    return b"".join((*_packed(fingerprints, _OWN_POINT), layout.signs, layout.mask))


def pack_crops(fingerprints: Fingerprints) -> bytes:
    """Lay the hashes of an own photo's parts out as bytes, which travel and are kept beside those of `pack_photo`."""
    return _packed_crops(fingerprints.crops, CROP_ALGORITHMS)


def pack_own(fingerprints: Fingerprints) -> bytes:
    """Lay all that a worker says of an own photo out as bytes: `pack_photo`'s behind their number, then its parts'."""
    photo = pack_photo(fingerprints)
    return b"".join((_LENGTH.pack(len(photo)), photo, pack_crops(fingerprints)))


def pack_regions(frames: Sequence[Frame]) -> bytes:
    """Lay the hashes that somebody publishes of one picture out as bytes."""
    return _packed_crops(frames, ALGORITHMS)


def pack_picture(picture: Picture) -> bytes:
    """Lay what was seen of a picture out as bytes: size, frames, points with codes, grey pixels."""
    return b"".join((*_packed(picture.fingerprints, _POINT), _VIEW.pack(*picture.view.shape), picture.view.tobytes()))


def unpack_photo(answer: bytes) -> Fingerprints:
    """Read the fingerprints of an own photo back.

    Raises:
        MalformedAnswer: a length or a number is not one that `pack_photo` writes.
    """
    rest = _Rest(answer)
    width, height, frames = _frames(rest, PHOTO_FORMS)
    local = _local(rest, _OWN_POINT)
    layout = Layout(bytes(rest.take(LAYOUT_BYTES)), bytes(rest.take(LAYOUT_BYTES)))
    rest.end()
    return Fingerprints(width, height, frames, local, layout)


def unpack_crops(answer: bytes) -> tuple[Frame, ...]:
    """Read the hashes of an own photo's parts back.

    Raises:
        MalformedAnswer: a length or a number is not one that `pack_crops` writes.
    """
    return _crops(answer, CROP_ALGORITHMS, PHOTO_FORMS, _MAX_CROPS)


def unpack_own(answer: bytes) -> Fingerprints:
    """Read all that a worker says of an own photo back.

    Raises:
        MalformedAnswer: a length or a number is not one that `pack_own` writes.
    """
    rest = _Rest(answer)
    (length,) = rest.numbers(_LENGTH)
    photo = unpack_photo(bytes(rest.take(length)))
    return replace(photo, crops=unpack_crops(bytes(rest.all())))


def unpack_regions(answer: bytes) -> tuple[Frame, ...]:
    """Read the hashes that somebody publishes of one picture back.

    Raises:
        MalformedAnswer: a length or a number is not one that `pack_regions` writes.
    """
    return _crops(answer, ALGORITHMS, PICTURE_FORMS, MOST_REGIONS)


def unpack_picture(answer: bytes) -> Picture:
    """Read what was seen of a picture back.

    Raises:
        MalformedAnswer: a length or a number is not one that `pack_picture` writes.
    """
    rest = _Rest(answer)
    width, height, frames = _frames(rest, PICTURE_FORMS)
    local = _local(rest, _POINT)
    rows, columns = rest.numbers(_VIEW)
    if not 0 < rows <= _MAX_VIEW or not 0 < columns <= _MAX_VIEW:
        raise MalformedAnswer
    view = np.frombuffer(rest.take(rows * columns), np.uint8).reshape(rows, columns)
    rest.end()
    return Picture(Fingerprints(width, height, frames, local), view)


def pack_clip(spans: Sequence[Span], packed: Sequence[bytes], seconds: float, seen: float) -> bytes:
    """Lay what was seen of a video out as bytes: its lengths, and of each kept frame its stretch and what it is."""
    parts = [_CLIP.pack(len(packed), seconds, seen)]
    for span, one in zip(spans, packed, strict=True):
        parts += (_MOMENT.pack(span.start, span.end, len(one)), one)
    return b"".join(parts)


def unpack_clip(answer: bytes, unpack: Callable[[bytes], Seen]) -> Clip[Seen]:
    """Read what was seen of a video back, each kept frame with `unpack`.

    Raises:
        MalformedAnswer: a length or a number is not one that `pack_clip` writes.
    """
    rest = _Rest(answer)
    count, seconds, seen = rest.numbers(_CLIP)
    if not 1 <= count <= MOST_MOMENTS or not 0 <= seen <= seconds <= _MAX_SECONDS:
        raise MalformedAnswer
    moments: list[tuple[Span, Seen]] = []
    turns = [0.0]
    for _ in range(count):
        start, end, size = rest.numbers(_MOMENT)
        turns += (start, end)
        moments.append((Span(start, end), unpack(bytes(rest.take(size)))))
    rest.end()
    if not all(earlier <= later for earlier, later in pairwise((*turns, seen))):  # as none is that is no number
        raise MalformedAnswer
    return Clip(tuple(moments), seconds, seen)


def _packed(fingerprints: Fingerprints, point: np.dtype[Any]) -> Iterator[bytes]:
    yield _SIZE.pack(fingerprints.width, fingerprints.height, len(fingerprints.frames))
    for frame in fingerprints.frames:
        box = frame.box
        hashed = bool(frame.digests)
        yield _FRAME.pack(box.left, box.top, box.right, box.bottom, frame.quality, hashed)
        if hashed:
            yield from (digest for algorithm in ALGORITHMS for digest in frame.digests[algorithm.name])
    local = fingerprints.local
    assert local is not None  # noqa: S101 (whoever was looked at has some, be it none)
    yield _COUNT.pack(len(local.points))
    yield local.points.astype(point).tobytes()
    yield local.codes.tobytes()


def _packed_crops(frames: Sequence[Frame], algorithms: Sequence[Algorithm]) -> bytes:
    parts = [_FEW.pack(len(frames))]
    for frame in frames:
        box = frame.box
        borne = [algorithm for algorithm in algorithms if algorithm.name in frame.digests]
        bits = sum(1 << algorithms.index(algorithm) for algorithm in borne)
        parts.append(_CROP.pack(box.left, box.top, box.right, box.bottom, frame.quality, bits))
        parts += (digest for algorithm in borne for digest in frame.digests[algorithm.name])
    return b"".join(parts)


class _Rest:
    """What is left of an answer."""

    def __init__(self, answer: bytes) -> None:
        self._rest = memoryview(answer)

    def take(self, size: int) -> memoryview:
        taken, self._rest = self._rest[:size], self._rest[size:]
        if len(taken) < size:
            raise MalformedAnswer
        return taken

    def all(self) -> memoryview:
        return self.take(len(self._rest))

    def numbers(self, layout: struct.Struct) -> tuple[Any, ...]:
        return layout.unpack(self.take(layout.size))

    def end(self) -> None:
        if self._rest:
            raise MalformedAnswer


def _frames(rest: _Rest, forms: int) -> tuple[int, int, tuple[Frame, ...]]:
    width, height, count = rest.numbers(_SIZE)
    if not 0 < width <= _MAX_SIDE or not 0 < height <= _MAX_SIDE or not 1 <= count <= _MAX_FRAMES:
        raise MalformedAnswer
    return width, height, tuple(_frame(rest, forms) for _ in range(count))


def _frame(rest: _Rest, forms: int) -> Frame:
    left, top, right, bottom, quality, hashed = rest.numbers(_FRAME)
    if not _is_box(left, top, right, bottom) or quality > 100 or hashed > 1:
        raise MalformedAnswer
    digests: dict[str, tuple[bytes, ...]] = {}
    for algorithm in ALGORITHMS if hashed else ():
        digests[algorithm.name] = tuple(bytes(rest.take(algorithm.bits // 8)) for _ in range(forms))
    return Frame(Box(left, top, right, bottom), quality, digests)


def _crops(answer: bytes, algorithms: Sequence[Algorithm], forms: int, most: int) -> tuple[Frame, ...]:
    rest = _Rest(answer)
    (count,) = rest.numbers(_FEW)
    if count > most:
        raise MalformedAnswer
    frames = tuple(_crop(rest, algorithms, forms) for _ in range(count))
    rest.end()
    return frames


def _crop(rest: _Rest, algorithms: Sequence[Algorithm], forms: int) -> Frame:
    left, top, right, bottom, quality, bits = rest.numbers(_CROP)
    if not _is_box(left, top, right, bottom) or quality > 100 or not 0 < bits < 1 << len(algorithms):
        raise MalformedAnswer
    borne = (algorithm for place, algorithm in enumerate(algorithms) if bits >> place & 1)
    digests = {each.name: tuple(bytes(rest.take(each.bits // 8)) for _ in range(forms)) for each in borne}
    return Frame(Box(left, top, right, bottom), quality, digests)


def _is_box(left: float, top: float, right: float, bottom: float) -> bool:
    finite = all(math.isfinite(edge) for edge in (left, top, right, bottom))
    return finite and 0 <= left < right <= 1 and 0 <= top < bottom <= 1


def _local(rest: _Rest, point: np.dtype[Any]) -> LocalFeatures:
    (count,) = rest.numbers(_COUNT)
    if count > _MAX_FEATURES:
        raise MalformedAnswer
    points = np.frombuffer(rest.take(count * 4 * point.itemsize), point).reshape(count, 4).astype(np.float32)
    codes = np.frombuffer(rest.take(count * CODE_BYTES), np.uint8).reshape(count, CODE_BYTES)
    inside = np.isfinite(points).all() and (np.abs(points) <= _MAX_VIEW).all() and (points[:, 2] >= _LEAST_SIZE).all()
    if not inside:
        raise MalformedAnswer
    return LocalFeatures(points, codes)
