"""Pages are told apart by their beginnings, and their messages counted, without a tree."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposurewatch.model import Reason, Unreadable
from exposurewatch.parsers.telegram_html import TELEGRAM_HTML
from exposurewatch.parsers.telegram_pages import (
    Beginning,
    Kind,
    Page,
    beginning,
    count_messages,
    entries,
    messages,
    recognise,
)
from tests.parsers.html_pages import account, day, header, listing, message, page, profile_picture, service, text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (page(), Page(Kind.CHAT, "Gossip Corner")),
        (page(title="Tom &amp; \u202eJerry &apos;s &lt;b&gt;"), Page(Kind.CHAT, "Tom & Jerry 's <b>")),
        (page(title="Exported Data", back="../../lists/chats.html"), Page(Kind.CHAT, "Exported Data")),
        (page(title="Profile pictures"), Page(Kind.CHAT, "Profile pictures")),
        (page(title="\u200b "), Page(Kind.CHAT, None)),
        (header("Gossip").encode(), Page(Kind.CHAT, "Gossip")),
        (account(), Page(Kind.ACCOUNT, "Exported Data")),
        (listing(title="Profile pictures"), Page(Kind.PROFILE_PICTURES, "Profile pictures")),
        (listing(title="Stories archive"), Page(Kind.STORIES, "Stories archive")),
        (listing(title="Contacts"), Page(Kind.OTHER_LIST, "Contacts")),
    ],
)
def test_what_a_page_is(data: bytes, expected: Page) -> None:
    assert recognise(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body>Hello</body></html>",
        b'<div class="page_header"><div class="text bold">Our wiki</div></div><p>Words',
        b'{"name": "Gossip"}',
        b"\x89PNG\r\n",
        page()[:200],
    ],
)
def test_other_pages_are_none(data: bytes) -> None:
    assert recognise(data) is None


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        (message(7), Beginning("7", service=False, joined=False, date_line=False)),
        (message(7, joined=True), Beginning("7", service=False, joined=True, date_line=False)),
        (message(-999_999_990), Beginning("-999999990", service=False, joined=False, date_line=False)),
        (service(8, "x"), Beginning("8", service=True, joined=False, date_line=False)),
        (service(-1, "1 May 2024"), Beginning("-1", service=True, joined=False, date_line=True)),
        (service(-999_999_990, "x"), Beginning("-999999990", service=True, joined=False, date_line=False)),
        ('<div class="message default">', Beginning(None, service=False, joined=False, date_line=False)),
        ("<p>", Beginning(None, service=False, joined=False, date_line=False)),
    ],
)
def test_how_a_message_begins(piece: str, expected: Beginning) -> None:
    assert beginning(piece.strip().encode()) == expected


def test_a_page_falls_into_its_messages() -> None:
    data = page(day(1, "1 May 2024"), message(1, text("a")), message(2, joined=True), service(3, "x"))

    pieces = list(messages(data))

    assert [beginning(piece).number for piece in pieces] == ["-1", "1", "2", "3"]
    assert data.endswith(b"".join(pieces))
    assert list(messages(page())) == []


def test_a_list_falls_into_its_entries() -> None:
    data = listing(profile_picture("profile_pictures/a.jpg"), profile_picture(""), title="Profile pictures")

    assert len(list(entries(data))) == 2


class _Slowly(io.BytesIO):
    """A file that hands over a few bytes at a time."""

    step = 1

    def read(self, _size: int | None = -1, /) -> bytes:
        return super().read(self.step)


@pytest.mark.parametrize("step", [1, 7, 64, 1000])
def test_messages_are_counted_however_the_file_is_cut(step: int) -> None:
    slowly = _Slowly(page(day(1, "1 May 2024"), message(1), message(2, joined=True), service(3, "x"), day(2, "x")))
    slowly.step = step

    assert count_messages(slowly) == 3


def test_a_page_without_a_tag_has_no_messages() -> None:
    assert count_messages(io.BytesIO(b"words " * 100_000)) == 0


class _Broken(io.BytesIO):
    """A file that breaks off with an error of its container."""

    def read(self, size: int | None = -1, /) -> bytes:
        if block := super().read(size):
            return block
        raise Unreadable(Reason.CANNOT_OPEN, "Bad CRC-32")


def test_messages_are_counted_as_far_as_the_file_can_be_read() -> None:
    assert count_messages(_Broken(page(message(1), message(2)))) == 2


_piece = st.sampled_from(
    [message(1), message(2, joined=True), service(3, "x"), day(1, "x"), "<", "<div ", '<div class="message', "words"]
)


@given(st.lists(_piece, max_size=8))
def test_as_many_are_counted_as_are_read(pieces: list[str]) -> None:
    data = page(*pieces)

    assert count_messages(io.BytesIO(data)) == sum(1 for _ in TELEGRAM_HTML.read(io.BytesIO(data)))
