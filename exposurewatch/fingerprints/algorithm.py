"""What a whole-picture hash is: the seam that every algorithm in this package fills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exposurewatch.images import Decoded


@dataclass(frozen=True, slots=True)
class Hashed:
    """The digests of one picture's forms, in the order of `model.ORIENTATIONS`, and how much they can tell.

    `quality` runs from 0 (flat) to 100; an algorithm without such a notion says 100.
    """

    digests: tuple[bytes, ...]
    quality: int = 100


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A whole-picture hash of `bits` bits. `compute` takes a picture and how many of the eight forms are wanted."""

    name: str
    bits: int
    compute: Callable[[Decoded, int], Hashed]
