"""Does the picture agree with the photo once the geometry found between them is undone?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from exposurewatch.fingerprints.layout import SIDE, THUMBNAIL, steps
from exposurewatch.model import Box, Layout
from exposurewatch.parameters import (
    LEAST_LINES_CUT,
    LINE_BITS,
    LINE_SHARE,
    LINES_SHOWN,
    MIDDLE_BITS,
    MIDDLE_COLUMNS,
    MIDDLE_ROWS,
    MIDDLE_SHARE,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ACROSS = SIDE * (SIDE - 1)  # bits of the steps to the right; those of the steps down follow
_FLAT = 0.3  # grey levels; a smaller step has no direction: a coin, tossed beforehand, decides whether it agrees
_COINS = _FLAT * (2.0 * np.random.RandomState(0).randint(0, 2, 2 * _ACROSS) - 1)
_SHRINK_FROM = 1.2  # a picture that much larger than the thumbnail is averaged first, or the thumbnail would alias

cv2.setNumThreads(1)


@dataclass(frozen=True, slots=True)
class Agreement:
    """`agreeing` of `compared` layout bits are alike.

    `shown` is the rectangle of the photo that the picture shows, and `visible` the share of the photo that is inside
    both that rectangle and the picture.
    """

    agreeing: int
    compared: int
    shown: Box
    visible: float

    @property
    def share(self) -> float:
        """The share of the bits compared that agree; a half is chance."""
        return self.agreeing / self.compared if self.compared else 0.0

    @property
    def deviations(self) -> float:
        """How far above chance the agreement is, in standard deviations of a fair coin."""
        return float(2 * (self.agreeing - self.compared / 2) / (self.compared + 1) ** 0.5)


def agreement(
    layout: Layout, affine: NDArray[np.float64], frame: tuple[int, int], view: NDArray[np.uint8], *, inverted: bool
) -> Agreement:
    """Warp the picture `view` back onto the photo, whose `frame` is (width, height), and count bits that agree.

    `affine` maps the frame's pixels to the view's. The sign of every step is turned for a colour-inverted picture.
    """
    thumbnail, inside = _warped(affine, frame, view)
    across, down = steps(thumbnail)
    seen = cv2.resize(inside.astype(np.float32), (SIDE, SIDE)) > 0.5
    signs, mask = (np.unpackbits(np.frombuffer(bits, np.uint8)).astype(bool) for bits in (layout.signs, layout.mask))
    mask &= np.concatenate((seen[:, 1:].ravel(), seen[1:].ravel()))
    found = np.concatenate((across.ravel(), down.ravel())) > _COINS
    alike = (signs == found) != inverted
    shown = _shown(alike & mask, mask)
    return Agreement(int((alike & mask).sum()), int(mask.sum()), shown, _share_inside(inside, shown))


def agrees_amid(
    layout: Layout, affine: NDArray[np.float64], frame: tuple[int, int], view: NDArray[np.uint8], *, inverted: bool
) -> bool:
    """Whether there is much to see in the middle of the photo, and the picture shows it there.

    What agrees along the edges alone may be the bars and fields that many screenshots share.
    """
    middle = _amid(layout)
    bits = int(np.bitwise_count(np.frombuffer(middle.mask, np.uint8)).sum())
    if bits < MIDDLE_BITS * _middle().sum():
        return False
    return agreement(middle, affine, frame, view, inverted=inverted).share >= MIDDLE_SHARE


def _amid(layout: Layout) -> Layout:
    """The layout of the middle of a photo alone."""
    return Layout(layout.signs, (np.frombuffer(layout.mask, np.uint8) & np.packbits(_middle())).tobytes())


@cache
def _middle() -> NDArray[np.bool_]:
    """Which bits are those of the middle."""
    (left, right), (top, bottom) = (
        [round(share * SIDE) for share in middle] for middle in (MIDDLE_COLUMNS, MIDDLE_ROWS)
    )
    across, down = np.zeros((SIDE, SIDE - 1), bool), np.zeros((SIDE - 1, SIDE), bool)
    across[top:bottom, left:right] = down[top:bottom, left:right] = True
    return np.concatenate((across.ravel(), down.ravel()))


def _shown(alike: NDArray[np.bool_], mask: NDArray[np.bool_]) -> Box:
    """The rectangle of the photo without the lines at its edges in whose place the picture shows something else.

    A collage cuts a photo off where its next picture begins: there the layout stops agreeing.
    """
    right, right_compared = (bits[:_ACROSS].reshape(SIDE, SIDE - 1) for bits in (alike, mask))
    down, down_compared = (bits[_ACROSS:].reshape(SIDE - 1, SIDE) for bits in (alike, mask))
    rows = slice(None)
    for _ in range(2):  # what is not shown of the lines one way would speak against those the other way
        left, width = _edges(right[rows].sum(axis=0), right_compared[rows].sum(axis=0))
        columns = slice(round(left * SIDE), round(width * SIDE))
        top, height = _edges(down[:, columns].sum(axis=1), down_compared[:, columns].sum(axis=1))
        rows = slice(round(top * SIDE), round(height * SIDE))
    return Box(left, top, width, height)


def _edges(alike: NDArray[np.int64], compared: NDArray[np.int64]) -> tuple[float, float]:
    """From where to where, 0 to 1, lines of the grid are shown: from the first few in a row that are, to the last few.

    Lines that cannot be told, because the picture ends before them or is plain there, count as their neighbours do.
    """
    lines, telling = len(compared), np.flatnonzero(compared >= LINE_BITS)
    agrees = alike[telling] >= LINE_SHARE * compared[telling]
    starts = max(0, len(telling) - LINES_SHOWN + 1)
    runs = np.flatnonzero(np.logical_and.reduce([agrees[n : starts + n] for n in range(LINES_SHOWN)]))
    if not len(runs):
        return 0.0, 1.0
    begins, ends = int(runs[0]), int(runs[-1]) + LINES_SHOWN
    first = int(telling[begins - 1]) + 1 if begins else 0
    last = int(telling[ends]) if ends < len(telling) else lines
    first = first if first >= LEAST_LINES_CUT else 0
    last = last if lines - last >= LEAST_LINES_CUT else lines
    return first / lines, last / lines


def _share_inside(inside: NDArray[np.bool_], shown: Box) -> float:
    rows = slice(round(shown.top * THUMBNAIL), round(shown.bottom * THUMBNAIL))
    columns = slice(round(shown.left * THUMBNAIL), round(shown.right * THUMBNAIL))
    return float(inside[rows, columns].sum() / inside.size)


def _warped(
    affine: NDArray[np.float64], frame: tuple[int, int], view: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """The picture as the photo's thumbnail would show it, and which of its pixels lie inside the picture."""
    step_x, step_y = frame[0] / THUMBNAIL, frame[1] / THUMBNAIL
    from_thumbnail = np.array([[step_x, 0, step_x / 2 - 0.5], [0, step_y, step_y / 2 - 0.5], [0, 0, 1]])
    to_view = affine @ from_thumbnail
    shrink = float(abs(np.linalg.det(to_view[:, :2])) ** 0.5)
    if shrink > _SHRINK_FROM:
        size = max(1, round(view.shape[1] / shrink)), max(1, round(view.shape[0] / shrink))
        ratio = np.array([[size[0] / view.shape[1]], [size[1] / view.shape[0]]])
        to_view = to_view * ratio + np.c_[np.zeros((2, 2)), (ratio - 1) / 2]  # the middle of a pixel stays its middle
        view = np.asarray(cv2.resize(view, size, interpolation=cv2.INTER_AREA), np.uint8)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped = cv2.warpAffine(view, to_view, (THUMBNAIL, THUMBNAIL), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    x, y = np.meshgrid(np.arange(THUMBNAIL), np.arange(THUMBNAIL))
    at = np.stack((x, y, np.ones_like(x)), axis=-1) @ to_view.T
    inside = (at >= 0).all(axis=-1) & (at[..., 0] <= view.shape[1] - 1) & (at[..., 1] <= view.shape[0] - 1)
    return warped.astype(np.float32), inside
