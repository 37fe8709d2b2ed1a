"""An entry of a feed becomes a post: with an id of its own, words that are harmless, and a link where it has one."""

from __future__ import annotations

import pytest

from exposurewatch.model import MediaKind, Permalink
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.feed_entry import FeedEntry
from exposurewatch.parsers.linked import MOST_LINKED


def test_an_id_is_shown_as_it_is() -> None:
    assert FeedEntry(id=" urn:uuid:1 ").post().id == "urn:uuid:1"
    assert FeedEntry(id=" ").post().id is None


@pytest.mark.parametrize(
    ("one", "other"), [("x" * 300 + "1", "x" * 300 + "2"), ("a\x1b", "a\x07"), ("\u202ea", "a\u200b"), ("\x1b", "\x07")]
)
def test_no_two_ids_become_one_by_being_cleaned(one: str, other: str) -> None:
    first, second = FeedEntry(id=one).post().id, FeedEntry(id=other).post().id

    assert first is not None
    assert first != second
    assert len(first) < 200
    assert first.isprintable()


@pytest.mark.parametrize(
    ("title", "text", "shown"),
    [
        ("Seen today", "who is she", "Seen today\nwho is she"),
        ("who is…", "who  is she", "who  is she"),
        ("who is she", "", "who is she"),
        ("", "who is she", "who is she"),
        ("a\x1b[31m", "b\u202e", "a[31m\nb"),
        ("…", "b", "…\nb"),
    ],
)
def test_the_words_are_title_and_text_and_not_twice_the_same(title: str, text: str, shown: str) -> None:
    assert FeedEntry(title=title, text=text).post().text == shown


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://e.org/1", "https://e.org/1"),
        (" 2 ", "https://e.org/x/2"),
        ("", None),
        ("https://e.org/\x1b]8;;x", None),
        ("https://e.org/\u202egnp", None),
        ("https://e.org/" + "x" * 3000, None),
    ],
)
def test_a_link_is_whole_and_harmless_or_it_is_none(link: str, shown: str | None) -> None:
    post = FeedEntry(link=link, base="https://e.org/x/").post()

    assert post.permalink == (None if shown is None else Permalink(shown, public=True))


def test_pictures_beyond_the_limit_are_told() -> None:
    files = tuple(Attachment(MediaKind.PHOTO, Nature.PICTURE, f"https://e.org/{number}.jpg") for number in range(150))

    some, all_of_them = FeedEntry(attachments=files[:MOST_LINKED]).post(), FeedEntry(attachments=files).post()

    assert (len(some.attachments), some.vanished) == (MOST_LINKED, "")
    assert len(all_of_them.attachments) == MOST_LINKED
    assert "more than 100 pictures" in all_of_them.vanished
