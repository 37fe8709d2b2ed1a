"""A Discord message says which files it holds, which of them stayed in the web, and which are no media of it."""

from __future__ import annotations

from typing import Any

import pytest

from exposurewatch.model import MediaKind, Reason
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.discord_media import emoji_in, media_in, portraits_in

_PHOTO = Attachment(MediaKind.PHOTO, Nature.PICTURE, "c.json_Files/beach-0123.jpg")
_CDN = "https://cdn.discordapp.com/attachments/1/2/beach.jpg?ex=1&is=2&hm=3"


def _media(message: dict[str, Any]) -> list[Attachment]:
    return list(media_in(message))


def test_an_attachment_that_was_downloaded() -> None:
    posted = {"id": "9", "url": "c.json_Files/beach-0123.jpg", "fileName": "beach.jpg", "fileSizeBytes": 5}

    assert _media({"attachments": [posted]}) == [_PHOTO]


def test_a_download_that_failed_leaves_its_address() -> None:
    (left,) = _media({"attachments": [{"url": _CDN, "fileName": "beach.jpg"}]})

    assert left == Attachment(MediaKind.PHOTO, Nature.PICTURE, _CDN, absent=Reason.REMOTE_ONLY)


def test_a_media_folder_of_another_computer_is_known_by_its_name() -> None:
    paths = [r"C:\Users\Anna\media\a.jpg", "/home/anna/media/a.jpg", r"chat.json_Files\a.jpg"]
    found = _media({"attachments": [{"url": path, "fileName": "a.jpg"} for path in paths]})

    assert [each.path for each in found] == ["media/a.jpg", "media/a.jpg", r"chat.json_Files\a.jpg"]


@pytest.mark.parametrize(
    ("name", "url", "kind", "nature"),
    [
        ("a.JPG", "m/x", MediaKind.PHOTO, Nature.PICTURE),
        ("", "m/a.png", MediaKind.PHOTO, Nature.PICTURE),
        ("", _CDN, MediaKind.PHOTO, Nature.PICTURE),
        ("a.mp4", "m/x", MediaKind.DOCUMENT, Nature.VIDEO),
        ("a.zip", "m/x", MediaKind.DOCUMENT, Nature.ARCHIVE),
        ("a.ogg", "m/x", MediaKind.DOCUMENT, Nature.SOUND),
        ("a", "m/a", MediaKind.DOCUMENT, Nature.UNKNOWN),
    ],
)
def test_what_an_attachment_is_declared_to_be(name: str, url: str, kind: MediaKind, nature: Nature) -> None:
    (found,) = _media({"attachments": [{"url": url, "fileName": name}]})

    assert (found.kind, found.nature) == (kind, nature)


def test_an_attachment_without_any_place_is_unavailable() -> None:
    (found,) = _media({"attachments": [{"fileName": "a.jpg"}]})

    assert found.absent is Reason.UNAVAILABLE


def test_the_pictures_of_a_preview_count_once() -> None:
    embed = {
        "url": "https://example.com",
        "thumbnail": {"url": "m/small.jpg", "canonicalUrl": "https://example.com/small.jpg"},
        "image": {"url": "m/one.jpg"},
        "images": [{"url": "m/one.jpg"}, {"url": "m/two.jpg"}, {"canonicalUrl": _CDN}, 5],
        "author": {"name": "A", "iconUrl": "m/author.png"},
        "footer": {"text": "F", "iconUrl": "m/footer.png"},
    }
    found = _media({"embeds": [embed]})

    assert {(each.kind, each.nature) for each in found} == {(MediaKind.LINK_PREVIEW, Nature.PICTURE)}
    assert [each.path for each in found] == ["m/small.jpg", "m/one.jpg", "m/two.jpg", _CDN]
    assert [each.absent for each in found] == [None, None, None, Reason.REMOTE_ONLY]


@pytest.mark.parametrize(
    ("url", "absent"),
    [("m/clip.mp4", [None]), ("https://x.example/clip.mp4?a", [Reason.REMOTE_ONLY]), ("https://video.example/5", [])],
)
def test_a_page_that_plays_a_video_is_no_file(url: str, absent: list[Reason | None]) -> None:
    found = _media({"embeds": [{"video": {"url": url}}]})

    assert [each.absent for each in found] == absent
    assert all(each.nature is Nature.VIDEO for each in found)


@pytest.mark.parametrize(
    ("drawn", "nature"),
    [("Png", Nature.PICTURE), ("Apng", Nature.PICTURE), ("Gif", Nature.PICTURE), ("Lottie", Nature.OTHER)],
)
def test_stickers_are_pictures_unless_they_are_drawings(drawn: str, nature: Nature) -> None:
    (found,) = _media({"stickers": [{"id": "5", "name": "x", "format": drawn, "sourceUrl": "m/s"}]})

    assert found == Attachment(MediaKind.STICKER, nature, "m/s")


def test_a_forwarded_message_brings_its_own_media() -> None:
    posted = {"url": "c.json_Files/beach-0123.jpg", "fileName": "beach.jpg"}

    assert _media({"attachments": [], "forwardedMessage": {"attachments": [posted]}}) == [_PHOTO]


def test_pictures_beside_names_and_emoji_are_told_from_media() -> None:
    message = {
        "author": {"name": "A", "avatarUrl": r"c.json_Files\avatar.png"},
        "mentions": [{"avatarUrl": "c.json_Files/other.png"}],
        "reactions": [{"emoji": {"imageUrl": "c.json_Files/heart.svg"}, "users": [{"avatarUrl": "/x/m/third.png"}]}],
        "attachments": [{"url": "c.json_Files/a.jpg"}, {"url": _CDN}],
        "stickers": [{"sourceUrl": "c.json_Files/s.png", "format": "Png"}],
    }

    assert list(emoji_in(message)) == ["c.json_Files/heart.svg"]
    assert [(person.get("name"), path) for person, path in portraits_in(message)] == [
        ("A", r"c.json_Files\avatar.png"),
        (None, "c.json_Files/other.png"),
        (None, "m/third.png"),
    ]
    assert len(_media(message)) == 3
