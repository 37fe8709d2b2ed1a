"""Published reports come out of their packing as they went in, and nothing else comes out of hostile bytes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from exposurewatch.model import Box, Channel, Digest, Moment, Permalink
from exposurewatch.parsers.entries import Entry, PassedOver, Told
from exposurewatch.parsers.posts import Record, pack, pack_all, unpack
from exposurewatch.sandbox.protocol import Malformed

_FULL = Entry(
    key="a/7",
    digests=(
        Digest("pdq", bytes(range(32)), 98),
        Digest("sha256", bytes(32)),
        Digest("phash", bytes(32), None, Box(0.1, 0.2, 0.5, 1.0)),
    ),
    channel=Channel("Gossip", "123", "gossip"),
    message_id="7",
    date=Moment(datetime(2024, 5, 1, tzinfo=UTC), "2024-05-01", "nearly"),
    permalink=Permalink("https://t.me/gossip/7", public=True),
    note="seen twice",
)


@pytest.mark.parametrize(
    "record", [_FULL, Entry("k", withdrawn=True), Told("next", "https://example.org/2"), PassedOver("videos", 12)]
)
def test_what_is_packed_comes_out_again(record: Record) -> None:
    assert list(unpack(pack_all([pack(record), pack(record)]))) == [record, record]


def test_every_field_is_checked() -> None:
    """No field of an answer may be swapped for a value of another type and be believed."""
    for record in (_FULL, Told("next", "2"), PassedOver("videos", 2)):
        packed = json.loads(pack(record))
        wrong: Any
        for at in range(len(packed)):
            for wrong in (5.5, {"a": 1}, [[[]]]):
                with pytest.raises(Malformed):
                    list(unpack(json.dumps([[*packed[:at], wrong, *packed[at + 1 :]]]).encode()))


@pytest.mark.parametrize(
    "digest",
    [
        ["md5", "00"],
        ["md5", "zz" * 16, None],
        ["md5", "00" * 15, None],
        ["md6", "00" * 16, None],
        ["pdq", "00" * 32, 101],
        ["pdq", "00" * 32, -1],
        ["pdq", "00" * 32, 5.0],
        ["pdq", "00" * 32, 5, 0, 0, 1],
        ["pdq", "00" * 32, 5, 0.5, 0, 0.5, 1],
        ["pdq", "00" * 32, 5, 0, 0, 1, float("nan")],
        ["pdq", "00" * 32, 5, 0, 0, 1, 1.5],
    ],
)
def test_no_digest_is_believed_that_no_picture_has(digest: list[Any]) -> None:
    packed = json.loads(pack(_FULL))
    packed[2] = [digest]
    with pytest.raises(Malformed):
        list(unpack(json.dumps([packed]).encode()))
