"""Tells when what lies alike in two pictures is what strangers' pictures share: the bars of a screen, or a pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exposurewatch.parameters import (
    FEW_KINDS,
    HARDLY_AMID,
    KINDS_SHARE,
    KINDS_SHARE_AT_EDGES,
    LEAST_AMID,
    LEAST_KINDS,
    LEAST_LYING_ALIKE,
    MANY_KINDS,
    MIDDLE_COLUMNS,
    MIDDLE_ROWS,
    MOST_PAIRS,
    MOSTLY_AMID,
    SAME_KIND,
    VERY_MANY_KINDS,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray


def is_pattern(codes: NDArray[np.uint8], pairs: int) -> bool:
    """Whether points that lie alike, whose `codes` have shape (n, 32), are but a few kinds that recur, or chance.

    `pairs` says how many pairs look alike, of which these also lie alike.
    """
    kinds = _kinds(codes)
    by_chance = len(codes) < LEAST_LYING_ALIKE * min(pairs, MOST_PAIRS)
    return by_chance or kinds < LEAST_KINDS or kinds < min(FEW_KINDS, KINDS_SHARE * len(codes))


def is_along_edges(spots: NDArray[np.floating], codes: NDArray[np.uint8], frame: tuple[int, int]) -> bool:
    """Whether points lie alike along the edges of a photo, as the bars of screens do, with the words in them.

    `spots` are their places in the photo, shape (n, 2), whose `frame` is (width, height).
    """
    amid, kinds = _share_amid(spots / frame), _kinds(codes)
    many = VERY_MANY_KINDS if amid < HARDLY_AMID else MANY_KINDS
    return amid < LEAST_AMID or (amid < MOSTLY_AMID and kinds < min(many, KINDS_SHARE_AT_EDGES * len(codes)))


def _share_amid(places: NDArray[np.floating]) -> float:
    """The share of the places, given as fractions of width and height, that lie in the middle."""
    (left, right), (top, bottom) = MIDDLE_COLUMNS, MIDDLE_ROWS
    amid = ((places > (left, top)) & (places < (right, bottom))).all(axis=1)
    return float(amid.mean())


def _kinds(codes: NDArray[np.uint8]) -> int:
    """How many of the codes are unlike all those counted before them."""
    alike = np.bitwise_count(codes[:, None] ^ codes[None]).sum(axis=2) <= SAME_KIND
    counted: list[int] = []
    for number, row in enumerate(alike):
        if not row[counted].any():
            counted.append(number)
    return len(counted)
