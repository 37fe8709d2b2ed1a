"""Pictures in exports are compared with the photos: each file is opened once, and every sighting of it is reported."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from PIL import Image

from exposurewatch import __version__
from exposurewatch.desk import Asked
from exposurewatch.errors import NoRoom
from exposurewatch.fingerprints.extract import picture_extractor
from exposurewatch.fingerprints.look import look_at_photo, look_at_picture
from exposurewatch.images import decode
from exposurewatch.matching.library import Glance, Library
from exposurewatch.memory import ShortMemory
from exposurewatch.model import (
    Box,
    Digest,
    Fingerprints,
    ImageFile,
    Item,
    Judgement,
    LibrarySummary,
    LocalFeatures,
    Locator,
    LookedAt,
    Match,
    MediaKind,
    Message,
    Missing,
    Moment,
    Photo,
    Picture,
    PublishedHash,
    Reason,
    Remembered,
    Report,
    Sighting,
    Skipped,
    Unreadable,
    Verdict,
)
from exposurewatch.parameters import DEFAULT, LEAST_FEATURES
from exposurewatch.scan import posted_since, scan
from exposurewatch.steps import Looked, Step, interrupted, report_of
from tests.conftest import a_drawing, a_judgement, a_photo, a_sighting, an_alteration, an_origin, encoded
from tests.fakes import BROKEN, FLAT, FakeExtractor, File, Pick, at_random, first_first, last_first
from tests.matching.oracle import a_frame, a_picture_of, in_view, near

RNG = random.Random(1)  # noqa: S311
OWN_FRAME = a_frame(RNG, 8)
COPY = in_view(a_picture_of(near(RNG, OWN_FRAME, 0, 10, 10)))
STRANGER = in_view(a_picture_of(a_frame(RNG, 1)))
PLAIN = in_view(FLAT)
SEEN: dict[bytes, Picture | Unreadable] = {
    b"own": COPY,
    b"copy": COPY,
    b"stranger": STRANGER,
    b"broken": BROKEN,
    b"flat": PLAIN,
}
PHOTO = a_photo(sha256=hashlib.sha256(b"own").digest(), fingerprints=Fingerprints(800, 600, (OWN_FRAME,)))
LIBRARY = Library([PHOTO])


Workers = FakeExtractor[Asked, Picture]


def workers(seen: Mapping[bytes, Picture | Unreadable] = SEEN, **options: Any) -> Workers:
    """Workers that see what is said of these bytes, and nothing at all in others."""
    return FakeExtractor(seen, PLAIN, **options)


def steps_of(*items: Item, extractor: Workers | None = None, library: Library = LIBRARY) -> list[Step]:
    return list(scan(items, library, extractor or workers()))


def reported(items: Sequence[Item], extractor: Workers | None = None) -> Report:
    return report_of(scan(items, LIBRARY, extractor or workers()), LibrarySummary(1), ())


def matches(steps: Sequence[Step]) -> list[tuple[str, str, Verdict]]:
    found = [step for step in steps if isinstance(step, Match)]
    return [(step.sighting.origin.locator.path, step.judgement.photo.id, step.judgement.verdict) for step in found]


def skips(steps: Sequence[Step]) -> list[tuple[str, str | None, Reason]]:
    return [(step.locator.path, step.message_id, step.reason) for step in steps if isinstance(step, Skipped)]


# --- one picture


def test_a_copy_is_looked_at_and_matched() -> None:
    sighting = File(b"copy").sighting("a.jpg")
    looked, match = steps_of(sighting)
    assert looked == Looked(sighting, anew=True)
    assert isinstance(match, Match)
    assert match.sighting == sighting
    assert match.judgement.photo == PHOTO
    assert match.judgement.verdict is Verdict.CERTAIN


def test_a_stranger_is_looked_at_and_not_matched() -> None:
    sighting = File(b"stranger").sighting("a.jpg")
    assert steps_of(sighting) == [Looked(sighting, anew=True)]


def test_the_same_bytes_are_exact_and_told_once() -> None:
    """The picture looks like the photo as well, of course; the stronger verdict stands alone."""
    assert matches(steps_of(File(b"own").sighting("a.jpg"))) == [("a.jpg", PHOTO.id, Verdict.EXACT)]


def test_another_photo_that_looks_alike_is_told_with_the_exact_one() -> None:
    twin = a_photo(id="twin", sha256=bytes(32), fingerprints=PHOTO.fingerprints)
    steps = steps_of(File(b"own").sighting("a.jpg"), library=Library([twin, PHOTO]))
    assert matches(steps) == [("a.jpg", PHOTO.id, Verdict.EXACT)]
    (match,) = (step for step in steps if isinstance(step, Match))
    assert match.judgement.alike == (twin,)


def test_a_flat_picture_is_too_plain_to_compare() -> None:
    assert skips(steps_of(File(b"flat").sighting("a.jpg"))) == [("a.jpg", "1", Reason.TOO_PLAIN)]


@pytest.mark.parametrize(("points", "is_compared"), [(LEAST_FEATURES - 1, False), (LEAST_FEATURES, True)])
def test_a_picture_without_hashes_is_compared_by_its_points_if_it_has_some(points: int, is_compared: bool) -> None:  # noqa: FBT001
    steps = steps_of(File(b"faint").sighting("a.jpg"), extractor=workers({b"faint": faint(points)}))
    assert [isinstance(step, Looked) for step in steps] == [is_compared]
    assert skips(steps) == ([] if is_compared else [("a.jpg", "1", Reason.TOO_PLAIN)])


@pytest.mark.parametrize("content", [b"flat", b"broken"])
def test_a_picture_that_cannot_be_compared_is_still_exact_where_its_bytes_are_the_photos(content: bytes) -> None:
    photo = a_photo(sha256=hashlib.sha256(content).digest(), fingerprints=FLAT)
    steps = steps_of(File(content).sighting("a.jpg"), library=Library([photo]))
    assert matches(steps) == [("a.jpg", photo.id, Verdict.EXACT)]
    assert skips(steps) == []
    assert isinstance(steps[0], Looked)


# --- several sightings


def test_a_file_that_is_posted_often_is_opened_once_and_told_each_time() -> None:
    file = File(b"copy")
    sightings = [file.sighting("a.jpg", str(message)) for message in range(10)]
    extractor = workers()
    report = reported(sightings, extractor)
    assert file.reads == 1
    assert len(extractor.submitted) == 1
    assert report.looked_at == LookedAt(messages=0, pictures=10, files=1, spared=9)
    assert [match.sighting for match in report.matches] == sightings


def test_the_same_bytes_under_two_names_are_looked_at_once_and_told_twice() -> None:
    files = [File(b"copy"), File(b"copy")]
    extractor = workers()
    report = reported([file.sighting(f"{number}.jpg") for number, file in enumerate(files)], extractor)
    assert [file.reads for file in files] == [1, 1]
    assert len(extractor.submitted) == 1
    assert report.looked_at == LookedAt(messages=0, pictures=2, files=2, spared=1)
    assert [match.sighting.origin.locator.path for match in report.matches] == ["0.jpg", "1.jpg"]


def test_the_same_path_in_two_containers_is_two_files() -> None:
    sightings = [
        a_sighting(media=File(content).sighting("").media, origin=an_origin(locator=Locator(container, "1.jpg")))
        for container, content in (("one.zip", b"copy"), ("two.zip", b"stranger"))
    ]
    report = reported(sightings)
    assert report.looked_at.files == 2
    assert [match.sighting.origin.locator.container for match in report.matches] == ["one.zip"]


@pytest.mark.parametrize("room", [1, 4])
def test_a_later_sighting_of_a_file_already_judged_is_told_as_well(room: int) -> None:
    copies = [File(b"copy").sighting(f"{number}.jpg") for number in range(5)]
    strangers = [File(b"stranger").sighting(f"s{number}.jpg") for number in range(5)]
    items = [item for pair in zip(copies, strangers, strict=True) for item in pair]
    report = reported(items, workers(room=room))
    assert len(report.matches) == 5
    assert report.looked_at.pictures == 10


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (File(Unreadable(Reason.MISSING_FILE)), Reason.MISSING_FILE),
        (File(Unreadable(Reason.TOO_LARGE, "more than 100 MiB")), Reason.TOO_LARGE),
        (File(b"broken"), Reason.UNREADABLE),
        (File(b"flat"), Reason.TOO_PLAIN),
    ],
)
def test_a_file_that_cannot_be_compared_is_told_for_every_sighting_of_it(file: File, reason: Reason) -> None:
    file.reads = 0
    steps = steps_of(*(file.sighting("a.jpg", str(message)) for message in range(3)))
    assert skips(steps) == [("a.jpg", str(message), reason) for message in range(3)]
    assert file.reads == 1
    assert len(steps) == 3


def test_the_detail_of_a_file_that_cannot_be_read_is_told() -> None:
    (step,) = steps_of(File(Unreadable(Reason.CANNOT_OPEN, "Permission denied")).sighting("a.jpg"))
    assert isinstance(step, Skipped)
    assert step.detail == "Permission denied"


def test_videos_and_missing_media_are_told_and_messages_and_skips_passed_on() -> None:
    message, skip = Message(an_origin()), Skipped(Locator("export", "x"), None, Reason.LINK)
    video = File(b"film").video("film.mp4")
    missing = a_sighting(media=Missing(Reason.NOT_INCLUDED, "not exported"))
    assert steps_of(message, video, skip, missing, extractor=workers(sees_videos=False)) == [
        message,
        video.skipped(Reason.VIDEO),
        skip,
        missing.skipped(Reason.NOT_INCLUDED, "not exported"),
    ]


# --- pictures that look the same


MD5 = hashlib.md5(b"own", usedforsecurity=False).digest()
SUMMED = Library([replace(PHOTO, md5=MD5)])


def published(digest: bytes = MD5) -> Sighting:
    return a_sighting(media=PublishedHash(MediaKind.PHOTO, (Digest("md5", digest),)))


def test_a_published_sum_tells_the_very_file_without_it() -> None:
    sighting = published()
    looked, match = steps_of(sighting, library=SUMMED)
    assert looked == Looked(sighting, anew=False)
    assert isinstance(match, Match)
    assert match.sighting == sighting
    assert (match.judgement.photo.id, match.judgement.verdict, match.judgement.agreement) == (
        PHOTO.id,
        Verdict.EXACT,
        1.0,
    )
    assert match.judgement.alteration == an_alteration()


def unreachable(digest: bytes) -> Sighting:
    def read() -> bytes:
        raise Unreadable(Reason.UNREACHABLE, "The host does not answer.")

    return a_sighting(media=ImageFile(MediaKind.PHOTO, read, (Digest("md5", digest),)))


def test_a_picture_that_cannot_be_had_is_told_by_the_sum_that_came_with_it() -> None:
    looked, match = steps_of(unreachable(MD5), library=SUMMED)

    assert looked == Looked(published(), anew=False)
    assert isinstance(match, Match)
    assert match.sighting == published()


def test_a_picture_that_cannot_be_had_and_has_a_strange_sum_is_skipped_for_what_is_the_matter() -> None:
    sighting = unreachable(bytes(16))

    assert steps_of(sighting, library=SUMMED) == [sighting.skipped(Reason.UNREACHABLE, "The host does not answer.")]


def test_a_picture_is_fetched_whatever_the_sum_that_came_with_it_tells() -> None:
    read: list[bytes] = []

    def fetch() -> bytes:
        read.append(b"own")
        return b"own"

    steps = steps_of(a_sighting(media=ImageFile(MediaKind.PHOTO, fetch, (Digest("md5", MD5),))), library=SUMMED)

    assert read == [b"own"]  # or its host could tell by what is not asked for
    assert len([step for step in steps if isinstance(step, Match)]) == 1


@pytest.mark.parametrize(
    ("photos", "more"),
    [
        ([replace(PHOTO, md5=MD5)], ""),
        ([PHOTO], "; 1 of your photos has no such sum until added again"),
        (
            [PHOTO, a_photo(id="other", sha256=bytes(32))],
            "; 2 of your photos have no such sum until added again",
        ),
    ],
)
def test_a_published_sum_of_no_photo_is_not_taken_for_a_look(photos: list[Photo], more: str) -> None:
    (skip,) = steps_of(published(bytes(16)), library=Library(photos))
    assert isinstance(skip, Skipped)
    assert skip.reason is Reason.REMOTE_ONLY
    words = "its published MD5 sum is that of none of your photos, which a copy with any change would not have either"
    assert skip.detail == words + more


@pytest.mark.parametrize("room", [1, 4])
@pytest.mark.parametrize("first", [True, False], ids=["before the file", "after the file"])
def test_a_published_sum_stands_for_no_look_at_the_file_itself(room: int, *, first: bool) -> None:
    """The file may show other own photos as well, be it met before or after its sum, however fast the workers are."""
    memory, items = ShortMemory(), [published(), File(b"own").sighting("a.jpg")]
    extractor = workers(room=room)
    steps = list(scan(items if first else items[::-1], SUMMED, extractor, memory))
    assert [verdict for _, _, verdict in matches(steps)] == [Verdict.EXACT] * 2
    assert extractor.submitted == [b"own"]


def test_the_memory_takes_in_what_a_published_sum_told_and_may_leave_it_out() -> None:
    class Leaving(ShortMemory):
        """A memory that was told that the picture does not show her."""

        def recall(self, sha256: bytes) -> Remembered | None:
            known = super().recall(sha256)
            return None if known is None else Remembered(())

    told, memory = ShortMemory(), Leaving()
    assert len(list(scan([published(), published()], SUMMED, workers(), told))) == 4
    assert list(scan([published()], SUMMED, workers(), memory)) == [Looked(published(), anew=False)]


class Counting(Library):
    """A library that counts how often a picture is compared with it."""

    compared = 0

    def glance(self, found: Picture, known: Iterable[Judgement] = ()) -> Glance:
        self.compared += 1
        return super().glance(found, known)


def faint(points: int) -> Picture:
    """A picture too faint for hashes, with some points."""
    local = LocalFeatures(np.ones((points, 4), np.float32), np.zeros((points, 32), np.uint8))
    return in_view(replace(FLAT, local=local))


def alike(picture: Picture, **changes: Any) -> Picture:
    """Another look at a picture, equal in all but what is changed of its fingerprints."""
    return Picture(replace(picture.fingerprints, **changes), picture.view.copy())


@pytest.mark.parametrize(("pick", "compared"), [(first_first, 1), (last_first, 6)])
def test_pictures_with_equal_hashes_are_judged_once_and_told_each_time(pick: Pick, compared: int) -> None:
    """Those that overtake the first are compared before it is known what to spare them."""
    library = Counting([PHOTO])
    seen = {b"%d" % number: alike(COPY) for number in range(6)}
    sightings = [File(content).sighting(f"{content.decode()}.jpg") for content in seen]
    report = report_of(scan(sightings, library, workers(seen, pick=pick)), LibrarySummary(1), ())
    assert library.compared == compared
    assert report.looked_at == LookedAt(messages=0, pictures=6, files=6, spared=5)
    assert [(match.sighting.origin.locator.path, match.judgement.verdict) for match in report.matches] == [
        (f"{number}.jpg", Verdict.CERTAIN) for number in range(6)
    ]
    assert all(match.judgement == report.matches[0].judgement for match in report.matches)


def test_strangers_with_equal_hashes_are_compared_once_and_all_of_them_looked_at() -> None:
    library = Counting([PHOTO])
    items = [File(name).sighting(name.decode()) for name in (b"a", b"b")]
    steps = steps_of(*items, extractor=workers({b"a": STRANGER, b"b": alike(STRANGER)}), library=library)
    assert library.compared == 1
    assert steps == [Looked(items[0], anew=True), Looked(items[1], anew=True, spared=True)]


ANOTHER_BIT = near(random.Random(7), OWN_FRAME, 0, 10, 11)  # noqa: S311


@pytest.mark.parametrize(
    "other",
    [
        alike(COPY, width=401),
        alike(COPY, height=301),
        alike(COPY, frames=(ANOTHER_BIT,)),
        alike(COPY, frames=(replace(COPY.fingerprints.frames[0], box=Box(0.0, 0.0, 1.0, 0.9)),)),
        alike(COPY, frames=(*COPY.fingerprints.frames, ANOTHER_BIT)),
        alike(COPY, frames=(*COPY.fingerprints.frames, *FLAT.frames)),
    ],
    ids=["wider", "higher", "other bits", "another border", "a border more", "a plain border more"],
)
def test_pictures_that_differ_in_size_hashes_or_border_are_compared_each_by_itself(other: Picture) -> None:
    library = Counting([PHOTO])
    items = [File(b"copy").sighting("a.jpg"), File(b"other").sighting("b.jpg")]
    steps = steps_of(*items, extractor=workers({b"copy": COPY, b"other": other}), library=library)
    assert library.compared == 2
    assert [path for path, _, _ in matches(steps)] == ["a.jpg", "b.jpg"]


def test_pictures_without_hashes_are_not_taken_for_the_same() -> None:
    """Their points may show quite different things, and nothing else of them can be held together."""
    library = Counting([PHOTO])
    items = [File(name).sighting(name.decode()) for name in (b"a", b"b")]
    seen = {b"a": faint(LEAST_FEATURES), b"b": faint(LEAST_FEATURES + 9)}
    steps = steps_of(*items, extractor=workers(seen), library=library)
    assert library.compared == 2
    assert [type(step) for step in steps] == [Looked, Looked]


@pytest.mark.parametrize("order", [(b"own", b"copy"), (b"copy", b"own")], ids=["own first", "copy first"])
def test_a_picture_that_looks_as_the_file_itself_is_not_therefore_exact(order: tuple[bytes, bytes]) -> None:
    steps = steps_of(*(File(content).sighting(content.decode()) for content in order))
    assert sorted(matches(steps)) == [("copy", PHOTO.id, Verdict.CERTAIN), ("own", PHOTO.id, Verdict.EXACT)]


def test_what_one_scan_saw_is_not_carried_into_the_next() -> None:
    library = Counting([PHOTO])
    for _ in range(2):
        steps_of(File(b"copy").sighting("a.jpg"), library=library)
    assert library.compared == 2


# --- a memory that outlasts a scan


class Interrupted(Exception):
    """The scan was cut off."""


def cut_off(items: Iterable[Item], after: int) -> Iterator[Item]:
    for number, item in enumerate(items):
        if number == after:
            raise Interrupted
        yield item


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("after", [0, 1, 5, 60, 199])
def test_a_scan_taken_up_again_ends_as_if_it_had_not_been_cut_off(seed: int, after: int) -> None:
    seen = {**SEEN, b"again": alike(COPY)}
    items = [*a_mixture(seed), *(File(name).sighting(f"{name.decode()}.jpg", "1000") for name in (b"again", b"copy"))]
    quiet = report_of(scan(items, LIBRARY, workers(seen)), LibrarySummary(1), ())
    memory = ShortMemory()
    with pytest.raises(Interrupted):
        list(scan(cut_off(items, after), LIBRARY, workers(seen, pick=last_first), memory))
    resumed = report_of(scan(items, LIBRARY, workers(seen), memory), LibrarySummary(1), ())
    assert replace(resumed, made_at=quiet.made_at) == quiet


def test_what_is_remembered_is_not_looked_at_again() -> None:
    memory, library = ShortMemory(), Counting([PHOTO])
    sightings = [File(content).sighting(content.decode()) for content in SEEN]
    first = list(scan(sightings, library, workers(), memory))
    compared = library.compared
    again = list(scan(sightings, library, workers({}), memory))
    assert library.compared == compared
    assert sorted(map(repr, again)) == sorted(map(repr, first))


def test_of_pictures_that_look_the_same_the_one_that_comes_first_is_judged_however_fast_it_is() -> None:
    seen = {b"first": alike(COPY), b"second": alike(COPY)}

    class Blind(Library):
        def glance(self, found: Picture, known: Iterable[Judgement] = ()) -> Glance:
            return super().glance(found, known) if found is seen[b"first"] else Glance((), (), in_doubt=False)

    items = [File(content).sighting(content.decode()) for content in seen]
    steps = steps_of(*items, extractor=workers(seen, pick=last_first), library=Blind([PHOTO]))
    assert [path for path, _, _ in matches(steps)] == ["first", "second"]


def test_a_memory_is_told_of_every_place_in_which_a_file_was_read() -> None:
    class Noting(ShortMemory):
        def __init__(self) -> None:
            super().__init__()
            self.places: list[tuple[str, bytes, int]] = []

        def saw(self, sighting: Sighting, sha256: bytes, size: int) -> None:
            self.places.append((sighting.origin.locator.path, sha256, size))

    memory = Noting()
    copy, broken = File(b"copy"), File(Unreadable(Reason.MISSING_FILE))
    list(scan([copy.sighting("a.jpg"), copy.sighting("b.jpg"), broken.sighting("c.jpg")], LIBRARY, workers(), memory))
    digest = hashlib.sha256(b"copy").digest()
    assert memory.places == [("a.jpg", digest, 4), ("b.jpg", digest, 4)]


# --- the stream


def a_mixture(seed: int) -> list[Item]:
    rng = random.Random(seed)  # noqa: S311
    files = [File(content) for content in SEEN] + [File(Unreadable(Reason.MISSING_FILE)), File(b"copy"), File(b"own")]
    items: list[Item] = []
    for number in range(200):
        which = rng.randrange(len(files))
        items.append(files[which].sighting(f"{which}.jpg", str(number)))
        if number % 7 == 0:
            items.append(Message(an_origin(message_id=str(number))))
    return items


@pytest.mark.parametrize("seed", range(3))
def test_the_report_does_not_depend_on_which_worker_is_faster(seed: int) -> None:
    picks: list[Pick] = [first_first, last_first, at_random(1), at_random(2)]
    reports = [reported(a_mixture(seed), workers(room=room, pick=pick)) for pick in picks for room in (1, 3, 16)]
    first = reports[0]
    assert first.matches
    assert first.skipped
    for report in reports:
        assert (report.matches, report.skipped, report.looked_at) == (first.matches, first.skipped, first.looked_at)


def test_in_a_report_message_9_comes_before_message_10() -> None:
    posted, missing = File(b"copy"), File(Unreadable(Reason.MISSING_FILE))
    messages = ("10", "100", "9")
    pairs = ((posted, "a"), (missing, "b"))
    report = reported([file.sighting(path, message) for message in messages for file, path in pairs])
    assert [match.sighting.origin.message_id for match in report.matches] == ["9", "10", "100"]
    assert [skip.message_id for skip in report.skipped] == ["9", "10", "100"]


def test_every_sighting_is_accounted_for() -> None:
    items = a_mixture(9)
    sightings = [item for item in items if isinstance(item, Sighting)]
    steps = steps_of(*items, extractor=workers(pick=at_random(3)))
    looked = [step.sighting.origin.message_id for step in steps if isinstance(step, Looked)]
    skipped = [step.message_id for step in steps if isinstance(step, Skipped)]
    assert sorted([*looked, *skipped], key=str) == sorted((item.origin.message_id for item in sightings), key=str)


def test_a_match_is_told_after_its_picture_was_looked_at() -> None:
    steps = steps_of(*a_mixture(4))
    looked: set[str | None] = set()
    for step in steps:
        if isinstance(step, Looked):
            looked.add(step.sighting.origin.message_id)
        elif isinstance(step, Match):
            assert step.sighting.origin.message_id in looked


def test_an_export_without_end_is_read_no_further_than_there_is_room_for() -> None:
    read = 0

    def endless() -> Iterator[Sighting]:
        nonlocal read
        while True:
            read += 1
            yield File(b"picture %d" % read).sighting(f"{read}.jpg")

    steps = scan(endless(), LIBRARY, workers(room=4))
    for taken in range(1, 300):
        next(steps)
        assert read <= taken + 5


def test_the_content_of_a_file_is_not_kept_once_it_was_judged() -> None:
    """What is remembered of a file is its digest and its outcome, so memory does not grow with the pictures."""

    class Content(bytes):
        alive = 0

        def __new__(cls, value: bytes) -> Content:
            cls.alive += 1
            return super().__new__(cls, value)

        def __del__(self) -> None:
            Content.alive -= 1

    class Fresh(File):
        def read(self) -> bytes:
            assert isinstance(self.content, bytes)
            return Content(self.content)

    class Forgetful(FakeExtractor[Asked, Picture]):
        def submit(self, key: Asked, content: bytes) -> None:
            super().submit(key, content)
            self.submitted.clear()

        def submit_again(self, key: Asked, content: bytes) -> None:
            super().submit_again(key, content)
            self.submitted_again.clear()

    items = (Fresh(b"%d" % number).sighting(f"{number}.jpg") for number in range(100))
    most = 0
    for _ in scan(items, LIBRARY, Forgetful(SEEN, PLAIN, room=4)):
        most = max(most, Content.alive)
    assert 0 < most <= 6


# --- closer looks


class Doubting(Library):
    """A library that finds its photo in what it is told of at first look and from closer by, and doubts at first."""

    def __init__(self, at_first: Sequence[Picture] = (), from_closer_by: Sequence[Picture] = ()) -> None:
        super().__init__([PHOTO])
        self._at_first, self._from_closer_by = at_first, from_closer_by

    def glance(self, found: Picture, known: Iterable[Judgement] = ()) -> Glance:
        told = (*known, *self._shown(found, self._at_first))
        return Glance(told, told, in_doubt=found is not STRANGER)

    def compare(
        self, found: Picture, known: Iterable[Judgement] = (), glanced: Iterable[Judgement] = ()
    ) -> tuple[Judgement, ...]:
        return (*known, *glanced, *self._shown(found, self._from_closer_by))

    def _shown(self, found: Picture, those: Sequence[Picture]) -> tuple[Judgement, ...]:
        return (a_judgement(photo=PHOTO),) if any(found is one for one in those) else ()


CLOSER = in_view(a_picture_of(a_frame(RNG, 1)))


def test_where_the_first_look_leaves_a_doubt_the_closer_one_tells() -> None:
    extractor = workers({b"a": COPY, b"b": STRANGER}, closer={b"a": CLOSER})
    items = [File(name).sighting(name.decode()) for name in (b"a", b"b")]
    steps = steps_of(*items, extractor=extractor, library=Doubting(from_closer_by=[CLOSER]))
    assert extractor.submitted == [b"a", b"b"]
    assert extractor.submitted_again == [b"a"]
    assert matches(steps) == [("a", PHOTO.id, Verdict.CERTAIN)]


def test_what_only_the_first_look_showed_is_told_as_well() -> None:
    extractor = workers({b"a": COPY}, closer={b"a": CLOSER})
    steps = steps_of(File(b"a").sighting("a"), extractor=extractor, library=Doubting(at_first=[COPY]))
    assert matches(steps) == [("a", PHOTO.id, Verdict.CERTAIN)]


def test_what_is_too_plain_at_first_look_may_show_something_from_closer_by() -> None:
    extractor = workers({b"a": PLAIN, b"b": PLAIN}, closer={b"a": COPY})
    items = [File(name).sighting(name.decode()) for name in (b"a", b"b")]
    steps = steps_of(*items, extractor=extractor)
    assert extractor.submitted_again == [b"a", b"b"]
    assert [path for path, _, _ in matches(steps)] == ["a"]
    assert skips(steps) == [("b", "1", Reason.TOO_PLAIN)]


def test_what_cannot_be_looked_at_a_second_time_is_skipped() -> None:
    extractor = workers({b"a": COPY}, closer={b"a": Unreadable(Reason.TIMED_OUT)})
    steps = steps_of(File(b"a").sighting("a"), extractor=extractor, library=Doubting())
    assert skips(steps) == [("a", "1", Reason.TIMED_OUT)]


@pytest.mark.parametrize("pick", [first_first, last_first, *map(at_random, range(5))])
def test_closer_looks_change_nothing_in_the_order_of_judgement(pick: Pick) -> None:
    seen: dict[bytes, Picture | Unreadable] = {
        b"%d" % number: STRANGER if number % 3 else faint(LEAST_FEATURES + number) for number in range(20)
    }
    closer = {name: faint(LEAST_FEATURES) for name in seen}
    items = [File(name).sighting(name.decode()) for name in seen]
    extractor = workers(seen, pick=pick, closer=closer)
    steps = steps_of(*items, extractor=extractor, library=Doubting(from_closer_by=list(closer.values())))
    assert [path for path, _, _ in matches(steps)] == [str(number) for number in range(0, 20, 3)]
    assert sorted(extractor.submitted_again) == sorted(name for name in seen if seen[name] is not STRANGER)


def test_a_file_with_the_look_of_one_that_was_judged_needs_no_closer_look() -> None:
    seen = {b"a": alike(COPY), b"b": alike(COPY)}
    extractor = workers(seen, room=1)
    items = [File(name).sighting(name.decode()) for name in seen]
    steps = steps_of(*items, extractor=extractor, library=Doubting(at_first=list(seen.values())))
    assert extractor.submitted_again == [b"a"]
    assert [path for path, _, _ in matches(steps)] == ["a", "b"]


# --- the report


def test_a_report_counts_what_was_seen_and_says_who_made_it() -> None:
    message, copy, plain = Message(an_origin()), File(b"copy").sighting("a.jpg"), File(b"flat").sighting("b.jpg")
    before = datetime.now(UTC)
    report = reported([message, copy, message, plain])
    assert before <= report.made_at <= datetime.now(UTC)
    assert report.version == __version__
    assert report.looked_at == LookedAt(messages=2, pictures=1, files=1)
    assert len(report.matches) == 1
    assert [skip.reason for skip in report.skipped] == [Reason.TOO_PLAIN]
    assert report.library == LibrarySummary(1)
    assert report.complete


def test_a_scan_of_nothing_is_a_report() -> None:
    report = reported([])
    assert (report.looked_at, report.matches, report.skipped) == (LookedAt(), (), ())


def test_an_interrupted_report_says_so_and_is_otherwise_the_same() -> None:
    report = reported([File(b"copy").sighting("a.jpg")])
    stopped = interrupted(report)
    assert stopped.interrupted
    assert not stopped.complete
    assert (stopped.matches, stopped.looked_at) == (report.matches, report.looked_at)


# --- since

DAY = date(2024, 5, 2)


def dated(moment: Moment | None) -> Sighting:
    return File(b"copy").sighting("a.jpg", date=moment)


def utc(*parts: int) -> Moment:
    return Moment(datetime(*parts, tzinfo=UTC))  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    "moment",
    [
        None,
        utc(2024, 5, 2),
        utc(2024, 5, 2, 23, 59, 59),
        utc(2030, 1, 1),
        Moment(None, None),
        Moment(None, ""),
        Moment(None, "some day in May"),
        Moment(None, "2024-05-02T00:00:00", "no time zone"),
        Moment(None, "2024-05-01T00:00:00", "no time zone"),
        Moment(None, "9999-12-31T00:00:00", "no time zone"),
        Moment(None, "2024-13-45"),
        Moment(datetime(2024, 5, 2, tzinfo=UTC), "2020-01-01T00:00:00"),
    ],
)
def test_what_may_have_been_posted_on_the_day_or_later_is_passed_on(moment: Moment | None) -> None:
    sighting = dated(moment)
    assert list(posted_since([sighting], DAY)) == [sighting]


@pytest.mark.parametrize(
    "moment",
    [
        utc(2024, 5, 1, 23, 59, 59),
        utc(1970, 1, 1),
        Moment(None, "2024-04-30T23:59:59", "no time zone"),
        Moment(None, "0001-01-01T00:00:00", "no time zone"),
        Moment(datetime(2024, 5, 1, tzinfo=UTC), "2024-05-03T00:00:00"),
    ],
)
def test_a_picture_posted_before_is_told_and_not_opened_and_its_message_not_counted(moment: Moment) -> None:
    file = File(b"copy")
    sighting = file.sighting("a.jpg", date=moment)
    message = Message(an_origin(date=moment))
    steps = list(scan(posted_since([message, sighting], DAY), LIBRARY, workers()))
    assert steps == [sighting.skipped(Reason.BEFORE_SINCE)]
    assert file.reads == 0


def test_skips_are_passed_on_whatever_the_day() -> None:
    skip = Skipped(Locator("export", "x"), None, Reason.LINK)
    assert list(posted_since([skip], DAY)) == [skip]


@pytest.mark.parametrize("raw", ["0001-01-01", "2024-05-01", "9999-12-31"])
@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_first_and_the_last_day_there_are_can_be_asked_for(day: date, raw: str) -> None:
    (item,) = posted_since([dated(Moment(None, raw))], day)
    assert isinstance(item, Sighting) == (day == date.min or raw == "9999-12-31")


# --- with real workers


def inside(sheet: tuple[int, int], picture: Image.Image, at: tuple[int, int], ground: Image.Image) -> Image.Image:
    whole = ground.resize(sheet)
    whole.paste(picture, at)
    return whole


def test_real_pictures_are_compared_with_real_photos() -> None:
    drawing, other = a_drawing(1, (640, 480)), a_drawing(2, (640, 480))
    content = encoded(drawing)
    own = Photo("own", "own", hashlib.sha256(content).digest(), look_at_photo(decode(content)))
    copies = {
        "the file itself": content,
        "saved anew": encoded(drawing, "WEBP", quality=50),
        "mirrored": encoded(drawing.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
        "smaller": encoded(drawing.resize((320, 240))),
        "a crop": encoded(drawing.crop((200, 100, 560, 400))),
        "inside another": encoded(inside((900, 900), drawing.resize((480, 360)), (300, 120), a_drawing(3))),
        "inverted": encoded(Image.eval(drawing, lambda level: 255 - level)),
    }
    others = {"a stranger": encoded(other), "cut off": content[:3000], "text": b"text"}
    items = [File(found).sighting(path) for path, found in (copies | others).items()]
    with picture_extractor(2) as extractor:
        report = report_of(scan(items, Library([own]), extractor), LibrarySummary(1), ())
    found = {match.sighting.origin.locator.path: match.judgement for match in report.matches}
    assert {path: judgement.verdict for path, judgement in found.items()} == dict.fromkeys(copies, Verdict.CERTAIN) | {
        "the file itself": Verdict.EXACT
    }
    assert {path for path, judgement in found.items() if judgement.alteration.mirrored} == {"mirrored"}
    assert {path for path, judgement in found.items() if judgement.alteration.inverted} == {"inverted"}
    assert found["a crop"].alteration.visible_fraction == pytest.approx(0.35, abs=0.04)
    region = np.array(found["inside another"].alteration.region) * 900
    assert region == pytest.approx(np.array(((300, 120), (780, 120), (780, 480), (300, 480))), abs=20)
    assert skips(report.skipped) == [("cut off", "1", Reason.UNREADABLE), ("text", "1", Reason.UNSUPPORTED_FORMAT)]
    assert report.looked_at == LookedAt(messages=0, pictures=len(copies) + 1, files=len(copies) + 1)


def test_a_real_file_saved_twice_looks_the_same_and_is_compared_once() -> None:
    """The bytes behind the end of a picture make another file of it, and no other picture."""
    drawing = a_drawing(1, (640, 480))
    content = encoded(drawing)
    library = Counting([Photo("own", "own", bytes(32), look_at_photo(decode(content)))])
    contents = [content + bytes([end]) for end in range(3)]
    seen = {one: look_at_picture(decode(one), DEFAULT.first) for one in contents}
    items = [File(one).sighting(str(number)) for number, one in enumerate(contents)]
    steps = steps_of(*items, extractor=workers(seen), library=library)
    assert library.compared == 1
    assert matches(steps) == [(str(number), "own", Verdict.CERTAIN) for number in range(3)]


def test_what_was_judged_before_a_breakdown_is_told() -> None:
    """Two pictures become ready at once, and the vault takes only the first of them."""

    class Full(ShortMemory):
        def keep(self, sha256: bytes, remembered: Remembered, look: bytes | None) -> None:
            if sha256 != hashlib.sha256(b"copy").digest():
                raise NoRoom("There is no room left.", "Make some.")
            super().keep(sha256, remembered, look)

    steps = scan(
        [File(b"copy").sighting("a.jpg"), File(b"other").sighting("b.jpg")], LIBRARY, workers(pick=last_first), Full()
    )
    told: list[Step] = []
    with pytest.raises(NoRoom):
        told.extend(steps)
    assert [type(step) for step in told] == [Looked, Match]


@pytest.mark.parametrize("found", [True, False])
def test_a_closer_look_that_fails_takes_nothing_from_the_first(*, found: bool) -> None:
    library = Doubting(at_first=[COPY] if found else [])
    extractor = workers({b"a": COPY}, closer={b"a": Unreadable(Reason.TIMED_OUT)})
    steps = steps_of(File(b"a").sighting("a.jpg"), extractor=extractor, library=library)

    assert extractor.submitted_again == [b"a"]
    assert len(matches(steps)) == found
    assert [reason for _, _, reason in skips(steps)] == ([] if found else [Reason.TIMED_OUT])
