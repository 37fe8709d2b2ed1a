"""What a fetched page of a channel tells before its posts, and what one that has none tells instead."""

from __future__ import annotations

import io

from exposurewatch.model import MediaKind
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.entries import Told
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.parsers.telegram_channel import TELEGRAM_CHANNEL
from exposurewatch.parsers.telegram_preview import TELEGRAM_PREVIEW
from tests.parsers.previews import a_page, a_post


def records(page: bytes) -> list[Record]:
    return list(TELEGRAM_CHANNEL.read(io.BytesIO(page)))


def test_a_page_tells_where_to_read_on_before_its_picture_and_its_posts() -> None:
    page = a_page(a_post("", 205), links='<link rel="prev" href="/s/gossipcorner?before=205">')
    picture = Attachment(MediaKind.PROFILE_PHOTO, Nature.PICTURE, "https://cdn4.telesco.pe/file/avatar.jpg")

    assert records(page) == [
        Told("answer", "posts"),
        Told("older", "205"),
        Post(attachments=(picture,), is_message=False),
        *TELEGRAM_PREVIEW.read(io.BytesIO(page)),
    ]


def test_a_channel_without_a_picture_has_none() -> None:
    page = a_page(a_post("", 205)).replace(b"tgme_page_photo_image", b"tgme_page_photo_letters")

    assert [type(record) for record in records(page)] == [Told, Post]


def test_a_page_that_is_cut_off_says_so_last() -> None:
    page = a_page(a_post("", 205))

    assert isinstance(records(page[: page.index(b"</main>")])[-1], Ended)


def test_an_empty_page_tells_that_alone() -> None:
    assert records(a_page('<div class="tme_no_messages_found">No posts found</div>')) == [Told("answer", "none-found")]


def test_a_chat_that_is_not_shown_tells_its_title_cleaned() -> None:
    page = (
        b'<html><div class="tgme_page"><div class="tgme_page_title"><span>Gossip\x1b[1m</span></div>'
        b'<div class="tgme_page_extra"> 12\xc2\xa0members </div></div></html>'
    )

    assert records(page) == [Told("answer", "no-preview"), Told("title", "Gossip[1m"), Told("extra", "12 members")]


def test_what_is_no_page_tells_so() -> None:
    assert records(b"") == [Told("answer", "other")]
