"""Binary codes of local descriptors: 256 bits that are near where two SIFT descriptors are near.

Each bit says on which side of a plane the descriptor lies: random planes through the middle of the data (Charikar,
"Similarity estimation techniques from rounding algorithms", 2002). The 64 planes that are drawn are used in four
variants, one for each symmetry of a picture, so that the code of the mirrored or colour-inverted picture is the same
four words in another order: what was learnt of a picture once is known of its mirror image and its negative as well.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint8]

Number = TypeVar("Number", bound=np.generic)

BYTES = 32
_PLANES = 64
_SEED = 1
_CELLS, _DIRECTIONS = 4, 8  # a SIFT descriptor is 4 × 4 cells of 8 gradient directions


def codes_of(descriptors: NDArray[np.uint8]) -> Codes:
    """The codes, shape (n, 32), of RootSIFT descriptors of shape (n, 128), uint8."""
    bits = descriptors.astype(np.float32) @ _planes().T > _medians()
    return np.packbits(bits, axis=1)


def mirrored(codes: Codes) -> Codes:
    """The codes of the same points in the picture mirrored left to right."""
    return _reordered(codes, (1, 0, 3, 2))


def inverted(codes: Codes) -> Codes:
    """The codes of the same points in the colour-inverted picture."""
    return _reordered(codes, (2, 3, 0, 1))


def mirrored_descriptors(descriptors: NDArray[Number]) -> NDArray[Number]:
    """The descriptors of the same points in the mirrored picture: rows of cells reversed, directions negated."""
    grid = descriptors.reshape(-1, _CELLS, _CELLS, _DIRECTIONS)
    return grid[:, ::-1][:, :, :, -np.arange(_DIRECTIONS) % _DIRECTIONS].reshape(descriptors.shape)


def inverted_descriptors(descriptors: NDArray[Number]) -> NDArray[Number]:
    """The descriptors of the same points in the colour-inverted picture.

    Every gradient turns by 180 degrees, and so does the point's own direction: seen from it the directions stay, and
    the grid of cells is turned around.
    """
    grid = descriptors.reshape(-1, _CELLS, _CELLS, _DIRECTIONS)
    return grid[:, ::-1, ::-1].reshape(descriptors.shape)


def projected(descriptors: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How far each descriptor lies along each of the 64 planes' normals, before any median is taken off."""
    return descriptors.astype(np.float32) @ _planes()[:_PLANES].T


def _reordered(codes: Codes, order: tuple[int, int, int, int]) -> Codes:
    return codes.reshape(-1, 4, BYTES // 4)[:, order].reshape(-1, BYTES)


@cache
def _planes() -> NDArray[np.float32]:
    """The normals of all 256 planes, shape (256, 128): 64 drawn at random, then as each symmetry permutes them."""
    drawn = np.random.RandomState(_SEED).standard_normal((_PLANES, _CELLS * _CELLS * _DIRECTIONS))
    flipped = mirrored_descriptors(drawn)
    variants = (drawn, flipped, inverted_descriptors(drawn), inverted_descriptors(flipped))
    return np.concatenate(variants).astype(np.float32)


@cache
def _medians() -> NDArray[np.float32]:
    """Where each plane cuts the data in half; measured by ``python -m benchmarks.medians``."""
    shipped = resources.files("exposurewatch.fingerprints").joinpath("medians.json").read_text("utf-8")
    return np.tile(np.array(json.loads(shipped), np.float32), 4)
