"""RSS and Atom feeds, of blogs, of sites, and of the services that make feeds out of channels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exposurewatch.feeds.asking import Fetched
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.feeds.pictures.syndicated import pull

_NAME: Final = "rss"
_TYPES: Final = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_HEAD: Final = 4096  # bytes in which the first element stands, after what may come before it
_ROOT: Final = re.compile(
    rb"\s*(?:<\?[^>]{0,400}>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE\s+(?:rss|rdf)[^>\[]{0,400}>\s*){0,8}"
    rb"<(?:rss|(?:[\w.-]{1,40}:)?RDF|(?:[\w.-]{1,40}:)?feed)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def _resembles(found: Fetched) -> bool:
    if found.type.partition(";")[0].strip().lower() in _TYPES:
        return True
    head = found.content[:_HEAD].replace(b"\0", b"")  # of UTF-16, the ASCII
    return _ROOT.match(head.lstrip(b"\xef\xbb\xbf\xff\xfe")) is not None


def _pull(pulling: Pulling) -> Iterator[Batch]:
    return pull(pulling, _NAME, "rss")


RSS: Final = Feed(
    _NAME,
    "RSS or Atom feed",
    "https://example.org/feed/",
    _pull,
    resembles=_resembles,
    learns="that somebody at this internet address reads this feed, when, and how often; the hosts of the pictures in"
    " it, which may be others, learn that somebody at this address fetched them",
)
