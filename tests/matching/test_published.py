"""What published hashes tell: possible copies, in which part and form; the same bytes alone are more than possible."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageOps

from exposurewatch.fingerprints.look import look_at_photo
from exposurewatch.fingerprints.phash import compute_short
from exposurewatch.fingerprints.regions import published_frames
from exposurewatch.images import Decoded, decode
from exposurewatch.matching.library import Library
from exposurewatch.matching.published import name_of
from exposurewatch.model import (
    WHOLE,
    Box,
    Digest,
    Frame,
    Judgement,
    MediaKind,
    Photo,
    PublishedHash,
    Span,
    Verdict,
)
from exposurewatch.parameters import PUBLISHED_BOTH
from tests.conftest import a_drawing, encoded
from tests.matching.oracle import a_photo_of

SIZE = (640, 480)
SUMS = {name: hashlib.new(name, b"own", usedforsecurity=False).digest() for name in ("md5", "sha1", "sha256")}


@cache
def own(seed: int) -> Photo:
    seen = look_at_photo(decode(encoded(a_drawing(seed, SIZE))))
    return Photo(f"photo {seed}", f"{seed}.jpg", bytes([seed]) * 32, seen)


@cache
def library() -> Library:
    summed = replace(own(3), md5=SUMS["md5"], sha1=SUMS["sha1"], sha256=SUMS["sha256"])
    return Library([own(1), own(2), summed])


def hashed(picture: Image.Image, *algorithms: str, boxes: int = 12) -> PublishedHash:
    """What a publisher tells of a picture."""
    frames = published_frames(decode(encoded(picture)))[:boxes]
    wanted = algorithms or ("pdq", "phash")
    digests = (Digest(name, frame.digests[name][0], frame.quality, frame.box) for frame in frames for name in wanted)
    return PublishedHash(MediaKind.PUBLISHED_HASH, tuple(digests))


def judged(published: PublishedHash, among: Library | None = None) -> tuple[Judgement, ...]:
    (judgements,) = (among or library()).published([published])
    return judgements


def the_one(published: PublishedHash, among: Library | None = None) -> Judgement:
    (judgement,) = judged(published, among)
    assert [judgement.verdict] == [Verdict.POSSIBLE]
    return judgement


@pytest.mark.parametrize("algorithms", [("pdq",), ("phash",), ("pdq", "phash")], ids=str)
def test_a_copy_is_possible_and_no_more(algorithms: tuple[str, ...]) -> None:
    judgement = the_one(hashed(a_drawing(1, SIZE), *algorithms, boxes=1))
    assert judgement.photo.id == "photo 1"
    assert judgement.agreement > 0.9
    assert judgement.score > 12
    altered = judgement.alteration
    assert (altered.mirrored, altered.rotation_degrees, altered.inverted) == (False, 0.0, False)
    assert (altered.region, altered.scale, altered.visible_fraction) == (WHOLE, 1.0, 1.0)


def test_a_stranger_is_nothing() -> None:
    assert judged(hashed(a_drawing(9, SIZE))) == ()


@pytest.mark.parametrize("algorithms", [("pdq",), ("phash",), ("pdq", "phash")], ids=str)
def test_a_mirrored_and_a_turned_copy_are_told_as_such(algorithms: tuple[str, ...]) -> None:
    mirrored = the_one(hashed(ImageOps.mirror(a_drawing(1, SIZE)), *algorithms, boxes=1)).alteration
    assert (mirrored.mirrored, mirrored.rotation_degrees) == (True, 0.0)
    assert mirrored.region == (WHOLE[1], WHOLE[0], WHOLE[3], WHOLE[2])
    clockwise = a_drawing(1, SIZE).transpose(Image.Transpose.ROTATE_270)
    turned = the_one(hashed(clockwise, *algorithms, boxes=1)).alteration
    assert (turned.mirrored, turned.rotation_degrees) == (False, 90.0)


@pytest.mark.parametrize("algorithms", [("pdq",), ("phash",), ("pdq", "phash")], ids=str)
def test_a_negative_is_told_as_such(algorithms: tuple[str, ...]) -> None:
    judgement = the_one(hashed(ImageOps.invert(a_drawing(1, SIZE)), *algorithms, boxes=1))
    assert judgement.photo.id == "photo 1"
    assert judgement.alteration.inverted
    assert judgement.agreement > 0.95


def test_a_crop_of_a_usual_shape_is_told_with_how_much_it_shows() -> None:
    square = a_drawing(1, SIZE).crop((80, 0, 560, 480))
    judgement = the_one(hashed(square, boxes=1))
    assert judgement.alteration.visible_fraction == pytest.approx(0.75)


def test_a_photo_in_a_screenshot_is_told_with_its_place() -> None:
    screen = Image.new("RGB", (720, 1280), "white")
    screen.paste(a_drawing(1, SIZE), (40, 300))
    judgement = the_one(hashed(screen))
    (left, top), _, (right, bottom), _ = judgement.alteration.region
    assert (left, top, right, bottom) == pytest.approx((40 / 720, 300 / 1280, 680 / 720, 780 / 1280), abs=0.01)
    assert judged(hashed(screen, boxes=1)) == ()


def test_the_short_hash_of_other_lists_is_compared_where_it_is_all_there_is() -> None:
    grey = np.asarray(ImageOps.mirror(a_drawing(1, SIZE)).convert("L"))
    value = compute_short(Decoded(grey, *SIZE), 1).digests[0]
    judgement = the_one(PublishedHash(MediaKind.PUBLISHED_HASH, (Digest("phash64", value),)))
    assert judgement.alteration.mirrored
    beside = Digest("pdq", bytes(32))
    assert judged(PublishedHash(MediaKind.PUBLISHED_HASH, (Digest("phash64", value), beside))) == ()


@pytest.mark.parametrize("name", SUMS)
def test_the_short_hash_is_compared_whatever_sum_of_the_file_is_told_beside_it(name: str) -> None:
    value = compute_short(Decoded(np.asarray(a_drawing(1, SIZE).convert("L")), *SIZE), 1).digests[0]
    told = (Digest(name, bytes(len(SUMS[name]))), Digest("phash64", value))
    for digests in (told, told[::-1]):
        assert the_one(PublishedHash(MediaKind.PUBLISHED_HASH, digests)).photo.id == "photo 1"


@pytest.mark.parametrize("name", SUMS)
def test_equal_sums_are_the_same_file_whatever_else_is_published(name: str) -> None:
    digests = (Digest(name, SUMS[name]), *hashed(a_drawing(3, SIZE)).digests)
    (judgement,) = judged(PublishedHash(MediaKind.PUBLISHED_HASH, digests))
    assert (judgement.photo.id, judgement.verdict) == ("photo 3", Verdict.EXACT)


def test_the_same_file_comes_before_what_is_possible() -> None:
    digests = (*hashed(a_drawing(1, SIZE), boxes=1).digests, Digest("md5", SUMS["md5"]))
    collage = replace(hashed(a_drawing(1, SIZE)), digests=digests)
    exact = judged(collage)[0]
    assert (exact.photo.id, exact.verdict) == ("photo 3", Verdict.EXACT)
    assert [photo.id for photo in exact.alike] == ["photo 1"]  # at one place of one picture


def bits_flipped(digest: Digest, bits: int) -> Digest:
    turned = np.unpackbits(np.frombuffer(digest.value, np.uint8))
    turned[np.random.default_rng(bits).choice(len(turned), bits, replace=False)] ^= 1
    return replace(digest, value=np.packbits(turned).tobytes())


def with_bits_flipped(by_pdq: int, by_phash: int | None) -> PublishedHash:
    """The hashes of photo 1 itself with so many bits turned over; without its pHash where that is None."""
    whole = own(1).fingerprints.frames[0].digests
    digests = [bits_flipped(Digest("pdq", whole["pdq"][0], 100), by_pdq)]
    if by_phash is not None:
        digests.append(bits_flipped(Digest("phash", whole["phash"][0]), by_phash))
    return PublishedHash(MediaKind.PUBLISHED_HASH, tuple(digests))


@pytest.mark.parametrize(
    ("by_pdq", "by_phash", "possible"),
    [
        (31, None, True),
        (32, None, False),
        (31, 128, True),
        (40, 50, True),
        (40, 100, False),
        (80, 20, False),
        (60, 60, False),
    ],
)
def test_pdq_counts_alone_up_to_its_threshold_and_beyond_where_phash_agrees(
    by_pdq: int, by_phash: int | None, *, possible: bool
) -> None:
    assert bool(judged(with_bits_flipped(by_pdq, by_phash))) is possible


def test_all_that_brute_force_finds_by_both_hashes_is_found() -> None:
    """But for a very few near the threshold, where no two words of either hash are nearly equal."""
    near = [with_bits_flipped(20 + place % 30, 20 + place % 41) for place in range(200)]
    within = [20 + place % 30 + 20 + place % 41 <= PUBLISHED_BOTH for place in range(200)]
    found = [bool(judgements) for judgements in library().published(near)]
    assert all(within)
    assert sum(found) >= 198


def test_hashes_that_their_publisher_calls_flat_are_not_compared() -> None:
    whole = with_bits_flipped(0, 0)
    flat = tuple(replace(digest, quality=49) for digest in whole.digests[:1])
    assert judged(replace(whole, digests=flat + whole.digests[1:])) == ()
    assert judged(replace(whole, digests=(replace(whole.digests[0], quality=None),)))


def test_hashes_of_one_part_are_not_taken_together_with_those_of_another() -> None:
    pdq, phash = with_bits_flipped(45, 30).digests
    assert judged(PublishedHash(MediaKind.PUBLISHED_HASH, (pdq, replace(phash, box=Box(0, 0, 0.5, 0.5)))))
    assert judged(PublishedHash(MediaKind.PUBLISHED_HASH, (pdq,))) == ()


def test_two_hashes_of_one_kind_for_one_part_are_both_compared() -> None:
    first, second = (hashed(a_drawing(seed, SIZE), "pdq", boxes=1).digests[0] for seed in (1, 2))
    both = judged(PublishedHash(MediaKind.PUBLISHED_HASH, (first, second)))
    assert {photo.id for judgement in both for photo in (judgement.photo, *judgement.alike)} == {"photo 1", "photo 2"}


def test_many_are_answered_each_in_its_place() -> None:
    many = [hashed(a_drawing(seed, SIZE), "pdq", boxes=1) for seed in (9, 1, 8, 2, 1)]
    ids = [[judgement.photo.id for judgement in judgements] for judgements in library().published(many)]
    assert ids == [[], ["photo 1"], [], ["photo 2"], ["photo 1"]]


def test_a_still_of_an_own_video_is_told_as_the_video_and_when() -> None:
    spans = (Span(0.0, 2.0), Span(2.0, 5.0))
    moments = tuple(zip(spans, (own(1).fingerprints, own(2).fingerprints), strict=True))
    video = Photo("film", "film.mp4", bytes(32), own(1).fingerprints, seconds=5.0, moments=moments)
    judgement = the_one(hashed(a_drawing(2, SIZE), boxes=1), Library([video]))
    assert (judgement.photo.id, judgement.own) == ("film", spans[1])


def test_photos_of_a_vault_without_parts_are_compared_as_they_are() -> None:
    old = replace(own(1), fingerprints=replace(own(1).fingerprints, crops=()))
    among = Library([old])
    assert the_one(hashed(ImageOps.mirror(a_drawing(1, SIZE)), boxes=1), among).alteration.mirrored
    assert judged(hashed(a_drawing(1, SIZE).crop((185, 0, 455, 480)), boxes=1), among) == ()


def test_without_photos_nothing_is_possible() -> None:
    assert Library([]).published([hashed(a_drawing(1, SIZE))]) == [()]


def test_the_photos_of_a_library_hold_no_parts() -> None:
    """Thousands of photos are in memory once: the hashes of their parts are in tables."""
    assert all(photo.fingerprints.crops == () for photo in library().photos)


def test_a_name_stands_for_all_hashes_in_whatever_order() -> None:
    published = hashed(a_drawing(1, SIZE))
    assert name_of(published) == name_of(replace(published, digests=published.digests[::-1]))
    assert name_of(published) != name_of(replace(published, digests=published.digests[:1]))
    assert len(name_of(published)) == 32


def test_a_library_that_is_asked_for_no_reports_tells_them_by_sums_alone() -> None:
    digest = bytes(range(32))
    frame = Frame(Box(), 100, dict.fromkeys(("pdq", "phash"), (digest,) * 8))
    photo = replace(a_photo_of(1, frame), md5=bytes([7] * 16))
    by_hash = PublishedHash(MediaKind.PUBLISHED_HASH, (Digest("pdq", digest),))
    by_sum = PublishedHash(MediaKind.PUBLISHED_HASH, (Digest("md5", photo.md5),))
    assert [len(each) for each in Library([photo]).published([by_hash, by_sum])] == [1, 1]
    assert [len(each) for each in Library([photo], reports=False).published([by_hash, by_sum])] == [0, 1]
