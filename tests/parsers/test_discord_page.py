"""A page of DiscordChatExporter gives the same posts as its JSON, as far as it says as much."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.model import Channel, MediaKind, Moment, Reason
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.discord_page import DISCORD_HTML
from exposurewatch.parsers.posts import Ended, Post, Record

_ID = "175928847299117063"
_CHAT = Channel("Gossip Server / Text / general")
_TOP = """<!DOCTYPE html><html lang="en"><head><title>Gossip Server - general</title></head><body>
<div class="preamble"><img class="preamble__guild-icon" src="c.html_Files/icon%20a.png">
<div class="preamble__entry">Gossip\u202e Server</div><div class="preamble__entry">Text / general</div>
<div class="preamble__entry preamble__entry--small">all the gossip</div></div><div class="chatlog">"""
_END = '</div><div class="postamble"><div class="postamble__entry">Exported {} message(s)</div></div></body></html>'


def _message(inside: str, number: str = _ID) -> str:
    return f'<div class="chatlog__message-container" data-message-id="{number}">{inside}</div>'


def _group(*messages: str) -> str:
    return f'<div class="chatlog__message-group">{"".join(messages)}</div>'


def _page(*groups: str, count: str = "1") -> bytes:
    return (_TOP + "".join(groups) + _END.format(count)).encode()


def _read(page: bytes) -> list[Record]:
    return list(DISCORD_HTML.read(io.BytesIO(page)))


def _post(inside: str) -> Post:
    (post,) = (each for each in _read(_page(_group(_message(inside)))) if isinstance(each, Post) and each.is_message)
    return post


def _posts(*groups: str, count: int) -> list[Post]:
    posts = _read(_page(*groups, count=str(count)))
    return [post for post in posts if isinstance(post, Post)]


def test_every_field_of_a_message() -> None:
    post = _post(
        """<div class="chatlog__message-aside"><img class="chatlog__avatar" src="c.html_Files/av.png"></div>
        <div class="chatlog__reply"><span class="chatlog__reply-author">Ben</span>
        <span class="chatlog__reply-link" onclick="scrollToMessage(event, '42')">earlier</span></div>
        <span class="chatlog__author" title="anon123" data-user-id="7">Anon</span>
        <span class="chatlog__timestamp" title="samedi 30 avril 2016 19:18"><a href="#x">30/04/2016</a></span>
        <div class="chatlog__content chatlog__markdown"><span class="chatlog__markdown-preserve">who is
she <img class="chatlog__emoji" alt="🙂" src="c.html_Files/smile.svg"></span>
        <span class="chatlog__edited-timestamp" title="x">(edited)</span></div>
        <div class="chatlog__attachment"><a href="c.html_Files/beach%23%201.jpg"><img class="chatlog__attachment-media"
        src="c.html_Files/beach%23%201.jpg" title="Image: beach# 1.jpg (12 KB)"></a></div>"""
    )

    assert post == Post(
        chat=_CHAT,
        id=_ID,
        date=Moment(datetime(2016, 4, 30, 11, 18, 25, 796000, UTC), "samedi 30 avril 2016 19:18"),
        sender="Anon (anon123)",
        reply_to="42",
        text="who is\nshe 🙂",
        attachments=(Attachment(MediaKind.PHOTO, Nature.PICTURE, "c.html_Files/beach# 1.jpg"),),
        emoji=("c.html_Files/smile.svg",),
    )


def test_each_picture_beside_a_name_is_shown_once() -> None:
    face = '<img class="chatlog__avatar" src="{}"><span class="chatlog__author" title="anon123">Anon</span>'
    pictures = ("c.html_Files/a.png", "c.html_Files/a.png", "https://cdn.example/b.png", "c.html_Files/b%20c.png")
    groups = [_group(_message(face.format(path), str(number))) for number, path in enumerate(pictures, 1)]
    portraits = [post for post in _posts(*groups, count=4) if not post.is_message]

    assert [(post.chat, post.sender, post.attachments) for post in portraits] == [
        (_CHAT, "Anon (anon123)", (Attachment(MediaKind.PROFILE_PHOTO, Nature.PICTURE, f"c.html_Files/{name}"),))
        for name in ("a.png", "b c.png")
    ]


def test_the_first_message_of_a_group_names_the_sender_of_all() -> None:
    named = '<span class="chatlog__author">Anon</span>'
    posts = _posts(_group(_message(named), _message("", "5")), _group(_message("", "6")), count=3)

    assert [(post.id, post.sender) for post in posts] == [(_ID, "Anon"), ("5", "Anon"), ("6", None)]


def test_a_page_without_quotes_is_the_same() -> None:
    page = _TOP + (
        "<div class=chatlog__message-group><div class=chatlog__message-container data-message-id=5>"
        "<span class=chatlog__author title=anon>anon</span><span class=chatlog__markdown-preserve></span>"
        "<div class=chatlog__content>x</div></div></div><div class=postamble><div class=postamble__entry>Exported 1"
    )
    (post,) = _read(page.encode())

    assert isinstance(post, Post)
    assert (post.id, post.sender, post.text) == ("5", "anon", "x")


def test_older_pages_name_things_otherwise() -> None:
    page = (
        '<div class="chatlog__message-group"><div class="chatlog__messages">'
        '<span class="chatlog__author-name" title="anon#1234" data-user-id="7">Anon</span>'
        '<span class="chatlog__timestamp">30-Apr-16 07:18 PM</span>'
        f'<div class="chatlog__message" data-message-id="{_ID}"><div class="chatlog__content">she</div>'
        '<div class="chatlog__attachment"><a href="m/a.png"><img class="chatlog__attachment-thumbnail" src="m/a.png">'
        "</a></div></div></div></div></body></html>"
    )
    (post,) = _read(page.encode())

    assert isinstance(post, Post)
    assert (post.id, post.sender, post.text) == (_ID, "Anon (anon#1234)", "she")
    assert post.date == Moment(datetime(2016, 4, 30, 11, 18, 25, 796000, UTC))
    assert post.attachments == (Attachment(MediaKind.PHOTO, Nature.PICTURE, "m/a.png"),)


def test_a_notice_of_discord_has_its_sender_and_words() -> None:
    post = _post(
        """<span class="chatlog__system-notification-author" title="anon">Anon</span>
        <span class="chatlog__system-notification-content"><span>pinned </span><a>a message</a></span>
        <span class="chatlog__system-notification-timestamp" title="today"><a>x</a></span>"""
    )

    assert (post.sender, post.text) == ("Anon (anon)", "pinned a message")
    assert post.date is not None
    assert post.date.raw == "today"


@pytest.mark.parametrize(("title", "uncertain"), [("30/04/2016", "the export does not say in which time zone")])
def test_without_a_number_the_time_is_only_words(title: str, uncertain: str) -> None:
    shown = f'<span class="chatlog__timestamp" title="{title}"></span>'
    dated, undated = _posts(_group(_message(shown, "5"), _message("", "x")), count=2)

    assert dated.date == Moment(None, title, uncertain)
    assert (undated.id, undated.date) == (None, None)


_CDN = "https://cdn.discordapp.com/a.jpg?ex=1"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (
            f'<div class="chatlog__attachment"><a href="{_CDN}"><img src="{_CDN}"></a></div>',
            Attachment(MediaKind.PHOTO, Nature.PICTURE, _CDN, absent=Reason.REMOTE_ONLY),
        ),
        (
            '<div class="chatlog__attachment"><video class="chatlog__attachment-media">'
            '<source src="m/a" title="Video: a.mp4 (1 MB)"></video></div>',
            Attachment(MediaKind.DOCUMENT, Nature.VIDEO, "m/a"),
        ),
        (
            '<div class="chatlog__attachment"><audio><source src="m/a.ogg" title="Audio: a.ogg (1 MB)"></audio></div>',
            Attachment(MediaKind.DOCUMENT, Nature.SOUND, "m/a.ogg"),
        ),
        (
            '<div class="chatlog__attachment"><div class="chatlog__attachment-generic">'
            '<div class="chatlog__attachment-generic-name"><a href="m/b"> all.zip </a></div></div></div>',
            Attachment(MediaKind.DOCUMENT, Nature.ARCHIVE, "m/b"),
        ),
        (
            '<div class="chatlog__forwarded-attachment"><img src="m/a.png"></div>',
            Attachment(MediaKind.PHOTO, Nature.PICTURE, "m/a.png"),
        ),
        (
            '<div class="chatlog__attachment"><img src="file:///C:/Users/Anna/media/a.png"></div>',
            Attachment(MediaKind.PHOTO, Nature.PICTURE, "media/a.png"),
        ),
        (
            '<img class="chatlog__embed-generic-image" src="m/a.png">',
            Attachment(MediaKind.LINK_PREVIEW, Nature.PICTURE, "m/a.png"),
        ),
        (
            '<video class="chatlog__embed-generic-gifv"><source src="m/a.mp4"></video>',
            Attachment(MediaKind.LINK_PREVIEW, Nature.VIDEO, "m/a.mp4"),
        ),
        (
            '<img class="chatlog__sticker--media" src="m/s.png">',
            Attachment(MediaKind.STICKER, Nature.PICTURE, "m/s.png"),
        ),
        (
            '<div class="chatlog__sticker--media" data-source="m/s.json"></div>',
            Attachment(MediaKind.STICKER, Nature.OTHER, "m/s.json"),
        ),
    ],
)
def test_what_a_message_holds(inside: str, expected: Attachment) -> None:
    assert _post(inside).attachments == (expected,)


@pytest.mark.parametrize(
    "inside",
    [
        '<div class="chatlog__attachment">gone</div>',
        '<div class="chatlog__sticker--media"></div>',
        '<img class="chatlog__embed-image">',
        '<img class="chatlog__embed-author-icon" src="m/icon.png">',
    ],
)
def test_what_is_no_medium_of_a_message(inside: str) -> None:
    assert _post(inside).attachments == ()


def test_a_forwarded_message_is_marked_as_one() -> None:
    post = _post('<div class="chatlog__forwarded-content">her number</div>')

    assert (post.forwarded_from, post.text) == ("another channel", "her number")


def test_an_answer_to_a_message_that_is_gone_has_no_number() -> None:
    assert _post('<span onclick="scrollToMessage(event)">x</span>').reply_to is None


def test_the_words_of_embeds_stand_apart() -> None:
    post = _post(
        '<div class="chatlog__embed-title">Leak</div><div class="chatlog__embed-field">'
        '<div class="chatlog__embed-field-name">Phone</div><div class="chatlog__embed-field-value">012</div></div>'
    )

    assert post.text == "Leak\nPhone\n012"


@pytest.mark.parametrize("count", ["2", "1,000", "1.000"])
def test_a_page_that_miscounts_says_so(count: str) -> None:
    *_, end = _read(_page(_group(_message("")), count=count))

    assert isinstance(end, Ended)
    assert end.truncated
    assert "although it says that it holds" in end.detail


@pytest.mark.parametrize("cut", [1, 50, 160, 250])
def test_a_page_that_is_cut_off_says_so(cut: int) -> None:
    page = _page(*(_group(_message("x" * 50, str(each))) for each in range(1, 9)), count="8")
    *posts, end = _read(page[: page.index(b'<div class="postamble') - cut])

    assert len(posts) > 5
    assert end == Ended("it is cut off", truncated=True)


def test_a_group_that_no_honest_page_has_ends_it() -> None:
    (end,) = _read(_page(_group(_message("x" * (4 << 20)))))

    assert end == Ended("messages sent in a row take more than 4 MiB", truncated=False)


@pytest.mark.parametrize(
    "inside",
    ["<b>" * 2000, "\x00\x1b[31m", '<div class="chatlog__content">\x1b[31m\u202eshe</div>', "<div " * 500],
)
def test_hostile_pages_are_no_trouble(inside: str) -> None:
    for post in _read(_page(_group(_message(inside)))):
        assert not isinstance(post, Post) or "\x1b" not in post.text + str(post.sender)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert all(isinstance(each, Post | Ended) for each in _read(_TOP.encode() + data))
