"""Of every picture in every place there is an entry or a reason why not, and it tells no more than it should."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from exposurewatch import publishing
from exposurewatch.fingerprints.extract import publishing_extractor
from exposurewatch.model import (
    Box,
    Channel,
    Clip,
    Digest,
    Frame,
    ImageFile,
    Item,
    Locator,
    MediaKind,
    Message,
    Missing,
    Moment,
    Permalink,
    PublishedHash,
    Reason,
    Sighting,
    Skipped,
    Span,
    Unreadable,
    VideoFile,
)
from exposurewatch.parsers.entries import Entry
from exposurewatch.publishing import Known, Published, Publishing, Regions, Withheld, publish
from tests.conftest import a_drawing, a_sighting, an_origin, encoded
from tests.fakes import BROKEN, FakeExtractor, File, Pick, at_random, first_first, last_first

_PUBLIC = Permalink("https://t.me/gossip/7", public=True)
_INSIDE = Box(0.1, 0.1, 0.5, 0.5)


def frame(number: int, box: Box = Box()) -> Frame:  # noqa: B008
    return Frame(box, 90, {"pdq": (bytes([number]) * 32,), "phash": (bytes([number + 1]) * 32,)})


ONE: Regions = (frame(1), frame(2, _INSIDE))
ONE_TOLD = (
    Digest("pdq", b"\x01" * 32, 90),
    Digest("phash", b"\x02" * 32),
    Digest("pdq", b"\x02" * 32, 90, _INSIDE),
    Digest("phash", b"\x03" * 32, None, _INSIDE),
)

Workers = FakeExtractor[bytes, Regions]


def workers(seen: Mapping[bytes, Regions | Clip[Regions] | Unreadable] | None = None, **options: Any) -> Workers:
    return FakeExtractor({b"one": ONE} if seen is None else seen, (), **options)


def published(*items: Item, extractor: Workers | None = None, **options: Any) -> list[Publishing]:
    return list(publish(items, extractor or workers(), options.pop("known", lambda _: False), **options))


def posted(content: bytes = b"one", **fields: Any) -> Sighting:
    return a_sighting(media=ImageFile(MediaKind.PHOTO, lambda: content), origin=an_origin(**fields))


def test_a_picture_in_a_public_channel_becomes_an_entry_that_says_where() -> None:
    channel = Channel("Gossip", "123", "gossip")
    (found,) = published(posted(channel=channel, permalink=_PUBLIC))
    assert found == Published(
        Entry(
            "",
            (Digest("sha256", hashlib.sha256(b"one").digest()), *ONE_TOLD),
            channel=channel,
            message_id="7",
            date=an_origin().date,
            permalink=_PUBLIC,
        ),
        named=True,
    )


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"permalink": _PUBLIC}, True),
        ({"channel": Channel("Anna Example", "42", "anna"), "permalink": None}, False),  # people have usernames, too
        ({}, False),  # a link that only members can open
        ({"channel": Channel("Anna Example", "42"), "permalink": None}, False),
        ({"channel": None, "permalink": None}, False),
    ],
)
def test_a_chat_is_named_only_where_it_is_public(fields: dict[str, Any], named: bool) -> None:  # noqa: FBT001
    (found,) = published(posted(**fields))
    assert isinstance(found, Published)
    assert found.named is named
    if not named:
        assert (found.entry.channel, found.entry.message_id, found.entry.permalink) == (None, None, None)


def test_private_chats_are_named_where_that_is_asked_for_and_their_links_never() -> None:
    (found,) = published(posted(), private=True)
    assert isinstance(found, Published)
    assert found.entry.channel == an_origin().channel
    assert found.entry.message_id == "7"
    assert found.entry.permalink is None


def test_a_time_that_is_not_certain_is_not_told() -> None:
    (found,) = published(posted(date=Moment(None, "2026-05-01 10:00", "no time zone")))
    assert isinstance(found, Published)
    assert found.entry.date is None


def test_a_picture_is_looked_at_once_and_every_place_of_it_is_an_entry() -> None:
    extractor = workers()
    found = published(*(posted(message_id=str(n), permalink=_PUBLIC) for n in range(9)), extractor=extractor)
    assert extractor.submitted == [b"one"]
    entries = [one.entry for one in found if isinstance(one, Published)]
    assert [entry.message_id for entry in entries] == [str(n) for n in range(9)]
    assert len({entry.digests for entry in entries}) == 1


def test_a_picture_that_was_forgotten_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_MOST_REMEMBERED", 1)
    extractor = workers({b"one": ONE, b"two": ONE}, room=1)
    found = published(*(posted(content) for content in (b"one", b"two", b"two", b"one")), extractor=extractor)
    assert extractor.submitted == [b"one", b"two", b"one"]
    assert all(isinstance(one, Published) and one.entry.digests[1:] == ONE_TOLD for one in found)


def test_what_the_feed_has_is_not_looked_at() -> None:
    extractor = workers()
    asked: list[Entry] = []

    def known(entry: Entry) -> bool:
        asked.append(entry)
        return True

    assert published(posted(), extractor=extractor, known=known) == [Known(an_origin().locator)]
    assert extractor.submitted == []
    assert [len(entry.digests) for entry in asked] == [1]


def test_what_is_too_plain_is_told_by_its_bytes_alone() -> None:
    (found,) = published(posted(b"white"))
    assert isinstance(found, Published)
    assert found.only_same_bytes


def test_a_part_without_both_hashes_is_left_out() -> None:
    half = Frame(_INSIDE, 90, {"pdq": (bytes(32),)})
    (found,) = published(posted(), extractor=workers({b"one": (Frame(Box(), 0, {}), half, *ONE)}))
    assert isinstance(found, Published)
    assert found.entry.digests[1:] == ONE_TOLD


def test_whatever_is_not_published_has_a_reason() -> None:
    items: list[Item] = [
        posted(b"torn"),
        replace(posted(), media=Missing(Reason.NOT_INCLUDED, "left out")),
        replace(posted(), media=PublishedHash(MediaKind.PHOTO, (Digest("md5", bytes(16)),))),
        File(Unreadable(Reason.MISSING_FILE, "gone")).sighting("a.jpg"),
        Skipped(Locator("export", "b.jpg"), None, Reason.LINK),
        Message(an_origin(), "hello"),
    ]
    found = published(*items, extractor=workers({b"torn": BROKEN}))
    assert {one.reason for one in found if isinstance(one, Skipped)} == {
        *(Reason.UNREADABLE, Reason.NOT_INCLUDED, Reason.REMOTE_ONLY, Reason.MISSING_FILE, Reason.LINK)
    }
    assert len(found) == 5


@pytest.mark.parametrize("kind", [MediaKind.PROFILE_PHOTO, MediaKind.STORY])
@pytest.mark.parametrize("media", [ImageFile, VideoFile])
def test_pictures_of_people_that_nobody_posted_in_a_chat_are_withheld(
    kind: MediaKind, media: type[ImageFile] | type[VideoFile]
) -> None:
    file = File(b"one")
    sighting = replace(posted(), media=media(kind, file.read))
    assert published(sighting) == [Withheld(sighting.origin.locator)]
    assert file.reads == 0


def test_of_a_video_the_frames_are_published_without_their_parts_and_how_far_it_was_seen() -> None:
    moments = tuple((Span(n, n + 1), (frame(n), frame(n + 1, _INSIDE))) for n in range(3))
    clip: Clip[Regions] = Clip(((Span(0, 0), ()), *moments), seconds=9.0, seen=3.0)
    found, rest = published(File(b"film").video("film.mp4"), extractor=workers({b"film": clip}))
    assert isinstance(found, Published)
    assert [digest.value[0] for digest in found.entry.digests[1::2]] == [0, 1, 2]
    assert all(digest.box == Box() for digest in found.entry.digests)
    assert isinstance(rest, Skipped)
    assert (rest.reason, rest.detail) == (Reason.REST_OF_VIDEO, "looked at up to 0:03 of 0:09")


def test_of_a_long_video_so_many_frames_are_published_as_an_entry_holds() -> None:
    clip: Clip[Regions] = Clip(tuple((Span(n, n + 1), (frame(n),)) for n in range(100)), seconds=100.0, seen=100.0)
    (found,) = published(File(b"film").video("film.mp4"), extractor=workers({b"film": clip}))
    assert isinstance(found, Published)
    shown = [digest.value[0] for digest in found.entry.digests if digest.algorithm == "pdq"]
    assert len(shown) == 32
    assert shown[0] == 0
    assert shown == sorted(set(shown))
    assert shown[-1] >= 95


def test_without_what_looks_inside_videos_one_is_told_by_its_bytes() -> None:
    extractor = workers(sees_videos=False)
    (found,) = published(File(b"film").video("film.mp4"), extractor=extractor)
    assert isinstance(found, Published)
    assert found.only_same_bytes
    assert extractor.submitted == []


def test_a_picture_that_may_move_is_looked_at_as_one() -> None:
    content = encoded(a_drawing(1), "GIF")
    extractor = workers({content: Clip(((Span(0, 1), ONE),), 1.0, 1.0)})
    (found,) = published(posted(content), extractor=extractor)
    assert extractor.moving == [content]
    assert isinstance(found, Published)
    assert found.entry.digests[1:] == ONE_TOLD[:2]


@pytest.mark.parametrize("pick", [first_first, last_first, at_random(1), at_random(2)])
def test_entries_come_in_the_order_of_the_export_whichever_worker_is_faster(pick: Pick) -> None:
    seen = {b"%d" % number: (frame(number),) for number in range(40)}
    order = [number % 7 * 5 for number in range(80)] + list(range(40))
    items = [posted(b"%d" % number, message_id=str(place), permalink=_PUBLIC) for place, number in enumerate(order)]
    found = published(*items, extractor=workers(seen, pick=pick))
    assert [one.entry.message_id for one in found if isinstance(one, Published)] == [str(n) for n in range(len(order))]
    assert [one.entry.digests[1].value[0] for one in found if isinstance(one, Published)] == order


def test_a_slow_picture_holds_up_no_more_than_can_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_MOST_HELD", 3)
    seen = {b"%d" % number: (frame(number),) for number in range(40)}
    items = [posted(b"%d" % number, message_id=str(number), permalink=_PUBLIC) for number in range(40)]
    found = published(*items, extractor=workers(seen, pick=last_first))
    assert [one.entry.message_id for one in found if isinstance(one, Published)] == [str(n) for n in range(40)]


def test_real_pictures_are_hashed_whole() -> None:
    contents = [encoded(a_drawing(seed)) for seed in range(2)]
    now = Moment(datetime(2026, 5, 1, tzinfo=UTC))
    items = [posted(content, message_id=str(n), date=now) for n, content in enumerate(contents)]
    with publishing_extractor(1) as extractor:
        found = list(publish([*items, posted(b"no picture")], extractor, lambda _: False))
    first, second, torn = found
    for one, content in zip((first, second), contents, strict=True):
        assert isinstance(one, Published)
        sha256, pdq, phash, *_ = one.entry.digests
        assert sha256.value == hashlib.sha256(content).digest()
        assert (pdq.algorithm, pdq.box, phash.algorithm, phash.box) == ("pdq", Box(), "phash", Box())
    assert isinstance(torn, Skipped)
