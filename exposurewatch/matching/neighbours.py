"""Finds, for every point of a picture, the most similar points of all own photos, by their codes.

Brute force over all codes is its oracle in the tests; it is also what small libraries get.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import faiss
import numpy as np

from exposurewatch.fingerprints.codes import BYTES
from exposurewatch.parameters import FARTHEST_CODE, NEIGHBOURS, SMALL_LIBRARY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint8]

_TRAINING_PER_LIST = 16
_TRAINING_ROUNDS = 5

faiss.omp_set_num_threads(1)


class Neighbours:
    """The codes of all own photos, of shape (n, 32), numbered in the order given."""

    def __init__(self, codes: Codes, probes: int) -> None:
        self.count = len(codes)
        self._index = _built(np.ascontiguousarray(codes), probes)

    def search(self, codes: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
        """Return pairs as three rows: which code was asked for, which own code is near it, their distance in bits."""
        if not len(codes) or not self.count:
            nothing = np.zeros(0, np.int64)
            return nothing, nothing, nothing.astype(np.int32)
        distances, numbers = self._index.search(np.ascontiguousarray(codes), NEIGHBOURS)
        asked, rank = np.nonzero((numbers >= 0) & (distances < FARTHEST_CODE))
        return asked, numbers[asked, rank], distances[asked, rank]


def _built(codes: Codes, probes: int) -> faiss.IndexBinary:
    """An exact index of few codes; of many, about twice the square root of their number as lists."""
    bits = 8 * BYTES
    if len(codes) < SMALL_LIBRARY:
        flat = faiss.IndexBinaryFlat(bits)
        flat.add(codes)
        return flat
    lists = 2 ** round(np.log2(2 * len(codes) ** 0.5))
    quantizer = faiss.IndexBinaryFlat(bits)
    index = faiss.IndexBinaryIVF(quantizer, bits, lists)
    index.cp.niter = _TRAINING_ROUNDS
    index.cp.min_points_per_centroid = 1  # or it would print a warning
    sample = np.random.default_rng(0).permutation(len(codes))[: lists * _TRAINING_PER_LIST]
    index.train(np.ascontiguousarray(codes[sample]))
    index.add(codes)
    index.nprobe = probes
    return index
