"""Every entry of a feed is told, or counted as one that cannot be compared; nothing in it is believed as it is."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.model import Box, Channel, Digest, Moment, Permalink
from exposurewatch.parsers import feed_entries
from exposurewatch.parsers.entries import Entry, PassedOver
from exposurewatch.parsers.feed_entries import FEED_ENTRIES
from exposurewatch.parsers.posts import Ended, Record

_ID = "0123456789abcdef" * 2
_REGION = {"box": [0, 0, 1, 1], "pdq": "ab" * 32, "quality": 100, "phash": "cd" * 32}
_ENTRY = {
    "id": _ID,
    "sha256": "ef" * 32,
    "regions": [_REGION],
    "channel": {"title": "Gossip", "username": "gossip", "id": "123"},
    "message_id": "7",
    "time": "2026-04-01T10:00:00Z",
    "permalink": "https://t.me/gossip/7",
}
_READ = Entry(
    _ID,
    (Digest("sha256", b"\xef" * 32), Digest("pdq", b"\xab" * 32, 100), Digest("phash", b"\xcd" * 32)),
    channel=Channel("Gossip", "123", "gossip"),
    message_id="7",
    date=Moment(datetime(2026, 4, 1, 10, 0, tzinfo=UTC)),
    permalink=Permalink("https://t.me/gossip/7", public=True),
)


def _chunk(*entries: Any, **fields: Any) -> bytes:
    document = {
        "schema": "exposurewatch-feed-entries/1",
        "created": "2026-05-01T12:00:00Z",
        "entries": list(entries),
        "withdrawn": [],
    }
    return json.dumps(document | fields).encode()


def _records(content: bytes) -> list[Record]:
    return list(FEED_ENTRIES.read(io.BytesIO(content)))


def _one(**fields: Any) -> Entry:
    (entry, *_) = _records(_chunk(_ENTRY | fields))
    assert isinstance(entry, Entry)
    return entry


def test_an_entry_is_read_with_all_that_it_tells() -> None:
    assert _records(_chunk(_ENTRY)) == [_READ]


def test_what_is_withdrawn_comes_after_what_is_told() -> None:
    other = "f" * 32
    assert _records(_chunk(_ENTRY, withdrawn=[_ID, other])) == [
        _READ,
        Entry(_ID, withdrawn=True),
        Entry(other, withdrawn=True),
    ]


def test_an_entry_of_which_nothing_is_known_but_its_bytes_is_one() -> None:
    bare = dict.fromkeys(("channel", "message_id", "time", "permalink"), None)
    assert _one(**bare, regions=[]) == Entry(_ID, (Digest("sha256", b"\xef" * 32),))


@pytest.mark.parametrize(
    "fields",
    [
        {"id": None},
        {"id": "g" * 32},
        {"id": _ID.upper()},
        {"id": _ID + "0"},
        {"sha256": None},
        {"sha256": "ef" * 31},
        {"sha256": "EF" * 32},
        {"regions": None},
        {"regions": [_REGION] * 65},
    ],
)
def test_what_is_no_entry_is_counted(fields: dict[str, Any]) -> None:
    (counted,) = _records(_chunk(_ENTRY | fields))
    assert counted == PassedOver("reports that are not written as reports are")


@pytest.mark.parametrize("entry", [None, 7, "text", [], [_ENTRY]])
def test_what_is_no_object_is_counted_and_the_next_is_read(entry: Any) -> None:
    assert _records(_chunk(entry, _ENTRY)) == [PassedOver("reports that are not written as reports are"), _READ]


def test_the_first_of_two_with_one_id_counts() -> None:
    records = _records(_chunk(_ENTRY, _ENTRY | {"sha256": "00" * 32}))
    assert records == [_READ, PassedOver("reports that are told twice under one name")]


@pytest.mark.parametrize(
    "fields",
    [
        {"box": [0, 0, 1]},
        {"box": [0, 0, 1, 1.1]},
        {"box": [-0.1, 0, 1, 1]},
        {"box": [0.5, 0, 0.5, 1]},
        {"box": [0, 1, 1, 0]},
        {"box": [0, 0.5, 1, True]},
        {"box": [0, 0, 1, 1e400]},
        {"box": ["0", 0, 1, 1]},
        {"box": None},
        {"pdq": "ab" * 31},
        {"pdq": None},
        {"phash": "zz" * 32},
        {"quality": 101},
        {"quality": -1},
        {"quality": 99.5},
        {"quality": True},
    ],
)
def test_a_region_that_is_none_is_counted_and_the_entry_stays(fields: dict[str, Any]) -> None:
    content = _chunk(_ENTRY | {"regions": [_REGION | fields]}).replace(b"Infinity", b"1e400")
    entry, counted = _records(content)
    assert isinstance(entry, Entry)
    assert entry.digests == _READ.digests[:1]
    assert counted == PassedOver("hashes of parts of pictures that are not written as such hashes are")


def test_a_region_that_is_no_object_is_counted() -> None:
    assert len(_records(_chunk(_ENTRY | {"regions": [7]}))) == 2


def test_hashes_of_plain_parts_are_not_compared() -> None:
    entry, counted = _records(_chunk(_ENTRY | {"regions": [_REGION | {"quality": 49}, _REGION]}))
    assert entry == _READ
    assert counted == PassedOver("hashes of pictures that are too plain to be told from others")


def test_a_part_of_a_picture_has_its_box() -> None:
    entry = _one(regions=[_REGION, _REGION | {"box": [0.1, 0.25, 0.5, 1]}])
    assert [digest.box for digest in entry.digests] == [Box()] * 3 + [Box(0.1, 0.25, 0.5, 1.0)] * 2


@pytest.mark.parametrize(
    "link",
    [
        *("javascript:alert(1)", "http://t.me/x/1", "https://t.me/ x", "https://t.me/\u202e", "https://", 7),
        *("https://t.me/\n", "https://" + "x" * 600),
    ],
)
def test_a_link_that_is_none_is_left_out(link: Any) -> None:
    assert _one(permalink=link).permalink is None


def test_words_of_strangers_are_cleaned_and_cut() -> None:
    entry = _one(channel={"title": "a\u202eb\x1b", "username": "x" * 999, "id": ["1"]}, message_id="7\n\u200b8")
    assert entry.channel is not None
    assert entry.channel.title == "ab"
    assert len(entry.channel.username or "") == 64
    assert entry.channel.id is None
    assert entry.message_id == "7 8"


@pytest.mark.parametrize("channel", [{}, {"title": "\u200b"}, "Gossip", 7, [1]])
def test_a_channel_of_which_nothing_is_told_is_none(channel: Any) -> None:
    assert _one(channel=channel).channel is None


@pytest.mark.parametrize(
    ("time", "moment"),
    [
        (None, None),
        (1777600000, None),
        ("\u200b", None),
        ("1970-01-01T00:00:00Z", Moment(None, "1970-01-01T00:00:00Z", "the time that the feed gives is not possible")),
        ("yesterday", Moment(None, "yesterday", "the time that the feed gives is not possible")),
        ("2026-05-02T11:00:00Z", Moment(datetime(2026, 5, 2, 11, 0, tzinfo=UTC))),
        ("2027-01-01T00:00:00Z", Moment(None, "2027-01-01T00:00:00Z", "it is later than the report itself")),
    ],
)
def test_a_clock_that_is_wrong_is_not_believed(time: Any, moment: Moment | None) -> None:
    assert _one(time=time).date == moment


def test_without_the_time_of_the_chunk_every_possible_time_is_believed() -> None:
    (entry,) = _records(_chunk(_ENTRY | {"time": "2090-01-01T00:00:00Z"}, created="soon"))
    assert isinstance(entry, Entry)
    assert entry.date == Moment(datetime(2090, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (_chunk(schema="exposurewatch-feed-entries/2"), "newer version"),
        (_chunk(schema="exposurewatch-feed/1"), "no chunk"),
        (_chunk(schema=None), "no chunk"),
        (_chunk(entries=None), "missing or too many"),
        (_chunk(withdrawn={}), "missing or too many"),
        (_chunk(withdrawn=[_ID] * 10_001), "missing or too many"),
        (b"", "cut off"),
        (_chunk(_ENTRY)[:-20], "cut off"),
        (b"\x00\x01", "no valid JSON"),
    ],
)
def test_what_is_no_chunk_ends_with_a_sentence(content: bytes, words: str) -> None:
    (ended,) = _records(content)
    assert isinstance(ended, Ended)
    assert words in ended.detail


def test_an_endless_chunk_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_entries, "MOST_CHUNK", 1 << 20)
    (ended,) = _records(b"[" * ((1 << 20) + 1))
    assert isinstance(ended, Ended)
    assert "larger than 1 MiB" in ended.detail


def test_a_withdrawal_that_is_none_is_counted() -> None:
    assert _records(_chunk(withdrawn=[7])) == [PassedOver("reports that are not written as reports are")]


_ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, -1, 1.5, "", "text", "\u202e", [], [[]], [{}], {}, {"box": [0]}, {"title": 7}]
)


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(sorted(_ENTRY)), _ODD), max_size=4))
def test_every_entry_of_whatever_shape_is_told_or_counted(changes: list[dict[str, Any]]) -> None:
    entries = [_ENTRY | {"id": f"{number:032x}"} | change for number, change in enumerate(changes)]
    records = _records(_chunk(*entries))
    told = [record for record in records if isinstance(record, Entry)]
    counted = [record for record in records if isinstance(record, PassedOver) and record.what.startswith("reports")]
    assert len(told) + len(counted) == len(changes)
