"""What posts with links become: messages, pictures that are fetched when they are read, and reasons."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from exposurewatch.feeds.asking import MOST_PICTURE, PASSING, Cause, Trouble, Unchanged, Wanted
from exposurewatch.feeds.pictures.posted import MAX_ADDRESS, Posted, fetched, shown
from exposurewatch.model import (
    Channel,
    Digest,
    ImageFile,
    Item,
    Locator,
    MediaKind,
    Message,
    Missing,
    Moment,
    Origin,
    Permalink,
    PublishedHash,
    Reason,
    Sighting,
    Skipped,
    Unreadable,
    VideoFile,
)
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.posts import Ended, Post
from tests.feeds.fakes import FakeGet

FEED = "https://example.org/feed"
PICTURE = "https://cdn.example.org/a.jpg"
DATE = Moment(datetime(2024, 5, 1, tzinfo=UTC))
POST = Post(Channel("Gossip", "17", "gossip"), "5", DATE, "Mia", "Lea", "3", "who is she", linkable=True)
ORIGIN = Origin(
    "rss",
    Locator(FEED, ""),
    Channel("Gossip", "17", "gossip"),
    "5",
    DATE,
    "Mia",
    "Lea",
    Permalink("https://t.me/gossip/5", public=True),
    "3",
)
MD5 = "0a" * 16


def items(*posts: Post, address: str = FEED, get: FakeGet | None = None) -> list[Item]:
    return list(Posted("rss", address, get or FakeGet({})).items(posts))


def an_attachment(path: str = PICTURE, nature: Nature = Nature.PICTURE, **fields: Any) -> Attachment:
    return replace(Attachment(MediaKind.PHOTO, nature, path), **fields)


def media_of(*attachments: Attachment, address: str = FEED) -> list[object]:
    found = items(replace(POST, attachments=attachments), address=address)
    return [item.media for item in found if isinstance(item, Sighting)]


def test_a_post_is_a_message_and_its_picture_is_where_its_address_leads() -> None:
    get = FakeGet({PICTURE: b"picture"})
    message, sighting = items(replace(POST, attachments=(an_attachment(),)), get=get)

    assert message == Message(ORIGIN, "who is she")
    assert isinstance(sighting, Sighting)
    assert sighting.origin == replace(ORIGIN, locator=Locator(FEED, PICTURE))
    assert sighting.caption == "who is she"
    assert isinstance(sighting.media, ImageFile)
    assert get.asked == []  # until somebody looks at it
    assert sighting.media.read() == b"picture"
    assert get.asked == [Wanted(PICTURE, most=MOST_PICTURE)]


def test_what_stands_beside_the_messages_is_none() -> None:
    (sighting,) = items(replace(POST, is_message=False, attachments=(an_attachment(),)))

    assert isinstance(sighting, Sighting)


def test_a_link_of_its_own_goes_before_one_that_is_made() -> None:
    own = Permalink("https://example.org/5", public=True)
    (message,) = items(replace(POST, permalink=own))

    assert isinstance(message, Message)
    assert message.origin.permalink == own


def test_a_post_that_names_no_channel_has_none() -> None:
    (message,) = items(Post(text="hello"))

    assert message == Message(Origin("rss", Locator(FEED, "")), "hello")


def test_the_pictures_of_an_album_share_its_caption() -> None:
    first = replace(POST, album="a", attachments=(an_attachment(),))
    found = items(
        first, replace(first, id="6", text=""), replace(POST, id="7", text="", attachments=(an_attachment(),))
    )

    assert [item.caption for item in found if isinstance(item, Sighting)] == ["who is she", "who is she", ""]


def test_a_video_comes_with_its_thumbnail() -> None:
    video, thumbnail = media_of(an_attachment("https://x.org/v.mp4", Nature.VIDEO, thumbnail="https://x.org/t.jpg"))

    assert isinstance(video, VideoFile)
    assert isinstance(thumbnail, ImageFile)
    assert thumbnail.kind is MediaKind.THUMBNAIL


@pytest.mark.parametrize(
    ("nature", "media"),
    [
        (Nature.ARCHIVE, [Missing(Reason.ARCHIVE)]),
        (Nature.OTHER, [Missing(Reason.NOT_A_PICTURE)]),
        (Nature.SOUND, []),
    ],
)
def test_what_is_no_picture_is_not_asked_for(nature: Nature, media: list[object]) -> None:
    assert media_of(an_attachment(nature=nature)) == media


def test_a_file_that_may_be_anything_is_looked_at() -> None:
    (media,) = media_of(an_attachment("https://x.org/file", Nature.UNKNOWN))

    assert isinstance(media, ImageFile)


def test_words_that_might_be_the_name_of_a_file_are_no_address() -> None:
    assert media_of(an_attachment("beach.jpg", certain=False)) == []


def test_the_sum_of_a_picture_goes_with_it_and_stands_for_one_that_is_gone() -> None:
    digests = (Digest("md5", bytes.fromhex(MD5)),)
    present, gone, unsafe = media_of(
        an_attachment(md5=MD5),
        an_attachment(md5=MD5, absent=Reason.UNAVAILABLE),
        an_attachment("ftp://x.org/a.jpg", md5=MD5),
    )

    assert isinstance(present, ImageFile)
    assert present.digests == digests
    assert gone == unsafe == PublishedHash(MediaKind.PHOTO, digests)


def test_a_picture_that_is_withheld_leaves_its_thumbnail() -> None:
    missing, thumbnail = media_of(an_attachment("", absent=Reason.NOT_INCLUDED, thumbnail="https://x.org/t.jpg"))

    assert missing == Missing(Reason.NOT_INCLUDED)
    assert isinstance(thumbnail, ImageFile)


def test_a_post_that_vanished_says_so() -> None:
    _, sighting = items(replace(POST, vanished="it was deleted"))

    assert sighting == Sighting(Missing(Reason.UNAVAILABLE, "it was deleted"), ORIGIN, "who is she")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://x.org/a.jpg",
        "ftp://x.org/a.jpg",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:image/svg+xml;base64,AA==",
        "//x.org/a.jpg",
        "/a.jpg",
        "https://",
        "https:///a.jpg",
        "https://x.org/a b.jpg",
        "https://x.org/\r\nHost: y",
        "https://x.org/\u202e.jpg",
        "https://x.org/\ud800.jpg",
        "https://x.org/" + "a" * MAX_ADDRESS,
    ],
)
def test_nothing_but_https_is_asked_for(address: str) -> None:
    get = FakeGet({})
    _, sighting = items(replace(POST, attachments=(an_attachment(address),)), get=get)

    assert isinstance(sighting, Sighting)
    assert sighting.media == Missing(Reason.UNSAFE_ADDRESS)
    assert sighting.origin.locator.path.isprintable()
    assert len(sighting.origin.locator.path) < 128
    assert get.asked == []


def test_a_feed_of_a_test_host_may_lead_to_such_hosts() -> None:
    (media,) = media_of(an_attachment("http://127.0.0.1/a.jpg"), address="http://127.0.0.1/feed")

    assert isinstance(media, ImageFile)


def test_a_picture_in_the_page_itself_needs_no_asking() -> None:
    packed = base64.b64encode(b"picture").decode()
    whole, damaged = items(
        replace(POST, is_message=False, attachments=(an_attachment(f"data:image/png;base64,{packed}"),)),
        replace(POST, is_message=False, attachments=(an_attachment("data:image/png;base64,A"),)),
    )

    assert isinstance(whole, Sighting)
    assert isinstance(whole.media, ImageFile)
    assert whole.media.read() == b"picture"
    assert whole.origin.locator.path.startswith("data:image/png;base64… (")
    assert isinstance(damaged, Sighting)
    assert isinstance(damaged.media, ImageFile)
    assert damaged.origin.locator != whole.origin.locator
    with pytest.raises(Unreadable, match="damaged"):
        damaged.media.read()


@pytest.mark.parametrize("cause", Cause)
def test_a_picture_that_cannot_be_had_says_why(cause: Cause) -> None:
    get = FakeGet({PICTURE: Trouble(cause, "It cannot be had.")})
    with pytest.raises(Unreadable) as caught:
        fetched(get, PICTURE)

    expected = {
        Cause.UNSAFE_ADDRESS: Reason.UNSAFE_ADDRESS,
        Cause.NO_SUCH_HOST: Reason.UNAVAILABLE,
        Cause.TOO_LARGE: Reason.TOO_LARGE,
    }
    passing = Reason.UNREACHABLE if cause in PASSING else Reason.UNAVAILABLE
    assert caught.value.reason is expected.get(cause, passing)
    assert caught.value.detail == "It cannot be had."


def test_a_host_that_says_unasked_that_nothing_changed_gives_nothing() -> None:
    with pytest.raises(Unreadable, match="has not changed") as caught:
        fetched(lambda _wanted: Unchanged(), PICTURE)

    assert caught.value.reason is Reason.UNAVAILABLE


def test_one_document_that_fails_is_told_with_its_address() -> None:
    posted = Posted("rss", FEED, FakeGet({}))
    late = Trouble(Cause.TOO_SLOW, "The host takes too long.")

    assert posted.not_had("https://x.org/1", late) == Skipped(
        Locator(FEED, "https://x.org/1"), None, Reason.UNREACHABLE, "The host takes too long."
    )
    assert [
        posted.broke_off("https://x.org/1", Ended("it is cut off", truncated=truncated)).reason
        for truncated in (True, False)
    ] == [Reason.EXPORT_TRUNCATED, Reason.EXPORT_DAMAGED]


def test_an_address_is_shown_without_foreign_characters_and_leads_to_the_same() -> None:
    assert shown("https://x.org/ü?a=b&c=%20#d") == "https://x.org/%C3%BC?a=b&c=%20#d"
