"""PDQ is held against the published implementation, digest by digest."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from exposurewatch.fingerprints import pdq
from exposurewatch.images import Decoded, decode
from exposurewatch.model import ORIENTATIONS
from tests.conftest import a_drawing, encoded
from tests.fingerprints.reference import DRAWN, PUBLISHED
from tests.fingerprints.vectors import waves

TOLERANCE = 2  # bits of 256 that may differ from a reference digest
VECTORS = "EXPOSUREWATCH_PDQ_VECTORS"  # the folder with the published pictures, which are not ours to ship


def bits_apart(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


@pytest.mark.parametrize("drawn", DRAWN, ids=str)
def test_drawn_pictures_hash_as_the_reference_implementation_hashes_them(drawn: tuple[int, int, int]) -> None:
    quality, digests = DRAWN[drawn]
    seed, height, width = drawn
    hashed = pdq.compute(Decoded(waves(seed, height, width), width, height), len(ORIENTATIONS))
    assert hashed.quality == quality
    apart = [bits_apart(mine, bytes.fromhex(theirs)) for mine, theirs in zip(hashed.digests, digests, strict=True)]
    assert max(apart) <= TOLERANCE, apart


@pytest.mark.skipif(VECTORS not in os.environ, reason=f"{VECTORS} does not name the folder of the published pictures")
@pytest.mark.parametrize("name", PUBLISHED)
def test_published_pictures_hash_to_their_published_values(name: str) -> None:
    quality, digests = PUBLISHED[name]
    rgb = np.asarray(Image.open(Path(os.environ[VECTORS]) / name).convert("RGB"), dtype=np.float32)
    luma = rgb @ np.array([0.299, 0.587, 0.114], np.float32)
    height, width = luma.shape
    hashed = pdq.compute(Decoded(luma, width, height), len(ORIENTATIONS))  # type: ignore[arg-type]
    assert hashed.quality == quality
    apart = [bits_apart(mine, bytes.fromhex(theirs)) for mine, theirs in zip(hashed.digests, digests, strict=True)]
    assert max(apart) <= TOLERANCE, apart


@pytest.mark.skipif(VECTORS not in os.environ, reason=f"{VECTORS} does not name the folder of the published pictures")
@pytest.mark.parametrize("name", [name for name, (quality, _) in PUBLISHED.items() if quality >= 50])
def test_published_pictures_hash_closely_when_they_are_decoded_small(name: str) -> None:
    decoded = decode((Path(os.environ[VECTORS]) / name).read_bytes())
    assert bits_apart(pdq.compute(decoded, 1).digests[0], bytes.fromhex(PUBLISHED[name][1][0])) <= 2 * TOLERANCE


def test_a_picture_decoded_small_hashes_as_it_does_at_full_size() -> None:
    """Smoothing is as wide as the full picture asks for, so that published digests can be compared with."""
    full = a_drawing(3, (1600, 1200))
    grey = np.asarray(full.convert("L"))
    small = decode(encoded(full, "PNG"))
    assert small.grey.shape == (384, 512)
    at_full_size = pdq.compute(Decoded(grey, 1600, 1200), 1).digests[0]
    assert bits_apart(pdq.compute(small, 1).digests[0], at_full_size) <= 2 * TOLERANCE


@pytest.mark.parametrize("form", range(1, len(ORIENTATIONS)))
def test_each_form_is_the_digest_of_the_picture_turned_that_way(form: int) -> None:
    grey = waves(2, 500, 333)
    orientation = ORIENTATIONS[form]
    turned = grey[:, ::-1] if orientation.mirrored else grey
    turned = np.rot90(turned, -orientation.rotation_degrees // 90)
    height, width = turned.shape
    expected = pdq.compute(Decoded(turned, width, height), 1).digests[0]
    assert bits_apart(pdq.compute(Decoded(grey, 333, 500), 8).digests[form], expected) <= 8


@pytest.mark.parametrize("shape", [(1, 1), (1, 10_000), (4, 200), (10_000, 1)])
def test_a_sliver_has_no_quality(shape: tuple[int, int]) -> None:
    grey = np.full(shape, 128, np.uint8)
    hashed = pdq.compute(Decoded(grey, shape[1], shape[0]), 8)
    assert hashed.quality == 0
    assert len(hashed.digests) == 8


def test_a_flat_picture_has_no_quality_and_a_rich_one_has_all() -> None:
    assert pdq.compute(Decoded(np.full((200, 300), 77, np.uint8), 300, 200), 1).quality == 0
    assert pdq.compute(Decoded(waves(1, 200, 300), 300, 200), 1).quality == 100
