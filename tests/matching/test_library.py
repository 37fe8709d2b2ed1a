"""A library answers by bytes and by looks: strongest first, one answer for each place of a picture."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from exposurewatch.fingerprints.look import look_at_photo, look_at_picture
from exposurewatch.images import decode
from exposurewatch.matching.library import Glance, Library
from exposurewatch.matching.parts import Found, Part, Parts
from exposurewatch.model import (
    ORIENTATIONS,
    WHOLE,
    Box,
    Digest,
    Fingerprints,
    Judgement,
    LocalFeatures,
    MediaKind,
    Photo,
    Picture,
    PublishedHash,
    Region,
    Verdict,
)
from exposurewatch.parameters import DEFAULT, FAST, PROMISING, PROMISING_AMONG_OTHERS, SMOOTH
from tests.conftest import a_drawing, a_judgement, a_photo, an_alteration, encoded
from tests.matching.oracle import INSIDE, a_frame, a_photo_of, a_picture_of, flat, in_view, near

RNG = random.Random(1)  # noqa: S311
FORMS = len(ORIENTATIONS)
FRAME = a_frame(RNG, FORMS)
FINDINGS = (Verdict.EXACT, Verdict.CERTAIN, Verdict.PROBABLE)


def summed_up(judgements: Sequence[Judgement]) -> list[tuple[str, Verdict, list[str]]]:
    return [(one.photo.id, one.verdict, [photo.id for photo in one.alike]) for one in judgements]


def an_md5(value: bytes) -> PublishedHash:
    return PublishedHash(MediaKind.PUBLISHED_HASH, (Digest("md5", value),))


# --- by bytes


def test_the_photo_with_the_same_bytes_is_found_whatever_it_shows() -> None:
    photos = [a_photo_of(number, flat()) for number in range(5)]
    (judgement,) = Library(photos).same_bytes(photos[3].sha256)
    assert judgement.photo == photos[3]
    assert judgement.verdict is Verdict.EXACT


def test_other_bytes_are_no_photo() -> None:
    assert Library([a_photo_of(1, FRAME)]).same_bytes(bytes(32)) == ()
    assert Library([]).same_bytes(bytes(32)) == ()


def test_the_photo_with_the_same_md5_sum_is_found_and_those_without_one_are_counted() -> None:
    photos = [replace(a_photo_of(number, flat()), md5=bytes([number] * 16)) for number in (1, 2)]
    library = Library([*photos, a_photo_of(3, flat())])
    ((judgement,), *others) = library.published(list(map(an_md5, (photos[1].md5, bytes(16), b""))))
    assert (judgement.photo.id, judgement.verdict, judgement.agreement) == (photos[1].id, Verdict.EXACT, 1.0)
    assert others == [(), ()]
    assert library.without_sums == 1


# --- by whole-picture hashes


def own_near(rng: random.Random, picture: Picture, *bits: int) -> list[Photo]:
    """Photos numbered from 0 whose hashes lie so many bits from those of a picture, in each of the two hashes."""
    (frame,) = picture.fingerprints.frames
    own = [near(rng, frame, 0, count, count) for count in bits]
    return [
        a_photo_of(number, type(frame)(frame.box, 100, {name: value * FORMS for name, value in one.digests.items()}))
        for number, one in enumerate(own)
    ]


def test_the_strongest_at_a_place_stands_for_all_whatever_the_order_of_the_photos() -> None:
    rng = random.Random(2)  # noqa: S311
    picture = in_view(a_picture_of(a_frame(rng, 1)))
    photos = own_near(rng, picture, 50, 5, 20)
    for order in (photos, photos[::-1]):
        (judgement,) = Library(order).compare(picture)
        assert judgement.photo.id[-1] == "1"
        assert judgement.verdict is Verdict.CERTAIN
        assert [photo.id[-1] for photo in judgement.alike] == ["2", "0"]


def test_photos_at_different_places_of_a_picture_are_told_one_by_one_strongest_first() -> None:
    rng = random.Random(3)  # noqa: S311
    own = [a_frame(rng, FORMS) for _ in range(2)]
    halves = (Box(0.0, 0.0, 0.5, 1.0), Box(0.5, 0.0, 1.0, 1.0))
    found = [near(rng, frame, 0, bits, bits, box) for frame, bits, box in zip(own, (20, 10), halves, strict=True)]
    photos = [a_photo_of(number, frame) for number, frame in enumerate(own)]
    judgements = Library(photos).compare(in_view(a_picture_of(*found)))
    assert [(one.photo.id[-1], one.alike) for one in judgements] == [("1", ()), ("0", ())]


def test_unrelated_photos_are_not_judged() -> None:
    rng = random.Random(4)  # noqa: S311
    library = Library([a_photo_of(number, a_frame(rng, FORMS)) for number in range(50)])
    assert library.compare(in_view(a_picture_of(a_frame(rng, 1)))) == ()


def test_a_library_of_no_photos_or_plain_ones_finds_nothing() -> None:
    picture = look(a_drawing(1))
    assert Library([]).compare(picture) == ()
    assert Library([a_photo_of(1, flat()), a_photo_of(2, flat(), flat(INSIDE))]).compare(picture) == ()


def test_the_photos_are_kept_as_they_were_given_but_for_their_points() -> None:
    photos = [a_photo_of(2, FRAME), a_photo_of(1, flat())]
    assert Library(photos).photos == tuple(photos)
    real = own("a", a_drawing(1))
    (kept,) = Library([real]).photos
    assert kept.fingerprints.local is None
    assert (kept.id, kept.fingerprints.frames) == (real.id, real.fingerprints.frames)
    assert isinstance(real.fingerprints.local, LocalFeatures), "and what was given stays as it was"


# --- by points as well: real pictures


def own(name: str, picture: Image.Image) -> Photo:
    seen = look_at_photo(decode(encoded(picture, "JPEG", quality=92)))
    return a_photo(id=name, label=name, sha256=name.encode().ljust(32), fingerprints=seen)


def look(picture: Image.Image) -> Picture:
    return look_at_picture(decode(encoded(picture, "JPEG", quality=80)), DEFAULT.closer)


@cache
def drawing(seed: int) -> Image.Image:
    return a_drawing(seed, (640, 480))


def burst() -> list[Photo]:
    """A photo and two more of the same moment: a little from the side, a little brighter."""
    aside = drawing(1).crop((40, 20, 640, 470))
    brighter = drawing(1).crop((10, 24, 640, 480)).point(lambda level: min(255, round(level * 1.2)))
    return [own("moment", drawing(1)), own("aside", aside), own("brighter", brighter)]


def collage(*pictures: Image.Image) -> Image.Image:
    sheet = Image.new("RGB", (480 * len(pictures), 360), "white")
    for number, picture in enumerate(pictures):
        sheet.paste(picture.resize((480, 360)), (480 * number, 0))
    return sheet


def test_several_shots_of_one_moment_are_told_as_the_best_of_them() -> None:
    (judgement,) = Library([*burst(), own("other", drawing(7))]).compare(look(drawing(1)))
    assert judgement.photo.id == "moment"
    assert judgement.verdict is Verdict.CERTAIN
    assert {photo.id for photo in judgement.alike} == {"aside", "brighter"}


def test_which_shot_is_the_best_depends_on_the_picture() -> None:
    (judgement,) = Library(burst()).compare(look(drawing(1).crop((40, 20, 640, 470))))
    assert judgement.photo.id == "aside"


def test_two_photos_side_by_side_in_a_collage_are_told_each_in_its_place() -> None:
    photos = [own("left", drawing(1)), own("right", drawing(2)), own("elsewhere", drawing(3))]
    judgements = Library(photos).compare(look(collage(drawing(1), drawing(2))))
    assert {one.photo.id: (one.verdict, one.alike) for one in judgements} == {
        "left": (Verdict.CERTAIN, ()),
        "right": (Verdict.CERTAIN, ()),
    }
    for one in judgements:
        across = [x for x, _ in one.alteration.region]
        expected = (0.0, 0.5) if one.photo.id == "left" else (0.5, 1.0)
        assert (min(across), max(across)) == pytest.approx(expected, abs=0.03)


def test_a_collage_groups_shots_of_one_moment_and_leaves_the_other_photo_alone() -> None:
    photos = [*burst(), own("right", drawing(2))]
    judgements = Library(photos).compare(look(collage(drawing(1), drawing(2))))
    heads = {one.photo.id: {photo.id for photo in one.alike} for one in judgements}
    assert heads == {"moment": {"aside", "brighter"}, "right": set()}


def test_the_same_photo_enrolled_twice_is_told_once() -> None:
    twins = [own("twin a", drawing(1)), own("twin b", drawing(1))]
    for order in (twins, twins[::-1]):
        (judgement,) = Library(order).compare(look(drawing(1)))
        assert summed_up([judgement]) == [("twin a", Verdict.CERTAIN, ["twin b"])]


def test_an_exact_photo_stands_before_one_that_looks_just_as_like() -> None:
    photos = [own("a twin", drawing(1)), own("itself", drawing(1))]
    library = Library(photos)
    judgements = library.compare(look(drawing(1)), library.same_bytes(photos[1].sha256))
    assert summed_up(judgements) == [("itself", Verdict.EXACT, ["a twin"])]


def test_an_exact_photo_that_is_a_collage_does_not_hide_the_photos_inside_it() -> None:
    sheet = collage(drawing(1), drawing(2), drawing(3))
    photos = [own("sheet", sheet), own("inside", drawing(2))]
    library = Library(photos)
    judgements = library.compare(look(sheet), library.same_bytes(photos[0].sha256))
    assert summed_up(judgements) == [("sheet", Verdict.EXACT, []), ("inside", Verdict.CERTAIN, [])]


def test_what_only_the_hashes_see_is_told_where_the_layout_agrees_and_not_elsewhere() -> None:
    library = Library([own("a", drawing(1))])
    copy, other = look(drawing(1)), look(drawing(2))
    pointless = replace(copy.fingerprints, local=None)
    assert summed_up(library.compare(Picture(pointless, copy.view))) == [("a", Verdict.CERTAIN, [])]
    assert library.compare(Picture(pointless, other.view)) == ()


def test_the_setting_reaches_the_search() -> None:
    """A collage of many own photos: no more of them are verified than the setting allows in each form."""
    photos = [own(str(seed), drawing(seed)) for seed in range(12)]
    sheet = Image.new("RGB", (1280, 720))
    for seed in range(12):
        sheet.paste(drawing(seed).resize((320, 240)), (320 * (seed % 4), 240 * (seed // 4)))
    found = {setting: len(Library(photos, setting).compare(look(sheet))) for setting in (DEFAULT, FAST)}
    assert found[FAST] <= FAST.verified < found[DEFAULT]


# --- how answers are put together, whatever gave them


class Told(Library):
    """A library that is told what its parts and its hashes found."""

    def __init__(self, parts: Sequence[Judgement] = (), hashes: Sequence[Judgement] = ()) -> None:
        super().__init__([])
        self._parts_found, self._hashes_found = list(parts), list(hashes)

    def _by_parts(self, found: Picture, parts: Iterable[Part]) -> list[Judgement]:  # noqa: ARG002
        return self._parts_found

    def _by_hashes(self, found: Picture) -> list[Judgement]:  # noqa: ARG002
        return self._hashes_found


PICTURE = in_view(Fingerprints(640, 480, ()))
FULL = replace(PICTURE, view=np.random.default_rng(0).integers(0, 256, PICTURE.view.shape, dtype=np.uint8))
"""A picture without a plain line in it: it holds no others."""


def judged(name: str, verdict: Verdict, score: float = 20.0, region: Region = WHOLE) -> Judgement:
    return a_judgement(photo=a_photo(id=name), verdict=verdict, score=score, alteration=an_alteration(region=region))


def a_region(left: float, top: float, right: float, bottom: float) -> Region:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


@pytest.mark.parametrize(
    ("by_hash", "by_part", "told"),
    [
        (Verdict.CERTAIN, Verdict.SAME_SCENE, Verdict.CERTAIN),
        (Verdict.CERTAIN, Verdict.PROBABLE, Verdict.CERTAIN),
        (Verdict.PROBABLE, Verdict.SAME_SCENE, Verdict.SAME_SCENE),
        (Verdict.PROBABLE, Verdict.PROBABLE, Verdict.PROBABLE),
        (Verdict.PROBABLE, Verdict.CERTAIN, Verdict.CERTAIN),
        (Verdict.CERTAIN, Verdict.CERTAIN, Verdict.CERTAIN),
    ],
)
def test_hashes_are_believed_against_points_only_where_they_are_all_but_equal(
    by_hash: Verdict, by_part: Verdict, told: Verdict
) -> None:
    hashes, parts = judged("a", by_hash, score=22.0), judged("a", by_part, score=300.0)
    (judgement,) = Told([parts], [hashes]).compare(PICTURE)
    assert judgement.verdict is told
    believed = hashes if by_part is not Verdict.CERTAIN and by_hash is Verdict.CERTAIN else parts
    assert judgement == believed


@pytest.mark.parametrize("verdict", [Verdict.CERTAIN, Verdict.PROBABLE])
def test_hashes_alone_are_enough_where_points_find_nothing(verdict: Verdict) -> None:
    assert Told(hashes=[judged("a", verdict)]).compare(PICTURE) == (judged("a", verdict),)


def test_what_the_bytes_told_is_overruled_by_nothing() -> None:
    exact = judged("a", Verdict.EXACT, score=1.0)
    told = Told([judged("a", Verdict.CERTAIN, score=999.0)], [judged("a", Verdict.CERTAIN, score=998.0)])
    assert told.compare(PICTURE, (exact,)) == (exact,)


def test_the_verdict_counts_before_the_score() -> None:
    left, right = a_region(0, 0, 0.5, 1), a_region(0.5, 0, 1, 1)
    parts = [judged("many", Verdict.PROBABLE, 90.0, left), judged("sure", Verdict.CERTAIN, 19.0, right)]
    assert [one.photo.id for one in Told(parts).compare(PICTURE)] == ["sure", "many"]


def test_another_shot_of_the_scene_never_stands_for_a_copy() -> None:
    parts = [judged("scene", Verdict.SAME_SCENE, 500.0), judged("copy", Verdict.PROBABLE, 14.0)]
    for order in (parts, parts[::-1]):
        assert summed_up(Told(order).compare(PICTURE)) == [("copy", Verdict.PROBABLE, ["scene"])]


def test_another_shot_of_the_scene_elsewhere_in_the_picture_is_told_by_itself() -> None:
    left, right = a_region(0, 0, 0.5, 1), a_region(0.5, 0, 1, 1)
    parts = [judged("scene", Verdict.SAME_SCENE, 50.0, left), judged("copy", Verdict.CERTAIN, 20.0, right)]
    assert summed_up(Told(parts).compare(PICTURE)) == [
        ("copy", Verdict.CERTAIN, []),
        ("scene", Verdict.SAME_SCENE, []),
    ]


@pytest.mark.parametrize(
    ("one", "other", "is_one_place"),
    [
        (WHOLE, WHOLE, True),
        (WHOLE, a_region(0, 0, 1, 0.61), True),
        (WHOLE, a_region(0, 0, 1, 0.5), False),  # one half of an own collage of two
        (a_region(0, 0, 0.5, 1), a_region(0.5, 0, 1, 1), False),
        (a_region(0, 0, 0.6, 1), a_region(0.1, 0, 0.7, 1), True),
        (a_region(0, 0, 0.6, 1), a_region(0.3, 0, 0.9, 1), False),
        (WHOLE, a_region(-3, -2, 4, 3), True),  # a crop: what lies outside the picture does not count
        (a_region(-3, 0, 0.5, 1), a_region(0.5, 0, 4, 1), False),
        (a_region(0.2, 0.2, 0.2, 0.8), a_region(0.2, 0.2, 0.2, 0.8), False),  # a line covers nothing
        (a_region(0, 0, 5e-324, 0.5), a_region(0, 0, 5e-324, 0.5), False),  # nor does next to a line
        (a_region(2, 2, 3, 3), a_region(2, 2, 3, 3), False),  # nor does what lies outside the picture
        (WHOLE, ((1.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 1.0)), True),  # mirrored
    ],
)
def test_what_counts_as_one_place(one: Region, other: Region, is_one_place: bool) -> None:  # noqa: FBT001
    for first, second in ((one, other), (other, one)):
        parts = [judged("a", Verdict.CERTAIN, 50.0, first), judged("b", Verdict.CERTAIN, 40.0, second)]
        assert len(Told(parts).compare(PICTURE)) == (1 if is_one_place else 2)


verdicts = st.sampled_from((Verdict.CERTAIN, Verdict.PROBABLE, Verdict.SAME_SCENE))
edges = st.floats(-0.5, 1.5)
regions = st.builds(a_region, edges, edges, edges, edges)
answers = st.builds(judged, st.sampled_from("abcdef"), verdicts, st.floats(14, 300), regions)
one_a_photo = st.lists(answers, max_size=6, unique_by=lambda one: one.photo.id)


@given(parts=one_a_photo, hashes=one_a_photo, exact=st.none() | st.sampled_from("abcxyz"))
def test_no_photo_is_lost_or_told_twice_and_none_hides_behind_a_weaker_one(
    parts: list[Judgement], hashes: list[Judgement], exact: str | None
) -> None:
    known = [judged(exact, Verdict.EXACT, 22.6)] if exact else []
    told = Told(parts, hashes).compare(PICTURE, known)
    shown = [photo.id for one in told for photo in (one.photo, *one.alike)]
    assert sorted(shown) == sorted({one.photo.id for one in (*parts, *hashes, *known)})
    order = list(Verdict)
    ranks = [(order.index(one.verdict), -one.score, one.photo.id) for one in told]
    assert ranks == sorted(ranks)
    copies = {one.photo.id for one in (*parts, *known) if one.verdict in FINDINGS}
    copies |= {one.photo.id for one in hashes if one.verdict is Verdict.CERTAIN}
    for one in told:
        if one.verdict not in FINDINGS:
            assert copies.isdisjoint(photo.id for photo in (one.photo, *one.alike))
    if exact:
        assert summed_up(told)[0][:2] == (exact, Verdict.EXACT)


@given(parts=one_a_photo, seed=st.integers(0, 99))
def test_the_order_in_which_photos_were_found_changes_nothing(parts: list[Judgement], seed: int) -> None:
    shuffled = random.Random(seed).sample(parts, len(parts))  # noqa: S311
    assert Told(shuffled).compare(PICTURE) == Told(parts).compare(PICTURE)


# --- when a closer look is worth it


class Voted(Parts):
    """The points of no photo, and votes for one all the same."""

    def __init__(self, strength: float) -> None:
        super().__init__([], DEFAULT)
        self._strength = strength

    def find(self, picture: Picture) -> Found:  # noqa: ARG002
        return Found((), self._strength)


def is_in_doubt(strength: float, points: int, view: NDArray[np.uint8]) -> bool:
    """Whether votes so strong, and no photo found, leave a doubt about a picture."""
    library = Library([])
    library._parts = Voted(strength)
    local = LocalFeatures(np.ones((points, 4), np.float32), np.zeros((points, 32), np.uint8))
    glance = library.glance(Picture(Fingerprints(640, 480, (), local), view))
    assert (glance.judgements, glance.by_parts) == ((), ())
    return glance.in_doubt


GRAIN = np.random.default_rng(0).integers(0, 256, (60, 80), dtype=np.uint8)
FRAMED = np.pad(GRAIN, 10)


@pytest.mark.parametrize(
    ("strength", "points", "view", "expected"),
    [
        (PROMISING, SMOOTH, GRAIN, True),
        (PROMISING - 0.1, SMOOTH, GRAIN, False),
        (PROMISING_AMONG_OTHERS, SMOOTH, FRAMED, True),
        (PROMISING_AMONG_OTHERS - 0.1, SMOOTH, FRAMED, False),
        (PROMISING_AMONG_OTHERS, SMOOTH - 1, GRAIN, True),
        (PROMISING_AMONG_OTHERS - 0.1, SMOOTH - 1, GRAIN, False),
        (0.0, 0, FRAMED, False),
    ],
    ids=["strong", "weak", "framed", "framed, weaker", "smooth", "smooth, weaker", "none"],
)
def test_votes_for_a_photo_that_was_not_found_leave_a_doubt(
    strength: float,
    points: int,
    view: NDArray[np.uint8],
    expected: bool,  # noqa: FBT001
) -> None:
    assert is_in_doubt(strength, points, view) is expected


def test_a_picture_without_points_leaves_no_doubt() -> None:
    assert Library([]).glance(PICTURE) == Glance((), (), in_doubt=False)


@pytest.mark.parametrize("verdict", [Verdict.CERTAIN, Verdict.PROBABLE, Verdict.SAME_SCENE])
def test_what_is_found_and_not_certain_leaves_a_doubt(verdict: Verdict) -> None:
    found = judged("a", verdict)
    expected = Glance((found,), (found,), in_doubt=verdict is not Verdict.CERTAIN)
    assert Told([found]).glance(PICTURE) == expected


def test_points_that_lie_alike_and_are_too_few_for_a_verdict_leave_a_doubt() -> None:
    class Unjudged(Library):
        def _by_parts(self, found: Picture, parts: Iterable[Part]) -> list[Judgement]:  # noqa: ARG002
            return []

    copy = look(drawing(1))
    assert not Library([own("a", drawing(1))]).glance(copy).in_doubt
    assert Unjudged([own("a", drawing(1))]).glance(copy).in_doubt


@pytest.mark.parametrize("first", [Verdict.PROBABLE, Verdict.SAME_SCENE])
@pytest.mark.parametrize("closer", [Verdict.CERTAIN, Verdict.PROBABLE, Verdict.SAME_SCENE, None])
def test_the_better_of_two_looks_counts(first: Verdict, closer: Verdict | None) -> None:
    glance = Told([judged("a", first)]).glance(PICTURE)
    told = Told([] if closer is None else [judged("a", closer)]).compare(FULL, glanced=glance.by_parts)
    better = first if closer is None else min(first, closer, key=list(Verdict).index)
    assert [judgement.verdict for judgement in told] == [better]


def test_in_a_picture_that_may_hold_others_only_the_closer_look_counts() -> None:
    """From afar two chats, or two pages of text, look more alike than they are."""
    glanced = (judged("a", Verdict.PROBABLE),)
    assert Told([]).compare(PICTURE, glanced=glanced) == ()
    assert [judgement.verdict for judgement in Told([]).compare(FULL, glanced=glanced)] == [Verdict.PROBABLE]


def test_what_hashes_told_at_first_look_they_tell_again() -> None:
    """It is not known beforehand: points from closer by may speak against it."""
    assert Told(hashes=[judged("a", Verdict.PROBABLE)]).glance(PICTURE).by_parts == ()
