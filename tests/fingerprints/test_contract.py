"""What every whole-picture hash must do; runs over all that there are."""

from __future__ import annotations

import importlib
import pkgutil
from itertools import combinations

import numpy as np
import pytest

from exposurewatch import fingerprints
from exposurewatch.fingerprints import ALGORITHMS
from exposurewatch.fingerprints.algorithm import Algorithm
from exposurewatch.fingerprints.algorithms import CROP_ALGORITHMS
from exposurewatch.images import Decoded
from exposurewatch.matching import index
from exposurewatch.model import ORIENTATIONS
from tests.conftest import a_drawing
from tests.fingerprints.pictures import a_decoded_drawing, bits_apart, plain, recompressed, turned

FEW = 16  # bits of 256 that turning or saving a picture may change
UNRELATED = 80  # bits of 256 that two pictures with nothing in common differ in at the least

every_algorithm = pytest.mark.parametrize("algorithm", ALGORITHMS, ids=lambda algorithm: algorithm.name)
every_turn = pytest.mark.parametrize("form", range(8), ids=lambda form: str(ORIENTATIONS[form]))


def test_every_algorithm_in_the_package_is_listed_once() -> None:
    modules = (
        importlib.import_module(f"{fingerprints.__name__}.{module.name}")
        for module in pkgutil.iter_modules(fingerprints.__path__)
        if module.name != "job"  # it warms up, as only a worker must
    )
    found = {value.name for module in modules for value in vars(module).values() if isinstance(value, Algorithm)}
    names = [algorithm.name for algorithm in CROP_ALGORITHMS]
    assert sorted(found) == sorted(names)
    assert len(set(names)) == len(names)


def test_the_index_searches_what_is_computed() -> None:
    assert tuple(algorithm.name for algorithm in ALGORITHMS) == index.ALGORITHMS
    assert sum(algorithm.bits for algorithm in ALGORITHMS) == index.BITS


@every_algorithm
@pytest.mark.parametrize("forms", [1, 3, 8])
def test_a_digest_of_the_promised_width_comes_for_every_form(algorithm: Algorithm, forms: int) -> None:
    hashed = algorithm.compute(a_decoded_drawing(1), forms)
    assert [len(digest) * 8 for digest in hashed.digests] == [algorithm.bits] * forms
    assert 0 <= hashed.quality <= 100


@every_algorithm
def test_fewer_forms_are_the_first_of_all_forms(algorithm: Algorithm) -> None:
    drawing = a_decoded_drawing(2)
    assert algorithm.compute(drawing, 1).digests == algorithm.compute(drawing, 8).digests[:1]


@every_algorithm
def test_the_same_picture_always_has_the_same_digests(algorithm: Algorithm) -> None:
    once = algorithm.compute(a_decoded_drawing(3), 8)
    algorithm.compute(a_decoded_drawing(4), 8)
    assert algorithm.compute(a_decoded_drawing(3), 8) == once


@every_algorithm
def test_hashing_leaves_the_pixels_as_they_are(algorithm: Algorithm) -> None:
    drawing = a_decoded_drawing(3)
    assert not drawing.grey.flags.writeable
    before = drawing.grey.copy()
    algorithm.compute(drawing, 8)
    assert np.array_equal(drawing.grey, before)


@every_algorithm
def test_a_part_of_a_picture_hashes_as_its_own_copy_does(algorithm: Algorithm) -> None:
    """A crop is a view on the pixels of the whole, with gaps between its lines."""
    grey = a_decoded_drawing(5).grey
    view = Decoded(grey[20:200, 30:250], 220, 180)
    copy = Decoded(np.ascontiguousarray(view.grey), 220, 180)
    assert algorithm.compute(view, 8) == algorithm.compute(copy, 8)


@every_algorithm
@pytest.mark.parametrize("quality", [75, 40])
def test_saving_as_a_jpeg_changes_few_bits(algorithm: Algorithm, quality: int) -> None:
    for seed in range(5):
        drawing = a_drawing(seed, (640, 480))
        digest = algorithm.compute(recompressed(drawing, 95), 1).digests[0]
        assert bits_apart(digest, algorithm.compute(recompressed(drawing, quality), 1).digests[0]) <= FEW


@every_algorithm
def test_halving_a_picture_changes_few_bits(algorithm: Algorithm) -> None:
    for seed in range(5):
        drawing = a_drawing(seed, (640, 480))
        digest = algorithm.compute(recompressed(drawing, 90), 1).digests[0]
        half = recompressed(drawing.resize((320, 240)), 80)
        assert bits_apart(digest, algorithm.compute(half, 1).digests[0]) <= FEW


@every_algorithm
def test_different_drawings_lie_far_apart(algorithm: Algorithm) -> None:
    digests = [algorithm.compute(a_decoded_drawing(seed), 1).digests[0] for seed in range(20)]
    apart = [bits_apart(one, other) for one, other in combinations(digests, 2)]
    assert min(apart) >= UNRELATED
    assert abs(np.mean(apart) - algorithm.bits / 2) < 10


@every_algorithm
@every_turn
def test_a_form_is_the_digest_of_the_picture_really_turned(algorithm: Algorithm, form: int) -> None:
    for seed, size in ((6, (640, 480)), (7, (600, 900)), (8, (1024, 1024))):
        drawing = a_decoded_drawing(seed, size)
        really = algorithm.compute(turned(drawing, ORIENTATIONS[form]), 1).digests[0]
        digests = algorithm.compute(drawing, 8).digests
        assert bits_apart(digests[form], really) <= FEW
        others = [bits_apart(digest, really) for other, digest in enumerate(digests) if other != form]
        assert min(others) >= UNRELATED / 2, "and no other form is as near"


@every_algorithm
@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_flat_picture_is_hashed_without_complaint(algorithm: Algorithm, shade: int) -> None:
    hashed = algorithm.compute(plain(shade), 8)
    assert [len(digest) * 8 for digest in hashed.digests] == [algorithm.bits] * 8


def test_some_algorithm_says_that_a_flat_picture_tells_nothing() -> None:
    assert min(algorithm.compute(plain(128), 1).quality for algorithm in ALGORITHMS) == 0
