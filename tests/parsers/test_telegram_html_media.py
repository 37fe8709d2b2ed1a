"""Every class of media of an HTML export is told from the others; what is no file becomes words."""

from __future__ import annotations

import pytest

from exposurewatch.model import MediaKind, Reason
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.telegram_html_media import Shown, changed_photo, listed, media_in
from exposurewatch.parsers.telegram_html_text import root_of
from tests.parsers.html_pages import (
    NOT_INCLUDED,
    div,
    drawn,
    framed,
    message,
    photo,
    profile_picture,
    row,
    service,
    story,
    text,
)

PHOTO, DOCUMENT, STICKER = MediaKind.PHOTO, MediaKind.DOCUMENT, MediaKind.STICKER
PICTURE, VIDEO, SOUND, OTHER, UNKNOWN = Nature.PICTURE, Nature.VIDEO, Nature.SOUND, Nature.OTHER, Nature.UNKNOWN


def _shown(*inside: str) -> Shown:
    root = root_of(message(1, *inside).encode())
    assert root is not None
    return media_in(root)


@pytest.mark.parametrize(
    ("medium", "expected"),
    [
        (photo("photos/a.jpg"), Attachment(PHOTO, PICTURE, "photos/a.jpg", "photos/a_thumb.jpg")),
        (
            drawn("video_file_wrap", "video_files/a.mp4", "video_files/a.mp4_thumb.jpg"),
            Attachment(DOCUMENT, VIDEO, "video_files/a.mp4", "video_files/a.mp4_thumb.jpg"),
        ),
        (
            drawn("animated_wrap", "animations/a.mp4", "animations/a.mp4_thumb.jpg"),
            Attachment(DOCUMENT, VIDEO, "animations/a.mp4", "animations/a.mp4_thumb.jpg"),
        ),
        (
            drawn("animated_wrap", "animations/a.gif", "animations/a_thumb.jpg"),
            Attachment(DOCUMENT, PICTURE, "animations/a.gif", "animations/a_thumb.jpg"),
        ),
        (
            drawn("sticker_wrap", "stickers/a.webp", "stickers/a_thumb.webp"),
            Attachment(STICKER, PICTURE, "stickers/a.webp", "stickers/a_thumb.webp"),
        ),
        (row("media_photo", "Photo", href="photos/a.jpg"), Attachment(PHOTO, PICTURE, "photos/a.jpg")),
        (row("media_photo", "Sticker", href="stickers/a.tgs"), Attachment(STICKER, OTHER, "stickers/a.tgs")),
        (row("media_photo", "Sticker", href="stickers/a.webm"), Attachment(STICKER, VIDEO, "stickers/a.webm")),
        (row("media_video", "Video file", href="video_files/a"), Attachment(DOCUMENT, VIDEO, "video_files/a")),
        (row("media_video", "Animation", href="animations/a.gif"), Attachment(DOCUMENT, PICTURE, "animations/a.gif")),
        (
            row("media_video", "Video message", href="round_video_messages/a.mp4", src="round_video_messages/a.jpg"),
            Attachment(DOCUMENT, VIDEO, "round_video_messages/a.mp4", "round_video_messages/a.jpg"),
        ),
        (row("media_voice_message", href="voice_messages/a.ogg"), Attachment(DOCUMENT, SOUND, "voice_messages/a.ogg")),
        (row("media_audio_file", "A – B", href="files/a.mp3"), Attachment(DOCUMENT, SOUND, "files/a.mp3")),
        (row("media_file", "a.PNG", href="files/a.PNG"), Attachment(DOCUMENT, PICTURE, "files/a.PNG")),
        (row("media_file", "Animation", href="files/a.zip"), Attachment(DOCUMENT, Nature.ARCHIVE, "files/a.zip")),
        (
            row("media_contact", "The author of an article", href="photos/a.jpg", src="photos/a_rich_card_thumb.jpg"),
            Attachment(PHOTO, PICTURE, "photos/a.jpg", "photos/a_rich_card_thumb.jpg"),
        ),
    ],
)
def test_each_class_of_media(medium: str, expected: Attachment) -> None:
    assert _shown(medium).attachments == (expected,)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (NOT_INCLUDED, Reason.NOT_INCLUDED),
        ("Exceeds maximum size, change data exporting settings to download.", Reason.OVER_EXPORT_LIMIT),
        ("Unavailable, please try again later.", Reason.UNAVAILABLE),
        ("", Reason.UNAVAILABLE),
    ],
)
@pytest.mark.parametrize(
    ("names", "title", "kind", "nature"),
    [
        ("media_photo", "Photo", PHOTO, PICTURE),
        ("media_photo", "Sticker", STICKER, UNKNOWN),
        ("media_video", "Video file", DOCUMENT, VIDEO),
        ("media_video", "Animation", DOCUMENT, VIDEO),
        ("media_video", "Video message", DOCUMENT, VIDEO),
        ("media_voice_message", "Voice message", DOCUMENT, SOUND),
        ("media_audio_file", "Audio file", DOCUMENT, SOUND),
        ("media_file", "holiday.heic", DOCUMENT, PICTURE),
        ("media_file", "File", DOCUMENT, UNKNOWN),
        ("media_file", "Self-destructing photo", DOCUMENT, UNKNOWN),
    ],
)
def test_what_is_not_in_the_export_says_why(
    names: str, title: str, kind: MediaKind, nature: Nature, said: str, reason: Reason
) -> None:
    assert _shown(row(names, title, said, "00:12, 1.2 MB")).attachments == (Attachment(kind, nature, "", "", reason),)


def test_the_preview_of_a_video_that_is_not_in_the_export_is_kept() -> None:
    (found,) = _shown(row("media_video", "Video message", NOT_INCLUDED, src="thumbs/a.jpg")).attachments

    assert (found.absent, found.thumbnail) == (Reason.NOT_INCLUDED, "thumbs/a.jpg")


def test_a_file_at_an_address_is_only_there() -> None:
    (found,) = _shown(row("media_photo", "Photo", href="https://example.org/a.jpg")).attachments

    assert (found.absent, found.path) == (Reason.REMOTE_ONLY, "https://example.org/a.jpg")


@pytest.mark.parametrize("title", ["Self-destructing photo", "Self-destructing video"])
def test_what_destroyed_itself_is_said_to_be_gone(title: str) -> None:
    shown = _shown(row("media_photo" if "photo" in title else "media_video", title, status="Expired"))

    assert shown.attachments == ()
    assert "destroyed itself" in shown.vanished


@pytest.mark.parametrize(
    ("medium", "said"),
    [
        (
            row("media_contact", "Anna Lee", status="+60 12 345 6789", href="contacts/c.vcf"),
            "Anna Lee\n+60 12 345 6789",
        ),
        (row("media_location", "Location", status="3.139, 101.68", href="https://maps.google.com/"), "3.139, 101.68"),
        (row("media_live_location", "Live location"), "Live location"),
        (row("media_venue", "Cafe", "12 Jalan Besar"), "Cafe\n12 Jalan Besar"),
        (row("media_game", "Snake", "Play", "https://t.me/bot?game=snake", "https://t.me/bot?game=snake"), "Snake"),
        (row("media_invoice", "Pictures", "All of her", "$5.00"), "Pictures\nAll of her\n$5.00"),
        (row("media_call success", "Anna", status="Incoming (12 seconds)"), "Anna\nIncoming (12 seconds)"),
        (
            framed(
                div("media_poll", div("question bold", "Who is she?") + div("details", "Anonymous poll"))
                + div("answer", '- Anna <span class="details">3 votes</span>')
                + div("total details", "3 votes")
            ),
            "Who is she?",
        ),
    ],
)
def test_what_is_no_file_becomes_words(medium: str, said: str) -> None:
    shown = _shown(medium)

    assert shown.attachments == ()
    assert said in shown.text
    assert "\n\n\n" not in shown.text


def test_several_media_of_an_article_are_all_found_and_their_frames_once() -> None:
    article = text(f"<p>one</p>{photo('photos/a.jpg')}<p>two</p>{photo('photos/b.jpg')}")

    assert [each.path for each in _shown(article).attachments] == ["photos/a.jpg", "photos/b.jpg"]
    assert len(_shown(framed(photo("photos/a.jpg"))).attachments) == 0  # a frame in a frame is no way to draw a photo
    assert _shown(framed("")) == Shown()


def test_a_hostile_path_stays_as_it_is() -> None:
    (found,) = _shown(photo("../../etc/passwd.jpg")).attachments

    assert found.path == "../../etc/passwd.jpg"


def test_the_new_picture_of_a_chat() -> None:
    image = '<img class="userpic" src="photos/a_thumb.jpg"/>'
    root = root_of(
        service(
            5, "Photo changed", div("userpic_wrap", f'<a class="userpic_link" href="photos/a.jpg">{image}</a>')
        ).encode()
    )
    assert root is not None

    assert changed_photo(root) == (Attachment(MediaKind.SERVICE_PHOTO, PICTURE, "photos/a.jpg", "photos/a_thumb.jpg"),)


def test_the_new_picture_of_a_chat_that_is_not_in_the_export() -> None:
    root = root_of(service(5, "Photo changed", div("userpic_wrap", div("userpic userpic1", "G"))).encode())
    assert root is not None

    assert changed_photo(root) == (Attachment(MediaKind.SERVICE_PHOTO, PICTURE, "", "", Reason.NOT_INCLUDED),)


def test_a_service_message_without_a_picture_has_none() -> None:
    root = root_of(service(5, "Anon pinned this message").encode())
    assert root is not None

    assert changed_photo(root) == ()


@pytest.mark.parametrize(
    ("entry", "kind", "expected"),
    [
        (
            profile_picture("profile_pictures/a.jpg"),
            MediaKind.PROFILE_PHOTO,
            Attachment(
                MediaKind.PROFILE_PHOTO, PICTURE, "../profile_pictures/a.jpg", "../profile_pictures/a.jpg_thumb.jpg"
            ),
        ),
        (
            profile_picture("", said="(Photo not included. Change data exporting settings to download.)"),
            MediaKind.PROFILE_PHOTO,
            Attachment(MediaKind.PROFILE_PHOTO, UNKNOWN, "", "", Reason.NOT_INCLUDED),
        ),
        (
            story("stories/a.mp4", "look"),
            MediaKind.STORY,
            Attachment(MediaKind.STORY, VIDEO, "../stories/a.mp4", "../stories/a.mp4_thumb.jpg"),
        ),
    ],
)
def test_what_an_entry_in_a_list_is_about(entry: str, kind: MediaKind, expected: Attachment) -> None:
    root = root_of(entry.encode())
    assert root is not None

    assert listed(root, kind) == (expected,)
