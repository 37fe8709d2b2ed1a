"""The text of a chat becomes posts, of which every word is clean."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.model import Channel, MediaKind, Moment, Reason
from exposurewatch.parsers import whatsapp_message
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.posts import Post
from exposurewatch.parsers.whatsapp_message import WHATSAPP

_NO_ZONE = "WhatsApp does not write in which time zone"
_IOS = """\ufeff[31/12/2022, 11:40:26] Aunties: \u200eMessages and calls are end-to-end encrypted.
[31/12/2022, 11:40:27] ~\u202fBudi: hello: you\r
second \u202eline\r
\u200e[31/12/2022, 11:41:00] +60 12-345 6789: look at her \u200e<attached: 00000042-PHOTO-2022-12-31-11-41-00.jpg>
\u200e[31/12/2022, 11:41:00] +60 12-345 6789: \u200eimage omitted
"""
_ANDROID = """1/2/22, 3:37 PTG - Ana menukar subjek kepada “Trip: the end”
1/2/22, 3:38 PTG - Budi: IMG-20220201-WA0014.jpg (fail dilampirkan)
her number is 012-345 6789
1/2/22, 3:38 PTG - Budi: <Media disingkirkan>
1/2/22, 3:38 PTG - Siti: null
"""


def _posts(text: str | bytes) -> list[Post]:
    records = list(WHATSAPP.read(io.BytesIO(text if isinstance(text, bytes) else text.encode())))
    assert all(isinstance(record, Post) for record in records)
    return [record for record in records if isinstance(record, Post)]


def test_a_chat_of_an_iphone() -> None:
    photo = "00000042-PHOTO-2022-12-31-11-41-00.jpg"

    assert _posts(_IOS) == [
        Post(
            date=Moment(None, "2022-12-31T11:40:26", _NO_ZONE),
            sender="Aunties",
            text="Messages and calls are end-to-end encrypted.",
        ),
        Post(
            date=Moment(None, "2022-12-31T11:40:27", _NO_ZONE),
            sender="~ Budi",
            text="hello: you\nsecond line",
        ),
        Post(
            date=Moment(None, "2022-12-31T11:41:00", _NO_ZONE),
            sender="+60 12-345 6789",
            text="look at her",
            attachments=(Attachment(MediaKind.PHOTO, Nature.PICTURE, photo),),
        ),
        Post(
            date=Moment(None, "2022-12-31T11:41:00", _NO_ZONE),
            sender="+60 12-345 6789",
            attachments=(Attachment(MediaKind.PHOTO, Nature.PICTURE, "", absent=Reason.NOT_INCLUDED),),
        ),
    ]


def test_a_chat_of_an_android_phone() -> None:
    photo = "IMG-20220201-WA0014.jpg"
    system, posted, omitted, empty = _posts(_ANDROID)

    assert system == Post(
        date=Moment(None, "2022-02-01T15:37", _NO_ZONE), text="Ana menukar subjek kepada “Trip: the end”"
    )
    assert posted == Post(
        date=Moment(None, "2022-02-01T15:38", _NO_ZONE),
        sender="Budi",
        text="her number is 012-345 6789",
        attachments=(Attachment(MediaKind.PHOTO, Nature.PICTURE, photo),),
    )
    assert omitted.attachments[0].absent is Reason.NOT_INCLUDED
    assert (empty.sender, empty.text, bool(empty.vanished)) == ("Siti", "", True)


def test_no_post_claims_what_the_text_does_not_say() -> None:
    for post in _posts(_IOS) + _posts(_ANDROID):
        assert (post.chat, post.id, post.reply_to, post.forwarded_from) == (Channel(), None, None, None)
        assert (post.album, post.permalink, post.linkable, post.is_message) == (None, None, False, True)


@pytest.mark.parametrize(
    ("line", "sender", "text"),
    [
        ("Ana: hi", "Ana", "hi"),
        ("Ana:hi", None, "Ana:hi"),
        ("Ana: ", "Ana", ""),
        ("Ana:", "Ana", ""),
        ("Ana\u200f: hi", "Ana", "hi"),
        ("Ana 10:30: hi", "Ana 10:30", "hi"),
        ("\u200e~\u00a0Ana [red]\x1b[1m: hi", "~ Ana [red][1m", "hi"),
        ("\u200b: hi", None, "hi"),
        ("Ana left", None, "Ana left"),
        ("Ana left\nand came: back", None, "Ana left\nand came: back"),
        ('Ana changed "a: b"', None, 'Ana changed "a: b"'),
        ('Ana "Nan" B: hi', 'Ana "Nan" B', "hi"),
        ("x" * 300 + ": hi", None, "x" * 300 + ": hi"),
    ],
)
def test_who_says_it_stands_before_the_first_colon(line: str, sender: str | None, text: str) -> None:
    (post,) = _posts(f"[31/12/2022, 11:40:26] {line}")

    assert (post.sender, post.text) == (sender, text)


def test_pictures_of_one_minute_do_not_share_a_caption() -> None:
    text = "".join(f"31/12/22, 11:40 - Ana: IMG-20221231-WA000{number}.jpg (file attached)\n" for number in range(3))

    assert [post.album for post in _posts(text)] == [None, None, None]


def test_the_whole_text_decides_what_its_dates_mean() -> None:
    unclear = "".join(f"01/02/2022, 11:{minute:02} - Ana: hi\n" for minute in range(60))

    assert _posts(unclear)[0].date == Moment(
        None,
        "01/02/2022 11:00",
        f"the export does not show whether the day or the month comes first; {_NO_ZONE}",
    )
    assert _posts(unclear + "02/13/2022, 11:00 - Ana: hi\n")[0].date == Moment(None, "2022-01-02T11:00", _NO_ZONE)


_CLEAR = "31/01/2022, 11:00 - Ana: hi\n" * 30_000
_UNCLEAR = "01/01/2022, 11:00 - Ana: hi\n" * 30_000


@pytest.mark.parametrize(
    ("text", "most", "blocks", "raw"),
    [
        (_CLEAR, 1 << 20, 2, "2022-01-31T11:00"),
        (_UNCLEAR + _CLEAR, 1 << 20, 4, "2022-01-01T11:00"),
        (_UNCLEAR + _CLEAR, 1 << 18, 2, "01/01/2022 11:00"),
    ],
)
def test_a_text_is_kept_until_its_dates_are_clear_or_it_grows_too_large(
    monkeypatch: pytest.MonkeyPatch, text: str, most: int, blocks: int, raw: str
) -> None:
    monkeypatch.setattr(whatsapp_message, "_MOST", most)
    kept = whatsapp_message._Kept(io.BytesIO(text.encode()))
    whatsapp_message._survey(kept)
    posts = _posts(text)

    assert len(kept.blocks) == blocks
    assert len(posts) == text.count("\n")
    assert posts[0].date is not None
    assert posts[0].date.raw == raw


def test_a_long_text_that_is_no_chat_is_one_piece() -> None:
    (post,) = _posts("not a chat\n" * 100_000)

    assert post.text.startswith("not a chat\nnot a chat")


def test_the_end_of_a_message_that_was_cut_off_is_kept() -> None:
    torn, _ = _posts("and that is all\n31/01/2022, 11:00 - Ana: hi\n")

    assert torn == Post(text="and that is all")


@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\xfe", b"\x00" * 1000, b"\xef\xbb\xbf"])
def test_an_empty_text_has_no_messages(data: bytes) -> None:
    assert [post.sender for post in _posts(data)] in ([], [None])


@pytest.mark.parametrize("size", range(0, len(_IOS.encode()), 7))
def test_a_text_that_is_cut_off_is_read_up_to_there(size: int) -> None:
    whole = _posts(_IOS)
    *found, _ = _posts(_IOS.encode()[: size + 1]) or [Post()]

    assert [post.sender for post in found] == [post.sender for post in whole[: len(found)]]


def test_it_can_be_read_in_utf_16() -> None:
    assert _posts(_IOS.removeprefix("\ufeff").encode("utf-16")) == _posts(_IOS)


@settings(deadline=None)
@given(
    st.binary(max_size=200),
    st.integers(0, 400),
    st.sampled_from([_IOS, _ANDROID]),
)
def test_no_damage_makes_reading_fail(junk: bytes, at: int, text: str) -> None:
    data = text.encode()

    _posts(data[:at] + junk + data[at:])
