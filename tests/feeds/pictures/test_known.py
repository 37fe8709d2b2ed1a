"""What was told before is known again by its marks, and a picture that is new is told although its entry is not."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from exposurewatch.feeds.pictures import known as module
from exposurewatch.feeds.pictures.known import Known, marks_of
from exposurewatch.model import MediaKind, Moment, Permalink
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.posts import Post


def _post(number: int, *pictures: str, **fields: Any) -> Post:
    files = tuple(Attachment(MediaKind.PHOTO, Nature.PICTURE, picture) for picture in pictures)
    return Post(id=f"id-{number}", attachments=files, **fields)


def test_what_was_told_is_not_told_again() -> None:
    known = Known()
    assert known.new_in(_post(1, "a")) == _post(1, "a")

    known.add([_post(1, "a")])

    assert known.new_in(_post(1, "a", text="other words")) is None
    assert known.new_in(_post(2, "a")) == _post(2, "a")


def test_of_an_entry_that_changed_the_new_pictures_are_told() -> None:
    known = Known()
    known.add([_post(1, "a", "b")])

    assert known.new_in(_post(1, "b", "c", "a", vanished="more")) == _post(1, "c")
    assert known.new_in(_post(1, "a")) is None


def test_entries_without_an_id_are_told_apart_by_their_links_or_by_what_they_say() -> None:
    link = Permalink("https://e.org/1", public=True)
    posts = [
        Post(permalink=link),
        Post(text="x"),
        Post(text="y"),
        Post(text="x", date=Moment(None, "1 May", "why")),
        Post(is_message=False),
    ]
    known = Known()
    for post in posts:
        assert known.new_in(post) == post
        known.add([post])
    assert known.new_in(Post(permalink=link, text="changed")) is None


def test_marks_travel_in_a_checkpoint() -> None:
    known = Known()
    known.add([_post(1, "a"), _post(2)])
    packed = known.pack()

    assert len(base64.b64decode(packed)) == 8 * marks_of([_post(1, "a"), _post(2)])
    again = Known.packed(packed)
    assert again.pack() == packed
    assert again.new_in(_post(1, "a")) is None


@pytest.mark.parametrize("value", [None, 7, [], "not base64!", "é", "AAAA"])
def test_what_holds_no_marks_is_beginning_anew(value: Any) -> None:
    assert Known.packed(value).pack() == ""


def test_the_oldest_marks_are_given_up_and_those_of_older_documents_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", 3)
    known = Known()
    known.add([_post(1), _post(2), _post(3)])
    known.add_older([_post(-1), _post(0)])
    known.add([_post(1)])  # still there, so it is the newest now

    known.give_up(0)

    left = [number for number in range(-1, 4) if known.new_in(_post(number)) is None]
    assert left == [1, 2, 3]


def test_no_mark_is_given_up_of_what_the_feed_holds_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", 3)
    monkeypatch.setattr(module, "_MOST", 8)
    known = Known()
    known.add([_post(number) for number in range(20)])

    known.give_up(6)
    assert sum(known.new_in(_post(number)) is None for number in range(20)) == 6
    known.add([_post(number) for number in range(20)])
    known.give_up(1000)
    assert sum(known.new_in(_post(number)) is None for number in range(20)) == 8
