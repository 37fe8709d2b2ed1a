"""Decides whether points that look alike also lie alike: one smooth map must carry the photo's onto the picture's.

Every pair of points is a guess at that map by itself, because a SIFT point has a size and a direction: the guess with
which most other pairs agree is refined by least squares (as in Lowe 2004, section 7, with a vote in place of RANSAC).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from exposurewatch.parameters import INLIER_DISTANCE, LEAST_INLIERS, MOST_PAIRS, OCTAVES_APART, RADIANS_APART

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float32]
    Affine = NDArray[np.float64]  # shape (2, 3): from the photo's pixels to the picture's

_TOLERANCE_PER_RADIUS = 0.12  # more for pairs far from the guess's own, where an error of its angle grows
_RADIANS_APART_REFINED = 0.6
_GUESSES = 3  # the best so many are refined
_REFINEMENTS = (1.5, 1.5, 0.75, 0.75)  # tolerances, as multiples, of one round after the other
_AFFINE_FROM = 6  # inliers; fewer only carry a similarity
_CELL = 4.0  # pixels; points within one such cell count once
_SMALLEST, _LARGEST, _MOST_STRETCHED = 0.05, 14.0, 3.0  # singular values of the map, and their ratio
_MOST_STRETCHED_FIT = 2.5


@dataclass(frozen=True, slots=True)
class Geometry:
    """A map from an own photo's pixels to a picture's, and how many separate points agree with it.

    `agreeing` are the numbers of all pairs that agree, in the order in which they were given.
    """

    affine: Affine
    inliers: int
    agreeing: NDArray[np.int64]


def fitted(own: Points, found: Points, distances: NDArray[np.int32], side: float) -> Geometry | None:
    """The map that most of the paired points agree with, or None where too few do.

    `own` and `found` have shape (n, 4): x, y, size, angle in degrees. `side` is the picture's long side in pixels.
    """
    if len(own) < LEAST_INLIERS:
        return None
    nearest = np.sort(np.argsort(distances, kind="stable")[:MOST_PAIRS])
    pairs = _Pairs(own[nearest], found[nearest])
    tolerance = INLIER_DISTANCE * side
    agreeing = pairs.agreeing(tolerance)
    counts = agreeing.sum(axis=1)
    best: Geometry | None = None
    for guess in np.argsort(-counts, kind="stable")[:_GUESSES]:
        if counts[guess] < 3:
            break
        geometry = pairs.refined(int(guess), agreeing[guess], tolerance)
        if geometry is not None and (best is None or geometry.inliers > best.inliers):
            best = geometry
    if best is None or not _is_plausible(best):
        return None
    return replace(best, agreeing=nearest[best.agreeing])


class _Pairs:
    """Pairs of points, one in the photo and one in the picture, with what each says about scale and rotation."""

    def __init__(self, own: Points, found: Points) -> None:
        self.own, self.found = own[:, :2].astype(np.float64), found[:, :2].astype(np.float64)
        scale = (found[:, 2] / own[:, 2]).astype(np.float64)
        self._angle = np.deg2rad((found[:, 3] - own[:, 3]).astype(np.float64))
        self._octaves = np.log2(scale)
        self._scale = scale
        self._turn = scale * np.exp(1j * self._angle)

    def agreeing(self, tolerance: float) -> NDArray[np.bool_]:
        """Which pairs (columns) agree with the map that each pair (row) guesses by itself; shape (n, n)."""
        own, found = (points[:, 0] + 1j * points[:, 1] for points in (self.own, self.found))
        apart = own[None, :] - own[:, None]
        missed = np.abs(found[:, None] + self._turn[:, None] * apart - found[None, :])
        allowed = tolerance + _TOLERANCE_PER_RADIUS * np.abs(apart) * self._scale[:, None]
        octaves = np.abs(self._octaves[None, :] - self._octaves[:, None]) < OCTAVES_APART
        radians = self._radians_apart(self._angle[:, None]) < RADIANS_APART
        alike: NDArray[np.bool_] = (missed < allowed) & octaves & radians
        return alike

    def refined(self, guess: int, inliers: NDArray[np.bool_], tolerance: float) -> Geometry | None:
        """The map fitted to the pairs that agree with a guess, then to those that agree with it, a few times."""
        affine: Affine | None = None
        like_guess = np.abs(self._octaves - self._octaves[guess]) < OCTAVES_APART
        like_guess &= self._radians_apart(self._angle[guess]) < _RADIANS_APART_REFINED
        for slack in _REFINEMENTS:
            if inliers.sum() < 3:
                return None
            affine = _least_squares(self.own[inliers], self.found[inliers])
            if affine is None:
                return None
            missed = np.hypot(*(self.own @ affine[:, :2].T + affine[:, 2] - self.found).T)
            inliers = (missed < slack * tolerance) & like_guess
        assert affine is not None  # noqa: S101
        separate = min(_separate(self.own[inliers]), _separate(self.found[inliers]))
        return Geometry(affine, separate, np.flatnonzero(inliers)) if separate >= LEAST_INLIERS else None

    def _radians_apart(self, angles: NDArray[np.float64]) -> NDArray[np.float64]:
        apart: NDArray[np.float64] = np.abs((self._angle - angles + np.pi) % (2 * np.pi) - np.pi)
        return apart


def _least_squares(own: NDArray[np.float64], found: NDArray[np.float64]) -> Affine | None:
    """The affine map that fits best; a similarity where points are few or the affine map would distort too much."""
    if len(own) >= _AFFINE_FROM:
        solution, _, rank, _ = np.linalg.lstsq(np.c_[own, np.ones(len(own))], found, rcond=None)
        if rank == 3:
            affine: Affine = np.asarray(solution.T, np.float64)
            large, small = np.linalg.svd(affine[:, :2], compute_uv=False)
            if small > 0 and large / small < _MOST_STRETCHED_FIT and np.linalg.det(affine[:, :2]) > 0:
                return affine
    here, there = own - own.mean(axis=0), found - found.mean(axis=0)
    before, after = here[:, 0] + 1j * here[:, 1], there[:, 0] + 1j * there[:, 1]
    spread = float((np.abs(before) ** 2).sum())
    if spread < 1e-6:
        return None
    turn = (after * before.conj()).sum() / spread
    linear = np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])
    similarity: Affine = np.c_[linear, found.mean(axis=0) - linear @ own.mean(axis=0)]
    return similarity


def _separate(points: NDArray[np.float64]) -> int:
    """How many cells of a fine grid the points fall into: many features on one spot are one piece of evidence."""
    cells = np.round(points / _CELL).astype(np.int64)
    return len(np.unique(cells[:, 0] * 1_000_003 + cells[:, 1]))


def _is_plausible(geometry: Geometry) -> bool:
    large, small = np.linalg.svd(geometry.affine[:, :2], compute_uv=False)
    return bool(small >= _SMALLEST and large <= _LARGEST and large / small <= _MOST_STRETCHED)
