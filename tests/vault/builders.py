"""Photos, sightings and outcomes for the tests of the vault."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np

from exposurewatch.fingerprints import ALGORITHMS
from exposurewatch.fingerprints.layout import LAYOUT_BYTES
from exposurewatch.model import (
    Box,
    Fingerprints,
    Frame,
    ImageFile,
    Judgement,
    Layout,
    LocalFeatures,
    Locator,
    MediaKind,
    Moment,
    Photo,
    Remembered,
    Sighting,
)
from exposurewatch.vault.data_key import DataKey
from tests.conftest import a_judgement, an_origin

KEY_CONTENT = bytes(range(1, 33))
KEY = DataKey(KEY_CONTENT)
PIPELINE = "1"


def sha(name: object) -> bytes:
    """The SHA-256 that stands for a file of this name."""
    return hashlib.sha256(repr(name).encode()).digest()


@cache
def some_fingerprints(seed: int, points: int = 20) -> Fingerprints:
    """Random ones, as exact as they travel: points are half floats."""
    rng = np.random.default_rng(seed)
    digests = {each.name: tuple(rng.bytes(each.bits // 8) for _ in range(8)) for each in ALGORITHMS}
    at = rng.uniform((0, 0, 2, 0), (512, 384, 60, 360), (points, 4)).astype(np.float16).astype(np.float32)
    local = LocalFeatures(at, rng.integers(0, 256, (points, 32), dtype=np.uint8))
    layout = Layout(rng.bytes(LAYOUT_BYTES), rng.bytes(LAYOUT_BYTES))
    return Fingerprints(1600, 1200, (Frame(Box(), 100, digests),), local, layout)


def own(seed: int, **fields: Any) -> Photo:
    """One of the user's photos, the same for the same seed."""
    sha256 = sha(("own", seed))
    values: dict[str, Any] = {
        "id": sha256.hex()[:12],
        "label": f"photo {seed}.jpg",
        "sha256": sha256,
        "fingerprints": some_fingerprints(seed),
        "path": f"/home/her/photo {seed}.jpg",
        "md5": hashlib.md5(sha256, usedforsecurity=False).digest(),
        "sha1": hashlib.sha1(sha256, usedforsecurity=False).digest(),
    }
    return Photo(**(values | fields))


def posted(path: str, message: str | None = "1", day: int | None = 1, **fields: Any) -> Sighting:
    """A picture at `path`, posted on a day of May."""
    date = None if day is None else Moment(datetime(2024, 5, day, tzinfo=UTC), f"2024-05-{day:02}")
    origin = an_origin(locator=Locator("export", path), message_id=message, date=date)
    values: dict[str, Any] = {
        "media": ImageFile(MediaKind.PHOTO, lambda: b""),
        "origin": origin,
        "caption": "who is she",
    }
    return Sighting(**(values | fields))


def shows(*photos: Photo, spared: bool = False, **fields: Any) -> Remembered:
    """An outcome in which these photos were found, the first as the strongest."""
    found = [a_judgement(photo=photo, score=50.5 - place, **fields) for place, photo in enumerate(photos)]
    return Remembered(tuple(found), spared)


def ids(judgements: Any) -> list[str]:
    """The ids of the photos that were found."""
    assert isinstance(judgements, tuple)
    assert all(isinstance(judgement, Judgement) for judgement in judgements)
    return [judgement.photo.id for judgement in judgements]
