"""The database of tg-archive becomes posts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from exposurewatch.model import Channel, MediaKind, Moment
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.posts import Post
from exposurewatch.parsers.tg_archive import TG_ARCHIVE
from tests.parsers.databases import a_database, a_tg_archive, ended, posts

_DATE = "2024-05-01 10:00:00"
_JANE = (5, "jane", "Jane", "Doe", "", None)


def _a_message(number: int = 1, content: Any = "who is she", media: int | None = None) -> tuple[Any, ...]:
    return (number, "message", _DATE, None, content, 7, 5, media)


def test_every_field_of_a_message_is_read() -> None:
    data = a_tg_archive(
        messages=[_a_message(media=3)],
        users=[_JANE],
        media=[(3, "photo", "1.jpg", "photo_2024.jpg", None, "thumb_1.jpg")],
    )

    assert posts(TG_ARCHIVE, data) == [
        Post(
            chat=Channel(),
            id="1",
            date=Moment(datetime(2024, 5, 1, 10, tzinfo=UTC), _DATE),
            sender="Jane Doe",
            reply_to="7",
            text="who is she",
            attachments=(Attachment(MediaKind.PHOTO, Nature.PICTURE, "media/1.jpg", "media/thumb_1.jpg"),),
            linkable=True,
        )
    ]


@pytest.mark.parametrize(
    ("url", "nature"),
    [("1.png", Nature.PICTURE), ("1.mp4", Nature.VIDEO), ("1.ogg", Nature.SOUND), ("1..file", Nature.UNKNOWN)],
)
def test_what_it_calls_a_photo_may_be_any_file(url: str, nature: Nature) -> None:
    data = a_tg_archive(messages=[_a_message(media=3)], media=[(3, "photo", url, "x", None, None)])
    ((file,),) = (post.attachments for post in posts(TG_ARCHIVE, data))

    assert (file.kind, file.nature, file.path) == (MediaKind.DOCUMENT, nature, f"media/{url}")


@pytest.mark.parametrize("kind", ["webpage", "poll", None, 5])
def test_pages_and_polls_are_no_files(kind: Any) -> None:
    data = a_tg_archive(messages=[_a_message(media=3)], media=[(3, kind, "https://a.example/b.jpg", "x", "[]", None)])

    assert [post.attachments for post in posts(TG_ARCHIVE, data)] == [()]


@pytest.mark.parametrize(
    ("user", "sender"),
    [
        (("jane", "Jane", None), "Jane"),
        (("jane", None, None), "jane"),
        ((None, "", "\u200b"), None),
        ((b"x", b"y", b"z"), None),
    ],
)
def test_the_sender_is_shown_by_name(user: tuple[Any, ...], sender: str | None) -> None:
    (post,) = posts(TG_ARCHIVE, a_tg_archive(messages=[_a_message()], users=[(5, *user, "", None)]))

    assert post.sender == sender


def test_pictures_beside_names_are_looked_at_too() -> None:
    message, portrait = posts(TG_ARCHIVE, a_tg_archive(messages=[_a_message()], users=[(*_JANE[:5], "avatar_5.jpg")]))

    assert message.attachments == ()
    assert portrait == Post(
        sender="Jane Doe",
        attachments=(Attachment(MediaKind.PROFILE_PHOTO, Nature.PICTURE, "media/avatar_5.jpg"),),
        is_message=False,
    )


def test_words_are_cleaned() -> None:
    data = a_tg_archive(
        messages=[_a_message(content="a\x1b[31m\u202e\nb")], users=[(5, "x", "\x1bJane\n", "", "", None)]
    )
    (post,) = posts(TG_ARCHIVE, data)

    assert (post.text, post.sender) == ("a[31m\nb", "Jane")


@pytest.mark.parametrize("value", [None, b"bytes", 5, 2.5, "text", "x" * 9000])
def test_values_of_any_kind_may_stand_in_any_column(value: Any) -> None:
    schema = ["CREATE TABLE messages (id, type, date, edit_date, content, reply_to, user_id, media_id)"]
    schema += ["CREATE TABLE users (id, username, first_name, last_name, tags, avatar)"]
    schema += ["CREATE TABLE media (id, type, url, title, description, thumb)"]
    rows: dict[str, list[tuple[Any, ...]]] = {
        "messages": [(value,) * 8],
        "users": [(value,) * 6],
        "media": [(value, "photo", *[value] * 4)],
    }

    assert posts(TG_ARCHIVE, a_database(schema, **rows))


def test_a_database_of_something_else_is_said_to_be_none() -> None:
    count, end = ended(TG_ARCHIVE, a_database(["CREATE TABLE messages (id)"]))

    assert (count, end.truncated) == (0, False)
    assert "no database of tg-archive" in end.detail


def test_a_database_that_is_cut_off_gives_what_is_there() -> None:
    data = a_tg_archive(messages=[_a_message(number, "w" * 300) for number in range(1, 300)])
    count, end = ended(TG_ARCHIVE, data[: len(data) * 2 // 3])

    assert 100 < count < 299
    assert end.truncated
