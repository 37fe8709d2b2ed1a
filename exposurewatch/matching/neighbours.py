"""Finds, for every point of a picture, the most similar points of all own photos, by their codes.

Brute force over all codes is its oracle in the tests; it is also what small libraries get.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import faiss
import numpy as np

from exposurewatch.matching.lists import BITS, index_by_lists, sorted_into_lists
from exposurewatch.parameters import FARTHEST_CODE, NEIGHBOURS, SMALL_LIBRARY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exposurewatch.model import Lists

    Codes = NDArray[np.uint8]


class Neighbours:
    """The codes of all own photos, of shape (n, 32), numbered in the order given.

    `lists` are those into which they are sorted, None where they are few: from these the same index is made again at
    little cost, as `known`.
    """

    def __init__(self, codes: Codes, probes: int, known: Lists | None = None) -> None:
        self.count = len(codes)
        codes = np.ascontiguousarray(codes)
        self.lists = None if len(codes) < SMALL_LIBRARY else sorted_into_lists(codes, known)
        self._index: faiss.IndexBinary
        if self.lists is None:
            self._index = faiss.IndexBinaryFlat(BITS)
            self._index.add(codes)
        else:
            self._index = index_by_lists(codes, self.lists)
            self._index.nprobe = probes

    def search(self, codes: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
        """Return pairs as three rows: which code was asked for, which own code is near it, their distance in bits."""
        if not len(codes) or not self.count:
            nothing = np.zeros(0, np.int64)
            return nothing, nothing, nothing.astype(np.int32)
        distances, numbers = self._index.search(np.ascontiguousarray(codes), NEIGHBOURS)
        asked, rank = np.nonzero((numbers >= 0) & (distances < FARTHEST_CODE))
        return asked, numbers[asked, rank], distances[asked, rank]
