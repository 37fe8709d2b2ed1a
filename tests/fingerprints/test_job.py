"""What a worker does with one picture, done here in this process."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exposurewatch.fingerprints.job import look
from exposurewatch.fingerprints.look import look_at_photo, look_at_picture
from exposurewatch.fingerprints.regions import published_frames
from exposurewatch.fingerprints.tasks import PHOTO, PUBLISHING, TASKS, Task
from exposurewatch.fingerprints.wire import unpack_clip, unpack_own, unpack_picture, unpack_regions
from exposurewatch.images import decode
from exposurewatch.parameters import DEFAULT, FAST, Look
from exposurewatch.sandbox.protocol import Refused
from tests.conftest import a_drawing, encoded
from tests.fingerprints.test_wire import halved, rounded, same_fingerprints, same_picture
from tests.videos.clips import moving

CONTENT = encoded(a_drawing(1, (800, 600)))


def request_of(task: Task, content: bytes = CONTENT) -> bytes:
    return bytes([TASKS.index(task)]) + content


def test_an_own_photo_is_answered_with_all_that_is_remembered_of_it() -> None:
    assert same_fingerprints(unpack_own(look(request_of(PHOTO))), halved(look_at_photo(decode(CONTENT))))


@pytest.mark.parametrize(
    "closely",
    [DEFAULT.first, DEFAULT.closer, FAST.first, FAST.closer],
    ids=["first", "closer", "first of fast", "closer of fast"],
)
def test_a_picture_is_answered_with_what_is_compared_after_such_a_look(closely: Look) -> None:
    picture = unpack_picture(look(request_of(Task(closely))))
    assert same_picture(picture, look_at_picture(decode(CONTENT), closely))
    assert max(picture.view.shape) == closely.side


@pytest.mark.parametrize("task", TASKS, ids=repr)
@pytest.mark.parametrize("content", [b"", b"text", encoded(a_drawing(1), "TIFF")], ids=["empty", "text", "tiff"])
def test_what_is_no_picture_is_refused(content: bytes, task: Task) -> None:
    with pytest.raises(Refused, match="unsupported-format"):
        look(request_of(task, content))


def test_what_is_published_of_a_picture_is_answered_with_the_hashes_of_its_parts_alone() -> None:
    answer = look(request_of(PUBLISHING))
    assert unpack_regions(answer) == rounded(published_frames(decode(CONTENT)))
    assert len(answer) < 1200


def test_of_a_picture_that_moves_the_parts_of_the_first_frame_alone_are_hashed() -> None:
    """It may stand alone, and is a photo then; of a video with hundreds of frames they would fill the vault."""
    gif = moving([a_drawing(1), a_drawing(2)], "GIF", 1000)
    clip = unpack_clip(look(request_of(replace(PHOTO, moving=True), gif)), unpack_own)
    assert [bool(seen.crops) for _, seen in clip.moments] == [True, False]


def test_each_frame_of_what_moves_is_hashed_for_others() -> None:
    gif = moving([a_drawing(1), a_drawing(2)], "GIF", 1000)
    clip = unpack_clip(look(request_of(replace(PUBLISHING, moving=True), gif)), unpack_regions)
    assert len(clip.moments) == 2
    assert all(frames[0].digests.keys() == {"pdq", "phash"} for _, frames in clip.moments)
