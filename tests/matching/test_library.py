"""A library answers by bytes and by looks, strongest first."""

from __future__ import annotations

import random

from exposurewatch.matching.library import Library
from exposurewatch.model import ORIENTATIONS, Verdict
from tests.matching.oracle import INSIDE, a_frame, a_photo_of, a_picture_of, flat, near

RNG = random.Random(1)  # noqa: S311
FORMS = len(ORIENTATIONS)
FRAME = a_frame(RNG, FORMS)


def test_the_photo_with_the_same_bytes_is_found_whatever_it_shows() -> None:
    photos = [a_photo_of(number, flat()) for number in range(5)]
    (judgement,) = Library(photos).same_bytes(photos[3].sha256)
    assert judgement.photo is photos[3]
    assert judgement.verdict is Verdict.EXACT


def test_other_bytes_are_no_photo() -> None:
    assert Library([a_photo_of(1, FRAME)]).same_bytes(bytes(32)) == ()
    assert Library([]).same_bytes(bytes(32)) == ()


def test_the_strongest_comes_first_whatever_the_order_of_photos_and_frames() -> None:
    rng = random.Random(2)  # noqa: S311
    picture = a_frame(rng, 1)
    own = [near(rng, picture, 0, bits, bits) for bits in (50, 5, 20)]
    photos = [
        a_photo_of(number, type(frame)(frame.box, 100, {name: value * FORMS for name, value in frame.digests.items()}))
        for number, frame in enumerate(own)
    ]
    for order in (photos, photos[::-1]):
        judgements = Library(order).compare(a_picture_of(flat(INSIDE), picture))
        assert [judgement.photo.id[-1] for judgement in judgements] == ["1", "2", "0"]
        assert [judgement.score for judgement in judgements] == sorted(
            (judgement.score for judgement in judgements), reverse=True
        )


def test_unrelated_photos_are_not_judged() -> None:
    rng = random.Random(3)  # noqa: S311
    library = Library([a_photo_of(number, a_frame(rng, FORMS)) for number in range(50)])
    assert library.compare(a_picture_of(a_frame(rng, 1))) == ()


def test_the_photos_are_kept_as_they_were_given() -> None:
    photos = [a_photo_of(2, FRAME), a_photo_of(1, flat())]
    assert Library(photos).photos == tuple(photos)
