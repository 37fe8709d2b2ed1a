"""The database of Telegram-Archive becomes posts, in whichever version its tables are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from exposurewatch.model import Channel, MediaKind, Moment, Reason
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.posts import Post
from exposurewatch.parsers.telegram_archive import TELEGRAM_ARCHIVE
from tests.parsers.databases import TELEGRAM_ARCHIVE_SCHEMA, a_database, a_telegram_archive, ended, posts

_GOSSIP = -1001234567890
_CHAT = (_GOSSIP, "channel", "Gossip Corner", "gossipcorner", None, None)
_DATE = "2024-05-01 10:00:00.000000"


def _a_message(number: int = 1, chat: int = _GOSSIP, **fields: Any) -> tuple[Any, ...]:
    known = {"sender": 5, "text": "who is she", "reply": None, "origin": None, "raw": None} | fields
    return (number, chat, known["sender"], _DATE, known["text"], known["reply"], known["origin"], known["raw"])


def _a_file(message: int = 1, kind: str | None = "photo", path: Any = "x", **fields: Any) -> tuple[Any, ...]:
    known = {"name": None, "mime": None, "chat": _GOSSIP} | fields
    return (f"{path}{message}", message, known["chat"], kind, path, known["name"], known["mime"], 1)


def test_every_field_of_a_message_is_read() -> None:
    data = a_telegram_archive(
        chats=[_CHAT],
        users=[(5, "jane", "Jane", "Doe")],
        messages=[
            _a_message(reply=7, origin=-1009, raw='{"grouped_id": "77", "forward_from_name": "Leaks"}'),
        ],
        media=[_a_file(path="/data/backups/media/-1001234567890/1_photo.jpg")],
    )
    path = "media/-1001234567890/1_photo.jpg"

    assert posts(TELEGRAM_ARCHIVE, data) == [
        Post(
            chat=Channel("Gossip Corner", "1234567890", "gossipcorner"),
            id="1",
            date=Moment(datetime(2024, 5, 1, 10, tzinfo=UTC), _DATE),
            sender="Jane Doe",
            forwarded_from="Leaks",
            reply_to="7",
            text="who is she",
            attachments=(Attachment(MediaKind.PHOTO, Nature.PICTURE, path),),
            album="-1001234567890 77",
            linkable=True,
        )
    ]


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/data/backups/media/-100/a.jpg", "media/-100/a.jpg"),
        ("data/backups/media/-100/a.jpg", "media/-100/a.jpg"),
        ("D:\\backups\\media\\-100\\a.jpg", "media/-100/a.jpg"),
        ("media/-100/a.jpg", "media/-100/a.jpg"),
        ("/etc/passwd", "/etc/passwd"),
    ],
)
def test_paths_of_another_computer_are_seen_from_the_database(path: str, meant: str) -> None:
    (post,) = posts(TELEGRAM_ARCHIVE, a_telegram_archive(messages=[_a_message()], media=[_a_file(path=path)]))

    assert [file.path for file in post.attachments] == [meant]


@pytest.mark.parametrize(
    ("kind", "mime", "shown"),
    [
        ("document", "image/png", (MediaKind.DOCUMENT, Nature.PICTURE)),
        ("video", None, (MediaKind.DOCUMENT, Nature.VIDEO)),
        ("voice", None, (MediaKind.DOCUMENT, Nature.SOUND)),
        ("sticker", "image/webp", (MediaKind.STICKER, Nature.PICTURE)),
        ("webpage", None, (MediaKind.LINK_PREVIEW, Nature.PICTURE)),
        ("unheard of", None, (MediaKind.DOCUMENT, Nature.UNKNOWN)),
    ],
)
def test_files_are_what_they_were_posted_as(kind: str, mime: str | None, shown: tuple[MediaKind, Nature]) -> None:
    data = a_telegram_archive(messages=[_a_message()], media=[_a_file(kind=kind, mime=mime)])
    ((file,),) = (post.attachments for post in posts(TELEGRAM_ARCHIVE, data))

    assert (file.kind, file.nature) == shown


def test_a_file_that_was_not_saved_is_counted() -> None:
    data = a_telegram_archive(messages=[_a_message()], media=[_a_file(path=None)])
    ((file,),) = (post.attachments for post in posts(TELEGRAM_ARCHIVE, data))

    assert (file.path, file.absent) == ("", Reason.NOT_INCLUDED)


@pytest.mark.parametrize(("why", "reason"), [("size", Reason.OVER_EXPORT_LIMIT), ("type", Reason.NOT_INCLUDED)])
def test_newer_versions_say_why_a_file_was_not_saved(why: str, reason: Reason) -> None:
    schema = [*TELEGRAM_ARCHIVE_SCHEMA, "ALTER TABLE media ADD COLUMN skip_reason VARCHAR(16)"]
    data = a_database(schema, messages=[_a_message()], media=[(*_a_file(path=None), why)])
    ((file,),) = (post.attachments for post in posts(TELEGRAM_ARCHIVE, data))

    assert file.absent is reason


@pytest.mark.parametrize("kind", ["poll", "contact", "geo", None])
def test_what_is_no_file_is_none(kind: str | None) -> None:
    data = a_telegram_archive(messages=[_a_message()], media=[_a_file(kind=kind, path=None)])

    assert [post.attachments for post in posts(TELEGRAM_ARCHIVE, data)] == [()]


def test_all_files_of_a_message_are_its_own() -> None:
    files = [_a_file(1, path="media/a.jpg"), _a_file(1, path="media/b.jpg"), _a_file(2, path="media/c.jpg")]
    first, second = posts(TELEGRAM_ARCHIVE, a_telegram_archive(messages=[_a_message(1), _a_message(2)], media=files))

    assert [file.path for file in first.attachments] == ["media/a.jpg", "media/b.jpg"]
    assert [file.path for file in second.attachments] == ["media/c.jpg"]


def test_more_files_than_a_message_can_have_are_passed_over() -> None:
    files = [_a_file(1, path=f"media/{number}.jpg") for number in range(150)]
    (post,) = posts(TELEGRAM_ARCHIVE, a_telegram_archive(messages=[_a_message()], media=files))

    assert len(post.attachments) == 100


def test_messages_of_several_accounts_stay_apart() -> None:
    schema = [
        *TELEGRAM_ARCHIVE_SCHEMA,
        *(f"ALTER TABLE {table} ADD COLUMN account_id INTEGER" for table in ("chats", "messages", "media")),
        "ALTER TABLE messages ADD COLUMN sender_name TEXT",
    ]
    data = a_database(
        schema,
        chats=[(*_CHAT, 1)],
        messages=[(*_a_message(), 1, "As it was"), (*_a_message(2), 2, None)],
        media=[(*_a_file(1, path="media/a.jpg"), 1), (*_a_file(2, path="media/b.jpg"), 1)],
    )
    first, second = posts(TELEGRAM_ARCHIVE, data)

    assert (first.sender, first.chat.title, len(first.attachments)) == ("As it was", "Gossip Corner", 1)
    assert (second.sender, second.chat.title, len(second.attachments)) == ("user 5", None, 0)


@pytest.mark.parametrize(
    ("chat", "bare", "linkable"),
    [(_GOSSIP, "1234567890", True), (-55, "55", False), (777, "777", False), ("nonsense", None, False)],
)
def test_only_supergroups_and_channels_have_links(chat: Any, bare: str | None, linkable: bool) -> None:  # noqa: FBT001
    (post,) = posts(TELEGRAM_ARCHIVE, a_telegram_archive(messages=[_a_message(chat=chat)]))

    assert (post.chat.id, post.linkable) == (bare, linkable)


def test_a_private_chat_has_the_name_of_the_person() -> None:
    data = a_telegram_archive(chats=[(777, "private", None, None, "Jane", "Doe")], messages=[_a_message(chat=777)])

    assert posts(TELEGRAM_ARCHIVE, data)[0].chat.title == "Jane Doe"


@pytest.mark.parametrize(
    ("sender", "shown"), [(-1000000000009, "chat 9"), (5, "user 5"), (0, None), (None, None), ("x", None)]
)
def test_who_has_no_name_has_an_id(sender: Any, shown: str | None) -> None:
    assert posts(TELEGRAM_ARCHIVE, a_telegram_archive(messages=[_a_message(sender=sender)]))[0].sender == shown


@pytest.mark.parametrize("raw", ['{"grouped_id"', '["grouped_id"]', '{"grouped_id": []}', b"grouped_id", "[" * 60_000])
def test_what_it_keeps_besides_may_be_anything(raw: Any) -> None:
    data = a_telegram_archive(messages=[_a_message(raw=raw, origin=5)], media=[_a_file()])
    (post,) = posts(TELEGRAM_ARCHIVE, data)

    assert (post.album, post.forwarded_from) == (None, "user 5")


def test_a_database_of_something_else_is_said_to_be_none() -> None:
    count, end = ended(TELEGRAM_ARCHIVE, a_database(["CREATE TABLE messages (id)"]))

    assert (count, end.truncated) == (0, False)
    assert "no database of Telegram-Archive" in end.detail
