"""Finds a plain border around a picture, as screens, frames and "fit to square" leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exposurewatch.model import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SPREAD = 4.0  # grey levels of standard deviation that re-compression leaves in a plain line
_DRIFT = 6.0  # grey levels by which the mean of a border's lines may differ from its outermost line
_LEAST_BORDER = 0.01  # of a side; less is a rounding of edges, not a border
_LEAST_LEFT = 0.15  # of a side; where less would be left, the picture as a whole is plain


def inside_border(grey: NDArray[np.uint8]) -> Box | None:
    """Return what is left of a picture of shape (height, width) without its plain border; None where it has none.

    Twice over, because bars above and below may only be plain once those at the sides are gone.
    """
    rows, columns = grey.shape
    top, bottom, left, right = 0, rows, 0, columns
    for _ in range(2):
        part = grey[top:bottom, left:right]
        above, below = _plain_ends(part)
        part = part[above : part.shape[0] - below]
        before, after = _plain_ends(part.T)
        top, bottom, left, right = top + above, bottom - below, left + before, right - after
        if bottom - top < _LEAST_LEFT * rows or right - left < _LEAST_LEFT * columns:
            return None
    if (bottom - top) * (right - left) > (1 - _LEAST_BORDER) * rows * columns:
        return None
    return Box(left / columns, top / rows, right / columns, bottom / rows)


def _plain_ends(part: NDArray[np.uint8]) -> tuple[int, int]:
    """How many rows at the top and at the bottom are plain and as bright as the outermost one."""
    if part.size == 0:
        return 0, 0
    if min(part[0].std(), part[-1].std()) > _SPREAD:  # as in most pictures: no need to look at every row
        return 0, 0
    means, spreads = part.mean(axis=1), part.std(axis=1)
    return _run(means, spreads), _run(means[::-1], spreads[::-1])


def _run(means: NDArray[np.float64], spreads: NDArray[np.float64]) -> int:
    plain = (spreads <= _SPREAD) & (np.abs(means - means[0]) <= _DRIFT)
    if plain.all():
        return int(plain.size)
    end = int(np.argmin(plain))
    fades = end > 0 and spreads[end] <= _SPREAD and abs(means[end] - means[end - 1]) <= _DRIFT
    return 0 if fades else end  # a border ends at an edge; what goes on and only drifts away is a gradient
