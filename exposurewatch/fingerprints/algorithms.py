"""The whole-picture hashes that are computed of every picture, in the order in which they travel."""

from exposurewatch.fingerprints.algorithm import Algorithm
from exposurewatch.fingerprints.pdq import PDQ
from exposurewatch.fingerprints.phash import PHASH, PHASH64

ALGORITHMS: tuple[Algorithm, ...] = (PDQ, PHASH)

CROP_ALGORITHMS: tuple[Algorithm, ...] = (PDQ, PHASH, PHASH64)
"""Those of which a crop of an own photo may bear digests, in the order in which they travel."""
