"""The hashes of all own photos and of their parts, a row for each form, which published hashes are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from exposurewatch.model import DIGESTS, ORIENTATIONS, Box, Fingerprints, Frame, Orientation, Photo

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint8]

LONG = ("pdq", "phash")
SHORT = ("phash64",)
_FORMS = len(ORIENTATIONS)
_MEAN = 0x80  # the first bit of a pHash, which tells the mean from the median: a negative has it as well


@dataclass(frozen=True, slots=True)
class Own:
    """What one row is of: the own photo by its number, the part of it, and how that is turned."""

    photo: int
    box: Box
    orientation: Orientation
    inverted: bool


class Table:
    """Digests of the same algorithms, a column each, in rows: of each frame eight, and eight more of its negative."""

    def __init__(self, algorithms: Sequence[str]) -> None:
        self._digests: dict[str, bytearray] = {name: bytearray() for name in algorithms}
        self._frames: list[tuple[int, Box, bool]] = []

    def take(self, photo: int, frame: Frame, *, inverted: bool = False) -> None:
        """Take in the digests of a frame that bears all of the algorithms; where `inverted`, those of its negative."""
        self._frames.append((photo, frame.box, inverted))
        for name, column in self._digests.items():
            digests = frame.digests[name]
            column.extend(b"".join(map(_NEGATIVES[name], digests) if inverted else digests))

    def codes(self, algorithm: str) -> Codes:
        """The digests of an algorithm, shape (rows, bytes)."""
        return np.frombuffer(bytes(self._digests[algorithm]), np.uint8).reshape(-1, DIGESTS[algorithm])

    def own(self, row: int) -> Own:
        """What a row is of."""
        photo, box, inverted = self._frames[row // _FORMS]
        return Own(photo, box, ORIENTATIONS[row % _FORMS], inverted)


class Hashes:
    """The hashes of photos as they pass by, numbered in their order: parts move into the tables, frames are copied.

    None of either where they are not to be `kept`.
    """

    def __init__(self, *, kept: bool = True) -> None:
        self._kept = kept
        self.long = Table(LONG)
        self.short = Table(SHORT)

    def taken_from(self, photos: Iterable[Photo]) -> Iterator[Photo]:
        """Yield each photo without its parts."""
        for number, photo in enumerate(photos):
            if self._kept:
                self._take(number, photo.fingerprints)
            yield replace(photo, fingerprints=replace(photo.fingerprints, crops=()))

    def _take(self, number: int, seen: Fingerprints) -> None:
        for frame in (*seen.frames, *seen.crops):
            for table, algorithms in ((self.long, LONG), (self.short, SHORT)):
                if frame.digests.keys() >= set(algorithms):
                    table.take(number, frame)
        for frame in seen.frames:
            if frame.digests:
                self.long.take(number, frame, inverted=True)


def _inverted(digest: bytes) -> bytes:
    return bytes(byte ^ 0xFF for byte in digest)


def _inverted_phash(digest: bytes) -> bytes:
    return bytes((_inverted(digest)[0] | _MEAN, *_inverted(digest)[1:]))


_NEGATIVES = {"pdq": _inverted, "phash": _inverted_phash}
