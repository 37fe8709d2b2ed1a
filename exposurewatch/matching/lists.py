"""Sorts the codes of own photos into lists of similar ones, so that a search need not look at all of them.

The costly part of making an index. It depends on the photos alone, so it can be remembered with them: 10,000 photos
are sorted in minutes, and put into an index by lists that are known in about a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import faiss
import numpy as np

from exposurewatch.fingerprints.codes import BYTES
from exposurewatch.model import NO_LIST, Lists

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint8]

BITS = 8 * BYTES
_TRAINING_PER_LIST = 16
_TRAINING_ROUNDS = 5
_MOST_LISTS = 1 << 15  # so that their numbers fit two bytes
_OUTGROWN = 4  # so many times too few or too many lists, and the codes are sorted anew

faiss.omp_set_num_threads(1)


def sorted_into_lists(codes: Codes, known: Lists | None = None) -> Lists:
    """The lists of all codes, of shape (n, 32); what `known` has sorted already stays where it is.

    Lists that are too few or too many for so many codes by now, or of other codes, are made anew.
    """
    if known is None or not _fits(known, codes):
        known = Lists(_centres(codes), np.full(len(codes), NO_LIST, np.uint16))
    numbers = known.numbers.copy()
    missing = numbers >= len(known.centres)
    if missing.any():
        numbers[missing] = _index_of(known.centres).search(np.ascontiguousarray(codes[missing]), 1)[1][:, 0]
    return Lists(known.centres, numbers)


def index_by_lists(codes: Codes, lists: Lists) -> faiss.IndexBinaryIVF:
    """An index in which every code is in the list that it was sorted into."""
    index: Any = faiss.IndexBinaryIVF(_index_of(lists.centres), BITS, len(lists.centres))
    index.is_trained = True
    numbers = lists.numbers.astype(np.int64)
    index.add_core(len(codes), faiss.swig_ptr(codes), None, faiss.swig_ptr(numbers))
    sorted_index: faiss.IndexBinaryIVF = index
    return sorted_index


def _fits(known: Lists, codes: Codes) -> bool:
    count = _list_count(len(codes))
    about_right = count < _OUTGROWN * len(known.centres) and len(known.centres) < _OUTGROWN * count
    return about_right and len(known.numbers) == len(codes)


def _list_count(codes: int) -> int:
    """About twice the square root of the number of codes: as many centres to look at as codes in the lists."""
    return int(min(2 ** round(np.log2(2 * codes**0.5)), _MOST_LISTS))


def _centres(codes: Codes) -> Codes:
    """The centres of lists, found among a sample of the codes by k-means; the same for the same codes."""
    count = _list_count(len(codes))
    sample = np.random.default_rng(0).permutation(len(codes))[: count * _TRAINING_PER_LIST]
    quantizer: Any = faiss.IndexBinaryFlat(BITS)
    index = faiss.IndexBinaryIVF(quantizer, BITS, count)
    index.cp.niter = _TRAINING_ROUNDS
    index.cp.min_points_per_centroid = 1  # or it would print a warning
    index.train(np.ascontiguousarray(codes[sample]))
    return np.asarray(faiss.vector_to_array(quantizer.xb).reshape(-1, BYTES), np.uint8)


def _index_of(centres: Codes) -> faiss.IndexBinaryFlat:
    index = faiss.IndexBinaryFlat(BITS)
    index.add(np.ascontiguousarray(centres))
    return index
