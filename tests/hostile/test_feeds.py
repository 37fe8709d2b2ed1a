"""Whatever a host gives out, a pull ends by itself: with what it tells, or with a trouble from the closed list."""

from __future__ import annotations

import pytest

from benchmarks.hostility.hosts import HOSTS, READ, attacked, feed_named, pulled, served_by
from benchmarks.hostility.scanning import Workers
from exposurewatch.feeds import FEEDS
from exposurewatch.feeds.asking import Cause
from exposurewatch.parsers.reader import Reader
from tests.hostile import corpus

_DOCUMENTS = [(feed.name, parser) for feed in FEEDS for parser in attacked(feed.name)]


def test_every_kind_of_feed_has_a_host() -> None:
    assert HOSTS.keys() == {feed.name for feed in FEEDS}


@pytest.mark.parametrize(("feed", "parser"), _DOCUMENTS, ids=lambda name: name)
def test_each_pull_is_accounted_for(feed: str, parser: str, reader: Reader, workers: Workers) -> None:
    outcomes = {
        case.name: pulled(feed_named(feed), parser, case.content, reader, workers)
        for case in corpus.of_feed(feed, parser)
    }
    assert set(outcomes.values()) <= {READ, *Cause}
    assert pulled(feed_named(feed), parser, served_by(feed)[parser], reader, workers) == READ
