"""A public channel: read back to its beginning or to a day, on from wherever it was cut off, and never twice."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Unchanged, Validators, Wanted
from exposurewatch.feeds.feed import Checkpoint
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.policy import Policy
from exposurewatch.feeds.pictures.telegram_channel import TELEGRAM_CHANNEL
from exposurewatch.model import Channel as Chat
from exposurewatch.model import (
    ImageFile,
    Locator,
    MediaKind,
    Permalink,
    Sighting,
    Skipped,
)
from exposurewatch.parsers.entries import Told
from exposurewatch.parsers.posts import Ended
from exposurewatch.parsers.reader import Reader
from tests.feeds.channels import (
    ADDRESS,
    AVATAR,
    Channel,
    a_plain_post,
    a_pulling,
    an_album_post,
    of_posts,
    picture,
    pulled,
    shown,
)
from tests.feeds.fakes import Held
from tests.feeds.server import answer, serving
from tests.parsers.previews import a_page, a_post, a_text

NINE = range(1, 10)
BEFORE = ADDRESS + "?before="


def everything(*numbers: int) -> list[str]:
    return ["avatar.jpg", *of_posts(*numbers)]


def wording(held: Mapping[str, Held], cause: Cause, checkpoint: Checkpoint | None = None, **fields: Any) -> str:
    """What is said of a pull that fails for this cause."""
    with pytest.raises(Trouble) as caught:
        pulled(held, checkpoint, **fields)
    assert caught.value.cause is cause
    assert caught.value.words.endswith(".")
    return caught.value.words


def chat_page(title: str = "", extra: str = "") -> bytes:
    """What Telegram shows of a chat that it does not show the posts of."""
    about = f'<div class="tgme_page_title"><span dir="auto">{title}</span></div>' if title else ""
    about += f'<div class="tgme_page_extra">{extra}</div>' if extra else ""
    return f'<html><div class="tgme_page">{about}<a class="tgme_action_button_new">View</a></div></html>'.encode()


def test_a_channel_is_read_back_to_its_beginning() -> None:
    batches, urls = pulled(Channel.of(NINE))

    assert urls == [ADDRESS, BEFORE + "7", BEFORE + "4"]
    assert shown(batches) == everything(7, 8, 9, 4, 5, 6, 1, 2, 3)


def test_a_picture_is_tied_to_its_post() -> None:
    (batch,), _ = pulled(Channel.of([1]))
    avatar, _, sighting = batch.items

    assert isinstance(sighting, Sighting)
    assert isinstance(sighting.media, ImageFile)
    origin = sighting.origin
    assert (sighting.caption, origin.source, origin.locator) == (
        "words 1",
        "telegram-channel",
        Locator(ADDRESS, picture(1)),
    )
    assert (origin.channel, origin.message_id) == (Chat("Gossip Corner [1m", "1006503122", "gossipcorner"), "1")
    assert origin.permalink == Permalink("https://t.me/gossipcorner/1", public=True)
    assert origin.date is not None
    assert origin.date.raw == "2024-01-01T10:00:00+00:00"
    assert isinstance(avatar, Sighting)
    assert isinstance(avatar.media, ImageFile)
    assert avatar.media.kind is MediaKind.PROFILE_PHOTO
    assert avatar.origin.channel == origin.channel
    assert avatar.origin.locator == Locator(ADDRESS, AVATAR)


def test_nothing_new_takes_one_request_and_leaves_the_checkpoint() -> None:
    batches, _ = pulled(Channel.of(NINE))

    assert pulled(Channel.of(NINE), batches[-1].checkpoint) == ([], [ADDRESS])


def test_where_the_host_tells_no_versions_nothing_new_takes_one_request_as_well() -> None:
    channel = Channel.of(NINE)
    channel.held[ADDRESS] = Fetched(ADDRESS, channel.page())
    batches, _ = pulled(channel)

    assert pulled(channel, batches[-1].checkpoint) == ([], [ADDRESS])


def test_only_what_is_new_is_read_the_next_time() -> None:
    batches, _ = pulled(Channel.of(NINE))
    more, urls = pulled(Channel.of(range(1, 15)), batches[-1].checkpoint)

    assert urls == [ADDRESS, BEFORE + "12"]
    assert shown(more) == of_posts(12, 13, 14, 10, 11)


def test_deleted_posts_leave_no_gap_to_look_for() -> None:
    batches, _ = pulled(Channel.of(NINE))
    more, urls = pulled(Channel.of([*range(1, 8), 12, 13]), batches[-1].checkpoint)

    assert urls == [ADDRESS]
    assert shown(more) == of_posts(12, 13)


@pytest.mark.parametrize("new", [0, 1, 5])
@pytest.mark.parametrize("cut", range(7))
def test_a_pull_that_is_cut_off_goes_on_with_nothing_lost_and_nothing_doubled(cut: int, new: int) -> None:
    before, after = Channel.of(range(1, 21)), Channel.of(range(1, 21 + new))
    batches = pulled(before)[0][: cut + 1]
    checkpoint: Checkpoint = json.loads(json.dumps(dict(batches[-1].checkpoint)))
    found = shown(batches) + shown(pulled(after, checkpoint)[0])

    assert len(found) == len(set(found))
    assert set(found) == set(everything(*range(1, 21 + new)))


@pytest.mark.parametrize("patience", [1, 2, 3])
def test_a_pull_that_is_cut_off_again_and_again_while_posts_arrive_misses_none(patience: int) -> None:
    found: list[str] = []
    checkpoint: Checkpoint = {}
    for last in range(20, 60, 4):
        batches, _ = pulled(Channel.of(range(1, last + 1)), checkpoint)
        found += shown(batches[:patience])
        checkpoint = batches[min(patience, len(batches)) - 1].checkpoint
    found += shown(pulled(Channel.of(range(1, 57)), checkpoint)[0])

    assert len(found) == len(set(found))
    assert set(found) == set(everything(*range(1, 57)))


def test_a_pull_stops_at_a_day_and_reads_on_when_an_earlier_one_is_wanted() -> None:
    channel = Channel.of(range(1, 13))
    first, urls = pulled(channel, since=date(2024, 1, 6))
    checkpoint = first[-1].checkpoint

    assert urls == [ADDRESS, BEFORE + "10", BEFORE + "7"]
    assert shown(first) == everything(10, 11, 12, 7, 8, 9, 6)
    assert pulled(channel, checkpoint, since=date(2024, 1, 6)) == ([], [ADDRESS])
    assert pulled(channel, checkpoint, since=date(2024, 1, 8)) == ([], [ADDRESS])
    assert shown(pulled(channel, checkpoint)[0]) == of_posts(3, 4, 5, 1, 2)
    assert shown(pulled(channel, checkpoint, since=date(2024, 1, 5))[0]) == of_posts(5)


def test_a_day_that_lies_ahead_leaves_all_for_later() -> None:
    batches, urls = pulled(Channel.of(NINE), since=date(2025, 1, 1))

    assert urls == [ADDRESS]
    assert shown(batches) == ["avatar.jpg"]
    assert shown(pulled(Channel.of(NINE), batches[-1].checkpoint)[0]) == of_posts(7, 8, 9, 4, 5, 6, 1, 2, 3)


def test_a_later_day_than_that_of_the_first_pull_is_no_reason_to_read_again() -> None:
    checkpoint = pulled(Channel.of(range(3, 10)), since=date(2024, 1, 8))[0][-1].checkpoint
    channel = Channel.of(range(3, 12))
    more, _ = pulled(channel, checkpoint, since=date(2024, 1, 10))

    assert shown(more) == of_posts(10, 11)
    assert pulled(channel, more[-1].checkpoint, since=date(2024, 1, 10)) == ([], [ADDRESS])


def test_one_wrong_date_does_not_end_a_pull() -> None:
    channel = Channel.of(range(1, 13))
    channel.posts[8] = channel.posts[8].replace("2024-01-08", "1990-01-08")
    channel.posts[9] = channel.posts[9].replace('datetime="2024-01-09T10:00:00+00:00"', 'datetime="?"')

    assert shown(pulled(channel, since=date(2024, 1, 7))[0]) == everything(10, 11, 12, 7, 8, 9)


def test_the_parts_of_an_album_are_read_together() -> None:
    channel = Channel({1: a_plain_post(1), 2: an_album_post(2, 4), 6: a_plain_post(6), 7: a_plain_post(7)}, size=2)
    batches, urls = pulled(channel)
    album = [item for item in batches[1].items if isinstance(item, Sighting) and item.caption == "album 2"]

    assert urls == [ADDRESS, BEFORE + "6"]
    assert [(item.origin.message_id, item.origin.locator.path) for item in album] == [
        (str(number), picture(number)) for number in (2, 3, 4, 5)
    ]


def test_the_oldest_page_is_the_end_only_if_there_is_nothing_before_it() -> None:
    channel = Channel.of(range(5, 9))
    batches, urls = pulled(channel)

    assert urls == [ADDRESS, BEFORE + "6", BEFORE + "5"]
    assert shown(batches) == everything(6, 7, 8, 5)
    assert pulled(channel, batches[-1].checkpoint) == ([], [ADDRESS])


@pytest.mark.parametrize("cut", range(3))
def test_the_end_is_found_again_after_a_pull_was_cut_off_before_it(cut: int) -> None:
    channel = Channel.of(range(5, 9))
    batches = pulled(channel)[0][: cut + 1]
    more, _ = pulled(channel, batches[-1].checkpoint)

    assert shown(batches) + shown(more) == everything(6, 7, 8, 5)


@pytest.mark.parametrize("checkpoint", [{}, {"read": [[1, 9]], "channel": "1006503122"}], ids=["first", "later"])
def test_an_empty_channel_is_said_to_be_none(checkpoint: Checkpoint) -> None:
    words = wording(Channel.of(NINE, empty_before={None}), Cause.RATE_LIMITED, checkpoint)

    assert "asks too often" in words


def test_an_empty_page_is_not_taken_for_the_end() -> None:
    pulling, _ = a_pulling(Channel.of(NINE, empty_before={4}))
    pull = TELEGRAM_CHANNEL.pull(pulling)
    batches = [next(pull), next(pull)]
    with pytest.raises(Trouble, match="empty page of posts before number 4"):
        next(pull)

    assert shown(batches) + shown(pulled(Channel.of(NINE), batches[-1].checkpoint)[0]) == everything(
        7, 8, 9, 4, 5, 6, 1, 2, 3
    )


def test_a_host_that_shows_the_same_page_again_is_not_asked_for_ever() -> None:
    channel = Channel.of(NINE)
    channel.held[BEFORE + "7"] = channel.page()

    assert "over and over" in wording(channel, Cause.HOST_BROKEN)


@pytest.mark.parametrize(
    ("content", "cause", "words"),
    [
        (chat_page(), Cause.GONE, "knows no channel called @gossipcorner"),
        (chat_page("Gossip", "12 members, 3 online"), Cause.NOT_PREVIEWABLE, "is a group"),
        (chat_page("Gossip", "12 345 subscribers"), Cause.NOT_PREVIEWABLE, "does not show on the web"),
        (chat_page("Mia", "@gossipcorner"), Cause.NOT_PREVIEWABLE, "a person or a bot"),
        (chat_page("Mia", "1 200 monthly users"), Cause.NOT_PREVIEWABLE, "a person or a bot"),
    ],
    ids=["nobody", "group", "hidden", "person", "bot"],
)
def test_a_chat_that_is_not_shown_is_told_from_one_that_is_not_there(content: bytes, cause: Cause, words: str) -> None:
    redirected = Fetched("https://t.me/gossipcorner", content)

    assert words in wording({ADDRESS: redirected}, cause)


def test_a_page_with_posts_elsewhere_than_a_channel_has_them_is_not_read() -> None:
    words = wording({ADDRESS: Fetched("https://t.me/gossipcorner", a_page(a_plain_post(1)))}, Cause.NOT_PREVIEWABLE)

    assert "does not show" in words


@pytest.mark.parametrize(
    "url",
    ["https://blocked.example.net/s/gossipcorner", "https://t.me/s/another", "https://t.me/", "https://t.me.evil.org/"],
)
def test_a_page_that_leads_away_is_not_read(url: str) -> None:
    assert "led away from t.me" in wording({ADDRESS: Fetched(url, a_page(a_plain_post(1)))}, Cause.HOST_BROKEN)


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>Bad gateway</html>", b"\xff\xfe\x00", b'{"posts": []}', b"<" * 4096],
    ids=["nothing", "other", "encoding", "json", "markup"],
)
def test_what_is_no_page_of_telegram_is_said_to_be_none(content: bytes) -> None:
    assert "cannot be read as the page of a channel" in wording({ADDRESS: content}, Cause.HOST_BROKEN)


def test_a_page_that_costs_too_much_to_read_says_so() -> None:
    pulling, _ = a_pulling(Channel.of(NINE))
    stuck = replace(pulling, read=lambda _parser, _page: iter([Ended("reading on takes too long", truncated=False)]))
    with pytest.raises(Trouble, match="reading on takes too long"):
        list(TELEGRAM_CHANNEL.pull(stuck))


def test_a_page_whose_posts_cannot_be_read_says_so() -> None:
    pulling, _ = a_pulling(Channel.of(NINE))
    records = (Told("answer", "posts"), Ended("the program that reads it broke off", truncated=False))
    with pytest.raises(Trouble, match="could not be read: the program that reads it broke off"):
        list(TELEGRAM_CHANNEL.pull(replace(pulling, read=lambda _parser, _page: iter(records))))


def test_a_host_that_says_unasked_that_nothing_has_changed_is_not_believed() -> None:
    pulling, _ = a_pulling({})
    with pytest.raises(Trouble, match="cannot be read"):
        list(TELEGRAM_CHANNEL.pull(replace(pulling, get=lambda _wanted: Unchanged())))


def test_what_was_read_of_a_page_that_is_cut_off_counts_and_the_rest_is_read_later() -> None:
    whole, broken = Channel.of(NINE), Channel.of(NINE)
    page = whole.page(7)
    broken.held[BEFORE + "7"] = page[: page.index(b'data-post="gossipcorner/6"')]
    batches, urls = pulled(broken)

    assert urls == [ADDRESS, BEFORE + "7", BEFORE + "4"]
    assert shown(batches) == [*everything(7, 8, 9, 4, 5), "export-truncated: it is cut off", *of_posts(1, 2, 3)]
    skipped = batches[1].items[-1]
    assert isinstance(skipped, Skipped)
    assert skipped.locator == Locator(ADDRESS, BEFORE + "7")
    again, urls = pulled(whole, batches[-1].checkpoint)
    assert urls == [ADDRESS, BEFORE + "7"]
    assert shown(again) == of_posts(6)


def test_the_newest_page_is_asked_for_again_in_full_where_it_was_cut_off() -> None:
    channel = Channel.of([1, 2, 3])
    page = channel.page()
    channel.held[ADDRESS] = page[: page.index(b'data-post="gossipcorner/3"')]
    batches, _ = pulled(channel)

    assert shown(pulled(Channel.of([1, 2, 3]), batches[-1].checkpoint)[0]) == of_posts(3)


def test_another_channel_under_the_same_name_is_read_from_its_beginning() -> None:
    batches, _ = pulled(Channel.of(NINE))
    view = {"c": -1007777777, "p": 1, "t": 1, "h": "0"}
    other = Channel({number: a_post(a_text(f"other {number}"), number, view=view) for number in (1, 2)})
    more, _ = pulled(other, batches[-1].checkpoint)

    assert shown(more) == ["avatar.jpg", "other 1", "other 2"]
    assert pulled(other, more[-1].checkpoint) == ([], [ADDRESS])


@pytest.mark.parametrize(
    "checkpoint",
    [
        {"read": "all"},
        {"read": [[9, 1]]},
        {"read": [["a", "b"]], "channel": 5},
        {"version": 9},
        {"read": [[-5, 3]]},
    ],
)
def test_a_checkpoint_that_is_not_understood_is_none(checkpoint: Checkpoint) -> None:
    assert [each for each in shown(pulled(Channel.of(NINE), checkpoint)[0]) if each != "avatar.jpg"] == of_posts(
        7, 8, 9, 4, 5, 6, 1, 2, 3
    )


def test_parts_of_a_checkpoint_that_are_not_understood_are_passed_over() -> None:
    batches, _ = pulled(Channel.of(NINE))
    spoilt = {**batches[-1].checkpoint, "since": "yesterday", "stopped": "5", "last": None, "etag": 7, "channel": []}

    assert shown(pulled(Channel.of(NINE), spoilt)[0]) == []


def test_posts_without_a_number_go_with_their_neighbours() -> None:
    channel = Channel.of([1, 3])
    channel.posts[2] = a_post(a_text("nameless"), 2).replace('data-post="gossipcorner/2"', 'data-post="?"')
    batches, _ = pulled(channel)

    assert shown(batches) == ["avatar.jpg", *of_posts(1), "nameless", *of_posts(3)]
    assert pulled(channel, batches[-1].checkpoint) == ([], [ADDRESS])


def test_requests_depend_on_the_address_and_the_checkpoint_alone() -> None:
    def asked(checkpoint: Checkpoint) -> list[Wanted]:
        pulling, get = a_pulling(Channel.of(NINE), checkpoint)
        list(TELEGRAM_CHANNEL.pull(pulling))
        return get.asked

    batches, _ = pulled(Channel.of(NINE))
    assert asked({}) == asked({}) == [Wanted(url) for url in (ADDRESS, BEFORE + "7", BEFORE + "4")]
    assert asked(batches[0].checkpoint)[1:] == asked({})[1:]
    assert asked(batches[0].checkpoint)[0].validators != Validators()


def test_the_name_alone_is_enough() -> None:
    _, urls = pulled(Channel.of([1]), address="@GossipCorner")

    assert urls == [ADDRESS]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://t.me/+AbCdEf123", "invitation to a private chat"),
        ("https://t.me/joinchat/AbCdEf123", "invitation to a private chat"),
        ("https://t.me/c/123456/45", "by its number"),
        ("https://t.me/share/url?url=x", "no channel"),
    ],
)
def test_what_is_not_shown_on_the_web_is_not_asked_for(address: str, words: str) -> None:
    pulling, get = a_pulling({}, address=address)
    with pytest.raises(Trouble, match=words) as caught:
        list(TELEGRAM_CHANNEL.pull(pulling))

    assert caught.value.cause is Cause.NOT_PREVIEWABLE
    assert get.asked == []


@pytest.mark.usefixtures("loopback")
def test_a_channel_is_fetched_from_its_host_and_pictures_from_theirs() -> None:
    channel = Channel.of(range(1, 5))
    routes = {"/s/gossipcorner": answer(channel.page()), "/s/gossipcorner?before=2": answer(channel.page(2))}
    hosts = {"t.me": routes, "cdn4.telesco.pe": {"/file/4.jpg": answer(b"picture")}}
    with (
        serving(hosts) as (net, servers),
        Fetcher(Policy(ADDRESS), surroundings=net.surroundings()) as fetcher,
        Reader() as reader,
    ):
        pulling, _ = a_pulling({})
        pulling = replace(pulling, get=fetcher.get, read=lambda parser, page: reader.records(parser, io.BytesIO(page)))
        batches = list(TELEGRAM_CHANNEL.pull(pulling))
        pictures = [item.media for batch in batches for item in batch.items if isinstance(item, Sighting)]
        looked_at = [media for media in pictures if isinstance(media, ImageFile)][3]

        assert shown(batches) == everything(2, 3, 4, 1)
        assert servers["t.me"].paths == ["/s/gossipcorner", "/s/gossipcorner?before=2"]
        assert looked_at.read() == b"picture"
        assert servers["cdn4.telesco.pe"].paths == ["/file/4.jpg"]
        assert b"words" not in servers["t.me"].received


@settings(max_examples=25, deadline=None)
@given(
    arrivals=st.lists(st.lists(st.integers(1, 5), max_size=9), min_size=1, max_size=5),
    patience=st.lists(st.integers(0, 4), min_size=5, max_size=5),
    size=st.integers(1, 4),
    beginning=st.integers(1, 3),
)
def test_whatever_arrives_and_wherever_pulls_are_cut_off_each_post_is_told_once(
    arrivals: list[list[int]], patience: list[int], size: int, beginning: int
) -> None:
    numbers: list[int] = [beginning]
    checkpoint: Checkpoint = {}
    found: list[str] = []
    for steps, most in zip((*arrivals, []), (*patience[: len(arrivals)], 999), strict=True):
        for step in steps:
            numbers.append(numbers[-1] + step)
        batches, _ = pulled(Channel.of(numbers, size=size), checkpoint)
        found += shown(batches[:most])
        checkpoint = batches[:most][-1].checkpoint if batches[:most] else checkpoint

    assert sorted(found) == sorted(everything(*numbers))
    assert pulled(Channel.of(numbers, size=size), checkpoint) == ([], [ADDRESS])
