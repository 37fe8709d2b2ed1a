"""Telegram Desktop's HTML exports: every message, every picture, and what became of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from exposurewatch.model import (
    Channel,
    ImageFile,
    Locator,
    MediaKind,
    Message,
    Missing,
    Moment,
    Origin,
    Permalink,
    Reason,
    Sighting,
    Skipped,
    VideoFile,
)
from exposurewatch.sources import open_exports
from exposurewatch.sources.source import HEAD
from tests.parsers.html_pages import (
    NOT_INCLUDED,
    account,
    day,
    div,
    drawn,
    forwarded,
    listing,
    message,
    page,
    photo,
    profile_picture,
    row,
    service,
    story,
    text,
)
from tests.sources.builders import (
    JPEG,
    MP4,
    a_chat,
    a_message,
    items,
    kinds,
    messages,
    opened,
    sightings,
    skips,
    write_files,
    write_zip,
)

PHOTO = "photos/photo_7@01-05-2024_10-00-00.jpg"


def _export(root: Path, *posted: str, files: Mapping[str, bytes] | None = None) -> Path:
    return write_files(root / "ChatExport_2024-05-01", {"messages.html": page(*posted), **(files or {})})


def _account(root: Path) -> Path:
    """The export of an account with two chats; as the program does it, paths lead back to its root first."""
    return write_files(
        root / "DataExport_2024-05-01",
        {
            "export_results.html": account(),
            "lists/chats.html": listing(title="Chats"),
            "lists/profile_pictures.html": listing(
                profile_picture("profile_pictures/me.jpg"), profile_picture(""), title="Profile pictures"
            ),
            "lists/stories.html": listing(story("stories/a.jpg", "my day"), title="Stories archive"),
            "profile_pictures/me.jpg": JPEG,
            "profile_pictures/me.jpg_thumb.jpg": JPEG,
            "stories/a.jpg": JPEG,
            "images/back.png": JPEG,
            "chats/chat_001/messages.html": page(
                message(1, photo("../../chats/chat_001/photos/a.jpg")), title="Anna ", back="../../lists/chats.html"
            ),
            "chats/chat_001/messages2.html": page(message(2), title="Anna ", back="../../lists/chats.html"),
            "chats/chat_001/photos/a.jpg": JPEG,
            "chats/chat_001/photos/a_thumb.jpg": JPEG,
            "chats/chat_002/messages.html": page(
                message(1, photo("../../chats/chat_001/photos/a.jpg")), title="Gossip ", back="../../lists/chats.html"
            ),
        },
    )


def test_a_message_and_its_picture(tmp_path: Path) -> None:
    reply = div("reply_to details", 'In reply to <a href="#go_to_message3">this message</a>')
    origin = forwarded(reply, photo(PHOTO), text("who \u202eis she"), sender="Leaks", date="30.04.2024 09:00:00")
    path = _export(tmp_path, message(7, origin), files={PHOTO: JPEG})

    said, sighting = items(path)

    assert said == Message(
        Origin(
            source="telegram-html",
            locator=Locator(str(path), "messages.html"),
            channel=Channel("Gossip Corner"),
            message_id="7",
            date=Moment(datetime(2024, 5, 1, 2, 0, tzinfo=UTC), "2024-05-01T10:00:00+08:00"),
            sender="Anon",
            forwarded_from="Leaks (posted 2024-04-30T09:00:00)",
            permalink=None,
            reply_to="3",
        ),
        "who is she",
    )
    assert isinstance(sighting, Sighting)
    assert sighting.caption == "who is she"
    assert sighting.origin.locator == Locator(str(path), PHOTO)
    assert sighting.origin.message_id == "7"
    assert isinstance(sighting.media, ImageFile)
    assert (sighting.media.kind, sighting.media.read()) == (MediaKind.PHOTO, JPEG)


def test_pages_follow_each_other_in_their_order(tmp_path: Path) -> None:
    pages = {f"messages{number}.html": page(message(number)) for number in (10, 2)}
    path = _export(tmp_path, day(1, "1 May 2024"), message(1), files=pages)

    assert [each.origin.message_id for each in messages(path)] == ["1", "2", "10"]
    assert opened(path).label == "Telegram Desktop export (HTML), 3 pages: Gossip Corner, 3 messages"


@pytest.mark.parametrize("name", ["", "messages.html", "messages2.html"])
def test_it_is_found_whatever_part_of_it_is_named(tmp_path: Path, name: str) -> None:
    path = _export(tmp_path, message(1), files={"messages2.html": page(message(2))})

    assert items(path / name) == items(path)
    assert len(items(path)) == 2


def test_it_is_found_in_a_zip_with_its_folder_in_it(tmp_path: Path) -> None:
    files = {"ChatExport/messages.html": page(message(1, photo(PHOTO))), f"ChatExport/{PHOTO}": JPEG}

    assert kinds(sightings(write_zip(tmp_path / "a.zip", files))) == [("photo", f"ChatExport/{PHOTO}")]


def test_a_copy_of_a_page_under_a_second_name_is_read_once(tmp_path: Path) -> None:
    first = page(message(1))
    path = write_files(tmp_path / "a", {"index.html": first, "messages1.html": first, "messages2.html": page()})

    assert [each.origin.locator.path for each in messages(path)] == ["messages1.html"]


def test_a_page_that_only_begins_like_another_is_read_as_well(tmp_path: Path) -> None:
    begun = [message(number, text("a" * 300)) for number in range(1, 300)]
    earlier, later = page(*begun), page(*begun, message(500))
    assert earlier[:HEAD] == later[:HEAD]
    files = {"messages.html": earlier, "messages (1).html": later, "messages (2).html": later, "old.html": earlier}
    path = write_files(tmp_path / "a", files)

    found = messages(path)
    assert {each.origin.locator.path for each in found} == {"messages.html", "messages (1).html"}
    assert [each.origin.message_id for each in found].count("500") == 1


def test_a_page_whose_end_cannot_be_read_is_no_copy_of_another(tmp_path: Path) -> None:
    whole = page(*(message(number, text("a" * 300)) for number in range(1, 300)))
    path = write_zip(tmp_path / "a.zip", {"messages.html": whole, "messages2.html": whole})
    damaged = bytearray(path.read_bytes())
    at = damaged.index(b"messages2.html") - 16
    damaged[at] ^= 1  # in the checksum that the file must have
    again = damaged.rindex(b"messages2.html") - 30
    damaged[again] ^= 1
    path.write_bytes(damaged)

    assert [skip.locator.path for skip in skips(path)] == ["messages2.html"]


def test_a_page_goes_by_what_stands_in_it_and_not_by_its_name(tmp_path: Path) -> None:
    path = write_files(tmp_path / "a", {"gossip.htm": page(message(1)), "messages.html": b"<html>Dear diary</html>"})

    assert [each.origin.locator.path for each in messages(path)] == ["gossip.htm"]


def test_other_pages_are_no_export(tmp_path: Path) -> None:
    path = write_files(tmp_path / "a", {"messages.html": b"<html>Dear diary</html>", "a.jpg": JPEG})

    assert opened(path).source == "folder"


def test_a_username_makes_links_public(tmp_path: Path) -> None:
    (message_,) = messages(_export(tmp_path, message(7)), name="@gossip_corner")

    assert message_.origin.permalink == Permalink("https://t.me/gossip_corner/7", public=True)
    assert message_.origin.channel == Channel("Gossip Corner", None, "gossip_corner")


def test_only_a_number_that_telegram_links_to_makes_a_link(tmp_path: Path) -> None:
    (message_,) = messages(_export(tmp_path, message(-999_999_990)), name="gossip_corner")

    assert message_.origin.permalink is None


def test_json_is_read_and_the_same_in_html_not_twice(tmp_path: Path) -> None:
    path = _export(
        tmp_path, message(7, photo(PHOTO)), files={PHOTO: JPEG, "result.json": a_chat(a_message(7, photo=PHOTO))}
    )
    files = {"photos/photo_7@01-05-2024_10-00-00_thumb.jpg": JPEG, "images/back.png": JPEG}
    write_files(path, files)

    assert kinds(sightings(path)) == [("photo", PHOTO)]
    assert opened(path).label == (
        "Telegram Desktop export (JSON), one chat: Gossip Corner, 1 message; "
        "the Telegram Desktop export (HTML) beside it tells the same and is not read again"
    )
    assert opened(path / "messages.html").source == "telegram-html"


def test_html_is_read_beside_a_json_that_holds_nothing(tmp_path: Path) -> None:
    path = _export(tmp_path, message(7), files={"result.json": a_chat()})

    write_files(path, {"photos/a.jpg": JPEG})

    assert opened(path).source == "telegram-html"
    assert kinds(sightings(path)) == [("file", "photos/a.jpg")]


def test_every_kind_of_media_present(tmp_path: Path) -> None:
    path = _export(
        tmp_path,
        message(1, photo("photos/1.jpg")),
        message(2, row("media_file", "2.png", href="files/2.png")),
        message(3, drawn("video_file_wrap", "video_files/3.mp4", "video_files/3.mp4_thumb.jpg")),
        message(4, drawn("sticker_wrap", "stickers/4.webp", "stickers/4_thumb.webp")),
        message(5, row("media_voice_message", "Voice message", href="voice_messages/5.ogg")),
        message(6, row("media_file", "6.zip", href="files/6.zip")),
        service(7, "Photo changed", div("userpic_wrap", '<a class="userpic_link" href="photos/7.jpg">x</a>')),
        message(8, row("media_video", "Video message", href="round_video_messages/8.mp4")),
        files={
            **{f"photos/{name}": JPEG for name in ("1.jpg", "1_thumb.jpg", "7.jpg", "7_thumb.jpg")},
            "files/2.png": JPEG,
            "files/6.zip": b"PK\x03\x04",
            "video_files/3.mp4": MP4,
            "video_files/3.mp4_thumb.jpg": JPEG,
            "round_video_messages/8.mp4": MP4,
            "stickers/4.webp": JPEG,
            "stickers/4_thumb.webp": JPEG,
            "voice_messages/5.ogg": b"OggS",
            **{f"{folder}/media_photo.png": JPEG for folder in ("images", "css", "js")},
        },
    )

    assert kinds(sightings(path)) == [
        ("photo", "photos/1.jpg"),
        ("document", "files/2.png"),
        ("video", "video_files/3.mp4"),
        ("thumbnail", "video_files/3.mp4_thumb.jpg"),
        ("sticker", "stickers/4.webp"),
        ("archive", "files/6.zip"),
        ("service-photo", "photos/7.jpg"),
        ("video", "round_video_messages/8.mp4"),
    ]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (NOT_INCLUDED, "not-included"),
        ("Exceeds maximum size, change data exporting settings to download.", "over-export-limit"),
        ("Unavailable, please try again later.", "unavailable"),
    ],
)
@pytest.mark.parametrize(("names", "title"), [("media_photo", "Photo"), ("media_video", "Video file")])
def test_what_was_not_exported_is_counted_with_its_reason(
    tmp_path: Path, names: str, title: str, said: str, reason: str
) -> None:
    path = _export(tmp_path, message(7, row(names, title, said, "1280x960, 150 KB")))

    (sighting,) = sightings(path)

    assert kinds([sighting]) == [(reason, "messages.html")]
    assert sighting.origin.message_id == "7"


def test_a_lost_picture_is_missing_and_its_preview_stands_in_for_it(tmp_path: Path) -> None:
    path = _export(tmp_path, message(1, photo("photos/a.jpg")), files={"photos/a_thumb.jpg": JPEG})

    assert kinds(sightings(path)) == [("missing-file", "photos/a.jpg"), ("thumbnail", "photos/a_thumb.jpg")]


def test_a_picture_that_destroyed_itself_is_counted(tmp_path: Path) -> None:
    (sighting,) = sightings(_export(tmp_path, message(1, row("media_photo", "Self-destructing photo"))))

    assert sighting.media == Missing(Reason.UNAVAILABLE, "it destroyed itself before the export was made")


def test_names_are_taken_as_they_are_and_only_then_as_escapes(tmp_path: Path) -> None:
    names = ["100% #1 a&amp;b.jpg", "%41.jpg", "caf%C3%A9.jpg"]
    path = _export(
        tmp_path,
        *(message(number, photo(f"photos/{name}")) for number, name in enumerate(names, 1)),
        files={f"photos/{name}": JPEG for name in ("100% #1 a&b.jpg", "%41.jpg", "A.jpg", "café.jpg")},
    )

    assert kinds(sightings(path)) == [
        ("photo", "photos/100% #1 a&b.jpg"),
        ("photo", "photos/%41.jpg"),
        ("photo", "photos/café.jpg"),
        ("file", "photos/A.jpg"),
    ]


@pytest.mark.parametrize(
    ("claimed", "reason"),
    [
        ("../secret.jpg", "unsafe-path"),
        ("../../chats/chat_001/../../secret.jpg", "unsafe-path"),
        ("/etc/passwd", "unsafe-path"),
        ("C:\\secret.jpg", "unsafe-path"),
        ("file:///secret.jpg", "unsafe-path"),
        ("%2e%2e/secret.jpg", "missing-file"),
        ("https://example.org/a.jpg", "remote-only"),
    ],
)
def test_nothing_outside_the_export_is_opened(tmp_path: Path, claimed: str, reason: str) -> None:
    write_files(tmp_path, {"secret.jpg": JPEG})
    path = _export(tmp_path, message(1, drawn("photo_wrap", claimed, claimed)))

    found = kinds(sightings(path))

    assert found[0][0] == reason
    assert "photo" not in {kind for kind, _ in found}


def test_pictures_that_no_message_mentions_are_found(tmp_path: Path) -> None:
    path = _export(tmp_path, message(1), files={"photos/deleted.jpg": JPEG})

    assert kinds(sightings(path)) == [("file", "photos/deleted.jpg")]


def test_an_album_shares_its_caption(tmp_path: Path) -> None:
    posted = (message(1, photo("photos/a.jpg"), text("who is she")), message(2, photo("photos/b.jpg"), joined=True))
    path = _export(tmp_path, *posted, files={"photos/a.jpg": JPEG, "photos/b.jpg": JPEG})

    assert [each.caption for each in sightings(path)] == ["who is she", "who is she"]


def test_a_whole_account(tmp_path: Path) -> None:
    path = _account(tmp_path)

    assert opened(path).label == "Telegram Desktop export (HTML), whole account, 2 chats, 3 messages"
    assert kinds(sightings(path)) == [
        ("photo", "chats/chat_001/photos/a.jpg"),
        ("photo", "chats/chat_001/photos/a.jpg"),
        ("profile-photo", "profile_pictures/me.jpg"),
        ("unavailable", "lists/profile_pictures.html"),
        ("story", "stories/a.jpg"),
    ]
    assert [(each.origin.channel, each.origin.message_id) for each in messages(path)] == [
        (Channel("Anna"), "1"),
        (Channel("Anna"), "2"),
        (Channel("Gossip"), "1"),
    ]
    assert skips(path) == []


def test_the_username_of_one_chat_is_passed_over_where_there_are_many(tmp_path: Path) -> None:
    (export,) = open_exports(_account(tmp_path), {"": "gossip_corner"})

    assert export.ignored_username == "gossip_corner"
    assert not any(item.origin.permalink for item in export.read() if isinstance(item, Message))


@pytest.mark.parametrize("named", ["chats/chat_001", "chats/chat_001/messages2.html"])
def test_one_chat_of_an_account_finds_its_files_from_its_own_folder(tmp_path: Path, named: str) -> None:
    path = _account(tmp_path) / named

    assert opened(path).label == "Telegram Desktop export (HTML), 2 pages: Anna, 2 messages"
    assert kinds(sightings(path)) == [("photo", "photos/a.jpg")]


def test_one_chat_of_an_account_does_not_take_the_files_of_another_for_its_own(tmp_path: Path) -> None:
    path = _account(tmp_path) / "chats/chat_002"
    write_files(path, {"photos/a.jpg": JPEG})

    assert [kind for kind, _ in kinds(sightings(path))] == ["unsafe-path", "unsafe-path", "file"]
    path.rename(tmp_path / "gossip")
    assert kinds(sightings(tmp_path / "gossip")) == [("photo", "photos/a.jpg")]


def test_an_account_without_a_chat_has_its_profile_pictures(tmp_path: Path) -> None:
    files = {
        "export_results.html": account(),
        "lists/profile_pictures.html": listing(profile_picture("profile_pictures/me.jpg"), title="Profile pictures"),
        "profile_pictures/me.jpg": JPEG,
    }
    path = write_files(tmp_path / "a", files)

    assert opened(path).label == "Telegram Desktop export (HTML), whole account, 0 chats, 0 messages"
    assert kinds(sightings(path)) == [("profile-photo", "profile_pictures/me.jpg")]


def test_a_page_that_is_cut_off_is_said_to_be(tmp_path: Path) -> None:
    whole = page(message(1), message(2))
    path = _export(tmp_path, files={"messages.html": whole[: whole.index(b'id="message2"') + 20]})

    assert skips(path) == [
        Skipped(
            Locator(str(path), "messages.html"),
            None,
            Reason.EXPORT_TRUNCATED,
            "2 messages were read, then it is cut off",
        )
    ]


def test_an_export_without_messages_is_none_to_scan(tmp_path: Path) -> None:
    path = _export(tmp_path, service(-1, "No exported messages"), files={"photos/a.jpg": JPEG})

    assert [skip.detail for skip in skips(path)] == ["it holds no messages at all"]
    assert kinds(sightings(path)) == [("file", "photos/a.jpg")]


def test_a_page_that_cannot_be_opened_is_said_to_be(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"messages.html": page(message(1)), "messages2.html": page(message(2))})
    damaged = bytearray(path.read_bytes())
    at = damaged.index(b"messages2.html") + len("messages2.html")
    damaged[at : at + 40] = bytes(40)
    path.write_bytes(damaged)

    assert opened(path).label.startswith("Telegram Desktop export (HTML), 2 pages: Gossip Corner, 1 message")
    assert [(skip.locator.path, skip.reason) for skip in skips(path)] == [("messages2.html", Reason.EXPORT_DAMAGED)]


def test_pages_of_two_chats_in_one_folder_have_no_one_title(tmp_path: Path) -> None:
    path = write_files(tmp_path / "a", {"messages.html": page(message(1)), "b.html": page(message(2), title="Others")})

    assert opened(path).label == "Telegram Desktop export (HTML), 2 pages, 2 messages"
    assert opened(path, name="gossip_corner").ignored_username == "gossip_corner"


def test_a_video_is_a_video(tmp_path: Path) -> None:
    path = _export(
        tmp_path, message(1, drawn("animated_wrap", "animations/a.mp4", "")), files={"animations/a.mp4": MP4}
    )

    (sighting,) = sightings(path)

    assert isinstance(sighting.media, VideoFile)
