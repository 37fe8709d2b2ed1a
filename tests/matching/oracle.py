"""The slow, obvious comparison that the index is held against, and fingerprints to compare."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from exposurewatch.matching.index import Candidate
from exposurewatch.model import ORIENTATIONS, Box, Fingerprints, Frame, Photo, Picture
from exposurewatch.parameters import FARTHEST_HASH, FARTHEST_PDQ
from tests.conftest import a_photo

WHOLE_BOX = Box()
INSIDE = Box(0.25, 0.25, 0.75, 0.75)


def bits_apart(one: bytes, other: bytes) -> int:
    """Count the differing bits one at a time."""
    return sum(a != b for a, b in zip(f"{int.from_bytes(one):0256b}", f"{int.from_bytes(other):0256b}", strict=True))


def searched(photos: Sequence[Photo], found: Fingerprints) -> dict[str, Candidate]:
    """For each photo that comes close enough, by its id, the first of its closest forms."""
    nearest: dict[str, Candidate] = {}
    for found_frame in found.frames:
        for photo in photos:
            for photo_frame in photo.fingerprints.frames:
                if not found_frame.digests or not photo_frame.digests:
                    continue
                for form, orientation in enumerate(ORIENTATIONS):
                    pdq = bits_apart(photo_frame.digests["pdq"][form], found_frame.digests["pdq"][0])
                    both = pdq + bits_apart(photo_frame.digests["phash"][form], found_frame.digests["phash"][0])
                    if pdq > FARTHEST_PDQ or both > FARTHEST_HASH:
                        continue
                    if photo.id not in nearest or both < nearest[photo.id].distance:
                        nearest[photo.id] = Candidate(photo, photo_frame, found_frame, orientation, both)
    return nearest


def a_frame(rng: random.Random, forms: int, box: Box = WHOLE_BOX) -> Frame:
    """A frame of random digests."""
    return Frame(box, 100, {name: tuple(rng.randbytes(32) for _ in range(forms)) for name in ("pdq", "phash")})


def flat(box: Box = WHOLE_BOX) -> Frame:
    """A frame too flat to have digests."""
    return Frame(box, 3, {})


def a_photo_of(number: int, *frames: Frame) -> Photo:
    """A photo with an id of its own."""
    return a_photo(id=f"{number:012x}", sha256=number.to_bytes(32), fingerprints=Fingerprints(800, 600, frames))


def a_picture_of(*frames: Frame) -> Fingerprints:
    """A picture found, with these frames."""
    return Fingerprints(400, 300, frames)


def in_view(fingerprints: Fingerprints) -> Picture:
    """A picture of which these fingerprints are known, and no points."""
    return Picture(fingerprints, np.zeros((240, 320), np.uint8))


def near(rng: random.Random, frame: Frame, form: int, pdq: int, phash: int, box: Box = WHOLE_BOX) -> Frame:
    """The frame of a picture found that lies exactly so many bits from one form of a photo's frame."""
    digests = {
        name: (flipped(rng, frame.digests[name][form], count),) for name, count in (("pdq", pdq), ("phash", phash))
    }
    return replace(frame, box=box, digests=digests)


def flipped(rng: random.Random, digest: bytes, count: int) -> bytes:
    """The digest with so many of its bits turned over."""
    number = int.from_bytes(digest)
    for bit in rng.sample(range(256), count):
        number ^= 1 << bit
    return number.to_bytes(32)
