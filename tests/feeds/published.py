"""Builders of what a feed publishes, for the tests of those who write it and of those who read it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from exposurewatch.feeds.own.feed_folder import FeedFolder, Heading
from exposurewatch.model import Box, Channel, Digest, Moment, Permalink
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.feed_format import CHUNK_FOLDER

SEED = bytes(range(32))
OTHER_SEED = bytes(range(1, 33))
ADDRESS = "https://ngo.example/feed/feed.json"
NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
HEADING = Heading("Helpline", "Write to help@ngo.example")


def hashed(number: int, *words: str) -> bytes:
    """32 bytes that are the same for the same words."""
    return hashlib.sha256(" ".join((str(number), *words)).encode()).digest()


def an_entry(number: int, boxes: Sequence[Box] = (Box(),), **fields: Any) -> Entry:
    """An entry as one of the public channel “Gossip”, without a name."""
    digests = [Digest("sha256", hashed(number))]
    for box in boxes:
        digests.append(Digest("pdq", hashed(number, "pdq", str(box)), 90, box))
        digests.append(Digest("phash", hashed(number, "phash", str(box)), None, box))
    values: dict[str, Any] = {
        "channel": Channel("Gossip", "1234567890", "gossip"),
        "message_id": str(number),
        "date": Moment(NOW - timedelta(days=30, minutes=-number)),
        "permalink": Permalink(f"https://t.me/gossip/{number}", public=True),
    }
    return Entry("", tuple(digests), **(values | fields))


class Clock:
    """A minute later each time that it is looked at."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def opened(
    folder: Path, seed: bytes = SEED, heading: Heading = HEADING, now: Callable[[], datetime] | None = None
) -> FeedFolder:
    return FeedFolder(folder, seed, heading, now or Clock())


def build(folder: Path, *entries: Entry, seed: bytes = SEED, withdraw: Sequence[str] = ()) -> FeedFolder:
    """Add entries to the feed in a folder, as one run does."""
    feed = opened(folder, seed)
    for entry in entries:
        feed.add(entry)
    feed.commit(feed.meant(withdraw))
    return feed


def served(folder: Path, address: str = ADDRESS) -> dict[str, bytes]:
    """What a web host gives out that the folder was copied to."""
    base = address.removesuffix("feed.json")
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {base + path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def chunks_in(folder: Path) -> list[Path]:
    return sorted((folder / CHUNK_FOLDER).iterdir())
