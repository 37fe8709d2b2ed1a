"""Layout bits: where a picture gets lighter and where darker, on a grid of 32 × 32, with a mask of where that means
anything. What geometry lines up, they confirm: a copy agrees everywhere, another shot of the same scene does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from exposurewatch.model import Layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

THUMBNAIL = 48  # pixels each way of the squared picture that the bits are taken from
SIDE = 32
LAYOUT_BYTES = 2 * SIDE * (SIDE - 1) // 8  # of the signs, and again of the mask
_BLUR = 0.8  # pixels of the thumbnail
_LEAST_STEP = 1.5  # grey levels between neighbours; less is noise

Steps = tuple["NDArray[np.float32]", "NDArray[np.float32]"]


def layout_of(grey: NDArray[np.uint8]) -> Layout:
    """The layout bits of a picture of shape (height, width), squared."""
    across, down = steps(cv2.resize(grey, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA).astype(np.float32))
    return Layout(
        signs=np.packbits(np.concatenate((across.ravel() > 0, down.ravel() > 0))).tobytes(),
        mask=np.packbits(np.abs(np.concatenate((across.ravel(), down.ravel()))) > _LEAST_STEP).tobytes(),
    )


def steps(thumbnail: NDArray[np.float32]) -> Steps:
    """The differences between neighbours on the grid: from left to right, shape (32, 31), and down, shape (31, 32)."""
    soft = cv2.GaussianBlur(thumbnail, (0, 0), _BLUR)
    small = cv2.resize(soft, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return np.diff(small, axis=1), np.diff(small, axis=0)
