"""The media of a public post: what is a picture of it, what only stands around it, and what Telegram held back."""

from __future__ import annotations

import io

import pytest

from exposurewatch.model import MediaKind, Reason
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.posts import Post
from exposurewatch.parsers.telegram_preview import TELEGRAM_PREVIEW
from tests.parsers.previews import NOT_SUPPORTED, a_page, a_photo, a_post, a_video, an_album

_A = "https://cdn4.telesco.pe/file/a.jpg"
_B = "https://cdn4.telesco.pe/file/b.jpg"
_CLIP = "https://cdn4.telesco.pe/file/clip.mp4?token=x"
_GRADIENT = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0="


def _post(inner: str) -> Post:
    (post,) = TELEGRAM_PREVIEW.read(io.BytesIO(a_page(a_post(inner))))
    assert isinstance(post, Post)
    return post


def _media(inner: str) -> list[Attachment]:
    return list(_post(inner).attachments)


def _picture(kind: MediaKind, path: str) -> Attachment:
    return Attachment(kind, Nature.PICTURE, path)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (_A, _A),
        ("//cdn4.telesco.pe/file/a.jpg", _A),
        ("/file/a.jpg", "https://t.me/file/a.jpg"),
        ("./Gossip_files/a.jpg", "./Gossip_files/a.jpg"),
        ("../../etc/passwd", "../../etc/passwd"),
    ],
)
def test_the_address_of_a_photo_is_whole_and_a_path_stays_as_written(written: str, address: str) -> None:
    assert _media(a_photo(written)) == [_picture(MediaKind.PHOTO, address)]


@pytest.mark.parametrize(
    "style",
    [
        f"background-image:url('{_A}')",
        f"background-image: url(&quot;{_A}&quot;)",
        f"background:red URL( {_A} ) no-repeat",
    ],
)
def test_every_way_to_write_a_style_is_read(style: str) -> None:
    assert _media(f'<a class="tgme_widget_message_photo_wrap" style="{style}"></a>') == [_picture(MediaKind.PHOTO, _A)]


def test_a_photo_without_an_address_is_not_passed_over() -> None:
    (held_back,) = _media('<a class="tgme_widget_message_photo_wrap" style="width:800px"></a>')

    assert held_back == Attachment(MediaKind.PHOTO, Nature.PICTURE, "", absent=Reason.NOT_INCLUDED)


def test_a_video_has_its_preview() -> None:
    for kind in ("video", "roundvideo"):
        assert _media(a_video(_CLIP, _A, kind=kind)) == [Attachment(MediaKind.DOCUMENT, Nature.VIDEO, _CLIP, _A)]


def test_a_video_that_is_too_large_for_the_page_has_its_preview_alone() -> None:
    assert _media(a_video("", _A)) == [Attachment(MediaKind.DOCUMENT, Nature.VIDEO, "", _A, Reason.NOT_INCLUDED)]


def test_photos_and_videos_make_an_album_together() -> None:
    page = a_page(a_post(an_album(a_photo(_A, 510, album=True), a_video(_CLIP, _B, number=511)), 510))
    posts = [post for post in TELEGRAM_PREVIEW.read(io.BytesIO(page)) if isinstance(post, Post)]

    assert [(post.id, post.attachments[0].nature) for post in posts] == [("510", "picture"), ("511", "video")]


def test_stickers_are_pictures_drawings_or_videos() -> None:
    still = (
        f'<i class="tgme_widget_message_sticker" data-webp="{_A}" style="background-image:url(\'{_GRADIENT}\')"></i>'
    )
    drawn = (
        '<picture class="tgme_widget_message_tgsticker"><source type="application/x-tgsticker" '
        f'srcset="https://cdn/a.tgs?token=x"><img src="{_GRADIENT}"></picture>'
    )
    video = f'<div class="tgme_widget_message_videosticker"><video src="{_CLIP}"></video><img src="{_B}"></div>'
    wrapped = '<div class="tgme_widget_message_sticker_wrap media_supported_cont">{}</div>'

    assert _media(wrapped.format(still)) == [_picture(MediaKind.STICKER, _A)]
    assert _media(wrapped.format(drawn)) == [Attachment(MediaKind.STICKER, Nature.OTHER, "https://cdn/a.tgs?token=x")]
    assert _media(wrapped.format(video)) == [Attachment(MediaKind.STICKER, Nature.VIDEO, _CLIP, _B)]
    assert _media(wrapped.format('<i class="tgme_widget_message_sticker"></i>')) == []


def test_the_pictures_of_a_link_are_previews() -> None:
    image = f'<i class="link_preview_image" style="background-image:url(\'{_A}\')"></i>'
    video = f'<i class="link_preview_video_thumb" style="background-image:url(\'{_B}\')"></i><video src="{_CLIP}">'
    preview = '<a class="tgme_widget_message_link_preview" href="https://example.org">{}</a>'

    assert _media(preview.format(image)) == [_picture(MediaKind.LINK_PREVIEW, _A)]
    assert _media(preview.format(video)) == [Attachment(MediaKind.LINK_PREVIEW, Nature.VIDEO, _CLIP, _B)]
    assert _media(preview.format("<b>no picture</b>")) == []


def test_the_new_picture_of_a_chat_is_a_service_photo() -> None:
    photo = f'<a class="tgme_widget_message_service_photo" href="https://t.me/gossipcorner/3"><img src="{_A}"></a>'

    assert _media(photo) == [_picture(MediaKind.SERVICE_PHOTO, _A)]


def test_what_a_post_answers_is_shown_small() -> None:
    thumbnail = f'<i class="tgme_widget_message_reply_thumb" style="background-image:url(\'{_A}\')"></i>'

    assert _media(f'<a class="tgme_widget_message_reply" href="x">{thumbnail}</a>') == [
        _picture(MediaKind.THUMBNAIL, _A)
    ]


@pytest.mark.parametrize(
    ("title", "nature"),
    [("IMG_1.jpg", "picture"), ("a.mp4", "video"), ("a.zip", "archive"), ("a.pdf", "unknown"), ("", "unknown")],
)
def test_a_document_is_named_and_not_on_the_page(title: str, nature: str) -> None:
    wrapped = (
        '<a class="tgme_widget_message_document_wrap" href="https://t.me/gossipcorner/205">'
        f'<i class="tgme_widget_message_document_thumb" style="background-image:url(\'{_A}\')"></i>'
        f'<div class="tgme_widget_message_document_title">{title}</div></a>'
    )

    assert _media(wrapped) == [Attachment(MediaKind.DOCUMENT, Nature(nature), "", _A, Reason.NOT_INCLUDED)]


def test_sound_is_sound() -> None:
    music = (
        '<a class="tgme_widget_message_document_wrap"><div class="tgme_widget_message_document_icon audio"></div>'
        '<div class="tgme_widget_message_document_title">A song</div></a>'
    )
    voice = '<a class="tgme_widget_message_voice_player"><audio src="https://cdn/a.ogg"></audio></a>'

    assert [each.nature for each in _media(music)] == [Nature.SOUND]
    assert _media(voice) == [Attachment(MediaKind.DOCUMENT, Nature.SOUND, "https://cdn/a.ogg")]


def test_what_telegram_shows_in_its_own_program_alone_is_said_once() -> None:
    shown = NOT_SUPPORTED.format("", "This media is not supported in your browser")
    hidden = NOT_SUPPORTED.format(" media_not_supported_cont", "Please open Telegram to view this post")
    event = NOT_SUPPORTED.format("", "Service message")

    assert _media(shown) == [Attachment(MediaKind.PHOTO, Nature.UNKNOWN, "", absent=Reason.NOT_INCLUDED)]
    assert _media(hidden + a_photo(_A)) == [_picture(MediaKind.PHOTO, _A)]
    assert _media(event) == []


@pytest.mark.parametrize(
    "inner",
    [
        f'<i class="emoji" style="background-image:url(\'{_A}\')"></i>',
        f'<div class="tgme_widget_message_reactions"><span><img src="{_A}"></span></div>',
        f'<a class="tgme_widget_message_location_wrap"><i style="background-image:url({_A})"></i></a>',
        f'<a class="tgme_widget_message_contact_wrap"><img src="{_A}"></a>',
    ],
)
def test_emoji_maps_and_faces_are_no_media(inner: str) -> None:
    assert _media(inner) == []


def test_a_picture_in_an_element_that_nobody_knows_yet_is_a_photo() -> None:
    assert _media(f'<div class="tgme_widget_message_paid"><img src="{_A}"></div>') == [_picture(MediaKind.PHOTO, _A)]
    assert _media(f'<div class="new" style="background-image:url({_B})"></div>') == [_picture(MediaKind.PHOTO, _B)]
    assert _media(f'<video class="new" src="{_CLIP}"></video>')[0].nature is Nature.VIDEO
    assert _media(f'<iframe src="{_A}"></iframe>') == []
    assert _media("plain words") == []
