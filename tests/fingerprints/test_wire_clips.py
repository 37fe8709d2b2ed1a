"""What was seen of a video arrives as it was sent, and nothing that no honest worker says is believed."""

from __future__ import annotations

import random
import struct

import pytest

from exposurewatch.fingerprints.wire import (
    MalformedAnswer,
    pack_clip,
    pack_photo,
    pack_picture,
    unpack_clip,
    unpack_photo,
    unpack_picture,
)
from exposurewatch.model import Clip, Picture, Span
from exposurewatch.videos.sampling import MOST_MOMENTS
from tests.fingerprints.test_wire import FLAT, photo_of, picture_of, same_fingerprints, same_picture

SPANS = (Span(0.0, 1.5), Span(1.5, 2.0), Span(2.5, 2.5))
ONE = pack_picture(picture_of(FLAT))
HONEST = pack_clip(SPANS, [ONE] * 3, 9.0, 3.0)
LENGTHS_AT, FIRST_AT = 2, 18
MOMENT = struct.Struct("<ddI")


def believed(answer: bytes) -> Clip[Picture] | None:
    try:
        return unpack_clip(answer, unpack_picture)
    except MalformedAnswer:
        return None


def test_all_that_was_seen_arrives_as_it_was_sent() -> None:
    clip = unpack_clip(HONEST, unpack_picture)
    assert (clip.seconds, clip.seen) == (9.0, 3.0)
    assert tuple(span for span, _ in clip.moments) == SPANS
    assert all(same_picture(picture, picture_of(FLAT)) for _, picture in clip.moments)


def test_an_own_video_arrives_in_the_same_way() -> None:
    clip = unpack_clip(pack_clip(SPANS[:1], [pack_photo(photo_of(FLAT))], 2.0, 2.0), unpack_photo)
    ((span, seen),) = clip.moments
    assert span == SPANS[0]
    assert same_fingerprints(seen, photo_of(FLAT))


@pytest.mark.parametrize("count", [0, MOST_MOMENTS + 1])
def test_no_moment_or_too_many_are_refused(count: int) -> None:
    assert believed(pack_clip([Span(0.0, 0.0)] * MOST_MOMENTS, [ONE] * MOST_MOMENTS, 1.0, 1.0)) is not None
    assert believed(pack_clip([Span(0.0, 0.0)] * count, [ONE] * count, 1.0, 1.0)) is None


@pytest.mark.parametrize(
    ("seconds", "seen"),
    [(2.0, 3.0), (9.0, 2.4), (float("nan"), 3.0), (9.0, float("nan")), (float("inf"), 3.0), (2e6, 3.0), (-1.0, -2.0)],
)
def test_a_length_that_no_video_has_is_refused(seconds: float, seen: float) -> None:
    assert believed(HONEST[:LENGTHS_AT] + struct.pack("<dd", seconds, seen) + HONEST[FIRST_AT:]) is None


@pytest.mark.parametrize(
    ("start", "end"),
    [(-1.0, 1.0), (1.0, 0.5), (0.0, 1.6), (float("nan"), 1.0), (0.0, float("nan")), (0.0, float("inf"))],
)
def test_a_stretch_that_is_none_or_overlaps_the_next_is_refused(start: float, end: float) -> None:
    assert believed(HONEST[:FIRST_AT] + MOMENT.pack(start, end, len(ONE)) + HONEST[FIRST_AT + MOMENT.size :]) is None


@pytest.mark.parametrize("size", [0, len(ONE) - 1, len(ONE) + 1, 2**32 - 1])
def test_a_moment_of_another_size_than_its_own_is_refused(size: int) -> None:
    assert believed(HONEST[:FIRST_AT] + MOMENT.pack(0.0, 1.5, size) + HONEST[FIRST_AT + MOMENT.size :]) is None


def test_what_breaks_off_or_goes_on_is_refused() -> None:
    assert not any(believed(HONEST[:end]) for end in range(0, len(HONEST), 7))
    assert believed(HONEST + b"\0") is None


def test_other_bytes_put_in_leave_something_sound_or_are_refused() -> None:
    rng = random.Random(1)  # noqa: S311
    refused = 0
    for _ in range(2000):
        answer = bytearray(HONEST)
        answer[rng.randrange(len(answer))] = rng.randrange(256)
        clip = believed(bytes(answer))
        refused += clip is None
        if clip is not None:
            edges = [edge for span, _ in clip.moments for edge in (span.start, span.end)]
            assert edges == sorted(edges)
            assert 0 <= edges[0] <= edges[-1] <= clip.seen <= clip.seconds <= 1e6
    assert refused > 100
