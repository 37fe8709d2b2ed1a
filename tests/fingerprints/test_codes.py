"""Codes of a picture's mirror image and negative are known from its own: each permutation against the real thing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from exposurewatch.demo.draw import draw
from exposurewatch.fingerprints import codes
from exposurewatch.fingerprints.codes import (
    BYTES,
    codes_of,
    inverted,
    inverted_descriptors,
    mirrored,
    mirrored_descriptors,
    projected,
)
from exposurewatch.fingerprints.local import features_of, resized
from exposurewatch.model import LocalFeatures
from tests.conftest import a_drawing

Grey = NDArray[np.uint8]
Rows = NDArray[np.float32]
SYMMETRIES = pytest.mark.parametrize(
    ("of_codes", "of_descriptors"),
    [(mirrored, mirrored_descriptors), (inverted, inverted_descriptors)],
    ids=["mirrored", "inverted"],
)


@pytest.fixture(scope="module")
def grey() -> Grey:
    return np.asarray(draw("market", 1, (400, 300)).convert("L"))


def descriptors(count: int = 200) -> NDArray[np.uint8]:
    """Random bytes in the place of descriptors."""
    return np.random.default_rng(1).integers(0, 256, (count, 128), dtype=np.uint8)


def sift(grey: Grey) -> tuple[Rows, Rows]:
    """OpenCV's points as x, y, size, angle, and its descriptors."""
    keypoints, described = cv2.SIFT.create(300).detectAndCompute(grey, None)
    assert described is not None
    rows = [(point.pt[0], point.pt[1], point.size, point.angle) for point in keypoints]
    return np.array(rows, np.float32), np.asarray(described, np.float32)


def same_points(expected: Rows, found: Rows) -> NDArray[np.int64]:
    """For each point that is expected the one that was found at its place, size and angle, or -1."""
    apart = np.hypot(*(expected[:, None, :2] - found[None, :, :2]).transpose(2, 0, 1))
    sizes = np.abs(np.log2(expected[:, None, 2] / found[None, :, 2]))
    angles = np.abs((expected[:, None, 3] - found[None, :, 3] + 180) % 360 - 180)
    apart[(sizes > 0.2) | (angles > 8) | (apart > 1.5)] = np.inf
    nearest = apart.argmin(axis=1)
    return np.where(np.isfinite(apart.min(axis=1)), nearest, -1)


def moved(points: Rows, change: str, width: int) -> Rows:
    """Where the points of a picture lie in its mirror image or its negative."""
    expected = points.copy()
    if change == "mirrored":
        expected[:, 0] = width - 1 - points[:, 0]
        expected[:, 3] = 180 - points[:, 3]
    else:
        expected[:, 3] = points[:, 3] + 180
    return expected


def really(grey: Grey, change: str) -> Grey:
    return np.ascontiguousarray(grey[:, ::-1] if change == "mirrored" else 255 - grey)


def bits(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.int64]:
    apart: NDArray[np.int64] = np.bitwise_count(one ^ other).sum(axis=-1, dtype=np.int64)
    return apart


@pytest.mark.parametrize("change", ["mirrored", "inverted"])
def test_permuted_descriptors_are_those_of_the_picture_really_changed(grey: Grey, change: str) -> None:
    permuted = {"mirrored": mirrored_descriptors, "inverted": inverted_descriptors}[change]
    points, described = sift(grey)
    found, really_described = sift(really(grey, change))
    pairs = same_points(moved(points, change, grey.shape[1]), found)
    paired = pairs >= 0
    assert paired.mean() > 0.7, "most points are found again"
    by_rule, truly = permuted(described[paired]), really_described[pairs[paired]]
    alike = (by_rule * truly).sum(axis=1) / np.linalg.norm(by_rule, axis=1) / np.linalg.norm(truly, axis=1)
    assert np.median(alike) > 0.98
    assert (alike > 0.9).mean() > 0.85
    unchanged = described[paired]
    without = (unchanged * truly).sum(axis=1) / np.linalg.norm(unchanged, axis=1) / np.linalg.norm(truly, axis=1)
    assert np.median(without) < 0.85, "the change is one that matters"


@pytest.mark.parametrize("change", ["mirrored", "inverted"])
def test_permuted_codes_are_near_those_of_the_picture_really_changed(grey: Grey, change: str) -> None:
    permuted = {"mirrored": mirrored, "inverted": inverted}[change]
    own, other = features_of(grey, 300), features_of(really(grey, change), 300)
    pairs = same_points(moved(own.points, change, grey.shape[1]), other.points)
    paired = pairs >= 0
    assert paired.mean() > 0.7
    apart = bits(permuted(own.codes[paired]), other.codes[pairs[paired]])
    assert np.median(apart) <= 16
    assert (apart < 77).mean() > 0.9
    assert np.median(bits(own.codes[paired], other.codes[pairs[paired]])) > 77, "without the permutation they are far"


def test_codes_of_unrelated_points_differ_in_about_half_of_their_bits(grey: Grey) -> None:
    one, other = features_of(grey, 200), features_of(np.asarray(draw("reef", 1, (400, 300)).convert("L")), 200)
    assert 115 < bits(one.codes[:, None], other.codes[None]).mean() < 135


@SYMMETRIES
def test_the_permuted_code_is_the_code_of_the_permuted_descriptor(
    of_codes: Callable[[NDArray[np.uint8]], NDArray[np.uint8]],
    of_descriptors: Callable[[NDArray[np.uint8]], NDArray[np.uint8]],
) -> None:
    """Bit for bit, but for sums so near a plane that the order of adding decides."""
    given = descriptors()
    differing = bits(of_codes(codes_of(given)), codes_of(of_descriptors(given)))
    assert differing.sum() <= 2
    assert bits(codes_of(given), codes_of(of_descriptors(given))).mean() > 50


@SYMMETRIES
def test_what_is_permuted_twice_is_as_before(
    of_codes: Callable[[NDArray[np.uint8]], NDArray[np.uint8]],
    of_descriptors: Callable[[NDArray[np.uint8]], NDArray[np.uint8]],
) -> None:
    given = descriptors()
    coded = codes_of(given)
    assert np.array_equal(of_descriptors(of_descriptors(given)), given)
    assert np.array_equal(of_codes(of_codes(coded)), coded)
    assert not np.array_equal(of_descriptors(given), given)
    assert not np.array_equal(of_codes(coded), coded)


def test_mirroring_and_inverting_may_be_done_in_either_order() -> None:
    given = descriptors()
    coded = codes_of(given)
    assert np.array_equal(mirrored(inverted(coded)), inverted(mirrored(coded)))
    assert np.array_equal(
        mirrored_descriptors(inverted_descriptors(given)), inverted_descriptors(mirrored_descriptors(given))
    )
    both = mirrored(inverted(coded))
    assert not any(np.array_equal(both, other) for other in (coded, mirrored(coded), inverted(coded)))


def test_a_code_has_256_bits_and_no_descriptors_have_no_codes() -> None:
    assert codes_of(descriptors(3)).shape == (3, BYTES)
    for made in (codes_of(descriptors(0)), mirrored(codes_of(descriptors(0))), inverted(codes_of(descriptors(0)))):
        assert made.shape == (0, BYTES)
        assert made.dtype == np.uint8


def test_the_planes_are_the_same_everywhere() -> None:
    """Codes are kept between runs and compared with those of other machines: these numbers must never change."""
    planes = codes._planes()
    assert planes.shape == (256, 128)
    assert planes.dtype == np.float32
    rounded = np.round(planes.astype(np.float64) * 1000).astype("<i4")
    assert (
        hashlib.sha256(rounded.tobytes()).hexdigest()
        == "ba1d2d2f0630781f672d9db6fec162b6e88467721b351fff14b9421a1e19bbbe"
    )


def test_there_is_a_median_for_each_plane_drawn_and_each_cuts_what_is_seen_about_in_half() -> None:
    medians = codes._medians()
    assert medians.shape == (256,)
    assert len(np.unique(medians)) == 64
    assert np.array_equal(medians[:64], medians[192:])
    pictures = (
        a_drawing(1),
        a_drawing(2),
        *(draw(scene, 1, (320, 240)) for scene in ("harbour", "quilt", "bookshelf")),
    )
    coded = np.concatenate([_features(picture).codes for picture in pictures])
    assert len(coded) > 500
    share = np.unpackbits(coded, axis=1).mean(axis=0)
    assert share.min() > 0.25
    assert share.max() < 0.75
    assert 0.45 < share.mean() < 0.55


def _features(picture: Image.Image) -> LocalFeatures:
    return features_of(resized(np.asarray(picture.convert("L")), 320), 300)


def test_projections_are_what_the_medians_are_taken_of() -> None:
    given = descriptors(50)
    above = projected(given) > codes._medians()[:64]
    assert np.array_equal(above, np.unpackbits(codes_of(given), axis=1)[:, :64].astype(bool))
