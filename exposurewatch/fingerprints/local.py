"""Local features: SIFT points with their codes, which survive crops, screenshots, collages and stickers.

Source: Lowe, "Distinctive image features from scale-invariant keypoints" (2004); Arandjelović and Zisserman, "Three
things everyone should know to improve object retrieval" (2012), for the square root. OpenCV is shown decoded grey
pixels only, and only inside a worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from exposurewatch.fingerprints.codes import codes_of
from exposurewatch.model import LocalFeatures
from exposurewatch.parameters import (
    CONTRAST,
    DETECTED_PER_KEPT,
    FRAME_SIDE,
    GRID,
    MAX_ENLARGEMENT,
    PHOTO_SCALES,
    PhotoScale,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

_ROOT_SCALE = 512  # RootSIFT times this fits a byte: no entry of a unit vector's square root exceeds 0.5 in practice

cv2.setNumThreads(1)


def features_of(grey: Grey, features: int) -> LocalFeatures:
    """The strongest features of a picture, in its own pixels."""
    points, descriptors = described(grey, features)
    strongest = np.argsort(-points[:, 4], kind="stable")[:features]
    return LocalFeatures(points[strongest, :4], codes_of(descriptors[strongest]))


def photo_features(grey: Grey, scales: Sequence[PhotoScale] = PHOTO_SCALES) -> LocalFeatures:
    """The features of an own photo at several sizes, spread over the picture, in the pixels of the 512 frame."""
    parts: list[LocalFeatures] = []
    for scale in scales:
        small = resized(grey, scale.side)
        points, descriptors = described(small, DETECTED_PER_KEPT * scale.features)
        kept = _spread(points, small.shape, scale.features)
        to_frame = FRAME_SIDE / max(small.shape)
        located = points[kept, :4] * np.array([to_frame, to_frame, to_frame, 1], np.float32)
        parts.append(LocalFeatures(located, codes_of(descriptors[kept])))
    return LocalFeatures(
        np.concatenate([part.points for part in parts]), np.concatenate([part.codes for part in parts])
    )


def resized(grey: Grey, side: int) -> Grey:
    """The picture with its long side at `side` pixels, or at twice its own where that is less."""
    factor = min(side / max(grey.shape), MAX_ENLARGEMENT)
    height, width = (max(1, round(length * factor)) for length in grey.shape)
    if (height, width) == grey.shape:
        return grey
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, (width, height), interpolation=method), np.uint8)


def _sift(most: int) -> cv2.Feature2D:
    detector: cv2.Feature2D = cv2.SIFT.create(most, contrastThreshold=CONTRAST)
    return detector


def described(grey: Grey, most: int) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """The points of a picture as rows of x, y, size, angle and response, and their RootSIFT descriptors."""
    keypoints, descriptors = _sift(most).detectAndCompute(grey, None)
    if not keypoints or descriptors is None:
        return np.zeros((0, 5), np.float32), np.zeros((0, 128), np.uint8)
    rows = [(point.pt[0], point.pt[1], point.size, point.angle, point.response) for point in keypoints]
    sums = np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-6)
    rooted = np.minimum(np.sqrt(descriptors / sums) * _ROOT_SCALE, 255).astype(np.uint8)
    return np.array(rows, np.float32), rooted


def _spread(points: NDArray[np.float32], shape: tuple[int, ...], most: int) -> NDArray[np.intp]:
    """The rows of the `most` points to keep: the strongest of each cell of the grid, then the second strongest, …"""
    height, width = shape[:2]
    columns = np.minimum((points[:, 0] * GRID / width).astype(int), GRID - 1)
    rows = np.minimum((points[:, 1] * GRID / height).astype(int), GRID - 1)
    cells = rows * GRID + columns
    order = np.lexsort((-points[:, 4], cells))
    first_of_cell = np.searchsorted(cells[order], cells[order])
    rank = np.empty(len(points), int)
    rank[order] = np.arange(len(points)) - first_of_cell
    return np.lexsort((-points[:, 4], rank))[:most]
