"""The pictures of the demo: which scenes there are, and one drawn from its name and a number."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import numpy as np
from PIL import Image

from exposurewatch.demo import nearby, outdoors, patterns
from exposurewatch.demo.canvas import Canvas, blank, finished

SCENES: MappingProxyType[str, Callable[[Canvas], None]] = MappingProxyType(
    {
        "harbour": outdoors.harbour,
        "market": nearby.market,
        "mountains": outdoors.mountains,
        "mosaic": patterns.mosaic,
        "skyline": outdoors.skyline,
        "garden": nearby.garden,
        "tiled-wall": patterns.tiles,
        "night-sky": outdoors.night,
        "bookshelf": nearby.bookshelf,
        "posters": patterns.posters,
        "balloons": outdoors.balloons,
        "reef": nearby.reef,
        "quilt": patterns.quilt,
        "street-map": patterns.street_map,
        "paper-cuts": patterns.blinds,
    }
)

LANDSCAPE = (1280, 960)
PORTRAIT = (960, 1280)


def draw(scene: str, number: int, size: tuple[int, int] = LANDSCAPE) -> Image.Image:
    """Return the `number`-th drawing of `scene` at `size` pixels; the same for the same three."""
    rng = np.random.default_rng([tuple(SCENES).index(scene), number])
    canvas = blank(rng, (size[0] * 3 // 4, size[1] * 3 // 4))  # enlarged at the end: half the work, and softer edges
    SCENES[scene](canvas)
    return finished(canvas.picture, rng, size)
