"""All of a picture is hashed, and what is left without its border; what is too flat is kept without digests."""

from __future__ import annotations

import numpy as np
import pytest

from exposurewatch.fingerprints import ALGORITHMS
from exposurewatch.fingerprints.frames import LEAST_QUALITY, fingerprints_of
from exposurewatch.images import Decoded
from exposurewatch.model import Box
from tests.fingerprints.pictures import a_decoded_drawing, bits_apart, plain

ALL_FORMS = 8


def bordered(drawing: Decoded, width: int) -> Decoded:
    grey = np.pad(drawing.grey, width, constant_values=255)
    return Decoded(grey, grey.shape[1], grey.shape[0])


@pytest.mark.parametrize("forms", [1, ALL_FORMS])
def test_a_picture_without_a_border_has_one_frame(forms: int) -> None:
    fingerprints = fingerprints_of(a_decoded_drawing(1, (640, 480)), forms)
    assert (fingerprints.width, fingerprints.height) == (640, 480)
    (frame,) = fingerprints.frames
    assert frame.box == Box()
    assert frame.quality == 100
    assert list(frame.digests) == [algorithm.name for algorithm in ALGORITHMS]
    assert all(len(digests) == forms for digests in frame.digests.values())


def test_a_picture_with_a_border_has_a_frame_without_it_that_hashes_as_the_picture_alone() -> None:
    drawing = a_decoded_drawing(2)
    whole, inside = fingerprints_of(bordered(drawing, 40), 1).frames
    assert whole.box == Box()
    assert inside.box == Box(40 / 400, 40 / 320, 360 / 400, 280 / 320)
    (alone,) = fingerprints_of(drawing, 1).frames
    for algorithm in ALGORITHMS:
        assert bits_apart(inside.digests[algorithm.name][0], alone.digests[algorithm.name][0]) == 0
        assert bits_apart(whole.digests[algorithm.name][0], alone.digests[algorithm.name][0]) > 40


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_flat_picture_has_a_frame_without_digests(shade: int) -> None:
    (frame,) = fingerprints_of(plain(shade), ALL_FORMS).frames
    assert frame.quality < LEAST_QUALITY
    assert frame.digests == {}


@pytest.mark.parametrize("shape", [(1, 1), (1, 512), (512, 1), (4, 512), (512, 4)], ids=str)
def test_a_sliver_is_too_flat_to_tell_anything(shape: tuple[int, int]) -> None:
    grey = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    frames = fingerprints_of(Decoded(grey, shape[1], shape[0]), ALL_FORMS).frames
    assert all(frame.digests == {} for frame in frames)


def test_each_frame_is_flat_or_not_by_itself() -> None:
    """A faint gradient within a white border: the border is all that there is to see."""
    grey = np.full((240, 320), 255, np.uint8)
    grey[40:200, 40:280] = np.linspace(128, 146, 240)
    whole, inside = fingerprints_of(Decoded(grey, 320, 240), 1).frames
    assert whole.quality >= LEAST_QUALITY
    assert len(whole.digests) == len(ALGORITHMS)
    assert inside.quality < LEAST_QUALITY
    assert inside.digests == {}
