"""Feeds of entries: what is new is told once, the oldest first, however a pull is cut off and whatever a feed does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import pytest

from exposurewatch.feeds import FEEDS, Feed
from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Unchanged, Validators, Wanted
from exposurewatch.feeds.feed import Batch, Pulling
from exposurewatch.feeds.pictures.json_feed import JSON_FEED
from exposurewatch.feeds.pictures.rss import RSS
from exposurewatch.feeds.pictures.syndicated import MOST_PAGES
from exposurewatch.model import (
    Channel,
    ImageFile,
    Item,
    Locator,
    MediaKind,
    Message,
    Missing,
    Moment,
    Origin,
    Permalink,
    Reason,
    Sighting,
    Skipped,
    Unreadable,
    VideoFile,
)
from exposurewatch.parsers.entries import Entry, Told
from exposurewatch.parsers.feed_entry import MOST_ENTRIES
from exposurewatch.parsers.feed_words import FEED
from exposurewatch.parsers.posts import Post
from tests.feeds.fakes import FakeGet, read
from tests.parsers.feeds import a_json_feed, a_json_item, an_atom, an_item, an_rss

_AT = "https://e.org/feed"


def _as_rss(numbers: Sequence[int], older: str = "", **pictures: str) -> bytes:
    head = "<title>Gossip Corner</title>" + (f"<atom:link rel='next' href='{older}'/>" if older else "")
    return an_rss(*(an_item(number, picture=pictures.get(f"of_{number}", "")) for number in numbers), head=head)


def _as_json(numbers: Sequence[int], older: str = "", **pictures: str) -> bytes:
    items = [
        a_json_item(
            number, **({"image": f"https://e.org/i/{name}.jpg"} if (name := pictures.get(f"of_{number}")) else {})
        )
        for number in numbers
    ]
    return a_json_feed(*items, **({"next_url": older} if older else {}))


@pytest.fixture(params=[(RSS, _as_rss), (JSON_FEED, _as_json)], ids=["rss", "json-feed"])
def kind(request: pytest.FixtureRequest) -> tuple[Feed, Callable[..., bytes]]:
    """A kind of feed, and what writes a feed of that kind with the entries of these numbers, the newest first."""
    found: tuple[Feed, Callable[..., bytes]] = request.param
    return found


def _pull(feed: Feed, get: FakeGet, checkpoint: Any = None, **fields: Any) -> Iterator[Batch]:
    """Pull with a checkpoint that has been through the vault."""
    kept = json.loads(json.dumps(dict(checkpoint or {})))
    return feed.pull(Pulling(_AT, get, read, kept, **fields))


def _items(batches: Sequence[Batch]) -> list[Item]:
    return [item for batch in batches for item in batch.items]


def _told(batches: Sequence[Batch]) -> list[str]:
    """The ids of the entries that were told."""
    return [item.origin.message_id or "" for item in _items(batches) if isinstance(item, Message)]


def _pictures(batches: Sequence[Batch]) -> list[str]:
    return [item.origin.locator.path for item in _items(batches) if isinstance(item, Sighting)]


def _skipped(batches: Sequence[Batch]) -> list[Skipped]:
    return [item for item in _items(batches) if isinstance(item, Skipped)]


def _ids(*numbers: int) -> list[str]:
    return [f"id-{number}" for number in numbers]


def test_both_kinds_are_listed() -> None:
    assert [feed.name for feed in FEEDS if feed in (RSS, JSON_FEED)] == ["json-feed", "rss"]


def test_an_entry_is_a_message_and_each_picture_a_sighting(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    feed, write = kind
    get = FakeGet({_AT: write([4]), "https://e.org/i/4.jpg": b"\xff\xd8\xff"})
    message, sighting = _items(list(_pull(feed, get)))

    assert isinstance(message, Message)
    assert message.text == "Seen 4"
    assert message.origin == Origin(
        source=feed.name,
        locator=Locator(_AT, ""),
        channel=Channel("Gossip Corner"),
        message_id="id-4",
        date=message.origin.date,
        permalink=Permalink("https://e.org/p/4", public=True),
    )
    assert message.origin.date is not None
    assert message.origin.date.utc == datetime(2024, 5, 5, 10, tzinfo=UTC)
    assert isinstance(sighting, Sighting)
    assert isinstance(sighting.media, ImageFile)
    assert sighting.origin.locator == Locator(_AT, "https://e.org/i/4.jpg")
    assert get.urls == [_AT]  # nothing is fetched before it is looked at
    assert sighting.media.read() == b"\xff\xd8\xff"


def test_the_oldest_is_told_first_and_a_checkpoint_follows_each_twenty(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    feed, write = kind
    batches = list(_pull(feed, FakeGet({_AT: write(range(50, 0, -1))})))

    assert _told(batches) == _ids(*range(1, 51))
    assert [len(_told([batch])) for batch in batches] == [20, 20, 10, 0]
    assert batches[0].checkpoint["validators"] == ["", ""]
    assert batches[-1].checkpoint["validators"] != ["", ""]


def test_of_a_feed_with_nothing_new_one_document_is_asked_for(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    feed, write = kind
    get = FakeGet({_AT: write([2, 1])})
    *_, last = _pull(feed, get)
    get.asked.clear()

    assert list(_pull(feed, get, last.checkpoint)) == []
    assert len(get.asked) == 1
    assert get.asked[0].validators != Validators()


def test_a_host_that_knows_no_conditions_has_nothing_told_twice(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    feed, write = kind
    get = FakeGet({_AT: Fetched(_AT, write([2, 1]))})
    *_, last = _pull(feed, get)
    again = list(_pull(feed, get, last.checkpoint))

    assert _items(again) == []
    assert [batch.checkpoint for batch in again] == [last.checkpoint]


def test_new_entries_alone_are_told_and_new_pictures_of_old_ones(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    feed, write = kind
    *_, last = _pull(feed, FakeGet({_AT: write([2, 1])}))
    again = list(_pull(feed, FakeGet({_AT: write([3, 2, 1], of_1="other")}), last.checkpoint))

    assert _told(again) == _ids(1, 3)
    assert _pictures(again) == ["https://e.org/i/other.jpg", "https://e.org/i/3.jpg"]


def test_an_entry_that_stands_there_twice_is_told_once(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    feed, write = kind

    assert _told(list(_pull(feed, FakeGet({_AT: write([2, 1, 2, 2])})))) == _ids(2, 1)


def _written(write: Callable[..., bytes], length: int, pages: int) -> dict[str, bytes]:
    """A feed of several documents with so many entries in each, the newest with the highest numbers."""
    places = [_AT, *(f"https://e.org/feed?page={number}" for number in range(2, pages + 1))]
    return {
        place: write(
            range((pages - at) * length, (pages - at - 1) * length, -1), places[at + 1] if at + 1 < pages else ""
        )
        for at, place in enumerate(places)
    }


@pytest.mark.parametrize("pages", [1, 3, MOST_PAGES + 5, 3 * MOST_PAGES])
def test_a_pull_cut_off_at_any_batch_goes_on_there_and_nothing_is_lost_or_doubled(
    kind: tuple[Feed, Callable[..., bytes]], pages: int
) -> None:
    feed, write = kind
    held = _written(write, 9, pages)
    whole = _ids(*range(1, 9 * pages + 1))
    for done in (1, 2, 3):
        checkpoint: Any = {}
        told: list[str] = []
        for _ in range(200):
            batches = list(islice(_pull(feed, FakeGet(held), checkpoint), done))
            if not batches:
                break
            told += _told(batches)
            if checkpoint == batches[-1].checkpoint:
                break
            checkpoint = batches[-1].checkpoint
        assert sorted(told) == sorted(whole)


def test_a_feed_of_many_documents_is_read_ten_at_a_time(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    feed, write = kind
    get = FakeGet(_written(write, 2, 3 * MOST_PAGES))
    *_, last = batches = list(_pull(feed, get))
    first = len(get.asked)
    while last.checkpoint["pending"]:
        get.asked.clear()
        *_, last = more = list(_pull(feed, get, last.checkpoint))
        batches += more
        assert len(get.asked) <= MOST_PAGES + 2
    get.asked.clear()

    assert first == MOST_PAGES + 1
    assert sorted(_told(batches)) == sorted(_ids(*range(1, 6 * MOST_PAGES + 1)))
    assert list(_pull(feed, get, last.checkpoint)) == []
    assert get.urls == [_AT]


def test_older_documents_are_read_up_to_what_is_known(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    feed, write = kind
    *_, last = _pull(feed, FakeGet({_AT: write([2, 1])}))
    held = {
        _AT: write([6, 5], "?page=2"),
        "https://e.org/feed?page=2": write([4, 3], "?page=3"),
        "https://e.org/feed?page=3": write([2, 1], "?page=4"),
    }
    get = FakeGet(held)

    assert _told(list(_pull(feed, get, last.checkpoint))) == _ids(3, 4, 5, 6)
    assert get.urls == [_AT, "https://e.org/feed?page=2", "https://e.org/feed?page=3"]


def test_entries_that_moved_on_while_older_ones_waited_are_not_told_twice(
    kind: tuple[Feed, Callable[..., bytes]],
) -> None:
    feed, write = kind
    *_, last = batches = list(_pull(feed, FakeGet(_written(write, 4, 2 * MOST_PAGES + 4))))
    moved = _written(write, 4, 2 * MOST_PAGES + 6)  # two documents more, at the front
    for _ in range(6):
        more = list(_pull(feed, FakeGet(moved), last.checkpoint))
        batches += more
        last = more[-1] if more else last

    assert sorted(_told(batches)) == sorted(_ids(*range(1, 4 * (2 * MOST_PAGES + 6) + 1)))


@pytest.mark.parametrize("older", [_AT, "feed", "?page=2"])
def test_a_feed_that_goes_on_in_circles_has_an_end(kind: tuple[Feed, Callable[..., bytes]], older: str) -> None:
    feed, write = kind
    get = FakeGet({_AT: write([2, 1], older), "https://e.org/feed?page=2": write([0], _AT)})
    *_, last = _pull(feed, get)

    assert len(get.asked) <= 2
    assert last.checkpoint["pending"] == []


def test_a_feed_that_never_ends_is_left_once_it_says_nothing_new(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    feed, write = kind

    class Endless(FakeGet):
        def __call__(self, wanted: Wanted) -> Fetched | Unchanged:
            self.asked.append(wanted)
            if wanted.url == _AT and wanted.validators.etag:
                return Unchanged()
            number = int(wanted.url.partition("=")[2] or 1)
            return Fetched(wanted.url, write([min(number, 5)], f"?page={number + 1}"), validators=Validators("x"))

    get = Endless({})
    checkpoint: Any = {}
    for _ in range(5):
        for batch in _pull(feed, get, checkpoint):
            checkpoint = batch.checkpoint
    get.asked.clear()

    assert list(_pull(feed, get, checkpoint)) == []
    assert len(get.asked) == 1


@pytest.mark.parametrize("older", ["file:///etc/passwd", "ftp://e.org/x", "javascript:alert(1)", "http://[::1"])
def test_no_feed_leads_off_the_web(kind: tuple[Feed, Callable[..., bytes]], older: str) -> None:
    feed, write = kind
    get = FakeGet({_AT: write([1], older)})
    batches = list(_pull(feed, get))

    assert get.urls == [_AT] or get.urls[1:] == ["http://[::1"]
    (skipped,) = _skipped(batches)
    assert skipped.reason in (Reason.UNSAFE_ADDRESS, Reason.UNAVAILABLE)
    assert batches[-1].checkpoint["pending"] == []


@pytest.mark.parametrize(
    ("cause", "reason", "again"),
    [
        (Cause.UNREACHABLE, Reason.UNREACHABLE, True),
        (Cause.RATE_LIMITED, Reason.UNREACHABLE, True),
        (Cause.GONE, Reason.UNAVAILABLE, False),
    ],
)
def test_an_older_document_that_cannot_be_had_is_told_and_tried_again_if_that_may_help(
    kind: tuple[Feed, Callable[..., bytes]],
    cause: Cause,
    reason: Reason,
    again: bool,  # noqa: FBT001
) -> None:
    feed, write = kind
    older = "https://e.org/feed?page=2"
    held: dict[str, Any] = {_AT: write([2], "?page=2"), older: Trouble(cause, "It is not there.")}
    get = FakeGet(held)
    *_, last = batches = list(_pull(feed, get))

    assert _told(batches) == _ids(2)
    assert _skipped(batches) == [Skipped(Locator(_AT, older), None, reason, "It is not there.")]
    assert last.checkpoint["pending"] == ([older] if again else [])

    if again:
        *_, last = batches = list(_pull(feed, get, last.checkpoint))
        assert [skip.reason for skip in _skipped(batches)] == [reason]
        held[older] = Trouble(Cause.GONE, "It is gone.")
        assert list(_pull(feed, get, last.checkpoint))[-1].checkpoint["pending"] == []
        held[older] = write([1])
        *_, last = batches = list(_pull(feed, get, last.checkpoint))
        assert _told(batches) == _ids(1)
        assert last.checkpoint["pending"] == []


def test_a_document_that_answers_that_it_has_not_changed_unasked_is_told(
    kind: tuple[Feed, Callable[..., bytes]],
) -> None:
    feed, write = kind

    class Odd(FakeGet):
        def __call__(self, wanted: Wanted) -> Fetched | Unchanged:
            return super().__call__(wanted) if wanted.url == _AT else Unchanged()

    (skipped,) = _skipped(list(_pull(feed, Odd({_AT: write([1], "?page=2")}))))

    assert skipped.reason is Reason.UNREACHABLE


def test_what_was_cut_off_is_said_and_asked_for_anew(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    feed, write = kind
    whole = write([3, 2, 1])
    get = FakeGet({_AT: whole[: whole.rindex(b"id-1")]})
    *_, last = batches = list(_pull(feed, get))

    assert _told(batches) == _ids(2, 3)
    assert _skipped(batches) == [Skipped(Locator(_AT, _AT), None, Reason.EXPORT_TRUNCATED, "it is cut off")]
    again = list(_pull(feed, FakeGet({_AT: whole}), last.checkpoint))
    assert get.asked[0].validators == Validators()
    assert _told(again) == _ids(1)
    assert _skipped(again) == []


def test_an_older_document_that_was_cut_off_is_read_once_more(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    feed, write = kind
    older, whole = "https://e.org/feed?page=2", write([2, 1])
    held = {_AT: write([3], older), older: whole[: whole.rindex(b"id-1")]}
    *_, last = _pull(feed, FakeGet(held))
    assert last.checkpoint["pending"] == [older]

    *_, last = batches = list(_pull(feed, FakeGet(held | {older: whole}), last.checkpoint))

    assert _told(batches) == _ids(1)
    assert last.checkpoint["pending"] == []


def test_what_was_posted_before_the_day_that_is_wanted_is_counted_and_not_told(
    kind: tuple[Feed, Callable[..., bytes]],
) -> None:
    feed, write = kind
    get = FakeGet({_AT: write([4, 3, 2, 1], "?page=2")})  # of 5, 4, 3, 2 May
    *_, last = batches = list(_pull(feed, get, since=date(2024, 5, 4)))

    assert _told(batches) == _ids(3, 4)
    assert sum(sum(batch.passed_over.values()) for batch in batches) == 2
    (words,) = last.passed_over
    assert "before 2024-05-04" in words
    again = list(_pull(feed, FakeGet({_AT: write([5, 4, 3, 2, 1])}), last.checkpoint, since=date(2024, 5, 4)))
    assert _told(again) == _ids(5)
    assert again[-1].passed_over == {}


def test_older_documents_from_before_that_day_are_not_asked_for(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    feed, write = kind
    get = FakeGet({_AT: write([2, 1], "?page=2")})

    assert _told(list(_pull(feed, get, since=date(2025, 1, 1)))) == []
    assert get.urls == [_AT]


@pytest.mark.parametrize(
    "checkpoint",
    [
        {"validators": 7, "known": [], "pending": "x"},
        {"validators": ["a"], "known": "!", "pending": [7, None, "x" * 9999]},
        {"other": {}},
    ],
)
def test_a_checkpoint_that_is_none_is_beginning_anew(kind: tuple[Feed, Callable[..., bytes]], checkpoint: Any) -> None:
    feed, write = kind

    assert _told(list(_pull(feed, FakeGet({_AT: write([1])}), checkpoint))) == _ids(1)


def test_relative_addresses_are_meant_from_where_the_feed_was_found(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    feed, _ = kind
    document = (
        an_rss("<item><guid isPermaLink='false'>1</guid><link>/p/1</link><enclosure url='a.jpg'/></item>")
        if feed is RSS
        else a_json_feed({"id": "1", "url": "/p/1", "image": "a.jpg"})
    )
    batches = list(_pull(feed, FakeGet({_AT: Fetched("https://moved.org/x/feed", document)})))
    message = _items(batches)[0]

    assert _pictures(batches) == ["https://moved.org/x/a.jpg"]
    assert isinstance(message, Message)
    assert message.origin.permalink == Permalink("https://moved.org/p/1", public=True)


def test_a_picture_in_the_feed_itself_is_looked_at_and_no_file_of_ones_own_ever() -> None:
    markup = (
        "<img src='data:image/png;base64,iVBORw0KGgo='><img src='file:///etc/passwd'><img src='javascript:x'>"
        "<img src='//other.org/a.jpg'><video src='https://e.org/v.mp4'></video>"
    )
    get = FakeGet({_AT: a_json_feed({"id": "1", "content_html": markup})})
    sightings = [item for item in _items(list(_pull(JSON_FEED, get))) if isinstance(item, Sighting)]
    media = [sighting.media for sighting in sightings]

    assert isinstance(media[0], ImageFile)
    assert media[0].read() == b"\x89PNG\r\n\x1a\n"
    assert media[1:3] == [Missing(Reason.UNSAFE_ADDRESS), Missing(Reason.UNSAFE_ADDRESS)]
    assert isinstance(media[3], ImageFile)
    assert sightings[3].origin.locator.path == "https://other.org/a.jpg"
    assert isinstance(media[4], VideoFile)
    with pytest.raises(Unreadable):
        media[3].read()
    assert get.urls == [_AT, "https://other.org/a.jpg"]


def test_the_picture_of_the_feed_itself_is_looked_at_once() -> None:
    head = "<title>x</title><image><url>https://e.org/logo.png</url></image>"
    *_, last = batches = list(_pull(RSS, FakeGet({_AT: an_rss(head=head)})))
    (sighting,) = _items(batches)

    assert isinstance(sighting, Sighting)
    assert isinstance(sighting.media, ImageFile)
    assert sighting.media.kind is MediaKind.PROFILE_PHOTO
    assert _items(list(_pull(RSS, FakeGet({_AT: an_rss(an_item(1), head=head)}), last.checkpoint)))[2:] == []


def test_a_clock_that_is_wrong_costs_the_date_alone(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    feed, write = kind
    wrong = write([1]).replace(b"02 May 2024", b"02 May 2094").replace(b"2024-05-02", b"2094-05-02")
    message = _items(list(_pull(feed, FakeGet({_AT: wrong}), since=date(2024, 1, 1))))[0]

    assert isinstance(message, Message)
    assert isinstance(message.origin.date, Moment)
    assert message.origin.date.utc is None
    assert "2094" in (message.origin.date.raw or "")
    assert message.origin.date.uncertain == "the time that the feed gives has not come yet"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"", "There is nothing at this address: the document is empty."),
        (b" \n", "the document is empty"),
        (b"<!doctype html><html><body>x", "This is a web page and no feed. A feed has an address of its own"),
        (
            b"<!doctype html><link rel=alternate type=application/rss+xml href=/rss.xml>",
            "It names a feed: https://e.org/rss.xml – add that one.",
        ),
        (
            b"<!doctype html><link rel=alternate type=application/rss+xml href=javascript:x>",
            "A feed has an address of its own",
        ),
        (b"<queryResult/>", "This is no feed of the kind that was expected (it begins with “queryresult”)."),
        (b"\x89PNG\r\n", "This is no feed of the kind that was expected."),
    ],
)
def test_what_is_no_feed_is_said_with_what_to_do(
    kind: tuple[Feed, Callable[..., bytes]], document: bytes, words: str
) -> None:
    with pytest.raises(Trouble) as raised:
        list(_pull(kind[0], FakeGet({_AT: document})))

    assert raised.value.cause is Cause.MALFORMED
    assert words in raised.value.words
    assert raised.value.words.endswith(".")


def test_a_feed_that_is_a_trap_is_said() -> None:
    trap = b"<!DOCTYPE rss [<!ENTITY a 'ha'>]><rss><channel><title>&a;</title></channel></rss>"
    with pytest.raises(Trouble, match="declares entities of its own") as raised:
        list(_pull(RSS, FakeGet({_AT: trap})))

    assert raised.value.cause is Cause.MALFORMED


def test_what_keeps_the_first_document_away_is_passed_on(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    with pytest.raises(Trouble, match="too slow"):
        list(_pull(kind[0], FakeGet({_AT: Trouble(Cause.TOO_SLOW, "It is too slow.")})))


def test_entries_beyond_what_an_honest_feed_lists_are_counted() -> None:
    batches = list(_pull(JSON_FEED, FakeGet({_AT: _as_json(range(MOST_ENTRIES + 7, 0, -1))})))

    assert len(_told(batches)) == MOST_ENTRIES
    assert batches[-1].passed_over == {"entries of a document that lists more than 5,000": 7}


def test_a_report_of_hashes_that_gets_into_a_feed_is_passed_over() -> None:
    pulling = Pulling(_AT, FakeGet({_AT: b"x"}), lambda _parser, _document: iter([Told(FEED, "x"), Entry("k"), Post()]))

    assert len(_items(list(RSS.pull(pulling)))) == 1


def test_items_that_are_none_are_counted() -> None:
    *_, last = _pull(JSON_FEED, FakeGet({_AT: a_json_feed(7, a_json_item(1))}))

    assert last.passed_over == {"entries of the feed that are none": 1}


@pytest.mark.parametrize("address", ["https://e.org/feed", "https://e.org/feed/", "https://e.org/feed.json"])
def test_no_address_alone_tells_the_kind_for_feeds_of_others_have_the_same(address: str) -> None:
    assert not JSON_FEED.accepts(address)
    assert not RSS.accepts(address)


@pytest.mark.parametrize(
    ("found", "feed"),
    [
        (Fetched(_AT, an_rss()), RSS),
        (Fetched(_AT, an_atom()), RSS),
        (Fetched(_AT, b"\xef\xbb\xbf\n<?xml version='1.0'?><!-- x --><rdf:RDF>"), RSS),
        (Fetched(_AT, "<?xml version='1.0'?><feed>".encode("utf-16")), RSS),
        (Fetched(_AT, b"x", "Application/RSS+xml; charset=utf-8"), RSS),
        (Fetched(_AT, a_json_feed()), JSON_FEED),
        (Fetched(_AT, b'{"version":"https:\\/\\/jsonfeed.org\\/version\\/1"}'), JSON_FEED),
        (Fetched(_AT, b"x", "application/feed+json"), JSON_FEED),
        (Fetched(_AT, b"<!doctype html><html><rss>", "text/html"), None),
        (Fetched(_AT, b"<queryResult>", "application/xml"), None),
        (Fetched(_AT, b'{"response": []}', "application/json"), None),
        (Fetched(_AT, b""), None),
    ],
)
def test_a_document_tells_the_kind_where_it_can(found: Fetched, feed: Feed | None) -> None:
    assert [each for each in (JSON_FEED, RSS) if each.resembles(found)] == ([] if feed is None else [feed])


def test_nothing_that_is_asked_depends_on_anything_but_the_feed(kind: tuple[Feed, Callable[..., bytes]]) -> None:
    """The same address and checkpoint make the same requests, word for word, and none of them has headers."""
    feed, write = kind
    asked = []
    for _ in range(2):
        get = FakeGet(_written(write, 3, 3))
        list(_pull(feed, get))
        asked.append(get.asked)

    assert asked[0] == asked[1]
    assert all(not wanted.headers for wanted in asked[0])
