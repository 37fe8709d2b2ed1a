"""Finds pictures inside of a picture: rectangles with an edge along all four sides and something to see within.

Programs that lay pictures out, as in stories, chats, pages and collages, leave such edges; cameras rarely see them, and
what is found by chance does no harm: it is one part more that nobody's photo is like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exposurewatch.model import Box
from exposurewatch.parameters import (
    RECTANGLE_ALIKE,
    RECTANGLE_AREA,
    RECTANGLE_BORDER,
    RECTANGLE_BUSY,
    RECTANGLE_BUSY_WEIGHT,
    RECTANGLE_LINE,
    RECTANGLE_LINES,
    RECTANGLE_RUN,
    RECTANGLE_SHAPE,
    RECTANGLE_SIDE,
    RECTANGLE_SIDES,
    RECTANGLE_STEP,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.intp]

_LEAST_PIXELS = 32  # of a side of a picture that may hold others
_REACH = 3  # lines on either side that an edge must stand out from
_BLURRED = 0.8  # what an edge counts that resampling has spread over two lines
_NOISE = 1  # grey levels between neighbours that are nothing to see
_ALL_BUT_WHOLE = 0.98  # of both sides; more is the picture itself


def rectangles_of(grey: NDArray[np.uint8], most: int) -> tuple[Box, ...]:
    """The likeliest pictures inside of one of shape (height, width), the best first; `most` at most."""
    rows, columns = grey.shape
    if min(rows, columns) < _LEAST_PIXELS:
        return ()
    levels = grey.astype(np.int16)
    across, down = _edges(levels), _edges(np.ascontiguousarray(levels.T))
    ys, xs = _lines(across), _lines(down)
    horizontal, vertical = _sides(across, ys, xs), _sides(down, xs, ys)
    left, right = _pairs(xs, columns)
    top, bottom = _pairs(ys, rows)
    every_x, every_y = (part.ravel() for part in np.indices((len(left), len(top))))
    left, right, top, bottom = left[every_x], right[every_x], top[every_y], bottom[every_y]
    above, below = horizontal[top, left, right], horizontal[bottom, left, right]
    before, after = vertical[left, top, bottom], vertical[right, top, bottom]
    sides = np.stack((above, below, before, after))
    weakest, mean = sides.min(axis=0), sides.mean(axis=0)
    corners = np.stack((xs[left], ys[top], xs[right], ys[bottom]))
    busy = _busy(levels, corners)
    fits = (weakest >= RECTANGLE_SIDE) & (mean >= RECTANGLE_SIDES) & (busy >= RECTANGLE_BUSY)
    fits &= _is_part(corners, rows, columns)
    score = weakest + mean / 2 + RECTANGLE_BUSY_WEIGHT * busy
    order = np.flatnonzero(fits)
    order = order[np.argsort(-score[order], kind="stable")]
    return tuple(
        Box(west / columns, north / rows, east / columns, south / rows)
        for west, north, east, south in _distinct(corners[:, order].T, most)
    )


def _edges(levels: NDArray[np.int16]) -> Floats:
    """How much of an edge runs between two rows at each column, less what runs beside it: shape (rows + 1, columns).

    Row k is the boundary before row k of the picture. Grass and gravel have edges everywhere, and none that stands out.
    """
    rows, columns = levels.shape
    edges = np.zeros((rows + 1, columns), np.float32)
    spread = np.abs(levels[2:] - levels[:-2]) > RECTANGLE_STEP
    edges[1 : rows - 1][spread] = _BLURRED
    edges[2:rows][spread] = _BLURRED
    edges[1:rows][np.abs(levels[1:] - levels[:-1]) > RECTANGLE_STEP] = 1
    sums = np.cumsum(np.pad(edges, ((_REACH + 1, _REACH), (0, 0)), mode="edge"), axis=0)
    around = sums[2 * _REACH + 1 :] - sums[: -2 * _REACH - 1]
    near = np.pad(edges, ((1, 1), (0, 0)), mode="edge")
    beside = (around - near[:-2] - near[1:-1] - near[2:]) / (2 * _REACH - 2)
    stands_out: Floats = edges - beside
    return stands_out


def _lines(edges: Floats) -> Numbers:
    """The boundaries along a good part of which an edge runs, strongest first until enough, in order; and the ends."""
    length = edges.shape[1]
    run = max(4, int(RECTANGLE_RUN * length))
    sums = np.cumsum(np.pad(edges, ((0, 0), (1, 0))), axis=1)
    best = ((sums[:, run:] - sums[:, :-run]) / run).max(axis=1)
    last = len(best) - 1
    taken: list[int] = []
    for line in map(int, np.argsort(-best, kind="stable")):
        if best[line] < RECTANGLE_LINE or len(taken) == RECTANGLE_LINES:
            break
        if 0 < line < last and all(abs(line - other) > 1 for other in taken):
            taken.append(line)
    return np.array(sorted((0, *taken, last)))


def _sides(edges: Floats, lines: Numbers, ends: Numbers) -> Floats:
    """How much of an edge runs along each line from each end to each other: shape (lines, ends, ends).

    The picture's own border is as good as an edge, but for a little.
    """
    sums = np.cumsum(np.pad(edges[lines], ((0, 0), (1, 0))), axis=1)[:, ends]
    lengths = np.maximum(1, ends[None, :] - ends[:, None])
    sides = (sums[:, None, :] - sums[:, :, None]) / lengths
    sides[[0, -1]] = RECTANGLE_BORDER
    return np.asarray(sides, np.float32)


def _pairs(lines: Numbers, length: int) -> tuple[Numbers, Numbers]:
    """Which two lines lie far enough apart to be opposite sides."""
    first, second = np.triu_indices(len(lines), 1)
    apart = lines[second] - lines[first] >= RECTANGLE_RUN * length
    return first[apart], second[apart]


def _busy(levels: NDArray[np.int16], corners: Numbers) -> Floats:
    """The share of pixels within each rectangle, of which `corners` has a column, that differ from a neighbour."""
    steps = np.maximum(np.abs(levels[1:, 1:] - levels[1:, :-1]), np.abs(levels[1:, 1:] - levels[:-1, 1:])) > _NOISE
    sums = np.pad(steps.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32), ((2, 0), (2, 0)))
    left, top, right, bottom = corners
    inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    return np.asarray(inside / np.maximum(1, (right - left) * (bottom - top)), np.float32)


def _is_part(corners: Numbers, rows: int, columns: int) -> NDArray[np.bool_]:
    """Whether each rectangle has the size and shape of a picture, and is not all of this one."""
    left, top, right, bottom = corners
    width, height = right - left, bottom - top
    shaped = np.maximum(width, height) <= RECTANGLE_SHAPE * np.minimum(width, height)
    whole = (width >= _ALL_BUT_WHOLE * columns) & (height >= _ALL_BUT_WHOLE * rows)
    part: NDArray[np.bool_] = shaped & ~whole & (width * height >= RECTANGLE_AREA * rows * columns)
    return part


def _distinct(corners: Numbers, most: int) -> list[tuple[int, int, int, int]]:
    """The first `most` of rectangles, one in each row, that are not all but the same as one before."""
    kept: list[tuple[int, int, int, int]] = []
    for row in corners:
        if len(kept) == most:
            break
        left, top, right, bottom = map(int, row)
        if all(_overlap((left, top, right, bottom), other) <= RECTANGLE_ALIKE for other in kept):
            kept.append((left, top, right, bottom))
    return kept


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> float:
    """The intersection of two rectangles over their union."""
    width, height = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = sum((right - left) * (bottom - top) for left, top, right, bottom in (one, other))
    return width * height / (areas - width * height)
