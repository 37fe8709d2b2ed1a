"""What holds for every kind of feed."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

from exposurewatch import feeds
from exposurewatch.feeds import FEEDS, Feed


def _defined() -> Iterator[Feed]:
    for module in pkgutil.walk_packages(feeds.__path__, f"{feeds.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
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


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_an_address_is_kept_as_its_example_is_written(feed: Feed) -> None:
    assert feed.normal(feed.example) == feed.example


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_every_kind_names_the_hosts_that_it_asks(feed: Feed) -> None:
    assert feed.hosts(feed.example)
    assert not feed.hosts("file:///home/me/list.txt")


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_the_title_of_every_kind_can_begin_a_line(feed: Feed) -> None:
    assert feed.heading[0].isupper()
    assert feed.heading.lower() == feed.title.lower()


def test_a_kind_whose_addresses_are_written_in_one_way_keeps_them() -> None:
    feed = Feed("fake", "Fake", "https://example.org", pull=lambda _pulling: iter(()))

    assert feed.normal("https://example.org/A?b#c") == "https://example.org/A?b#c"


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_no_two_kinds_take_the_example_of_one_for_theirs(feed: Feed) -> None:
    assert [other.name for other in FEEDS if other.accepts(feed.example)] in ([], [feed.name])
