from __future__ import annotations

from itertools import combinations

import imagehash
import numpy as np
import pytest
from PIL import Image

from exposurewatch.demo.compose import Demo
from exposurewatch.demo.draw import SCENES, draw
from exposurewatch.demo.plan import Stranger, posts

SMALL = (320, 240)


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_is_the_same_each_time_and_another_for_another_number(scene: str) -> None:
    first = draw(scene, 3, SMALL)
    assert first.tobytes() == draw(scene, 3, SMALL).tobytes()
    assert first.tobytes() != draw(scene, 4, SMALL).tobytes()


@pytest.mark.parametrize("size", [(320, 240), (240, 320), (300, 300), (91, 40)])
def test_a_picture_has_the_size_asked_for(size: tuple[int, int]) -> None:
    assert draw("harbour", 0, size).size == size


@pytest.mark.parametrize("scene", SCENES)
def test_every_part_of_a_scene_has_texture(scene: str) -> None:
    """Flat areas would give the fingerprints nothing to hold on to."""
    grey = np.asarray(draw(scene, 1, SMALL).convert("L"), dtype=float)
    spreads = [grey[top : top + 60, left : left + 80].std() for top in range(0, 240, 60) for left in range(0, 320, 80)]
    assert min(spreads) > 3


def test_no_two_pictures_of_the_channel_are_alike(demo: Demo) -> None:
    """Half the bits of unrelated pictures agree by chance; 70 of 256 is far below what chance gives."""
    paths = [demo.export / str(post.path) for post in posts() if isinstance(post.content, Stranger)]
    hashes = {}
    for path in (*paths, *sorted(demo.photos.iterdir())):
        with Image.open(path) as picture:
            hashes[path.name] = imagehash.phash(picture.convert("L").resize((256, 256)), hash_size=16)
    assert len(hashes) == 68
    nearest = min((one - other, a, b) for (a, one), (b, other) in combinations(hashes.items(), 2))
    assert nearest[0] >= 70, nearest
