"""What an own photo is compared with published hashes by: the parts that people cut out, each in all its forms."""

from __future__ import annotations

import imagehash
import pytest
from PIL import Image

from exposurewatch.fingerprints import ALGORITHMS
from exposurewatch.fingerprints.algorithm import Algorithm
from exposurewatch.fingerprints.crops import boxes_of, crops_of
from exposurewatch.fingerprints.phash import compute_short
from exposurewatch.images import decode
from exposurewatch.model import ORIENTATIONS, Box
from tests.conftest import a_drawing, encoded
from tests.fingerprints.pictures import bits_apart, plain, turned

PHOTO = decode(encoded(a_drawing(3, (800, 600)), "PNG"))
WHOLE, *PARTS = crops_of(PHOTO)


def test_the_whole_bears_the_short_hash_of_imagehash_in_all_forms() -> None:
    assert WHOLE.box == Box()
    assert WHOLE.digests.keys() == {"phash64"}
    assert WHOLE.digests["phash64"] == compute_short(PHOTO, 8).digests
    first = str(imagehash.phash(Image.fromarray(PHOTO.grey)))
    assert WHOLE.digests["phash64"][0] == bytes.fromhex(first)


def test_each_part_bears_both_long_hashes_in_all_forms() -> None:
    assert [part.box for part in PARTS] == list(boxes_of(800, 600))
    for part in PARTS:
        assert {name: len(digests) for name, digests in part.digests.items()} == {"pdq": 8, "phash": 8}


@pytest.mark.parametrize("algorithm", ALGORITHMS, ids=lambda algorithm: algorithm.name)
def test_a_part_is_recognised_in_a_picture_that_was_cut_so_and_turned(algorithm: Algorithm) -> None:
    for part in PARTS:
        cut = decode(encoded(Image.fromarray(PHOTO.cropped(part.box).grey)))
        for form, orientation in enumerate(ORIENTATIONS):
            (found,) = algorithm.compute(turned(cut, orientation), 1).digests
            assert bits_apart(found, part.digests[algorithm.name][form]) <= 26


@pytest.mark.parametrize("size", [(800, 600), (600, 800), (1000, 1000), (900, 1600), (10_000, 100), (1, 1)])
def test_parts_lie_in_the_photo_and_fit_the_shapes_that_they_are_cut_to(size: tuple[int, int]) -> None:
    boxes = boxes_of(*size)
    assert len(set(boxes)) == len(boxes)
    for box in boxes:
        assert 0 <= box.left < box.right <= 1
        assert 0 <= box.top < box.bottom <= 1


def test_parts_of_a_flat_photo_bear_no_long_hashes() -> None:
    assert [frame.digests.keys() for frame in crops_of(plain(128, (400, 300)))] == [{"phash64"}]


def test_a_photo_of_one_pixel_has_no_parts() -> None:
    assert len(crops_of(plain(0, (1, 1)))) == 1
