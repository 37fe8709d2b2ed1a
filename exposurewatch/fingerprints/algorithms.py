"""The whole-picture hashes that are computed of every picture, in the order in which they travel."""

from exposurewatch.fingerprints.algorithm import Algorithm
from exposurewatch.fingerprints.pdq import PDQ
from exposurewatch.fingerprints.phash import PHASH

ALGORITHMS: tuple[Algorithm, ...] = (PDQ, PHASH)
