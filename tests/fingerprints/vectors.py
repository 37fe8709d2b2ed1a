"""Pictures that are drawn by whole-number arithmetic alone, and so are the same everywhere, for ever."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def waves(seed: int, height: int, width: int) -> NDArray[np.uint8]:
    """Triangle waves of several periods and directions, and a few rectangles; shape (height, width)."""
    down, across = np.mgrid[:height, :width].astype(np.int64)
    total = np.zeros((height, width), np.int64)
    state = seed * 7919 + 17
    for _ in range(7):
        state = (state * 1103515245 + 12345) % 2**31
        period = 24 + state // 64 % 160
        slope_x, slope_y = state // 7 % 9 - 4, state // 91 % 9 - 4
        phase = (across * slope_x + down * slope_y + state % 997) % (2 * period)
        total += np.abs(phase - period) * 255 // period
    for _ in range(5):
        state = (state * 1103515245 + 12345) % 2**31
        top, left = state // 3 % height, state // 1009 % width
        total[top : top + height // 3, left : left + width // 4] += state // 11 % 600
    levels: NDArray[np.uint8] = (total * 255 // total.max()).astype(np.uint8)
    return levels
