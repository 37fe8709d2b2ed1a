"""A public page of Telegram becomes posts: every field of them, and no damage that makes it fail."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborNode

from exposurewatch.model import Channel, MediaKind, Moment, Permalink
from exposurewatch.parsers import telegram_preview_media, web_page
from exposurewatch.parsers.job import PARSERS
from exposurewatch.parsers.posts import Ended, Post, Record, pack, pack_all, unpack
from exposurewatch.parsers.telegram_channel import TELEGRAM_CHANNEL
from exposurewatch.parsers.telegram_preview import TELEGRAM_PREVIEW
from tests.parsers.previews import a_page, a_photo, a_post, a_text, an_album

_PHOTO = "https://cdn4.telesco.pe/file/a.jpg"


def _records(page: bytes) -> list[Record]:
    return list(TELEGRAM_PREVIEW.read(io.BytesIO(page)))


def _posts(page: bytes) -> list[Post]:
    return [record for record in _records(page) if isinstance(record, Post)]


def _one(inner: str, **fields: Any) -> Post:
    (post,) = _posts(a_page(a_post(inner, **fields)))
    return post


def test_it_is_one_of_the_parsers_that_a_worker_knows() -> None:
    assert TELEGRAM_PREVIEW in PARSERS
    assert TELEGRAM_PREVIEW.name == "telegram-preview"


def test_a_post_has_all_that_the_page_shows_of_it() -> None:
    post = _one(a_photo(_PHOTO) + a_text("who<br>is she"))

    assert post.chat == Channel("Gossip Corner [1m", "1006503122", "gossipcorner")
    assert post.id == "205"
    assert post.date == Moment(datetime(2022, 11, 30, 14, 11, 21, tzinfo=UTC), "2022-11-30T14:11:21+00:00")
    assert post.sender == "Gossip Corner 👍"
    assert (post.forwarded_from, post.reply_to, post.album, post.vanished) == (None, None, None, "")
    assert post.text == "who\nis she"
    assert [(each.kind, each.path) for each in post.attachments] == [(MediaKind.PHOTO, _PHOTO)]
    assert post.permalink == Permalink("https://t.me/gossipcorner/205", public=True)
    assert post.is_message
    assert not post.linkable


def test_a_post_survives_the_way_out_of_a_worker() -> None:
    posts = _posts(a_page(a_post(a_photo(_PHOTO) + a_text("she"))))

    assert list(unpack(pack_all(map(pack, posts)))) == posts


def test_each_post_knows_its_own_emoji() -> None:
    first, second = _posts(a_page(a_post(a_photo(_PHOTO)), a_post("", 206)))

    assert first.emoji == second.emoji == ("https://telegram.org/img/emoji/40/F09F918D.png",)
    assert second.attachments == ()


def test_pictures_within_pictures_are_each_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each again with all that stands beneath it would cost the square of their number."""
    depth = 300
    faces = '<i class="tgme_page_photo_image"><b src="">' * depth
    asked: list[LexborNode] = []

    def none(node: LexborNode) -> tuple[str, ...]:
        asked.append(node)
        return ()

    monkeypatch.setattr(telegram_preview_media, "_addresses", none)
    list(TELEGRAM_CHANNEL.read(io.BytesIO(a_page(a_post("", 205), faces))))
    assert depth < len(asked) < 20 * depth


def test_each_picture_of_an_album_is_a_post_of_its_own_and_the_first_has_the_words() -> None:
    album = an_album(*(a_photo(f"https://cdn/{n}.jpg", n, album=True) for n in (510, 511, 512)))
    posts = _posts(a_page(a_post(album + a_text("three of her"), 510)))

    assert [post.id for post in posts] == ["510", "511", "512"]
    assert [post.text for post in posts] == ["three of her", "", ""]
    assert [[each.path for each in post.attachments] for post in posts] == [
        ["https://cdn/510.jpg"],
        ["https://cdn/511.jpg"],
        ["https://cdn/512.jpg"],
    ]
    assert {post.album for post in posts} == {"gossipcorner/510"}
    assert posts[1].permalink == Permalink("https://t.me/gossipcorner/511", public=True)
    assert posts[1].date == posts[0].date is not None


def test_a_picture_outside_an_album_belongs_to_the_post_wherever_it_leads() -> None:
    assert _one(a_photo(_PHOTO, 999)).id == "205"
    assert _one(an_album(a_photo(_PHOTO, 999, name="elsewhere", album=True))).id == "205"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (a_text("who<br/>is<br>she"), "who\nis\nshe"),
        (a_text(a_text("doubly nested")), "doubly nested"),
        (a_text("one") + a_text("two"), "one\ntwo"),
        (a_text('look <i class="emoji"><b>👀</b></i> <tg-spoiler>at her</tg-spoiler>'), "look 👀 at her"),
        (a_text("a<blockquote>b</blockquote>"), "a\nb"),
        (
            '<div class="tgme_widget_message_poll"><div class="tgme_widget_message_poll_question">Who?</div></div>',
            "Who?",
        ),
        (a_text("a\u202eb\x1b[31m"), "ab[31m"),
        (
            '<a class="tgme_widget_message_reply" href="https://t.me/gossipcorner/190">'
            '<div class="tgme_widget_message_text js-message_reply_text">quoted</div>'
            f"{a_text('quoted too')}</a>{a_text('own')}",
            "own",
        ),
        ('<div class="tgme_widget_message_link_preview"><div class="link_preview_title">x</div></div>', ""),
    ],
)
def test_the_text_is_that_of_the_post_alone(inner: str, text: str) -> None:
    assert _one(inner).text == text


def test_who_signed_a_post_is_said() -> None:
    signature = '<span class="tgme_widget_message_from_author" dir="auto">Jane\u202e</span>'

    assert _one(signature).sender == "Gossip Corner 👍 (Jane)"


@pytest.mark.parametrize(
    ("forward", "said"),
    [
        ('<a class="{}_name" href="https://t.me/leaks/77"><span>Leaks</span></a>', "Leaks (https://t.me/leaks/77)"),
        ('<a class="{}_name" href="https://t.me/leaks">Leaks</a>', "Leaks (https://t.me/leaks)"),
        ('<a class="{}_name" href="javascript:x">Leaks</a>', "Leaks"),
        ('<a class="{}_name" href="//t.me/leaks/77?x"></a>', "https://t.me/leaks/77"),
        ('<span class="{}_name">Someone</span>', "Someone"),
        ('<span class="{0}_name">Leaks</span> (<span class="{0}_author">Jo</span>)', "Leaks (Jo)"),
        ("", None),
    ],
)
def test_the_origin_of_a_forward_has_its_link(forward: str, said: str | None) -> None:
    names = forward.format("tgme_widget_message_forwarded_from")

    assert _one(f'<div class="tgme_widget_message_forwarded_from">Forwarded from {names}</div>').forwarded_from == said


@pytest.mark.parametrize(
    ("link", "answered"),
    [
        ("https://t.me/gossipcorner/190", "190"),
        ("https://t.me/GossipCorner/190?single", "190"),
        ("https://t.me/elsewhere/190", None),
        ("https://t.me/gossipcorner", None),
        ("", None),
    ],
)
def test_a_reply_answers_a_message_of_the_same_chat(link: str, answered: str | None) -> None:
    assert _one(f'<a class="tgme_widget_message_reply" href="{link}">…</a>').reply_to == answered


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        (
            "2025-10-06T08:00:05+02:00",
            Moment(datetime(2025, 10, 6, 6, 0, 5, tzinfo=UTC), "2025-10-06T08:00:05+02:00"),
        ),
        ("2025-10-06T08:00:05", Moment(None, "2025-10-06T08:00:05", "the page does not say in which time zone")),
        ("yester\x1bday", Moment(None, "yesterday", "the page gives no date that can be read")),
        (
            "0001-01-01T00:00:00+14:00",
            Moment(None, "0001-01-01T00:00:00+14:00", "the time that the export gives is not possible"),
        ),
        ("", None),
    ],
)
def test_a_date_is_certain_only_with_its_zone(written: str, moment: Moment | None) -> None:
    assert _one("", date=written).date == moment


def test_the_length_of_a_video_is_no_date() -> None:
    page = a_page(a_post('<time class="message_video_duration">0:12</time>'))

    assert _posts(page)[0].date is not None
    assert _posts(page.replace(b"datetime=", b"data-x="))[0].date is None


@pytest.mark.parametrize(
    ("view", "chat_id"),
    [
        ({"c": -1006503122}, "1006503122"),
        ({"c": -1001006503122}, "1006503122"),
        ({"c": "-42"}, "42"),
        ({"c": 42}, None),
        ({"c": True}, None),
        ({"c": -(1 << 70)}, None),
        ([1], None),
        (None, None),
    ],
)
def test_the_id_of_the_chat_is_bare(view: object, chat_id: str | None) -> None:
    assert _one("", view=view).chat.id == chat_id


def test_one_post_that_gives_the_id_of_the_chat_is_enough() -> None:
    first, second = _posts(a_page(a_post("", 1, view=None), a_post("", 2)))

    assert first.chat.id == second.chat.id == "1006503122"


def test_a_name_that_leads_nowhere_gives_no_link() -> None:
    (post,) = _posts(a_page(a_post("", name="c/123")))

    assert (post.chat.username, post.chat.id, post.id, post.permalink) == (None, "1006503122", None, None)


def _embedded(owner: str) -> bytes:
    post = a_post(a_photo(_PHOTO)).replace('href="https://t.me/gossipcorner"><span', f'href="{owner}"><span')
    return f"<html><body class='widget_frame_base tgme_widget'>{post}</body></html>".encode()


def test_a_single_post_to_embed_is_read_alike() -> None:
    (post,) = _posts(_embedded("https://t.me/gossipcorner"))

    assert post.chat == Channel("Gossip Corner 👍", "1006503122", "gossipcorner")
    assert [each.path for each in post.attachments] == [_PHOTO]


def test_the_name_of_a_member_is_not_taken_for_the_title_of_a_group() -> None:
    (post,) = _posts(_embedded("https://t.me/some_member"))

    assert post.chat.title is None
    assert post.sender == "Gossip Corner 👍"


def test_a_page_without_its_header_takes_the_title_it_declares() -> None:
    page = a_page(a_post("")).replace(b"_header_title", b"_other")

    assert _posts(page)[0].chat.title == "Gossip Corner (og)"


def test_what_a_page_loads_later_comes_as_a_string_of_json() -> None:
    part = a_post(a_photo("https://cdn/1.jpg")).replace('"', '\\"').replace("\n", "\\n").replace("/", "\\/")

    (post,) = _records(f'"{part}"'.encode())

    assert isinstance(post, Post)
    assert (post.id, post.chat.title, post.attachments[0].path) == ("205", "Gossip Corner 👍", "https://cdn/1.jpg")


@pytest.mark.parametrize("written", [b'"broken', b'"\\ud800"', b'"' + b"[" * 5000, b'"x"'])
def test_a_string_of_json_that_holds_no_post_gives_none(written: bytes) -> None:
    assert _records(written) == []


def test_a_page_that_was_cut_off_says_so_wherever_that_was() -> None:
    page = a_page(a_post(a_photo(_PHOTO)), a_post(a_text("her name"), 206))
    for end in range(0, len(page) - 60, 97):
        records = _records(page[:end])
        assert records[-1] == Ended("it is cut off", truncated=True)
    assert all(isinstance(record, Post) for record in _records(page))


def test_a_page_that_is_too_large_is_read_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    page = a_page(a_post(a_photo(_PHOTO)))
    monkeypatch.setattr(web_page, "MAX_PAGE_BYTES", len(page) + 10)

    assert len(_records(page)) == 1
    *posts, ended = _records(page + b" " * 11)
    assert len(posts) == 1
    assert isinstance(ended, Ended)
    assert not ended.truncated
    assert ended.detail.startswith("it is larger than")


@pytest.mark.parametrize(
    "page",
    [
        a_page(a_post(a_photo(_PHOTO))).decode().encode("utf-16"),
        b"\xef\xbb\xbf" + a_page(a_post(a_photo(_PHOTO))),
        a_page(a_post(a_photo(_PHOTO))).replace(b'charset="utf-8"', b'charset="hex"'),
        a_page(a_post(a_photo(_PHOTO))).replace(b'charset="utf-8"', b'charset="cp99999"'),
        a_page(a_post(a_photo(_PHOTO))).replace(b"Gossip&nbsp;", b"\xff\xfe\xa0"),
        a_page(a_post(a_photo(_PHOTO))).replace(b"Gossip&nbsp;", b"\x00\x00"),
    ],
    ids=["utf-16", "mark", "no-charset", "unknown-charset", "not-utf-8", "nul"],
)
def test_no_encoding_hides_a_picture(page: bytes) -> None:
    assert [each.path for post in _posts(page) for each in post.attachments] == [_PHOTO]


def test_an_encoding_that_the_page_declares_is_believed() -> None:
    page = a_page(a_post(a_text("кто"))).decode().replace("👍", "").replace("–", "-").replace("utf-8", "windows-1251")

    assert _posts(page.encode("cp1251"))[0].text == "кто"


def test_deep_nesting_and_endless_styles_do_no_harm() -> None:
    deep = a_page("<div>" * 5_000 + a_post(a_photo(_PHOTO)) + a_post(a_text("<span>" * 5_000 + "x"), 206))
    (first, second) = _posts(deep)

    assert first.attachments[0].path == _PHOTO
    assert second.text == "x"
    assert _one(f'<i style="{"url(" * 20_000}"></i>').attachments == ()


_pieces = st.sampled_from(
    [
        a_photo(_PHOTO),
        a_text("x"),
        an_album(a_photo("", 1, album=True), a_photo("a", 2, album=True)),
        "<div class='tgme_widget_message' data-post='abcdef/1'>",
        "<i class='tgme_widget_message_sticker' style=\"background-image:url('\">",
        "<a class=tgme_widget_message_reply>",
        "</div></a>",
        "<template>",
        "<svg><title>",
        "\x00",
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(_pieces | st.text(max_size=9), max_size=12), st.integers(0, 4000), st.binary(max_size=12))
def test_no_page_makes_it_fail(pieces: list[str], at: int, junk: bytes) -> None:
    page = a_page(a_post("".join(pieces).encode("utf-8", "replace").decode()))
    for record in _records(page[:at] + junk + page[at:]):
        assert record in list(unpack(pack_all([pack(record)])))
        assert "\x1b" not in f"{record}"
