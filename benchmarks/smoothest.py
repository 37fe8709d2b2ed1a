"""Picks the smoothest of some pictures, to stand for own photos: those with the fewest points to go by.

    python -m benchmarks.smoothest FOLDER --output OWN [--count 30]

Copies them to OWN as ``0000.jpg`` and so on, in an order drawn by lot, so that even and odd ones are alike. Pictures
that are too plain to be compared are left out.
"""

from __future__ import annotations

import argparse
import random
import shutil
from pathlib import Path

from benchmarks.pictures import pictures
from exposurewatch.fingerprints.local import features_of, resized
from exposurewatch.images import decode
from exposurewatch.parameters import LEAST_FEATURES

_SIDE, _FEATURES = 320, 500  # pixels of the long side that points are counted in, and the most that are counted


def main() -> None:
    """Pick, copy and say how many points they have."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.smoothest")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--count", type=int, default=30)
    arguments = parser.parse_args()
    counted = sorted((_points(path), path) for path in pictures(arguments.folder))
    smoothest = [pair for pair in counted if pair[0] >= LEAST_FEATURES][: arguments.count]
    print("points:", *(points for points, _ in smoothest))
    random.Random(0).shuffle(smoothest)
    arguments.output.mkdir(parents=True)
    for number, (_, path) in enumerate(smoothest):
        shutil.copy(path, arguments.output / f"{number:04d}{path.suffix}")


def _points(path: Path) -> int:
    grey = decode(path.read_bytes()).grey
    return len(features_of(resized(grey, _SIDE), _FEATURES).points)


if __name__ == "__main__":
    main()
