"""One raw post of an imageboard becomes a post whose words are clean, whatever its shape."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.model import Channel, MediaKind, Moment, Reason
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.imageboard import IMAGEBOARD, read_post
from exposurewatch.parsers.imageboard_thread import Raw
from exposurewatch.parsers.posts import Ended, Post

_DIGEST = hashlib.md5(b"a picture", usedforsecurity=False).digest()
_MD5 = base64.b64encode(_DIGEST).decode()
_OPENING = {"no": 100, "resto": 0, "sub": "hers &amp; his"}
_FILE = {"tim": 1700000000123, "filename": "beach", "ext": ".jpg", "md5": _MD5, "fsize": 5, "w": 1, "h": 1}
_GIVEN = Attachment(MediaKind.PHOTO, Nature.PICTURE, "1700000000123.jpg", "1700000000123s.jpg", md5=_DIGEST.hex())
_ORIGINAL = Attachment(MediaKind.PHOTO, Nature.PICTURE, "beach.jpg", certain=False, md5=_DIGEST.hex())


def _post(value: Any, opening: Any = None) -> Post:
    return read_post(Raw(value, _OPENING if opening is None else opening))


def test_every_field_of_a_post() -> None:
    post = _post(
        {
            "no": 101,
            "resto": 100,
            "now": "11/14/23(Tue)17:13:20",
            "time": 1700000000,
            "name": "anon",
            "trip": "!Ep8pui8Vw2",
            "id": "AbCd",
            "sub": "look",
            "com": '<a href="#p100" class="quotelink">&gt;&gt;100</a><br>who is she<wbr>?',
            **_FILE,
        }
    )

    assert post == Post(
        chat=Channel("thread 100: hers & his", "100"),
        id="101",
        date=Moment(datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), "11/14/23(Tue)17:13:20"),
        sender="anon !Ep8pui8Vw2 (ID AbCd)",
        reply_to="100",
        text="look\n>>100\nwho is she?",
        attachments=(_GIVEN, _ORIGINAL),
    )


def test_the_opening_post_answers_none() -> None:
    post = _post(_OPENING, _OPENING)

    assert (post.chat.id, post.id, post.reply_to) == ("100", "100", None)


@pytest.mark.parametrize(
    ("fields", "answered"),
    [
        ({"com": '<a href="#p7">&gt;&gt;7</a> <a href="#p8">'}, "7"),
        ({"com": '<a onclick="x" href="/b/res/100.html#7">'}, "7"),
        ({"com": '<a href="#q7">'}, "7"),
        ({"com": '<a href="#p101">'}, "100"),
        ({"com": "a #p7"}, "100"),
        ({}, "100"),
    ],
)
def test_a_post_answers_the_first_that_it_quotes(fields: dict[str, Any], answered: str) -> None:
    assert _post({"no": 101, "resto": 100} | fields).reply_to == answered


@pytest.mark.parametrize(
    ("fields", "sender"),
    [
        ({"name": "Anonymous"}, None),
        ({"name": "Anonymous", "trip": "!x"}, "Anonymous !x"),
        ({"name": "Anonymous", "id": "AbCd"}, "Anonymous (ID AbCd)"),
        ({"name": "A&amp;<b>n</b>\u202e"}, "A&n"),
        ({"trip": "!x"}, "!x"),
        ({"name": 5}, None),
        ({}, None),
    ],
)
def test_the_sender_is_whoever_can_be_told_from_others(fields: dict[str, Any], sender: str | None) -> None:
    assert _post(fields).sender == sender


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"time": "1700000000"}, Moment(datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC))),
        ({"time": 5}, Moment(None, "5", "the time that the export gives is not possible")),
        ({"time": 10**400}, Moment(None, "1" + "0" * 39, "the time that the export gives is not possible")),
        (
            {"now": "yesterday"},
            Moment(None, "yesterday", "the time of the board's server; it does not say in which time zone"),
        ),
        ({"time": None}, None),
    ],
)
def test_when_a_post_was_made(fields: dict[str, Any], date: Moment | None) -> None:
    assert _post(fields).date == date


def test_the_name_that_a_board_gives_may_be_words() -> None:
    (given, _) = _post(_FILE | {"tim": "1700000000123-0"}).attachments

    assert (given.path, given.thumbnail) == ("1700000000123-0.jpg", "1700000000123-0s.jpg")


def test_several_files_of_one_post() -> None:
    post = _post(_FILE | {"extra_files": [_FILE | {"tim": "2", "filename": "two"}, 5]})

    assert [each.path for each in post.attachments] == ["1700000000123.jpg", "beach.jpg", "2.jpg", "two.jpg"]


def test_a_file_without_a_name_is_known_by_its_sum_alone() -> None:
    (found,) = _post({"md5": _MD5}).attachments

    assert found == Attachment(MediaKind.PHOTO, Nature.UNKNOWN, "", absent=Reason.REMOTE_ONLY, md5=_DIGEST.hex())


def test_a_deleted_file_is_known_by_its_sum_if_that_was_kept() -> None:
    given, _ = _post(_FILE | {"filedeleted": 1}).attachments
    gone = _post({"no": 5, "filedeleted": 1})

    assert given.absent is Reason.UNAVAILABLE
    assert given.md5 == _DIGEST.hex()
    assert gone.attachments == ()
    assert gone.vanished == "the file posted with it was deleted"


def test_a_file_of_which_only_the_name_is_known_is_elsewhere() -> None:
    given, original = _post({"filename": "beach", "ext": ".jpg"}).attachments

    assert (given.path, given.absent, given.certain) == ("", Reason.REMOTE_ONLY, True)
    assert (original.path, original.certain) == ("beach.jpg", False)


@pytest.mark.parametrize(
    "fields",
    [
        {"ext": "../../x"},
        {"ext": ".jpg/../../x"},
        {"ext": None},
        {"tim": "../../etc", "filename": ""},
        {"tim": -5, "filename": 7},
        {"tim": 10**30, "filename": None},
        {"tim": True, "filename": ""},
    ],
)
def test_names_that_no_board_gives_are_none(fields: dict[str, Any]) -> None:
    (found,) = _post(_FILE | fields).attachments

    assert (found.path, found.absent, found.md5) == ("", Reason.REMOTE_ONLY, _DIGEST.hex())


def test_the_name_that_a_file_was_posted_with_has_no_entities() -> None:
    _, original = _post(_FILE | {"filename": "me &amp; you &#039;23"}).attachments

    assert original.path == "me & you '23.jpg"


@pytest.mark.parametrize("md5", ["", "x", "!" * 24, _MD5[:-4], 5, None, "\udc80", "A" * 1000])
def test_what_is_no_sum_is_none(md5: object) -> None:
    assert {each.md5 for each in _post(_FILE | {"md5": md5}).attachments} == {""}


@pytest.mark.parametrize(
    ("ext", "nature"), [(".webm", Nature.VIDEO), (".gif", Nature.PICTURE), (".pdf", Nature.UNKNOWN)]
)
def test_what_a_file_is_declared_to_be(ext: str, nature: Nature) -> None:
    given, _ = _post(_FILE | {"ext": ext}).attachments

    assert given.nature is nature


def test_a_whole_document() -> None:
    posts = list(IMAGEBOARD.read(io.BytesIO(json.dumps({"posts": [_OPENING, {"no": 101}]}).encode()[:-1])))

    assert [type(each) for each in posts] == [Post, Post, Ended]
    assert isinstance(posts[1], Post)
    assert posts[1].chat == Channel("thread 100: hers & his", "100")


_KEYS = ["no", "resto", "time", "name", "trip", "sub", "com", "tim", "filename", "ext", "md5", "extra_files", "now"]
_anything = st.recursive(
    st.none() | st.integers() | st.floats() | st.booleans() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4),
)


@settings(deadline=None)
@given(_anything | st.dictionaries(st.sampled_from(_KEYS), _anything), _anything)
def test_no_shape_makes_it_fail(value: Any, opening: Any) -> None:
    post = read_post(Raw(value, opening))

    assert "\x1b" not in f"{post.text}{post.sender}{post.chat.title}"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert all(isinstance(each, Post | Ended) for each in IMAGEBOARD.read(io.BytesIO(data)))


@pytest.mark.parametrize(("number", "thread"), [("101", "100"), (101, "100"), ("101", 100)])
def test_numbers_may_be_words(number: object, thread: object) -> None:
    post = _post({"no": number, "resto": thread}, {})

    assert (post.id, post.chat.id) == ("101", "100")


@pytest.mark.parametrize("number", ["", "x", "٥", "9" * 19, -5, 0, 10**18, True, 1.5, None])
def test_what_is_no_number_is_none(number: object) -> None:
    assert _post({"no": number}, {}).id is None
