"""Boards and threads by their addresses, and where their files are."""

from __future__ import annotations

import pytest

from exposurewatch.feeds.pictures.imageboard_address import Place, hosts_of, is_board, normal, place_of
from exposurewatch.parsers.imageboard_places import Board


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("https://boards.4chan.org/b/", "https://boards.4chan.org/b/"),
        ("boards.4chan.org/B", "https://boards.4chan.org/b/"),
        ("https://boards.4channel.org/pol/catalog", "https://boards.4chan.org/pol/"),
        ("https://a.4cdn.org/b/catalog.json", "https://boards.4chan.org/b/"),
        ("https://a.4cdn.org/b/threads.json", "https://boards.4chan.org/b/"),
        ("https://boards.4chan.org/b/3", "https://boards.4chan.org/b/"),
        ("https://boards.4chan.org/b/thread/123", "https://boards.4chan.org/b/thread/123"),
        ("https://boards.4chan.org/b/thread/123/some-words#p125", "https://boards.4chan.org/b/thread/123"),
        ("https://a.4cdn.org/b/thread/123.json", "https://boards.4chan.org/b/thread/123"),
        ("https://chan.example.org/b/res/123.html", "https://chan.example.org/b/res/123.html"),
        ("https://chan.example.org/b/res/123+50.html#125", "https://chan.example.org/b/res/123.html"),
        ("https://chan.example.org/b/res/123.json", "https://chan.example.org/b/res/123.html"),
        ("https://example.org/sub/b/threads.json", "https://example.org/sub/b/"),
        ("https://chan.example.org/b/catalog.json?x", "https://chan.example.org/b/"),
    ],
)
def test_a_board_has_one_address_however_it_is_written(address: str, same: str) -> None:
    assert is_board(address)
    assert normal(address) == same
    assert normal(same) == same


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("https://chan.example.org/b/", "https://chan.example.org/b/"),
        ("https://chan.example.org/b/index.html", "https://chan.example.org/b/"),
        ("https://chan.example.org/b/2.html", "https://chan.example.org/b/"),
        ("https://chan.example.org/b/catalog.html", "https://chan.example.org/b/"),
    ],
)
def test_what_may_be_any_page_is_a_board_only_by_what_is_there(address: str, same: str) -> None:
    assert not is_board(address)
    assert normal(address) == same


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://example.org/",
        "https://example.org/feed.xml",
        "https://boards.4chan.org/",
        "https://boards.4chan.org/b/thread/abc",
        "https://boards.4chan.org.evil.org/b/thread/123",
        "https://example.org/b/res/0.html",
        "https://example.org/b/res/../../x.json",
        "ftp://example.org/b/res/1.json",
        "file:///b/threads.json",
    ],
)
def test_other_addresses_are_left_to_others(address: str) -> None:
    assert not is_board(address)


def test_the_files_of_4chan_are_on_hosts_of_their_own() -> None:
    place = Place("b")

    assert place.lists == ("https://a.4cdn.org/b/threads.json", "https://a.4cdn.org/b/catalog.json")
    assert place.posts("123") == "https://a.4cdn.org/b/thread/123.json"
    assert place.file("1.jpg") == "https://i.4cdn.org/b/1.jpg"
    assert place.thumbnail("1s.jpg") == "https://i.4cdn.org/b/1s.jpg"
    assert place.named == Board("b", "4chan")


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("https://boards.4chan.org/b/", ("a.4cdn.org", "i.4cdn.org")),
        ("https://board.example/b/catalog.json", ("board.example",)),
        ("https://elsewhere.example/", ("elsewhere.example",)),
        ("nothing", ()),
    ],
)
def test_the_hosts_that_are_asked_are_told_beforehand(address: str, hosts: tuple[str, ...]) -> None:
    assert hosts_of(address) == hosts


def test_the_files_of_other_boards_are_beneath_them() -> None:
    place = place_of("https://example.org/sub/b/res/123.html")

    assert place == Place("b", "123", "https://example.org/sub")
    assert place.lists[0] == "https://example.org/sub/b/threads.json"
    assert place.posts("123") == "https://example.org/sub/b/res/123.json"
    assert place.file("1.jpg") == "https://example.org/sub/b/src/1.jpg"
    assert place.thumbnail("1s.jpg") == ""
    assert place.named == Board("b", "example.org/sub")
