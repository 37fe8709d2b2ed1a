"""The media of a message are found wherever they stand, and told apart by what is declared."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.model import MediaKind, Reason
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.telegram_media import marker, media_in, nature


@pytest.mark.parametrize(
    ("path", "mime", "media_type", "expected"),
    [
        ("files/a.jpg", "", "", Nature.PICTURE),
        ("files/a", "image/jpeg", "", Nature.PICTURE),
        ("files/a.HEIC", "application/octet-stream", "", Nature.PICTURE),
        ("files/a", "image/svg+xml", "", Nature.OTHER),
        ("files/a", "", "", Nature.UNKNOWN),
        ("files/a.bin", "application/octet-stream", "", Nature.UNKNOWN),
        ("files/a.mp4", "", "", Nature.VIDEO),
        ("files/a", "video/webm", "", Nature.VIDEO),
        ("files/a.zip", "", "", Nature.ARCHIVE),
        ("files/a", "application/vnd.rar", "", Nature.ARCHIVE),
        ("files/a.pdf", "application/pdf", "", Nature.OTHER),
        ("files/a.mp3", "", "", Nature.SOUND),
        ("voice_messages/a.ogg", "audio/ogg", "voice_message", Nature.SOUND),
        ("round_video_messages/a", "", "video_message", Nature.VIDEO),
        ("animations/a.mp4", "video/mp4", "animation", Nature.VIDEO),
        ("animations/a.gif", "image/gif", "animation", Nature.PICTURE),
        ("stickers/a.webp", "", "sticker", Nature.PICTURE),
        ("stickers/a.webm", "", "sticker", Nature.VIDEO),
        ("stickers/a.tgs", "application/x-tgsticker", "sticker", Nature.OTHER),
        ("stickers/a.tgs", "", "sticker", Nature.OTHER),
    ],
)
def test_what_a_file_is_declared_to_be(path: str, mime: str, media_type: str, expected: Nature) -> None:
    assert nature(path, mime, media_type) is expected


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("(File not included. Change data exporting settings to download.)", Reason.NOT_INCLUDED),
        ("(File exceeds maximum size. Change data exporting settings to download.)", Reason.OVER_EXPORT_LIMIT),
        ("(File unavailable, please try again later)", Reason.UNAVAILABLE),
        ("(Photo not included. Change data exporting settings to download.)", Reason.NOT_INCLUDED),
        ("(Photo exceeds maximum size. Change data exporting settings to download.)", Reason.OVER_EXPORT_LIMIT),
        ("(Photo unavailable, please try again later)", Reason.UNAVAILABLE),
        ("photos/photo_1.jpg", None),
        ("(Filer) a.jpg", None),
    ],
)
def test_words_in_place_of_a_path_say_why_it_is_missing(words: str, reason: Reason | None) -> None:
    assert marker(words) is reason


def test_a_photo_and_a_document_are_told_apart() -> None:
    message = {"photo": "photos/a.jpg", "file": "files/b.png", "mime_type": "image/png", "thumbnail": "files/b_t.jpg"}

    found, emoji = media_in(message)

    assert found == (
        Attachment(MediaKind.PHOTO, Nature.PICTURE, "photos/a.jpg", "files/b_t.jpg"),
        Attachment(MediaKind.DOCUMENT, Nature.PICTURE, "files/b.png", "files/b_t.jpg"),
    )
    assert emoji == ()


def test_a_file_that_is_not_included_is_known_by_its_name() -> None:
    (found,), _ = media_in({"file": "(File not included. …)", "file_name": "holiday.heic"})

    assert found.nature is Nature.PICTURE


def test_the_photo_of_a_service_message_is_that_of_the_chat() -> None:
    (found,), _ = media_in({"type": "service", "action": "edit_group_photo", "photo": "photos/a.jpg"})

    assert found.kind is MediaKind.SERVICE_PHOTO


def test_a_thumbnail_alone_is_found() -> None:
    (found,), _ = media_in({"web_page": {"thumbnail": "files/t.jpg"}})

    assert found == Attachment(MediaKind.THUMBNAIL, Nature.PICTURE, "files/t.jpg")


def test_pictures_deep_in_a_rich_message_are_found_in_order() -> None:
    blocks = [
        {"type": "photo", "photo": "photos/1.jpg"},
        {"type": "collage", "items": [{"photo": "photos/2.jpg"}, {"photo_skip_reason": "not included"}]},
        {"type": "cover", "block": {"type": "video", "file": "video_files/3.mp4", "poster_photo": "photos/4.jpg"}},
        {"related_articles": {"articles": [{"photo": "photos/5.jpg"}], "author_photo": "photos/6.jpg"}},
    ]

    found, _ = media_in({"rich_message": {"blocks": blocks}})

    assert [each.path for each in found] == [
        "photos/1.jpg",
        "photos/2.jpg",
        "(Photo not included)",
        "photos/4.jpg",
        "video_files/3.mp4",
        "photos/6.jpg",
        "photos/5.jpg",
    ]


def test_custom_emoji_are_told_from_media() -> None:
    message = {"text": [{"type": "custom_emoji", "text": "x", "document_id": "stickers/a.webp"}]}

    assert media_in(message) == ((), ("stickers/a.webp",))


_anything = st.recursive(
    st.none() | st.integers() | st.floats() | st.booleans() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["photo", "file", "thumbnail", "mime_type", "media_type", "file_name", "document_id", "x"]),
            inner,
            max_size=6,
        )
    ),
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["photo", "file", "thumbnail", "type", "mime_type", "text", "x"]), _anything))
def test_no_message_makes_it_fail(message: dict[str, Any]) -> None:
    found, emoji = media_in(message)

    assert all(each.path for each in found)
    assert all(isinstance(path, str) for path in emoji)
