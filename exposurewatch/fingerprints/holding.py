"""Tells pictures that may hold another one in a part of themselves: screenshots, collages, pages, framed pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exposurewatch.parameters import EDGE_SHARE, EDGE_STANDS_OUT, EDGE_STEP, PLAIN_SHARE, PLAIN_SPREAD

if TYPE_CHECKING:
    from numpy.typing import NDArray


def may_hold_others(grey: NDArray[np.uint8]) -> bool:
    """Whether a picture of shape (height, width) has an edge straight across it, or lines of one grey.

    Both come from programs that lay pictures out; cameras rarely see them.
    """
    levels = grey.astype(np.int16)
    return any(_has_edge_across(lines) or _plain(lines) >= PLAIN_SHARE for lines in (levels, levels.T))


def _has_edge_across(lines: NDArray[np.int16]) -> bool:
    """Whether the lines on both sides of one differ nearly all along it, and those of most others do not."""
    if len(lines) < 3:
        return False
    shares = (np.abs(lines[2:] - lines[:-2]) > EDGE_STEP).mean(axis=1)
    longest = shares.max()
    return bool(longest >= EDGE_SHARE and longest >= np.median(shares) + EDGE_STANDS_OUT)


def _plain(lines: NDArray[np.int16]) -> float:
    """The share of lines that are of one grey but for a tenth of their pixels at either end."""
    width = lines.shape[1]
    cut = width // 10
    ordered = np.partition(lines, (cut, width - 1 - cut), axis=1)
    return float((ordered[:, width - 1 - cut] - ordered[:, cut] <= PLAIN_SPREAD).mean())
