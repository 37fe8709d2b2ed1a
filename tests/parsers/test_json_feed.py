"""JSON Feed becomes posts: every field of them, and no shape that makes it fail."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.model import MediaKind, Moment, Permalink
from exposurewatch.parsers.attachments import Nature
from exposurewatch.parsers.entries import PassedOver, Told
from exposurewatch.parsers.feed_entry import MOST_ENTRIES
from exposurewatch.parsers.feed_words import FEED, NEXT, NO_FEED, WEB_PAGE
from exposurewatch.parsers.job import PARSERS
from exposurewatch.parsers.json_feed import JSON_FEED
from exposurewatch.parsers.posts import Ended, Post, Record, pack, pack_all, unpack
from exposurewatch.parsers.reader import Reader
from tests.parsers.feeds import a_json_feed, a_json_item


def _records(document: bytes) -> list[Record]:
    return list(JSON_FEED.read(io.BytesIO(document)))


def _one(**fields: Any) -> Post:
    post = _records(a_json_feed(fields))[0]
    assert isinstance(post, Post)
    return post


def test_it_is_one_of_the_parsers_that_a_worker_knows() -> None:
    assert JSON_FEED in PARSERS
    with Reader() as reader:
        assert len(list(reader.records("json-feed", io.BytesIO(a_json_feed(a_json_item(1)))))) == 2


def test_an_item_has_all_that_is_said_of_it() -> None:
    post = _one(
        id="id-1",
        url="https://e.org/p/1",
        title="Seen",
        content_html="<p>who <img src='../c.jpg'> is she</p>",
        content_text="not this",
        image="/a.jpg",
        banner_image="https://f.org/b",
        date_published="2024-05-01T12:00:00+02:00",
        authors=[{"url": "https://e.org"}, {"name": "Anon\x07"}],
        attachments=[
            {"url": "https://e.org/v", "mime_type": "video/mp4"},
            {"url": "https://e.org/s.mp3", "mime_type": "audio/mpeg"},
            {"url": "/a.jpg", "mime_type": "image/jpeg"},
        ],
    )

    assert (post.id, post.sender, post.text) == ("id-1", "Anon", "Seen\nwho  is she")
    assert post.date == Moment(datetime(2024, 5, 1, 10, tzinfo=UTC), "2024-05-01T12:00:00+02:00")
    assert post.permalink == Permalink("https://e.org/p/1", public=True)
    assert [(each.kind, each.nature, each.path) for each in post.attachments] == [
        (MediaKind.DOCUMENT, Nature.VIDEO, "https://e.org/v"),
        (MediaKind.DOCUMENT, Nature.SOUND, "https://e.org/s.mp3"),
        (MediaKind.DOCUMENT, Nature.PICTURE, "https://e.org/a.jpg"),
        (MediaKind.PHOTO, Nature.PICTURE, "https://f.org/b"),
        (MediaKind.PHOTO, Nature.PICTURE, "https://e.org/c.jpg"),
    ]


def test_what_version_1_0_and_careless_programs_write_is_read_as_well() -> None:
    post = _one(
        id=17, external_url="https://e.org/x", author={"name": "Anon"}, summary="who", date_modified="2024-05-01"
    )

    assert (post.id, post.sender, post.text) == ("17", "Anon", "who")
    assert post.permalink == Permalink("https://e.org/x", public=True)
    assert post.date is not None
    assert post.date.utc is None


def test_the_feed_itself_has_a_title_a_picture_and_a_place_where_it_goes_on() -> None:
    told, older, picture = _records(
        a_json_feed(next_url="?page=2", icon="/icon.png", home_page_url="https://e.org/", title="Gossip\x1b Co")
    )

    assert (told, older) == (Told(FEED, "Gossip Co"), Told(NEXT, "?page=2"))
    assert isinstance(picture, Post)
    assert not picture.is_message
    assert [(each.kind, each.path) for each in picture.attachments] == [
        (MediaKind.PROFILE_PHOTO, "https://e.org/icon.png")
    ]


def test_items_that_are_none_are_counted() -> None:
    records = _records(a_json_feed(7, None, [[]], "x", a_json_item(1)))

    assert records.count(PassedOver("entries of the feed that are none")) == 4
    assert sum(isinstance(record, Post) for record in records) == 1


def test_entries_beyond_what_an_honest_feed_lists_are_counted_and_not_read() -> None:
    *posts, told, passed_over = _records(a_json_feed(*[{}] * (MOST_ENTRIES + 7)))

    assert (len(posts), told) == (MOST_ENTRIES, Told(FEED, "Gossip Corner"))
    assert passed_over == PassedOver("entries of a document that lists more than 5,000", 7)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (
            b"<!doctype html><link rel=alternate type=application/feed+json href=/feed.json>",
            Told(WEB_PAGE, "/feed.json"),
        ),
        (b"<rss version='2.0'></rss>", Told(NO_FEED, "rss")),
        (b'{"hello": [1, 2]}', Told(NO_FEED, "")),
        (b'[{"items": [1]}]', Told(NO_FEED, "")),
        (b"", Told(NO_FEED, "")),
        (b"\x89PNG", Told(NO_FEED, "")),
        (b"[" * 100_000, Told(NO_FEED, "")),
    ],
)
def test_what_is_no_feed_is_told_apart(document: bytes, told: Told) -> None:
    assert _records(document) == [told]


def test_a_feed_without_items_is_a_feed() -> None:
    assert _records(b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1", "title": "x"}') == [Told(FEED, "x")]


def test_of_a_feed_that_is_cut_off_the_whole_items_count() -> None:
    whole = a_json_feed(a_json_item(1), a_json_item(2), a_json_item(3))
    for at in range(whole.index(b"[") + 1, len(whole)):
        *posts, told, ended = _records(whole[:at])
        assert [post.id for post in posts if isinstance(post, Post)] == ["id-1", "id-2", "id-3"][: len(posts)]
        assert (told, ended) == (Told(FEED, "Gossip Corner"), Ended("it is cut off", truncated=True))


def test_a_feed_in_another_encoding_is_read() -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        text = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Café"}, ensure_ascii=False)
        assert _records(text.encode(encoding)) == [Told(FEED, "Café")]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_KEYS = ("id", "url", "title", "content_html", "image", "date_published", "authors", "author", "attachments")


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.sampled_from(_KEYS), _VALUES),
    st.dictionaries(st.sampled_from(("title", "icon", "next_url")), _VALUES),
)
def test_no_shape_of_an_item_makes_it_fail(item: dict[str, Any], feed: dict[str, Any]) -> None:
    document = a_json_feed(item, **feed)

    list(unpack(pack_all(map(pack, _records(document)))))


@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_bytes_make_it_fail(noise: bytes, at: int) -> None:
    whole = a_json_feed(a_json_item(1))
    _records(whole[:at] + noise + whole[at + len(noise) :])
