"""What holds for every kind of feed."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

from exposurewatch import feeds
from exposurewatch.feeds import FEEDS, Feed


def _defined() -> Iterator[Feed]:
    for module in pkgutil.iter_modules(feeds.__path__):
        for value in vars(importlib.import_module(f"exposurewatch.feeds.{module.name}")).values():
            if isinstance(value, Feed):
                yield value


def test_every_kind_that_is_defined_is_listed() -> None:
    assert {feed.name for feed in _defined()} == {feed.name for feed in FEEDS}


def test_no_two_kinds_share_a_name() -> None:
    assert len({feed.name for feed in FEEDS}) == len(FEEDS)


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_every_kind_says_what_its_host_learns_and_shows_an_address(feed: Feed) -> None:
    assert feed.title
    assert feed.learns.startswith("that somebody ")
    assert feed.example.startswith(("https://", "/"))
