"""What a worker does with one picture, done here in this process."""

from __future__ import annotations

import pytest

from exposurewatch.fingerprints.job import look
from exposurewatch.fingerprints.look import look_at_photo, look_at_picture
from exposurewatch.fingerprints.tasks import PHOTO, TASKS, Task
from exposurewatch.fingerprints.wire import unpack_photo, unpack_picture
from exposurewatch.images import decode
from exposurewatch.parameters import DEFAULT, FAST, Look
from exposurewatch.sandbox.protocol import Refused
from tests.conftest import a_drawing, encoded
from tests.fingerprints.test_wire import halved, same_fingerprints, same_picture

CONTENT = encoded(a_drawing(1, (800, 600)))


def request_of(task: Task, content: bytes = CONTENT) -> bytes:
    return bytes([TASKS.index(task)]) + content


def test_an_own_photo_is_answered_with_all_that_is_remembered_of_it() -> None:
    assert same_fingerprints(unpack_photo(look(request_of(PHOTO))), halved(look_at_photo(decode(CONTENT))))


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
