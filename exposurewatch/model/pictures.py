"""What is known of a picture after it was looked at, be it found or one of the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from exposurewatch.model.places import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a copy was turned: first mirrored left to right, then rotated clockwise by a multiple of 90 degrees."""

    mirrored: bool
    rotation_degrees: int


ORIENTATIONS: tuple[Orientation, ...] = tuple(
    Orientation(mirrored, degrees) for mirrored in (False, True) for degrees in (0, 90, 180, 270)
)
"""The eight ways to turn or flip a picture (the dihedral group), upright first."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The fingerprints of one rectangle of a picture: all of it, what is left without a plain border, or another part.

    `digests` maps an algorithm's name to one digest per form: the eight `ORIENTATIONS` of an own photo, the upright
    form alone of a picture found. It is empty where the rectangle is too flat to tell anything.
    """

    box: Box
    quality: int
    digests: Mapping[str, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class LocalFeatures:
    """Distinctive points of a picture, the strongest first.

    `points` has shape (n, 4), float32: x, y and size in pixels, and the angle in degrees; `codes` has shape (n, 32),
    uint8: one code of 256 bits a point.
    """

    points: NDArray[np.float32]
    codes: NDArray[np.uint8]


NO_LIST = 0xFFFF


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """How the codes of all own photos are sorted, one photo's after the other's, for an index of them.

    `centres` has shape (lists, 32), uint8, one code amid each list; `numbers` has shape (n,), uint16: the list of each
    code, `NO_LIST` where it is not sorted yet.
    """

    centres: NDArray[np.uint8]
    numbers: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Layout:
    """1,984 bits each: where a picture gets lighter from one cell of a grid to the next, and where that is no noise."""

    signs: bytes
    mask: bytes


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What is known of a picture after it was looked at once: its size in pixels, upright, its frames and its points.

    The points of an own photo are given in a frame of 512 pixels; it alone has a `layout`. So are `crops` of own photos
    alone: further hashes that published ones are compared with, of parts that others cut out of a photo, and that of 64
    bits of the whole.
    """

    width: int
    height: int
    frames: tuple[Frame, ...]
    local: LocalFeatures | None = None
    layout: Layout | None = None
    crops: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture found, while it is compared and not a moment longer.

    `view` holds its grey pixels, of shape (height, width), uint8; its local features are given in these pixels.
    """

    fingerprints: Fingerprints
    view: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a video, in seconds from its beginning."""

    start: float
    end: float


@dataclass(frozen=True, slots=True, eq=False)
class Clip(Generic[Seen]):
    """What was seen in a video, or in a picture that moves: its kept frames, each with the stretch that looks like it.

    `seconds` is how long it lasts, as far as that can be told; `seen` is up to where it was looked at.
    """

    moments: tuple[tuple[Span, Seen], ...]
    seconds: float
    seen: float


@dataclass(frozen=True, slots=True)
class Photo:
    """One of the user's own photos, as remembered: never the picture itself.

    Of an own video, `seconds` says how long it lasts, `moments` holds what is known of its kept frames, and
    `fingerprints` is that of the first of them. `md5` and `sha1` are empty where it was added by a version that took no
    such sums.
    """

    id: str
    label: str
    sha256: bytes
    fingerprints: Fingerprints
    path: str | None = None
    seconds: float | None = None
    moments: tuple[tuple[Span, Fingerprints], ...] = ()
    md5: bytes = b""
    sha1: bytes = b""
