"""The user's pictures become photos: each file once, each in all its forms, and nothing given is passed over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from exposurewatch.enrol import Arrival, Known, enrol
from exposurewatch.fingerprints.extract import photo_extractor
from exposurewatch.model import (
    Box,
    Fingerprints,
    Frame,
    Item,
    LocalFeatures,
    Locator,
    Message,
    Missing,
    Photo,
    Reason,
    Sighting,
    Skipped,
    Unreadable,
)
from exposurewatch.parameters import LEAST_FEATURES
from tests.conftest import a_drawing, a_sighting, an_origin, encoded
from tests.fakes import BROKEN, FLAT, FakeExtractor, File, Pick, at_random, first_first, last_first

RICH = Fingerprints(800, 600, (Frame(Box(), 100, {"pdq": (bytes(32),) * 8, "phash": (bytes(32),) * 8}),))


Workers = FakeExtractor[Arrival, Fingerprints]


def workers(seen: Mapping[bytes, Fingerprints | Unreadable], **options: Any) -> Workers:
    """Workers that see what is said of these bytes, and nothing at all in others."""
    return FakeExtractor(seen, FLAT, **options)


def enrolled(*items: Item, extractor: Workers | None = None) -> tuple[list[Photo], list[Skipped]]:
    results = list(enrol(items, extractor or workers(dict.fromkeys((b"one", b"two", b"three"), RICH))))
    photos = [result for result in results if isinstance(result, Photo)]
    return photos, [result for result in results if isinstance(result, Skipped)]


def test_a_picture_becomes_a_photo_with_its_name_its_bytes_digest_and_its_fingerprints() -> None:
    ((photo,), skipped) = enrolled(File(b"one").sighting("2024/beach.jpg"))
    sha256 = hashlib.sha256(b"one").digest()
    md5, sha1 = (hashlib.new(name, b"one", usedforsecurity=False).digest() for name in ("md5", "sha1"))
    path = "export/2024/beach.jpg"
    assert photo == Photo(sha256.hex()[:12], "2024/beach.jpg", sha256, RICH, path, md5=md5, sha1=sha1)
    assert skipped == []


def test_a_picture_that_was_named_by_itself_is_called_as_it_was_named() -> None:
    ((photo,), _) = enrolled(File(b"one").sighting(""))
    assert (photo.label, photo.path) == ("export", "export")


def test_the_same_bytes_twice_are_one_photo() -> None:
    extractor = workers({b"one": RICH})
    items = [File(b"one").sighting("a.jpg"), File(b"one").sighting("copy of a.jpg", None)]
    photos, skipped = enrolled(*items, extractor=extractor)
    assert [photo.label for photo in photos] == ["a.jpg"]
    assert skipped == [Skipped(Locator("export", "copy of a.jpg"), None, Reason.SAME_FILE_TWICE)]
    assert extractor.submitted == [b"one"]


def test_what_is_known_is_told_and_not_looked_at() -> None:
    extractor = workers({b"two": RICH})
    items = [File(content).sighting(f"{content.decode()}.jpg") for content in (b"one", b"two", b"one")]
    known = hashlib.sha256(b"one").digest()
    first, again, new = enrol(items, extractor, {known})
    assert first == Known(Locator("export", "one.jpg"), known)
    assert isinstance(again, Skipped)
    assert again.reason is Reason.SAME_FILE_TWICE
    assert isinstance(new, Photo)
    assert extractor.submitted == [b"two"]


def test_a_flat_photo_is_kept_and_said_to_be_too_plain() -> None:
    (photos, skipped) = enrolled(File(b"white").sighting("white.png"))
    assert [photo.label for photo in photos] == ["white.png"]
    assert skipped == [Skipped(Locator("export", "white.png"), None, Reason.TOO_PLAIN)]


def test_a_photo_of_which_only_the_inside_tells_something_is_not_too_plain() -> None:
    inside = Fingerprints(800, 600, (Frame(Box(), 0, {}), *RICH.frames))
    photos, skipped = enrolled(File(b"x").sighting("x"), extractor=workers({b"x": inside}))
    assert len(photos) == 1
    assert skipped == []


@pytest.mark.parametrize(("points", "is_plain"), [(0, True), (LEAST_FEATURES - 1, True), (LEAST_FEATURES, False)])
def test_a_photo_without_hashes_is_too_plain_unless_it_has_some_points(points: int, is_plain: bool) -> None:  # noqa: FBT001
    local = LocalFeatures(np.ones((points, 4), np.float32), np.zeros((points, 32), np.uint8))
    faint = Fingerprints(800, 600, (Frame(Box(), 0, {}),), local)
    photos, skipped = enrolled(File(b"x").sighting("x"), extractor=workers({b"x": faint}))
    assert [photo.fingerprints for photo in photos] == [faint]
    assert [skip.reason for skip in skipped] == ([Reason.TOO_PLAIN] if is_plain else [])


def test_a_photo_with_hashes_and_without_points_is_not_too_plain() -> None:
    smooth = Fingerprints(
        800, 600, RICH.frames, LocalFeatures(np.zeros((0, 4), np.float32), np.zeros((0, 32), np.uint8))
    )
    _, skipped = enrolled(File(b"x").sighting("x"), extractor=workers({b"x": smooth}))
    assert skipped == []


def test_what_cannot_be_had_or_decoded_or_is_no_picture_is_told_with_its_reason() -> None:
    items: list[Item] = [
        File(Unreadable(Reason.CANNOT_OPEN, "Permission denied")).sighting("locked.jpg", None),
        File(b"broken").sighting("broken.jpg", None),
        File(b"film").video("film.mp4", None),
        a_sighting(media=Missing(Reason.NOT_A_PICTURE, "text"), origin=an_origin(locator=Locator("export", "a.txt"))),
        Skipped(Locator("export", "link"), None, Reason.LINK, "leads out"),
        Message(an_origin()),
    ]
    photos, skipped = enrolled(*items, extractor=workers({b"broken": BROKEN}, sees_videos=False))
    assert photos == []
    assert sorted((skip.locator.path, skip.reason, skip.detail) for skip in skipped) == [
        ("a.txt", Reason.NOT_A_PICTURE, "text"),
        ("broken.jpg", Reason.UNREADABLE, ""),
        ("film.mp4", Reason.VIDEO, ""),
        ("link", Reason.LINK, "leads out"),
        ("locked.jpg", Reason.CANNOT_OPEN, "Permission denied"),
    ]


@pytest.mark.parametrize("pick", [first_first, last_first, at_random(1)])
def test_every_file_is_accounted_for_in_whatever_order_work_gets_done(pick: Pick) -> None:
    seen = {b"%d" % number: BROKEN if number % 5 == 0 else RICH for number in range(50)}
    extractor = workers(seen, pick=pick)
    items = [File(content).sighting(content.decode()) for content in seen]
    photos, skipped = enrolled(*items, extractor=extractor)
    assert sorted([photo.label for photo in photos] + [skip.locator.path for skip in skipped]) == sorted(
        content.decode() for content in seen
    )
    for photo in photos:
        assert photo.sha256 == hashlib.sha256(photo.label.encode()).digest()


def test_photos_come_in_the_order_of_their_pictures_whichever_worker_is_faster() -> None:
    seen = {b"%d" % number: BROKEN if number % 5 == 0 else RICH for number in range(50)}
    items = [File(content).sighting(content.decode()) for content in seen]
    picks: list[Pick] = [first_first, last_first, at_random(1), at_random(2)]
    outcomes = [list(enrol(items, workers(seen, pick=pick))) for pick in picks]
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert [one.label if isinstance(one, Photo) else one.locator.path for one in outcomes[0]] == [
        content.decode() for content in seen
    ]


def test_no_more_files_are_read_ahead_than_there_is_room_for() -> None:
    files = [File(b"%d" % number) for number in range(100)]

    def items() -> Iterator[Sighting]:
        for number, file in enumerate(files):
            yield file.sighting(str(number))

    results = enrol(items(), workers({b"%d" % number: RICH for number in range(100)}, room=4))
    for taken in range(1, 90):
        next(results)
        assert sum(file.reads for file in files) <= taken + 4


def test_no_files_are_no_photos() -> None:
    assert enrolled() == ([], [])


def test_real_pictures_become_photos_that_tell_something() -> None:
    contents = {f"{seed}.jpg": encoded(a_drawing(seed)) for seed in range(3)}
    items = [File(content).sighting(path) for path, content in contents.items()]
    with photo_extractor(1) as extractor:
        results = list(enrol([*items, File(b"no picture").sighting("text.txt", None)], extractor))
    photos = {result.label: result for result in results if isinstance(result, Photo)}
    assert photos.keys() == contents.keys()
    assert [result for result in results if isinstance(result, Skipped)] == [
        Skipped(Locator("export", "text.txt"), None, Reason.UNSUPPORTED_FORMAT)
    ]
    for path, photo in photos.items():
        assert photo.sha256 == hashlib.sha256(contents[path]).digest()
        assert all(len(digests) == 8 for frame in photo.fingerprints.frames for digests in frame.digests.values())
        assert photo.fingerprints.local is not None
        assert len(photo.fingerprints.local.points) > 100
        assert photo.fingerprints.layout is not None
