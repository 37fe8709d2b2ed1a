"""The index finds what comparing every bit with every other finds: no more, no less, and no other form."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.matching.index import BITS, Index
from exposurewatch.model import ORIENTATIONS, Photo
from exposurewatch.parameters import FARTHEST_HASH, FARTHEST_PDQ
from tests.matching.oracle import INSIDE, a_frame, a_photo_of, a_picture_of, flat, near, searched

FORMS = len(ORIENTATIONS)


def agrees(photos: list[Photo], index: Index, *frames: object) -> int:
    """Hold the index against the oracle for one picture; return how many photos were found."""
    found = a_picture_of(*frames)  # type: ignore[arg-type]
    candidates = index.search(found)
    assert {candidate.photo.id: candidate for candidate in candidates} == searched(photos, found)
    assert len({candidate.photo.id for candidate in candidates}) == len(candidates)
    return len(candidates)


@pytest.fixture(scope="module")
def photos() -> list[Photo]:
    rng = random.Random(1)  # noqa: S311
    several = [a_photo_of(number, a_frame(rng, FORMS)) for number in range(8)]
    several += [a_photo_of(number, a_frame(rng, FORMS), a_frame(rng, FORMS, INSIDE)) for number in range(8, 12)]
    several += [a_photo_of(12, flat()), a_photo_of(13, flat(), a_frame(rng, FORMS, INSIDE))]
    several += [a_photo_of(14, a_frame(rng, FORMS), flat(INSIDE))]
    rng.shuffle(several)
    return several


def test_planted_near_ones_are_found_as_the_oracle_finds_them(photos: list[Photo]) -> None:
    rng = random.Random(2)  # noqa: S311
    index = Index(photos)
    comparable = [photo for photo in photos if any(frame.digests for frame in photo.fingerprints.frames)]
    hits = 0
    for _ in range(40):
        photo = rng.choice(comparable)
        frame = rng.choice([frame for frame in photo.fingerprints.frames if frame.digests])
        planted = near(rng, frame, rng.randrange(FORMS), rng.randrange(70, 95), rng.randrange(30, 75))
        hits += agrees(photos, index, planted)
    assert 5 < hits < 35, "some planted ones are near enough and some are not"


@pytest.mark.parametrize(
    ("pdq", "phash", "is_found"),
    [
        (0, 0, True),
        (0, FARTHEST_HASH, True),
        (0, FARTHEST_HASH + 1, False),
        (FARTHEST_PDQ, FARTHEST_HASH - FARTHEST_PDQ, True),
        (FARTHEST_PDQ, FARTHEST_HASH - FARTHEST_PDQ + 1, False),
        (FARTHEST_PDQ, 0, True),
        (FARTHEST_PDQ + 1, 0, False),
        (256, 0, False),
        (0, 256, False),
        (256, 256, False),
    ],
)
def test_the_limits_are_exact(photos: list[Photo], pdq: int, phash: int, is_found: bool) -> None:  # noqa: FBT001
    photo = photos[0] if photos[0].fingerprints.frames[0].digests else photos[1]
    planted = near(random.Random(3), photo.fingerprints.frames[0], 5, pdq, phash)  # noqa: S311
    assert agrees(photos, Index(photos), planted) == is_found


@pytest.mark.parametrize("form", range(FORMS))
def test_the_form_that_agrees_is_told(photos: list[Photo], form: int) -> None:
    photo = next(photo for photo in photos if photo.id == f"{3:012x}")
    planted = near(random.Random(form), photo.fingerprints.frames[0], form, 20, 11)  # noqa: S311
    (candidate,) = Index(photos).search(a_picture_of(planted))
    assert candidate.photo is photo
    assert candidate.orientation is ORIENTATIONS[form]
    assert candidate.distance == 31
    assert candidate.found_frame is planted


def test_several_frames_on_both_sides_give_the_closest_pair(photos: list[Photo]) -> None:
    rng = random.Random(4)  # noqa: S311
    photo = next(photo for photo in photos if photo.id == f"{9:012x}")
    outer, inner = photo.fingerprints.frames
    farther, nearer = near(rng, outer, 2, 30, 30), near(rng, inner, 4, 10, 5, INSIDE)
    for frames in ((farther, nearer), (nearer, farther)):
        assert agrees(photos, Index(photos), *frames) == 1
        (candidate,) = Index(photos).search(a_picture_of(*frames))
        assert (candidate.photo_frame, candidate.found_frame, candidate.distance) == (inner, nearer, 15)


def test_two_photos_that_both_agree_are_both_found() -> None:
    rng = random.Random(5)  # noqa: S311
    frame = a_frame(rng, FORMS)
    twins = [a_photo_of(1, frame), a_photo_of(2, frame)]
    assert agrees(twins, Index(twins), near(rng, frame, 0, 3, 3)) == 2


def test_of_forms_that_agree_alike_the_first_is_told() -> None:
    """A picture that looks the same mirrored counts as not mirrored."""
    rng = random.Random(6)  # noqa: S311
    frame = a_frame(rng, FORMS)
    same = {name: (digests[0],) * FORMS for name, digests in frame.digests.items()}
    photo = a_photo_of(1, type(frame)(frame.box, 100, same))
    (candidate,) = Index([photo]).search(a_picture_of(near(rng, frame, 0, 4, 4)))
    assert candidate.orientation is ORIENTATIONS[0]


def test_a_picture_too_flat_is_like_nothing(photos: list[Photo]) -> None:
    assert Index(photos).search(a_picture_of(flat())) == ()
    assert Index(photos).search(a_picture_of(flat(), flat(INSIDE))) == ()


def test_nothing_is_like_no_photos_or_flat_ones() -> None:
    picture = a_picture_of(a_frame(random.Random(7), 1))  # noqa: S311
    assert Index([]).search(picture) == ()
    assert Index([a_photo_of(1, flat()), a_photo_of(2, flat(), flat(INSIDE))]).search(picture) == ()


def test_extreme_digests_are_counted_right() -> None:
    """All bits set against none is where a count of too few bits would run over."""
    ones, zeros = b"\xff" * 32, bytes(32)
    frame = a_frame(random.Random(8), FORMS)  # noqa: S311
    dark = a_photo_of(1, type(frame)(frame.box, 100, {"pdq": (zeros,) * FORMS, "phash": (zeros,) * FORMS}))
    for pdq, phash, expected in ((zeros, zeros, 1), (ones, ones, 0), (zeros, ones, 0), (ones, zeros, 0)):
        planted = type(frame)(frame.box, 100, {"pdq": (pdq,), "phash": (phash,)})
        assert agrees([dark], Index([dark]), planted) == expected


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    count=st.integers(0, 4),
    form=st.integers(0, 7),
    pdq=st.integers(0, FARTHEST_PDQ + 5),
    phash=st.integers(0, 100),
)
def test_any_digests_are_found_as_the_oracle_finds_them(seed: int, count: int, form: int, pdq: int, phash: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    photos = [a_photo_of(number, a_frame(rng, FORMS)) for number in range(count)]
    frames = [a_frame(rng, 1)]
    if photos:
        frames.append(near(rng, rng.choice(photos).fingerprints.frames[0], form, pdq, phash, INSIDE))
    agrees(photos, Index(photos), *frames)


def test_the_bits_compared_are_those_of_both_digests() -> None:
    assert BITS == 2 * 256
    assert FARTHEST_PDQ <= FARTHEST_HASH < BITS // 2
