"""The hashes of parts, own ones and published ones, travel unchanged; what no worker would say is not believed."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.fingerprints.algorithms import ALGORITHMS, CROP_ALGORITHMS
from exposurewatch.fingerprints.regions import MOST_REGIONS
from exposurewatch.fingerprints.wire import (
    MalformedAnswer,
    pack_crops,
    pack_own,
    pack_regions,
    unpack_crops,
    unpack_own,
    unpack_regions,
)
from exposurewatch.model import Box, Frame
from tests.fingerprints.test_wire import FLAT, HALF, NAN, a_frame, photo_of, same_fingerprints

BITS = {algorithm.name: algorithm.bits for algorithm in CROP_ALGORITHMS}
SHORT = Frame(Box(), 100, {"phash64": tuple(bytes([form]) * 8 for form in range(8))})
OTHERS = [(1, struct.pack("<f", NAN)), (9, struct.pack("<f", 1.5)), (17, b"e"), (18, bytes(1))]
CROPS = (SHORT, a_frame(8), a_frame(8, HALF, 51, 7))
REGIONS = (a_frame(1), a_frame(1, HALF, 51, 7))
MOST_CROPS = 64

Unpack = Callable[[bytes], tuple[Frame, ...]]


def crops_packed(crops: tuple[Frame, ...]) -> bytes:
    return pack_crops(replace(photo_of(FLAT), crops=crops))


both_kinds = pytest.mark.parametrize(
    ("honest", "unpack"), [(crops_packed(CROPS), unpack_crops), (pack_regions(REGIONS), unpack_regions)]
)


def believed(unpack: Unpack, answer: bytes, forms: int) -> bool:
    """Whatever comes in, sound frames come out or `MalformedAnswer` is raised."""
    try:
        frames = unpack(answer)
    except MalformedAnswer:
        return False
    for frame in frames:
        box = frame.box
        assert 0 <= box.left < box.right <= 1
        assert 0 <= box.top < box.bottom <= 1
        assert 0 <= frame.quality <= 100
        assert frame.digests
        for name, digests in frame.digests.items():
            assert [len(digest) * 8 for digest in digests] == [BITS[name]] * forms
    return True


@pytest.mark.parametrize("crops", [(), (SHORT,), CROPS, (a_frame(8),) * MOST_CROPS], ids=len)
def test_the_hashes_of_own_parts_arrive_as_they_were_sent(crops: tuple[Frame, ...]) -> None:
    assert unpack_crops(crops_packed(crops)) == crops


@pytest.mark.parametrize("regions", [(), REGIONS, (a_frame(1),) * MOST_REGIONS], ids=len)
def test_the_hashes_to_be_published_arrive_as_they_were_sent(regions: tuple[Frame, ...]) -> None:
    assert unpack_regions(pack_regions(regions)) == regions


def test_what_a_worker_says_of_an_own_photo_is_the_photo_and_its_parts() -> None:
    photo = replace(photo_of(a_frame(8)), crops=CROPS)
    assert same_fingerprints(unpack_own(pack_own(photo)), photo)


@pytest.mark.parametrize("length", [0, 1, 10**6, 2**32 - 1])
def test_a_length_that_is_not_that_of_the_photo_is_refused(length: int) -> None:
    answer = pack_own(replace(photo_of(FLAT), crops=CROPS))
    with pytest.raises(MalformedAnswer):
        unpack_own(struct.pack("<I", length) + answer[4:])


@both_kinds
def test_every_answer_that_breaks_off_or_goes_on_is_refused(honest: bytes, unpack: Unpack) -> None:
    for answer in (*(honest[:kept] for kept in range(len(honest))), honest + b"\x00"):
        with pytest.raises(MalformedAnswer):
            unpack(answer)


@pytest.mark.parametrize(
    ("answer", "unpack"),
    [(crops_packed((SHORT,) * (MOST_CROPS + 1)), unpack_crops), (pack_regions((a_frame(1),) * 13), unpack_regions)],
)
def test_more_parts_than_anybody_asked_for_are_refused(answer: bytes, unpack: Unpack) -> None:
    """All their bytes are there: it is their number that is not believed."""
    with pytest.raises(MalformedAnswer):
        unpack(answer)


@both_kinds
@pytest.mark.parametrize("at_and_put", OTHERS)
def test_a_box_a_quality_or_algorithms_that_do_not_exist_are_refused(
    at_and_put: tuple[int, bytes], honest: bytes, unpack: Unpack
) -> None:
    at, put = at_and_put
    with pytest.raises(MalformedAnswer):
        unpack(honest[:at] + put + honest[at + len(put) :])


def test_an_algorithm_that_is_not_published_is_refused_there() -> None:
    honest = pack_regions(REGIONS)
    with pytest.raises(MalformedAnswer):
        unpack_regions(honest[:18] + bytes([1 << len(ALGORITHMS)]) + honest[19:])


@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_something_sound_or_refused(answer: bytes) -> None:
    believed(unpack_crops, answer, 8)
    believed(unpack_regions, answer, 1)


@given(at=st.integers(0, 4000), bit=st.integers(0, 7))
def test_every_flipped_bit_leaves_something_sound_or_is_refused(at: int, bit: int) -> None:
    for honest, unpack, forms in ((crops_packed(CROPS), unpack_crops, 8), (pack_regions(REGIONS), unpack_regions, 1)):
        flipped = bytearray(honest)
        flipped[at % len(honest)] ^= 1 << bit
        believed(unpack, bytes(flipped), forms)
