"""Screenshots, collages and framed pictures are told from photographs, by what laying them out leaves behind."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps

from exposurewatch.fingerprints.holding import may_hold_others
from exposurewatch.fingerprints.local import resized
from exposurewatch.images import decode
from exposurewatch.parameters import DEFAULT
from tests.conftest import encoded
from tests.matching import hard


def seen(picture: Image.Image, side: int = DEFAULT.first.side) -> NDArray[np.uint8]:
    return resized(decode(encoded(picture, quality=80)).grey, side)


def grain(seed: int = 0) -> Image.Image:
    """Soft noise: like a photograph it has neither straight edges nor plain lines."""
    coarse = np.random.default_rng(seed).integers(40, 120, (12, 16), dtype=np.uint8)
    return Image.fromarray(coarse).resize((640, 480), Image.Resampling.BICUBIC)


@pytest.mark.parametrize("chrome", hard.CHROMES)
def test_screenshots_may_hold_others(chrome: str) -> None:
    assert may_hold_others(seen(hard.screenshot(chrome, "harbour", 0)))


@pytest.mark.parametrize(
    "border", [(0, 60), (60, 0), (40, 40)], ids=["bars above and below", "at the sides", "all around"]
)
def test_framed_pictures_may_hold_others(border: tuple[int, int]) -> None:
    assert may_hold_others(seen(ImageOps.expand(grain(), border, 255)))


@pytest.mark.parametrize("beside", [(1280, 480), (640, 960)], ids=["side by side", "one above the other"])
def test_collages_may_hold_others(beside: tuple[int, int]) -> None:
    collage = Image.new("L", beside)
    collage.paste(grain(1))
    collage.paste(grain(2).point(lambda level: 100 + level), (beside[0] - 640, beside[1] - 480))
    assert may_hold_others(seen(collage))


@pytest.mark.parametrize("cells", [(60, 80), (120, 160)], ids=["gravel", "grass"])
def test_texture_is_not_taken_for_edges(cells: tuple[int, int]) -> None:
    """Its lines differ from their neighbours nearly all along, but so do all of them."""
    coarse = np.random.default_rng(0).integers(0, 256, cells, dtype=np.uint8)
    assert not may_hold_others(seen(Image.fromarray(coarse).resize((640, 480), Image.Resampling.BICUBIC)))


@pytest.mark.parametrize("seed", range(5))
def test_what_has_neither_edges_nor_plain_lines_holds_no_others(seed: int) -> None:
    assert not may_hold_others(seen(grain(seed)))


def test_an_edge_at_a_slant_is_none_of_a_layout() -> None:
    turned = ImageOps.expand(grain(), 60, 255).rotate(20, Image.Resampling.BICUBIC).crop((120, 120, 640, 480))
    assert not may_hold_others(seen(turned))


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (2, 2), (3, 3), (2, 300)])
def test_pictures_of_any_size_are_told(shape: tuple[int, int]) -> None:
    for pixels in (np.zeros(shape, np.uint8), np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)):
        assert may_hold_others(pixels) in (True, False)
