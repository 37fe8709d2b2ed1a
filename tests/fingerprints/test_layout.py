"""Layout bits say where a picture gets lighter, and where that means anything."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from exposurewatch.demo.draw import draw
from exposurewatch.fingerprints.layout import LAYOUT_BYTES, SIDE, THUMBNAIL, layout_of, steps
from exposurewatch.model import Layout

ACROSS = SIDE * (SIDE - 1)


def unpacked(layout: Layout) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    signs, mask = (np.unpackbits(np.frombuffer(part, np.uint8)).astype(bool) for part in (layout.signs, layout.mask))
    return signs, mask


def grey(scene: str, number: int = 1, size: tuple[int, int] = (400, 300)) -> NDArray[np.uint8]:
    return np.asarray(draw(scene, number, size).convert("L"))


def test_it_has_248_bytes_of_signs_and_as_many_of_mask() -> None:
    layout = layout_of(grey("harbour"))
    assert len(layout.signs) == len(layout.mask) == LAYOUT_BYTES == 248


@pytest.mark.parametrize("shade", [0, 130, 255])
def test_in_a_flat_picture_nothing_means_anything(shade: int) -> None:
    assert not any(layout_of(np.full((300, 400), shade, np.uint8)).mask)


@pytest.mark.parametrize(("shape"), [(1, 1), (1, 10_000), (10_000, 1), (2, 3)], ids=str)
def test_the_strangest_shapes_have_a_layout(shape: tuple[int, int]) -> None:
    assert len(layout_of(np.full(shape, 77, np.uint8)).mask) == LAYOUT_BYTES


def test_a_picture_that_gets_lighter_to_the_right_says_so() -> None:
    ramp = np.tile(np.linspace(0, 255, 400).astype(np.uint8), (300, 1))
    signs, mask = unpacked(layout_of(ramp))
    assert mask[:ACROSS].mean() > 0.9
    assert signs[:ACROSS][mask[:ACROSS]].all()
    assert not mask[ACROSS:].any()
    signs, mask = unpacked(layout_of(ramp[:, ::-1].copy()))
    assert not signs[:ACROSS][mask[:ACROSS]].any()


def test_a_picture_that_gets_lighter_downwards_says_so() -> None:
    ramp = np.tile(np.linspace(0, 255, 300).astype(np.uint8)[:, None], (1, 400))
    signs, mask = unpacked(layout_of(ramp))
    assert not mask[:ACROSS].any()
    assert mask[ACROSS:].mean() > 0.9
    assert signs[ACROSS:][mask[ACROSS:]].all()


def test_a_smaller_copy_has_all_but_the_same_bits() -> None:
    large, small = grey("market", size=(800, 600)), grey("market", size=(400, 300))
    (signs, mask), (other, other_mask) = unpacked(layout_of(large)), unpacked(layout_of(small))
    both = mask & other_mask
    assert both.mean() > 0.6
    assert (signs == other)[both].mean() > 0.97


def test_another_picture_agrees_by_chance() -> None:
    (signs, mask), (other, other_mask) = unpacked(layout_of(grey("market"))), unpacked(layout_of(grey("reef")))
    assert 0.4 < (signs == other)[mask & other_mask].mean() < 0.6


def test_the_negative_turns_every_sign_that_means_anything() -> None:
    picture = grey("quilt")
    (signs, mask), (other, other_mask) = unpacked(layout_of(picture)), unpacked(layout_of(255 - picture))
    assert (signs != other)[mask & other_mask].mean() > 0.99
    assert (mask == other_mask).mean() > 0.99


def test_steps_are_between_neighbours_of_the_grid() -> None:
    thumbnail = np.zeros((THUMBNAIL, THUMBNAIL), np.float32)
    thumbnail[:, THUMBNAIL // 2 :] = 100
    across, down = steps(thumbnail)
    assert (across.shape, down.shape) == ((SIDE, SIDE - 1), (SIDE - 1, SIDE))
    assert np.allclose(down, 0, atol=1e-4)
    assert np.allclose(across.sum(axis=1), 100, atol=0.1)
    assert across[:, SIDE // 2 - 1].min() > 30, "the step is where the picture has it"
