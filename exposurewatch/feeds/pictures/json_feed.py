"""Feeds in JSON (https://jsonfeed.org)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exposurewatch.feeds.asking import Fetched
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.feeds.pictures.rss import RSS
from exposurewatch.feeds.pictures.syndicated import pull

_NAME: Final = "json-feed"
_TYPE: Final = "application/feed+json"
_HEAD: Final = 1 << 16
_VERSION: Final = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/')


def _resembles(found: Fetched) -> bool:
    if found.type.partition(";")[0].strip().lower() == _TYPE:
        return True
    return _VERSION.search(found.content[:_HEAD].replace(b"\0", b"")) is not None


def _pull(pulling: Pulling) -> Iterator[Batch]:
    return pull(pulling, _NAME, "json-feed")


JSON_FEED: Final = Feed(
    _NAME,
    "JSON Feed",
    "https://example.org/feed.json",
    _pull,
    resembles=_resembles,
    learns=RSS.learns,
)
