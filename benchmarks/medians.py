"""Measures the medians that `fingerprints/codes.py` ships: where each of its planes cuts real descriptors in half.

    python -m benchmarks.medians FOLDER [FOLDER …] --output exposurewatch/fingerprints/medians.json

Drawn pictures are measured along with those in the folders, and every picture mirrored and inverted as well, so that
the codes of all four are equally balanced.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.pictures import pictures
from exposurewatch.demo.draw import SCENES, draw
from exposurewatch.fingerprints.codes import inverted_descriptors, mirrored_descriptors, projected
from exposurewatch.fingerprints.local import described, resized
from exposurewatch.images import decode

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIDE, _FEATURES = 320, 500  # pixels of the long side that descriptors are taken in, and the most of one picture


def main() -> None:
    """Write the medians of the pictures in the folders named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.medians")
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    measured = np.concatenate([_projected(grey) for grey in _greys(arguments.folders)])
    medians = [round(float(median), 2) for median in np.median(measured, axis=0)]
    arguments.output.write_text(json.dumps(medians) + "\n", "utf-8")
    print(f"{len(measured)} descriptors; wrote {arguments.output}")


def _greys(folders: list[Path]) -> Iterator[NDArray[np.uint8]]:
    for folder in folders:
        for path in pictures(folder):
            yield decode(path.read_bytes()).grey
    for scene in SCENES:
        yield np.asarray(draw(scene, 100).convert("L"))


def _projected(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    _, upright = described(resized(grey, _SIDE), _FEATURES)
    flipped = mirrored_descriptors(upright)
    return projected(np.concatenate((upright, flipped, inverted_descriptors(upright), inverted_descriptors(flipped))))


if __name__ == "__main__":
    main()
