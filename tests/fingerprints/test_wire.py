"""What was seen travels unchanged, and nothing that an honest worker would not say is believed."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from exposurewatch.fingerprints import ALGORITHMS
from exposurewatch.fingerprints.layout import LAYOUT_BYTES
from exposurewatch.fingerprints.look import look_at_photo, look_at_picture
from exposurewatch.fingerprints.wire import (
    MalformedAnswer,
    pack_own,
    pack_photo,
    pack_picture,
    unpack_own,
    unpack_photo,
    unpack_picture,
)
from exposurewatch.images import Decoded
from exposurewatch.model import Box, Fingerprints, Frame, Layout, LocalFeatures, Picture
from exposurewatch.parameters import DEFAULT
from tests.fingerprints.pictures import a_decoded_drawing, plain
from tests.fingerprints.test_frames import bordered

HALF = Box(0.25, 0.0, 0.75, 0.5)
NAN, INFINITE = float("nan"), float("inf")
MOST_POINTS = 2048
# Where the parts of an answer stand whose only frame is flat: size, frame, points, and what follows them.
COUNT_AT, POINTS_AT = 9 + 18, 9 + 18 + 2
POINT_BYTES, OWN_POINT_BYTES, CODE_BYTES = 16, 8, 32


# --- builders


def a_frame(forms: int, box: Box = Box(), quality: int = 100, fill: int = 0xA5) -> Frame:  # noqa: B008 (frozen)
    digests = {
        algorithm.name: tuple(bytes([fill ^ form]) * (algorithm.bits // 8) for form in range(forms))
        for algorithm in ALGORITHMS
    }
    return Frame(box, quality, digests)


FLAT = Frame(Box(), 0, {})


def some_points(count: int) -> LocalFeatures:
    rng = np.random.default_rng(count)
    points = rng.uniform((0, 0, 2, 0), (320, 240, 60, 360), (count, 4)).astype(np.float32)
    return LocalFeatures(points, rng.integers(0, 256, (count, 32), dtype=np.uint8))


def a_layout(fill: int = 0x5A) -> Layout:
    return Layout(bytes([fill]) * LAYOUT_BYTES, bytes([fill ^ 0xFF]) * LAYOUT_BYTES)


def a_view(rows: int = 3, columns: int = 4) -> NDArray[np.uint8]:
    return (np.arange(rows * columns) % 251).astype(np.uint8).reshape(rows, columns)


def halved(seen: Fingerprints) -> Fingerprints:
    """The same with points as exact as those of an own photo travel."""
    assert seen.local is not None
    points = seen.local.points.astype(np.float16).astype(np.float32)
    return replace(seen, local=replace(seen.local, points=points))


def photo_of(*frames: Frame, points: int = 3) -> Fingerprints:
    return halved(Fingerprints(1600, 1200, frames, some_points(points), a_layout()))


def picture_of(*frames: Frame, points: int = 3, view: NDArray[np.uint8] | None = None) -> Picture:
    seen = Fingerprints(1600, 1200, frames, some_points(points))
    return Picture(seen, a_view() if view is None else view)


# --- what is the same, and what is sound


def same_fingerprints(one: Fingerprints, other: Fingerprints) -> bool:
    """Whether every number agrees, boxes as exactly as they travel; points have no equality of their own."""
    assert one.local is not None
    assert other.local is not None
    return (
        _rounded(one) == _rounded(other)
        and one.local.points.dtype == other.local.points.dtype == np.float32
        and one.local.codes.dtype == other.local.codes.dtype == np.uint8
        and np.array_equal(one.local.points, other.local.points)
        and np.array_equal(one.local.codes, other.local.codes)
    )


def _rounded(seen: Fingerprints) -> Fingerprints:
    """The same without its points, and with its boxes as exact as they travel."""
    return replace(seen, local=None, frames=rounded(seen.frames), crops=rounded(seen.crops))


def rounded(frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    edges = (struct.pack("<ffff", box.left, box.top, box.right, box.bottom) for box in (f.box for f in frames))
    boxes = (Box(*struct.unpack("<ffff", packed)) for packed in edges)
    return tuple(replace(frame, box=box) for frame, box in zip(frames, boxes, strict=True))


def same_picture(one: Picture, other: Picture) -> bool:
    assert one.view.dtype == other.view.dtype == np.uint8
    return np.array_equal(one.view, other.view) and same_fingerprints(one.fingerprints, other.fingerprints)


def check(seen: Fingerprints, forms: int) -> None:
    """Every number is one that the rest of the program can work with."""
    assert 0 < seen.width <= 1 << 30
    assert 0 < seen.height <= 1 << 30
    assert 1 <= len(seen.frames) <= 2
    for frame in seen.frames:
        box = frame.box
        assert 0 <= box.left < box.right <= 1
        assert 0 <= box.top < box.bottom <= 1
        assert 0 <= frame.quality <= 100
        if frame.digests:
            assert list(frame.digests) == [algorithm.name for algorithm in ALGORITHMS]
            for algorithm in ALGORITHMS:
                assert [len(digest) * 8 for digest in frame.digests[algorithm.name]] == [algorithm.bits] * forms
    assert seen.local is not None
    points, codes = seen.local.points, seen.local.codes
    assert points.shape == (len(codes), 4)
    assert codes.shape == (len(points), 32)
    assert len(points) <= MOST_POINTS
    assert np.isfinite(points).all()
    assert (np.abs(points) <= 1024).all()
    assert (points[:, 2] >= 0.5).all()


def photo_or_refused(answer: bytes) -> bool:
    """Whatever comes in, valid fingerprints come out or `MalformedAnswer` is raised; say whether it was believed."""
    try:
        photo = unpack_photo(answer)
    except MalformedAnswer:
        return False
    check(photo, 8)
    assert photo.layout is not None
    assert len(photo.layout.signs) == len(photo.layout.mask) == LAYOUT_BYTES
    return True


def picture_or_refused(answer: bytes) -> bool:
    try:
        picture = unpack_picture(answer)
    except MalformedAnswer:
        return False
    check(picture.fingerprints, 1)
    assert picture.fingerprints.layout is None
    assert picture.view.ndim == 2
    assert picture.view.dtype == np.uint8
    assert all(0 < side <= 1024 for side in picture.view.shape)
    return True


PHOTO = pack_photo(photo_of(a_frame(8), Frame(HALF, 3, {})))
PICTURE = pack_picture(picture_of(a_frame(1), Frame(HALF, 3, {})))

both_kinds = pytest.mark.parametrize(
    ("honest", "believed"), [(PHOTO, photo_or_refused), (PICTURE, picture_or_refused)], ids=["photo", "picture"]
)
Believed = Callable[[bytes], bool]


# --- what is honest arrives

FRAMES: dict[str, Callable[[int], tuple[Frame, ...]]] = {
    "one": lambda forms: (a_frame(forms),),
    "two": lambda forms: (a_frame(forms), a_frame(forms, HALF, 51, 7)),
    "flat": lambda _forms: (FLAT,),
    "flat and inside": lambda forms: (Frame(Box(), 49, {}), a_frame(forms, HALF)),
    "inside flat": lambda forms: (a_frame(forms), Frame(HALF, 3, {})),
}


@pytest.mark.parametrize("points", [0, 1, 500, MOST_POINTS])
@pytest.mark.parametrize("frames", FRAMES)
def test_all_that_was_seen_arrives_as_it_was_sent(frames: str, points: int) -> None:
    photo = photo_of(*FRAMES[frames](8), points=points)
    assert same_fingerprints(unpack_photo(pack_photo(photo)), photo)
    picture = picture_of(*FRAMES[frames](1), points=points)
    assert same_picture(unpack_picture(pack_picture(picture)), picture)


def test_the_points_of_an_own_photo_move_by_an_eighth_of_a_pixel_at_most() -> None:
    photo = look_at_photo(REAL["drawing"])
    arrived = unpack_photo(pack_photo(photo))
    assert photo.local is not None
    assert arrived.local is not None
    assert len(photo.local.points) > 100
    assert np.abs(arrived.local.points - photo.local.points)[:, :3].max() <= 1 / 8


def test_what_arrived_is_packed_as_the_same_bytes_again() -> None:
    for seen in REAL.values():
        packed = pack_photo(look_at_photo(seen))
        assert pack_photo(unpack_photo(packed)) == packed


@pytest.mark.parametrize("size", [(1, 1), (1, 10_000), (1 << 30, 1 << 30)])
def test_every_honest_size_arrives(size: tuple[int, int]) -> None:
    picture = picture_of(a_frame(1))
    sent = replace(picture, fingerprints=replace(picture.fingerprints, width=size[0], height=size[1]))
    assert same_picture(unpack_picture(pack_picture(sent)), sent)


@pytest.mark.parametrize("shape", [(1, 1), (1, 320), (320, 1), (1024, 1024)])
def test_every_honest_view_arrives(shape: tuple[int, int]) -> None:
    sent = picture_of(FLAT, view=a_view(*shape))
    assert same_picture(unpack_picture(pack_picture(sent)), sent)


def test_a_view_with_gaps_between_its_lines_arrives_without_them() -> None:
    sent = picture_of(FLAT, view=a_view(60, 80)[::2, 10:50])
    assert same_picture(unpack_picture(pack_picture(sent)), sent)


REAL = {
    "drawing": a_decoded_drawing(1),
    "with a border": bordered(a_decoded_drawing(1), 40),
    "flat": plain(128),
    "one pixel": plain(0, (1, 1)),
    "a line": Decoded(np.random.default_rng(0).integers(0, 256, (1, 512), dtype=np.uint8), 10_000, 1),
    "noise": Decoded(np.random.default_rng(0).integers(0, 256, (640, 640), dtype=np.uint8), 640, 640),
}


@pytest.mark.parametrize("name", REAL)
def test_what_is_really_seen_is_believed(name: str) -> None:
    """No honest number lies outside what is let in."""
    photo = look_at_photo(REAL[name])
    assert same_fingerprints(unpack_own(pack_own(photo)), halved(photo))
    without = replace(photo, crops=())
    assert same_fingerprints(unpack_photo(pack_photo(photo)), halved(without))
    picture = look_at_picture(REAL[name], DEFAULT.closer)
    assert same_picture(unpack_picture(pack_picture(picture)), picture)


# --- what is not honest is refused


@both_kinds
def test_every_answer_that_breaks_off_is_refused(honest: bytes, believed: Believed) -> None:
    assert believed(honest)
    assert [kept for kept in range(len(honest)) if believed(honest[:kept])] == []


@both_kinds
def test_an_answer_is_refused_where_more_follows(honest: bytes, believed: Believed) -> None:
    for more in (b"\x00", honest[8:], bytes(1000)):
        assert not believed(honest + more)


@both_kinds
def test_every_flipped_bit_leaves_something_sound_or_is_refused(honest: bytes, believed: Believed) -> None:
    outcomes = set()
    for bit in range(len(honest) * 8):
        flipped = bytearray(honest)
        flipped[bit // 8] ^= 1 << bit % 8
        outcomes.add(believed(bytes(flipped)))
    assert outcomes == {True, False}


@given(st.binary(max_size=400))
@example(b"")
@example(struct.pack("<IIB", 5, 5, 1))
@example(struct.pack("<IIB", 5, 5, 255))
def test_any_bytes_at_all_are_something_sound_or_refused(answer: bytes) -> None:
    photo_or_refused(answer)
    picture_or_refused(answer)


@given(at=st.integers(0, 2000), put=st.binary(min_size=1, max_size=8), more=st.binary(max_size=100))
def test_an_honest_answer_with_other_bytes_put_in_is_something_sound_or_refused(
    at: int, put: bytes, more: bytes
) -> None:
    for honest, believed in ((PHOTO, photo_or_refused), (PICTURE, picture_or_refused)):
        start = at % len(honest)
        believed(honest[:start] + put + honest[start + len(put) :] + more)
        believed(honest[:start] + more + honest[start:])


sixteen_bits = st.integers(0, 65_535)


@given(frames=st.integers(0, 255), count=sixteen_bits, rows=sixteen_bits, columns=sixteen_bits)
def test_any_counts_before_too_few_bytes_are_refused_without_making_room_for_them(
    frames: int, count: int, rows: int, columns: int
) -> None:
    flat = struct.pack("<IIB", 1, 1, frames) + struct.pack("<ffffBB", 0, 0, 1, 1, 0, 0) * min(frames, 2)
    assert not photo_or_refused(flat + struct.pack("<H", count) + bytes(100))
    assert not picture_or_refused(flat + struct.pack("<HHH", count, rows, columns))


def test_the_answer_to_another_task_is_refused() -> None:
    assert not photo_or_refused(PICTURE)
    assert not picture_or_refused(PHOTO)
    flat_photo, flat_picture = pack_photo(photo_of(FLAT)), pack_picture(picture_of(FLAT))
    assert not photo_or_refused(flat_picture)
    assert not picture_or_refused(flat_photo)


@both_kinds
@pytest.mark.parametrize("size", [(0, 1), (1, 0), (2**32 - 1, 1), (1, (1 << 30) + 1)])
def test_a_size_that_no_picture_has_is_refused(size: tuple[int, int], honest: bytes, believed: Believed) -> None:
    assert not believed(struct.pack("<II", *size) + honest[8:])


@both_kinds
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
def test_a_box_that_is_no_part_of_a_picture_is_refused(
    edges: tuple[float, float, float, float], honest: bytes, believed: Believed
) -> None:
    assert not believed(honest[:9] + struct.pack("<ffff", *edges) + honest[25:])


@both_kinds
@pytest.mark.parametrize(("at", "value"), [(25, 101), (25, 255), (26, 2), (26, 255)])
def test_a_quality_or_a_flag_that_does_not_exist_is_refused(
    at: int, value: int, honest: bytes, believed: Believed
) -> None:
    assert not believed(honest[:at] + bytes([value]) + honest[at + 1 :])


@pytest.mark.parametrize("count", [0, 3, 255])
def test_no_frame_or_too_many_are_refused(count: int) -> None:
    assert not photo_or_refused(pack_photo(photo_of(*(FLAT,) * count)))
    assert not picture_or_refused(pack_picture(picture_of(*(FLAT,) * count)))


@pytest.mark.parametrize("count", [MOST_POINTS + 1, 65_535])
def test_more_points_than_anybody_asked_for_are_refused(count: int) -> None:
    """All their bytes are there: it is their number that is not believed."""
    assert not photo_or_refused(pack_photo(photo_of(FLAT, points=count)))
    assert not picture_or_refused(pack_picture(picture_of(FLAT, points=count)))


@pytest.mark.parametrize("count", [0, 2, 4])
def test_a_count_that_is_not_that_of_the_points_is_refused(count: int) -> None:
    for answer, believed in (
        (pack_photo(photo_of(FLAT)), photo_or_refused),
        (pack_picture(picture_of(FLAT)), picture_or_refused),
    ):
        assert struct.unpack_from("<H", answer, COUNT_AT) == (3,)
        assert not believed(answer[:COUNT_AT] + struct.pack("<H", count) + answer[POINTS_AT:])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *((column, value) for column in range(4) for value in (NAN, INFINITE, -INFINITE, 1025.0, -1025.0, 3e38)),
        *((2, value) for value in (0.0, -0.0, -1.0, 1e-45, 0.4)),
    ],
)
def test_a_point_that_no_picture_has_is_refused(column: int, value: float) -> None:
    for answer, believed, size, number in (
        (pack_photo(photo_of(FLAT)), photo_or_refused, OWN_POINT_BYTES, np.float16),
        (pack_picture(picture_of(FLAT)), picture_or_refused, POINT_BYTES, np.float32),
    ):
        at = POINTS_AT + size + size // 4 * column  # of the second of the three
        with np.errstate(over="ignore"):
            refused = number(value).tobytes()
        assert believed(answer[:at] + number(7).tobytes() + answer[at + size // 4 :])
        assert not believed(answer[:at] + refused + answer[at + size // 4 :])


@pytest.mark.parametrize("shape", [(0, 12), (12, 0), (0, 0), (2, 5), (4, 4), (12, 2), (1025, 1), (65_535, 65_535)])
def test_a_view_of_a_size_that_is_not_its_own_is_refused(shape: tuple[int, int]) -> None:
    answer = pack_picture(picture_of(FLAT))
    at = POINTS_AT + 3 * (POINT_BYTES + CODE_BYTES)
    assert struct.unpack_from("<HH", answer, at) == (3, 4)
    assert not picture_or_refused(answer[:at] + struct.pack("<HH", *shape) + answer[at + 4 :])


@pytest.mark.parametrize("shape", [(0, 12), (12, 0), (0, 0)])
def test_a_view_without_pixels_is_refused(shape: tuple[int, int]) -> None:
    answer = pack_picture(picture_of(FLAT))[: POINTS_AT + 3 * (POINT_BYTES + CODE_BYTES)]
    assert picture_or_refused(answer + struct.pack("<HH", 1, 1) + b"x")
    assert not picture_or_refused(answer + struct.pack("<HH", *shape))


@pytest.mark.parametrize("shape", [(1025, 1), (1, 1025), (2000, 2000)])
def test_a_view_larger_than_anybody_asked_for_is_refused(shape: tuple[int, int]) -> None:
    assert not picture_or_refused(pack_picture(picture_of(FLAT, view=a_view(*shape))))
