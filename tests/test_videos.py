"""Videos in a scan and among own files: who is asked, what is kept of them, and whatever order work gets done in."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence

import numpy as np
import pytest

from exposurewatch.desk import Asked
from exposurewatch.enrol import Known, enrol
from exposurewatch.fingerprints import extract
from exposurewatch.fingerprints.extract import Extractor, photo_extractor, picture_extractor, videos_can_be_seen
from exposurewatch.matching.library import Library
from exposurewatch.memory import ShortMemory
from exposurewatch.model import (
    Clip,
    Fingerprints,
    Item,
    Match,
    Photo,
    Picture,
    Reason,
    Skipped,
    Span,
    Unreadable,
    Verdict,
)
from exposurewatch.sandbox.worker import Limits
from exposurewatch.scan import scan
from exposurewatch.steps import Looked, Step
from tests.conftest import a_drawing, a_photo, encoded
from tests.fakes import FLAT, FakeExtractor, File, Pick, at_random, first_first, last_first
from tests.matching.oracle import a_frame, a_picture_of, in_view, near
from tests.videos.clips import a_pan, a_slide, moving
from tests.videos.clips import encoded as video

RNG = random.Random(1)  # noqa: S311
OWN_FRAME = a_frame(RNG, 8)
COPY = in_view(a_picture_of(near(RNG, OWN_FRAME, 0, 10, 10)))
STRANGER = in_view(a_picture_of(a_frame(RNG, 1)))
PLAIN = in_view(FLAT)
PHOTO = a_photo(sha256=hashlib.sha256(b"own").digest(), fingerprints=Fingerprints(800, 600, (OWN_FRAME,)))
LIBRARY = Library([PHOTO])


def clip(*frames: Picture, seen: float | None = None) -> Clip[Picture]:
    """A video that shows each of these for two seconds."""
    moments = tuple((Span(2.0 * at, 2.0 * at + 2), frame) for at, frame in enumerate(frames))
    length = 2.0 * len(frames)
    return Clip(moments, length if seen is None else 3000.0, length if seen is None else seen)


SEEN: dict[bytes, Picture | Clip[Picture] | Unreadable] = {
    b"shows her": clip(STRANGER, COPY, COPY, STRANGER),
    b"strangers": clip(STRANGER, STRANGER),
    b"own": clip(STRANGER, STRANGER),
    b"plain": clip(PLAIN, PLAIN),
    b"plain at first": clip(PLAIN, COPY),
    b"long": clip(COPY, STRANGER, seen=1200.0),
    b"broken": Unreadable(Reason.UNREADABLE),
    b"picture": COPY,
}


def steps_of(*items: Item, memory: ShortMemory | None = None, pick: Pick = first_first) -> list[Step]:
    return list(scan(items, LIBRARY, FakeExtractor(SEEN, PLAIN, pick=pick), memory))


def spans(steps: Sequence[Step]) -> list[list[tuple[float, float]]]:
    found = [step.judgement.spans for step in steps if isinstance(step, Match)]
    return [[(span.start, span.end) for span in each] for each in found]


def test_a_video_is_looked_at_and_its_moment_told() -> None:
    sighting = File(b"shows her").video("a.mp4")
    looked, match = steps_of(sighting)
    assert looked == Looked(sighting, anew=True)
    assert isinstance(match, Match)
    assert match.judgement.verdict is Verdict.CERTAIN
    assert spans([match]) == [[(2, 6)]]


def test_a_strangers_video_is_looked_at_and_not_matched() -> None:
    assert [type(step) for step in steps_of(File(b"strangers").video("a.mp4"))] == [Looked]


def test_the_very_file_is_exact_without_a_moment() -> None:
    _, match = steps_of(File(b"own").video("a.mp4"))
    assert isinstance(match, Match)
    assert (match.judgement.verdict, match.judgement.spans) == (Verdict.EXACT, ())


def test_a_video_posted_twice_is_opened_once_each_and_looked_at_once() -> None:
    file, again = File(b"shows her"), File(b"shows her")
    extractor: FakeExtractor[Asked, Picture] = FakeExtractor(SEEN, PLAIN)
    steps = list(scan([file.video("a.mp4"), file.video("a.mp4", "2"), again.video("b.mp4")], LIBRARY, extractor))
    assert (file.reads, again.reads, extractor.moving) == (1, 1, [b"shows her"])
    assert [step.spared for step in steps if isinstance(step, Looked)] == [False, True, True]
    assert spans(steps) == [[(2, 6)]] * 3


def test_a_plain_video_is_too_plain_and_plain_frames_of_another_are_passed_over() -> None:
    (skip,) = steps_of(File(b"plain").video("a.mp4"))
    assert isinstance(skip, Skipped)
    assert skip.reason is Reason.TOO_PLAIN
    assert spans(steps_of(File(b"plain at first").video("b.mp4"))) == [[(2, 4)]]


def test_the_part_of_a_video_that_was_not_looked_at_is_told_again_and_again() -> None:
    memory = ShortMemory()
    for _ in range(2):
        looked, match, skip = steps_of(File(b"long").video("a.mp4"), memory=memory)
        assert isinstance(looked, Looked)
        assert isinstance(match, Match)
        assert isinstance(skip, Skipped)
        assert (skip.reason, skip.detail) == (Reason.REST_OF_VIDEO, "looked at up to 20:00 of 50:00")


def test_a_video_that_cannot_be_read_has_its_reason() -> None:
    skips = [*steps_of(File(b"broken").video("a.mp4")), *steps_of(File(Unreadable(Reason.TOO_LARGE)).video("b.mp4"))]
    assert [skip.reason for skip in skips if isinstance(skip, Skipped)] == [Reason.UNREADABLE, Reason.TOO_LARGE]


@pytest.mark.parametrize("pick", [first_first, last_first, at_random(1), at_random(2)])
def test_what_is_told_does_not_depend_on_the_order_in_which_work_gets_done(pick: Pick) -> None:
    names = [*SEEN, *SEEN]
    items = [
        File(name).sighting(f"{at}.jpg") if name == b"picture" else File(name).video(f"{at}.mp4")
        for at, name in enumerate(names)
    ]
    told = steps_of(*items, pick=pick)
    assert sorted(map(repr, told)) == sorted(map(repr, steps_of(*items)))


def test_pictures_do_not_wait_for_a_video() -> None:
    """The video is done last; what was seen of the picture behind it is told before."""
    items = [File(b"shows her").video("a.mp4"), File(b"picture").sighting("b.jpg")]
    told = [step.sighting.origin.locator.path for step in steps_of(*items, pick=last_first) if isinstance(step, Looked)]
    assert told == ["b.jpg", "a.mp4"]


def test_pictures_that_may_move_are_handed_over_as_such() -> None:
    gif, still = moving([a_drawing(1), a_drawing(2)], "GIF"), encoded(a_drawing(1))
    extractor: FakeExtractor[Asked, Picture] = FakeExtractor({}, STRANGER)
    list(scan([File(gif).sighting("a.gif"), File(still).sighting("b.jpg")], LIBRARY, extractor))
    assert extractor.moving == [gif]


# --- own videos


def own_clip(*frames: Fingerprints, seen: float | None = None) -> Clip[Fingerprints]:
    moments = tuple((Span(2.0 * at, 2.0 * at + 2), frame) for at, frame in enumerate(frames))
    length = 2.0 * len(frames)
    return Clip(moments, length if seen is None else 3000.0, length if seen is None else seen)


RICH = Fingerprints(800, 600, (OWN_FRAME,))


def enrolled(seen: Clip[Fingerprints]) -> list[Photo | Known | Skipped]:
    extractor: FakeExtractor[tuple[object, bytes], Fingerprints] = FakeExtractor({b"film": seen}, FLAT)
    return list(enrol([File(b"film").video("film.mp4", None)], extractor))  # type: ignore[arg-type]


def test_an_own_video_is_one_photo_with_its_frames() -> None:
    (photo,) = enrolled(own_clip(RICH, RICH))
    assert isinstance(photo, Photo)
    assert (photo.label, photo.seconds, len(photo.moments)) == ("film.mp4", 4.0, 2)


def test_plain_frames_of_an_own_video_are_left_out() -> None:
    (photo,) = enrolled(own_clip(FLAT, RICH))
    assert isinstance(photo, Photo)
    assert photo.moments == ((Span(2, 4), RICH),)
    assert photo.fingerprints == RICH


def test_an_own_video_that_is_plain_throughout_is_found_by_its_bytes_alone() -> None:
    skip, photo = enrolled(own_clip(FLAT, FLAT))
    assert isinstance(skip, Skipped)
    assert skip.reason is Reason.TOO_PLAIN
    assert isinstance(photo, Photo)
    assert photo.moments == ((Span(0, 2), FLAT),)


def test_of_a_long_own_video_it_is_told_what_was_left_out() -> None:
    skip, photo = enrolled(own_clip(RICH, seen=1200.0))
    assert isinstance(skip, Skipped)
    assert (skip.reason, skip.detail) == (Reason.REST_OF_VIDEO, "looked at up to 20:00 of 50:00")
    assert isinstance(photo, Photo)


# --- workers


def test_workers_see_videos_and_moving_pictures_and_tell_what_they_could_not() -> None:
    gif = moving([a_drawing(1), a_drawing(2)], "GIF", 1000)
    contents = {
        "video": video([a_slide(1)] * 20 + [a_slide(2)] * 20),
        "gif": gif,
        "still": encoded(a_drawing(1), "GIF"),
        "torn": video(a_pan(1, 20))[:2000],
        "junk": b"\0\0\0\x18ftypisom" + np.random.default_rng(1).bytes(5000),
    }
    with picture_extractor(2) as extractor:
        outcomes: dict[str, Picture | Clip[Picture] | Unreadable] = {}
        for key, content in contents.items():
            while extractor.full:
                outcomes.update([extractor.take()])
            extractor.submit_moving(key, content)
        while extractor.under_way:
            outcomes.update([extractor.take()])
    for key, end in (("video", 4.0), ("gif", 2.0)):
        seen = outcomes[key]
        assert isinstance(seen, Clip)
        assert [span.end for span, _ in seen.moments] == pytest.approx([end / 2, end], abs=0.3)
        assert all(max(frame.view.shape) <= 320 for _, frame in seen.moments[1:])
    assert isinstance(outcomes["still"], Picture)
    for key in ("torn", "junk"):
        refused = outcomes[key]
        assert isinstance(refused, Unreadable)
        assert refused.reason is Reason.UNREADABLE


def test_a_video_that_takes_too_long_costs_itself_alone() -> None:
    long = video(a_pan(1, 200, step=8))
    with photo_extractor(1, Limits(seconds=0.2)) as extractor:
        extractor.submit_moving("long", long)
        _, outcome = extractor.take()
        assert isinstance(outcome, Unreadable)
        assert outcome.reason is Reason.TIMED_OUT


def test_no_more_videos_are_held_in_memory_than_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "_VIDEO_ANSWER", 300 << 20)
    with picture_extractor(2) as extractor:
        extractor.submit_moving("one", b"")
        assert not extractor.full
        extractor.submit_moving("two", b"")
        assert _is_full(extractor)
        extractor.take()
        assert not extractor.full
        extractor.take()


def _is_full(extractor: Extractor[str, Picture]) -> bool:
    return extractor.full


def test_whether_videos_can_be_seen_is_told_without_loading_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    assert videos_can_be_seen()
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert not videos_can_be_seen()
    assert not picture_extractor(1).sees_videos
