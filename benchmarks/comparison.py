"""What whole-picture hashes alone reach on the same pictures: how far they get without one false positive."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import imagehash
import numpy as np
from PIL import Image, ImageOps

from benchmarks.pictures import number
from exposurewatch.fingerprints import pdq
from exposurewatch.images import decode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bits = NDArray[np.bool_]


def print_comparison(own: Sequence[Path], copies: Sequence[Path], strangers: Sequence[Path]) -> None:
    """Print a row for dHash, pHash and PDQ: recall where no stranger comes as near, and at PDQ's usual threshold."""
    print(f"\n{'whole-picture hash':<24}{'recall at 0 false positives':>28}")
    for name, compute in (("dHash 64", _dhash), ("pHash 64", _phash), ("pHash 256", _phash_256), ("PDQ 256", _pdq)):
        photos = np.array([compute(path) for path in own])
        numbers = np.array([number(path) for path in own])
        nearest_stranger = min(int((photos != compute(path)).sum(axis=1).min()) for path in strangers)
        apart = [int((photos[numbers == number(path)] != compute(path)).sum()) for path in copies]
        recall = sum(distance < nearest_stranger for distance in apart) / len(apart)
        usual = f"   at most 31 bits apart: {sum(distance <= 31 for distance in apart) / len(apart):.3f}"
        print(f"{name:<24}{recall:>28.3f}{usual if name == 'PDQ 256' else ''}")


def _opened(path: Path) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(path)).convert("L")


def _dhash(path: Path) -> Bits:
    return np.asarray(imagehash.dhash(_opened(path)).hash).ravel()


def _phash(path: Path) -> Bits:
    return np.asarray(imagehash.phash(_opened(path)).hash).ravel()


def _phash_256(path: Path) -> Bits:
    return np.asarray(imagehash.phash(_opened(path), hash_size=16).hash).ravel()


def _pdq(path: Path) -> Bits:
    digest = pdq.compute(decode(path.read_bytes()), 1).digests[0]
    return np.unpackbits(np.frombuffer(digest, np.uint8)).astype(bool)
