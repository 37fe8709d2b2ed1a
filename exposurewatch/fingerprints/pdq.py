"""PDQ, the 256-bit hash of photographs that StopNCII and ThreatExchange share, written from its description.

Source: Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (2019), and the published
test vectors. Every step before the median is linear, so smoothing, sampling and the cosine transform are three small
matrices: sampled = S_h · grey · S_wᵀ and coefficients = D · sampled · Dᵀ.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from exposurewatch.fingerprints.algorithm import Algorithm, Hashed
from exposurewatch.model import ORIENTATIONS, Orientation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exposurewatch.images import Decoded

    Floats = NDArray[np.float32]

SAMPLES = 64  # the picture is smoothed and sampled to 64 × 64
FREQUENCIES = 16  # of which the 16 × 16 lowest frequencies, the mean apart, become bits
MIN_SIDE = 5  # pixels; the description hashes nothing smaller
_SMOOTHINGS = 2  # two box filters in a row: a tent


def compute(decoded: Decoded, forms: int) -> Hashed:
    """Hash a picture in the first `forms` of the eight orientations.

    Where its grey pixels were averaged down from a larger picture, the digest is that of the larger picture but for a
    few bits. Quality is the sum of the gradients of the sampled picture, 0 to 100; below 50 a digest is nearly random.
    """
    if min(decoded.grey.shape) < MIN_SIDE:
        return Hashed((bytes(32),) * forms, quality=0)
    height, width = decoded.grey.shape
    down, across = _sampling(height, decoded.height), _sampling(width, decoded.width)
    sampled = down @ decoded.grey.astype(np.float32) @ across.T
    cosines = _cosines()
    coefficients = cosines @ sampled @ cosines.T
    digests = tuple(_digest(turned(coefficients, orientation)) for orientation in ORIENTATIONS[:forms])
    return Hashed(digests, quality(sampled))


def quality(sampled: Floats) -> int:
    """How much there is to see in a sampled picture of shape (64, 64), levels 0 to 255: 0 (flat) to 100."""
    gradients = sum(int(np.abs(np.trunc(np.diff(sampled, axis=axis) * 100 / 255)).sum()) for axis in (0, 1))
    return min(100, gradients // 90)


def turned(coefficients: Floats, orientation: Orientation) -> Floats:
    """The coefficients of the picture turned: mirrored first, then rotated clockwise.

    Mirroring changes the sign of every odd frequency along the rows; a quarter turn clockwise transposes the picture
    and mirrors it.
    """
    result = _mirrored(coefficients) if orientation.mirrored else coefficients
    for _ in range(orientation.rotation_degrees // 90):
        result = _mirrored(result.T)
    return result


def _mirrored(coefficients: Floats) -> Floats:
    signs: Floats = np.where(np.arange(FREQUENCIES) % 2 == 0, -1, 1).astype(np.float32)  # frequency 1 comes first
    mirrored: Floats = np.multiply(coefficients, signs)
    return mirrored


def _digest(coefficients: Floats) -> bytes:
    """One bit per coefficient: above the median or not; the first coefficient is the last bit, as published."""
    flat = coefficients.ravel()
    middle = flat.size // 2 - 1
    median = np.partition(flat, middle)[middle]
    return np.packbits((flat > median)[::-1]).tobytes()


@lru_cache(maxsize=128)
def _sampling(side: int, full_side: int) -> Floats:
    """The matrix of shape (64, side) that smooths a line of pixels twice and then samples it 64 times.

    The line stands for `full_side` pixels that were averaged down to `side`: smoothing as wide as the full line asks
    for is laid out first, and its weights are then summed over the pixels that were averaged.
    """
    centres = ((np.arange(SAMPLES) + 0.5) * full_side / SAMPLES).astype(int)
    weights = np.zeros((SAMPLES, full_side))
    weights[np.arange(SAMPLES), centres] = 1
    for _ in range(_SMOOTHINGS):
        weights = _smoothed(weights)
    sums = np.cumsum(np.pad(weights, ((0, 0), (1, 0))), axis=1)
    edges = np.linspace(0, full_side, side + 1)
    whole = np.minimum(edges.astype(int), full_side - 1)
    at_edges = sums[:, whole] + (edges - whole) * (sums[:, whole + 1] - sums[:, whole])
    sampling: Floats = np.diff(at_edges, axis=1).astype(np.float32)
    return sampling


def _smoothed(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Spread the weights on a line of pixels over those that a moving mean takes in.

    The window is a 128th of the line, rounded up, and is cut off at both ends, where the mean is over fewer pixels.
    """
    side = weights.shape[1]
    window = (side + 2 * SAMPLES - 1) // (2 * SAMPLES)
    ahead = (window + 2) // 2
    here = np.arange(side)
    taken_in = np.minimum(here + ahead, side) - np.maximum(here + ahead - window, 0)
    sums = np.cumsum(np.pad(weights / taken_in, ((0, 0), (1, 0))), axis=1)
    first, last = here - ahead + 1, here - ahead + window + 1
    smoothed: NDArray[np.float64] = sums[:, last.clip(0, side)] - sums[:, first.clip(0, side)]
    return smoothed


@cache
def _cosines() -> Floats:
    """The cosine transform of 64 samples, frequencies 1 to 16: shape (16, 64)."""
    frequency = np.arange(1, FREQUENCIES + 1)[:, None]
    sample = np.arange(SAMPLES)
    angles = np.pi / (2 * SAMPLES) * frequency * (2 * sample + 1)
    cosines: Floats = (np.sqrt(2 / SAMPLES) * np.cos(angles)).astype(np.float32)
    return cosines


PDQ = Algorithm("pdq", bits=FREQUENCIES * FREQUENCIES, compute=compute)
