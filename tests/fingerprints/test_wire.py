"""Fingerprints travel unchanged, and nothing that an honest worker would not say is believed."""

from __future__ import annotations

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exposurewatch.fingerprints import ALGORITHMS
from exposurewatch.fingerprints.frames import fingerprints_of
from exposurewatch.fingerprints.wire import MalformedAnswer, pack, unpack
from exposurewatch.model import Box, Fingerprints, Frame
from tests.fingerprints.pictures import a_decoded_drawing
from tests.fingerprints.test_frames import bordered

HALF = Box(0.25, 0.0, 0.75, 0.5)
FORMS = st.sampled_from((1, 8))


def a_frame(forms: int, box: Box = Box(), quality: int = 100, fill: int = 0xA5) -> Frame:  # noqa: B008 (frozen)
    digests = {
        algorithm.name: tuple(bytes([fill ^ form]) * (algorithm.bits // 8) for form in range(forms))
        for algorithm in ALGORITHMS
    }
    return Frame(box, quality, digests)


def believed_or_refused(answer: bytes, forms: int) -> None:
    """Whatever comes in, valid fingerprints come out or `MalformedAnswer` is raised."""
    try:
        fingerprints = unpack(answer, forms)
    except MalformedAnswer:
        return
    assert fingerprints.width > 0
    assert fingerprints.height > 0
    assert 1 <= len(fingerprints.frames) <= 2
    for frame in fingerprints.frames:
        box = frame.box
        assert 0 <= box.left < box.right <= 1
        assert 0 <= box.top < box.bottom <= 1
        assert 0 <= frame.quality <= 100
        if frame.digests:
            assert list(frame.digests) == [algorithm.name for algorithm in ALGORITHMS]
            for algorithm in ALGORITHMS:
                assert [len(digest) * 8 for digest in frame.digests[algorithm.name]] == [algorithm.bits] * forms


@pytest.mark.parametrize("forms", [1, 8])
@pytest.mark.parametrize(
    "frames",
    [
        lambda forms: (a_frame(forms),),
        lambda forms: (a_frame(forms), a_frame(forms, HALF, 51, 7)),
        lambda _forms: (Frame(Box(), 0, {}),),
        lambda forms: (Frame(Box(), 49, {}), a_frame(forms, HALF)),
        lambda forms: (a_frame(forms), Frame(HALF, 3, {})),
    ],
    ids=["one", "two", "flat", "flat and inside", "inside flat"],
)
def test_fingerprints_arrive_as_they_were_sent(frames: object, forms: int) -> None:
    sent = Fingerprints(1600, 1200, frames(forms))  # type: ignore[operator]
    assert unpack(pack(sent), forms) == sent


@pytest.mark.parametrize("size", [(1, 1), (1, 10_000), (1 << 30, 1 << 30)])
def test_every_honest_size_arrives(size: tuple[int, int]) -> None:
    assert unpack(pack(Fingerprints(*size, (a_frame(1),))), 1) == Fingerprints(*size, (a_frame(1),))


@given(st.binary(max_size=400), FORMS)
@example(b"", 1)
@example(struct.pack("<II", 5, 5), 1)
def test_any_bytes_at_all_are_fingerprints_or_refused(answer: bytes, forms: int) -> None:
    believed_or_refused(answer, forms)


@pytest.fixture(scope="module")
def honest() -> bytes:
    """A real answer: a picture with a border."""
    return pack(fingerprints_of(bordered(a_decoded_drawing(1), 40), 1))


def test_a_real_answer_is_believed(honest: bytes) -> None:
    assert len(unpack(honest, 1).frames) == 2


def test_every_answer_that_breaks_off_is_refused_but_where_a_frame_ends(honest: bytes) -> None:
    whole_frames = set()
    for kept in range(len(honest)):
        try:
            unpack(honest[:kept], 1)
        except MalformedAnswer:
            continue
        whole_frames.add(kept)
    assert len(whole_frames) == 1


def test_every_flipped_bit_leaves_fingerprints_or_is_refused(honest: bytes) -> None:
    for bit in range(len(honest) * 8):
        flipped = bytearray(honest)
        flipped[bit // 8] ^= 1 << bit % 8
        believed_or_refused(bytes(flipped), 1)


def test_an_answer_is_refused_where_more_follows(honest: bytes) -> None:
    for more in (b"\x00", honest[8:], bytes(1000)):
        with pytest.raises(MalformedAnswer):
            unpack(honest + more, 1)


def test_an_answer_for_another_number_of_forms_is_refused() -> None:
    one, eight = (pack(Fingerprints(9, 9, (a_frame(forms),))) for forms in (1, 8))
    with pytest.raises(MalformedAnswer):
        unpack(one, 8)
    with pytest.raises(MalformedAnswer):
        unpack(eight, 1)


@pytest.mark.parametrize("size", [(0, 1), (1, 0), (2**32 - 1, 1), (1, (1 << 30) + 1)])
def test_a_size_that_no_picture_has_is_refused(size: tuple[int, int]) -> None:
    answer = bytearray(pack(Fingerprints(1, 1, (a_frame(1),))))
    answer[:8] = struct.pack("<II", *size)
    with pytest.raises(MalformedAnswer):
        unpack(bytes(answer), 1)


NAN, INFINITE = float("nan"), float("inf")


@pytest.mark.parametrize(
    "edges",
    [
        (NAN, 0, 1, 1),
        (0, 0, NAN, 1),
        (0, 0, INFINITE, 1),
        (-INFINITE, 0, 1, 1),
        (-0.1, 0, 1, 1),
        (0, 0, 1.1, 1),
        (0.5, 0, 0.5, 1),
        (0.6, 0, 0.5, 1),
        (0, 0.5, 1, 0.5),
        (0, 1, 1, 0),
    ],
    ids=str,
)
def test_a_box_that_is_no_part_of_a_picture_is_refused(edges: tuple[float, float, float, float]) -> None:
    answer = bytearray(pack(Fingerprints(1, 1, (a_frame(1),))))
    answer[8:24] = struct.pack("<ffff", *edges)
    with pytest.raises(MalformedAnswer):
        unpack(bytes(answer), 1)


@pytest.mark.parametrize(("at", "value"), [(24, 101), (24, 255), (25, 2), (25, 255)])
def test_a_quality_or_a_flag_that_does_not_exist_is_refused(at: int, value: int) -> None:
    answer = bytearray(pack(Fingerprints(1, 1, (a_frame(1),))))
    answer[at] = value
    with pytest.raises(MalformedAnswer):
        unpack(bytes(answer), 1)


@pytest.mark.parametrize("count", [0, 3, 1000])
def test_no_frame_or_too_many_are_refused(count: int) -> None:
    with pytest.raises(MalformedAnswer):
        unpack(pack(Fingerprints(1, 1, (Frame(Box(), 0, {}),) * count)), 1)
