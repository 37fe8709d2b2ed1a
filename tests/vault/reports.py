"""Feeds and the reports that they publish, for the tests."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from exposurewatch.feeds.feed import Batch
from exposurewatch.model import Box, Channel, Digest, Moment, Permalink
from exposurewatch.parsers.entries import Entry
from exposurewatch.vault.records import KeptFeed, NewFeed
from exposurewatch.vault.store import Vault

ADDRESS = "https://hotline.example/list.txt"
ALL = 1  # a version with which whatever is new was not compared


def a_feed(name: str = "hotline", **fields: Any) -> NewFeed:
    values: dict[str, Any] = {
        "kind": "hash-list",
        "address": ADDRESS,
        "title": "A list of hashes",
        "every": timedelta(hours=6),
    }
    return NewFeed(name, **(values | fields))


def hashes(name: object) -> tuple[Digest, ...]:
    """The hashes that are published of a picture of this name."""
    sha256 = hashlib.sha256(repr(name).encode()).digest()
    return (Digest("sha256", sha256), Digest("pdq", sha256[::-1], 90, Box(0.0, 0.125, 1.0, 0.875)))


def an_entry(key: str, of: object = None, **fields: Any) -> Entry:
    return Entry(key, hashes(key if of is None else of), **fields)


def told(key: str, **fields: Any) -> Entry:
    """A report that says where the picture was seen."""
    values: dict[str, Any] = {
        "channel": Channel("Gossip", "1234", "gossip"),
        "message_id": key,
        "date": Moment(datetime(2024, 5, 1, tzinfo=UTC), "2024-05-01"),
        "permalink": Permalink(f"https://t.me/gossip/{key}", public=True),
        "note": "reported twice",
    }
    return an_entry(key, **(values | fields))


def withdrawn(key: str) -> Entry:
    return Entry(key, withdrawn=True)


def a_batch(at: object, *entries: Entry, **fields: Any) -> Batch:
    return Batch({"at": at}, entries=entries, **fields)


def held(vault: Vault, feed: KeptFeed, version: int = ALL) -> list[str]:
    """What the feed calls the reports that are still to be compared."""
    return [key for reports in vault.feeds.uncompared(feed.number, version) for key, _ in reports]


def compare_all(vault: Vault, feed: KeptFeed, version: int = ALL) -> list[str]:
    """Mark what is to be compared as compared; return what it was."""
    keys = held(vault, feed, version)
    vault.feeds.compared(feed.number, keys, version)
    return keys
