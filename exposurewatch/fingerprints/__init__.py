"""From a picture to bits that can be compared, and kept where the picture cannot."""

from exposurewatch.fingerprints.algorithms import ALGORITHMS

__all__ = ["ALGORITHMS"]
