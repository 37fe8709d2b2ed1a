"""Every field of a post is read from a page, in whatever state the page is."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.model import Channel, MediaKind, Moment, Reason
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.posts import Ended, Post, Record, pack, pack_all, unpack
from exposurewatch.parsers.telegram_html import TELEGRAM_HTML
from exposurewatch.parsers.telegram_html_text import MAX_BYTES, MAX_TAGS
from exposurewatch.parsers.web_page import MAX_PAGE_BYTES
from tests.parsers.html_pages import (
    NOON,
    day,
    div,
    forwarded,
    framed,
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

_UNSUPPORTED = "This message is not supported by this version of Telegram Desktop. Please update the application."


def _read(data: bytes) -> list[Record]:
    return list(TELEGRAM_HTML.read(io.BytesIO(data)))


def _posts(*inside: str) -> list[Post]:
    posts = [record for record in _read(page(*inside)) if isinstance(record, Post)]
    assert len(posts) == len(_read(page(*inside)))
    return posts


def _post(*inside: str, sender: str = "Anon") -> Post:
    (post,) = _posts(message(7, *inside, sender=sender))
    return post


def test_every_field_of_a_message() -> None:
    signature = div("signature details", "Jane")
    reply = div("reply_to details", 'In reply to <a href="messages2.html#go_to_message3">this message</a>')
    origin = forwarded(reply, photo("photos/a.jpg"), text("who<br>is &amp; she"), signature, sender="Leaks", date=NOON)

    assert _posts(message(7, origin, sender="Gossip &lt;3 ")) == [
        Post(
            chat=Channel("Gossip Corner"),
            id="7",
            date=Moment(_posts(message(7))[0].date.utc, "2024-05-01T10:00:00+08:00"),  # type: ignore[union-attr]
            sender="Gossip <3 (Jane)",
            forwarded_from="Leaks (posted 2024-05-01T10:00:00+08:00)",
            reply_to="3",
            text="who\nis & she",
            attachments=(Attachment(MediaKind.PHOTO, Nature.PICTURE, "photos/a.jpg", "photos/a_thumb.jpg"),),
            album="Gossip Corner Gossip <3 Leaks 2024-05-01T10:00:00+08:00",
            linkable=True,
        )
    ]


def test_the_time_is_certain_where_the_zone_is() -> None:
    (post,) = _posts(message(7))

    assert post.date is not None
    assert post.date.utc is not None
    assert post.date.utc.isoformat() == "2024-05-01T02:00:00+00:00"


def test_before_version_3_7_6_there_is_no_zone() -> None:
    (post,) = _posts(message(7, date="01.05.2021 10:00:00"))

    assert post.date is not None
    assert (post.date.utc, post.date.raw) == (None, "2021-05-01T10:00:00")


def test_a_joined_message_has_the_sender_of_the_one_above() -> None:
    posts = _posts(
        message(1, sender="Anna"), message(2, joined=True), message(3, sender="Ben"), message(4, joined=True)
    )

    assert [post.sender for post in posts] == ["Anna", "Anna", "Ben", "Ben"]


def test_a_line_with_a_date_does_not_part_joined_messages() -> None:
    posts = _posts(day(1, "1 May 2024"), message(1, sender="Anna"), day(2, "2 May 2024"), message(2, joined=True))

    assert [(post.id, post.sender) for post in posts] == [("1", "Anna"), ("2", "Anna")]


def test_nothing_is_inherited_over_a_service_message_or_from_the_page_before() -> None:
    posts = _posts(message(1, joined=True), message(2), service(3, "Anon pinned this message"), message(4, joined=True))

    assert [post.sender for post in posts] == [None, "Anon", None, None]


def test_a_joined_message_inherits_the_sender_without_the_signature() -> None:
    posts = _posts(message(1, div("signature details", "Jane"), sender="Gossip"), message(2, joined=True))

    assert [post.sender for post in posts] == ["Gossip (Jane)", "Gossip"]


@pytest.mark.parametrize(
    ("shown", "sender"),
    [
        ("Anon via @gif", "Anon"),
        ("Anon via @", "Anon via @"),
        ("Deleted Account", "Deleted Account"),
        ("\u202eAnna\x1b", "Anna"),
        ("\u200b", None),
        ("", None),
    ],
)
def test_the_sender_is_named_without_the_bot_that_helped(shown: str, sender: str | None) -> None:
    assert _post(sender=shown).sender == sender


def test_a_channel_that_signs_with_its_own_name_is_named_once() -> None:
    assert _post(div("signature details", "Gossip"), sender="Gossip").sender == "Gossip"


def test_the_sender_of_what_was_forwarded_is_not_that_of_the_message() -> None:
    post = _post(forwarded(text("look"), sender="Leaks via @bot", date="31.12.2022 23:59:58"))

    assert (post.sender, post.text) == ("Anon", "look")
    assert post.forwarded_from == "Leaks (posted 2022-12-31T23:59:58)"


def test_the_date_of_a_forward_stood_in_its_words_once() -> None:
    old = div("forwarded body", div("from_name", 'Leaks<span class="details"> 31.12.2018 23:59:58</span>'))

    assert _post(old).forwarded_from == "Leaks (posted 2018-12-31T23:59:58)"


def test_a_forward_joined_to_another_has_its_origin() -> None:
    posts = _posts(message(1, forwarded(sender="Leaks", date=NOON)), message(2, forwarded(), joined=True))

    assert [post.forwarded_from for post in posts] == ["Leaks (posted 2024-05-01T10:00:00+08:00)", "Leaks"]


def test_a_message_that_was_not_forwarded_has_no_origin() -> None:
    posts = _posts(message(1, forwarded(sender="Leaks", date=NOON)), message(2, joined=True))

    assert [post.forwarded_from for post in posts][1] is None


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ('<a href="#go_to_message3" onclick="return GoToMessage(3)">this message</a>', "3"),
        ('<a href="messages12.html#go_to_message-999999990">this message</a>', "-999999990"),
        ("In reply to a message in another chat", None),
        ('<a href="#somewhere">x</a>', None),
    ],
)
def test_what_a_message_answers(said: str, answered: str | None) -> None:
    assert _post(div("reply_to details", said)).reply_to == answered


def test_the_words_keep_their_lines_and_lose_the_markup() -> None:
    words = (
        'a <strong>b</strong><br><em>c</em> <a href="https://t.me/x">@x</a><br><br><code>d</code>'
        '<span class="spoiler hidden" onclick="ShowSpoiler(this)"><span aria-hidden="true">e</span></span>'
        '<a href = "stickers/s%20t.webp">😀</a>\u202e&#x1B;'
    )
    post = _post(text(words))

    assert post.text == "a b\nc @x\n\nde😀"
    assert post.emoji == ("stickers/s%20t.webp",)


def test_the_words_of_an_article_stand_in_lines_and_its_media_apart() -> None:
    article = f'<h1 class="rich_block">\n Title\n</h1>\n <p>\n one\n </p>\n{photo("photos/a.jpg")}\n <p>two</p>'
    post = _post(text(article))

    assert [line for line in post.text.split("\n") if line] == ["Title", "one", "two"]
    assert [each.path for each in post.attachments] == ["photos/a.jpg"]


def test_a_contact_is_words() -> None:
    post = _post(row("media_contact", "Anna", status="+60 12", href="contacts/a.vcf"), text("call her"))

    assert (post.text, post.attachments) == ("Anna\n+60 12\ncall her", ())


def test_addresses_are_no_files_of_the_export() -> None:
    links = "".join(f'<a href="{href}">x</a>' for href in ("https://x.org/a.jpg", "tel:+60", "#top", "", "//x/y"))

    assert _post(text(links)).emoji == ()


def test_pictures_forwarded_from_two_places_share_no_caption() -> None:
    one, other = (_post(forwarded(photo("photos/a.jpg"), sender=sender, date=NOON)) for sender in ("Leaks", "Else"))

    assert one.album is not None
    assert one.album != other.album


def test_pictures_of_one_second_and_sender_make_an_album() -> None:
    first, second, third, words = _posts(
        message(1, photo("photos/a.jpg")),
        message(2, photo("photos/b.jpg"), joined=True),
        message(3, photo("photos/c.jpg"), joined=True, date="01.05.2024 10:00:01 UTC+08:00"),
        message(4, text("x"), joined=True),
    )

    assert first.album == second.album is not None
    assert third.album != first.album
    assert words.album is None


def test_a_service_message_stands_on_the_day_above_it() -> None:
    frame = div("userpic_wrap", '<a class="userpic_link" href="photos/a.jpg"><img src="photos/a_thumb.jpg"/></a>')
    (post,) = _posts(day(1, "1 May 2024"), service(5, "Anon changed group photo", frame))

    assert (post.id, post.text, post.sender) == ("5", "Anon changed group photo", None)
    assert post.date is not None
    assert post.date.raw == "2024-05-01"
    assert [each.kind for each in post.attachments] == [MediaKind.SERVICE_PHOTO]


def test_what_may_have_been_a_picture_and_is_gone_is_said() -> None:
    (unsupported,) = _posts(service(5, _UNSUPPORTED))

    assert "could not write" in unsupported.vanished
    assert "destroyed itself" in _post(row("media_photo", "Self-destructing photo", status="Expired")).vanished


def test_profile_pictures_are_listed_on_a_page_of_their_own() -> None:
    data = listing(profile_picture("profile_pictures/a.jpg"), profile_picture(""), title="Profile pictures")

    held, missing = _read(data)

    assert isinstance(held, Post)
    assert isinstance(missing, Post)
    assert (held.is_message, held.chat, held.id, held.linkable) == (False, Channel(), None, False)
    assert held.date is not None
    assert held.date.raw == "2024-05-01T10:00:00"
    assert [each.absent for each in (*held.attachments, *missing.attachments)] == [None, Reason.UNAVAILABLE]


def test_stories_are_listed_with_what_is_said_about_them() -> None:
    (post,) = _read(listing(story("stories/a.jpg", "my <b>day</b>"), title="Stories archive"))

    assert isinstance(post, Post)
    assert (post.text, post.is_message) == ("my day", False)
    assert [each.kind for each in post.attachments] == [MediaKind.STORY]


def test_other_lists_hold_nothing_to_look_at() -> None:
    assert _read(listing(profile_picture("profile_pictures/a.jpg"), title="Contacts")) == []


def test_a_page_that_is_cut_off_gives_what_it_has_and_says_so() -> None:
    whole = page(*(message(number, photo(f"photos/{number}.jpg"), text("x")) for number in range(1, 6)))
    for end in range(0, len(whole) - 10, 97):
        *posts, last = _read(whole[:end])
        assert last == Ended("it is cut off", truncated=True)
        assert [post.id for post in posts if isinstance(post, Post)] == [str(n) for n in range(1, len(posts) + 1)]
        assert all(
            each.path in {f"photos/{n}.jpg" for n in range(1, 6)} | {""}
            for post in posts
            if isinstance(post, Post)
            for each in post.attachments
        )


def test_an_empty_page_is_one_that_is_cut_off() -> None:
    assert _read(b"") == [Ended("it is cut off", truncated=True)]


def test_a_page_beyond_all_measure_is_read_as_far_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exposurewatch.parsers.web_page.MAX_PAGE_BYTES", 4096)

    *posts, last = _read(page(*(message(number) for number in range(100))))

    assert posts
    assert last == Ended(f"the page is larger than {MAX_PAGE_BYTES >> 20} MiB", truncated=False)


def test_a_message_beyond_all_measure_costs_no_other() -> None:
    for filler in ("x" * MAX_BYTES, "<b>" * MAX_TAGS):
        first, second, third = _posts(message(1), message(2, text(filler)), message(3))

        assert (first.id, second.id, third.id) == ("1", "2", "3")
        assert second.vanished == "it is larger than any message can be"
        assert third.sender == "Anon"


def test_an_entry_beyond_all_measure_is_said_to_be_one() -> None:
    (post,) = _read(listing(story("stories/a.jpg", "<b>" * MAX_TAGS), title="Stories archive"))

    assert post == Post(is_message=False, vanished="it is larger than any message can be")


def test_a_message_that_lost_its_end_costs_no_other() -> None:
    posts = _posts('\n<div class="message default clearfix" id="message1"><div class="body">', message(2, text("x")))

    assert [(post.id, post.text) for post in posts] == [("1", ""), ("2", "x")]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8-sig", b"utf-8"), ("utf-16", b"utf-8"), ("windows-1251", b"windows-1251")],
)
def test_a_page_that_somebody_saved_anew(encoding: str, declared: bytes) -> None:
    written = page(message(1, text("кто она"))).replace(b'charset="utf-8"', b'charset="' + declared + b'"')

    (post,) = _read(written.decode().encode(encoding))

    assert isinstance(post, Post)
    assert post.text == "кто она"


def test_stray_bytes_are_replaced() -> None:
    (post,) = _read(page(message(1, text("ab"))).replace(b"\nab\n", b"\na\xff\x00b\n"))

    assert isinstance(post, Post)
    assert post.text == "a\ufffdb"


def test_frames_in_frames_take_no_time_to_speak_of() -> None:
    nested = '<div class="media_wrap clearfix">' * 4000

    assert len(_posts(message(1, nested), message(2))) == 2


_fragment = st.sampled_from(
    [
        message(1, photo("photos/a.jpg"), text("a<br>b")),
        message(2, forwarded(text("x"), sender="A", date=NOON), joined=True),
        service(3, "Photo changed", div("userpic_wrap", "")),
        day(1, "1 May 2024"),
        framed(""),
        row("media_video", "Animation", "Not included"),
        *('<div class="message default"', 'id="message', ' href="', "</div>", "<div>", '"', ">", "<!--", "\0", "\x1b"),
        *("<script>", "<table>", "<template>", "</body>", "<svg>", "\u202e", "&#x1B;", "&", "<a", "\ud800"),
    ]
)


@settings(deadline=None)
@given(st.lists(_fragment | st.text(max_size=5), max_size=12).map("".join))
def test_no_page_makes_it_fail(inside: str) -> None:
    data = page().replace(b'class="history">', b'class="history">' + inside.encode("utf-8", "replace"))

    records = _read(data)

    assert list(unpack(pack_all(map(pack, records)))) == records
    for record in records:
        if isinstance(record, Post):
            assert "\x1b" not in f"{record.text}{record.sender}{record.forwarded_from}{record.chat.title}"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    """What ends like a page holds perhaps nothing; all other bytes are told to break off."""
    assert _read(data) or b"</html" in data.lower()
