"""The name of a file may tell its board and site, and is not believed where the thread in it is another."""

from __future__ import annotations

import pytest

from exposurewatch.model import Channel, Permalink
from exposurewatch.parsers.imageboard_places import Board, board_of, placed
from exposurewatch.parsers.posts import Post


@pytest.mark.parametrize(
    ("path", "board"),
    [
        ("/home/anna/b/thread/123.json", Board("b", "4chan", "123")),
        (r"C:\saved\b\thread\123.json", Board("b", "4chan", "123")),
        ("a.4cdn.org/b/thread/123.json", Board("b", "4chan", "123")),
        ("boards.4chan.org/b/thread/123.json", Board("b", "4chan", "123")),
        ("boards.4channel.org/mu/thread/123.json", Board("mu", "4chan", "123")),
        ("a.4cdn.org/b/catalog.json", Board("b", "4chan")),
        ("a.4cdn.org/b/2.json", Board("b", "4chan")),
        ("4chan_b_123.json", Board("b", "4chan", "123")),
        ("4chan/b/123.json", Board("b", "4chan", "123")),
        ("saved/4chan-b-thread-123.json", Board("b", "4chan", "123")),
        ("vichan.example.net/B/res/123.json", Board("b", "vichan.example.net", "123")),
        ("vichan.example.net/b/catalog.json", Board("b", "vichan.example.net")),
        ("b/res/123.json", Board("b", "", "123")),
        ("b_123.json", Board("b", "", "123")),
        ("saved/b-thread-123.json", Board("b", "", "123")),
    ],
)
def test_the_board_that_a_path_names(path: str, board: Board) -> None:
    assert board_of(path) == board


@pytest.mark.parametrize(
    "path",
    ["", "123.json", "thread.json", "catalog.json", "downloads/catalog.json", "b/123.txt", "a b/thread.json"],
)
def test_a_path_of_another_shape_names_none(path: str) -> None:
    assert board_of(path) is None


_POST = Post(Channel("thread 100: hers", "100"), "101", text="x")


@pytest.mark.parametrize(
    ("site", "link"),
    [
        ("4chan", Permalink("https://boards.4chan.org/b/thread/100#p101", public=True)),
        ("vichan.example.net", Permalink("https://vichan.example.net/b/res/100.html#101", public=True)),
        ("", None),
    ],
)
def test_a_post_is_linked_to_where_the_site_is_known(site: str, link: Permalink | None) -> None:
    post = placed(Board("b", site, "100"), _POST)

    assert post == Post(Channel("/b/ thread 100: hers", "b/100"), "101", text="x", permalink=link)


def test_a_number_of_another_thread_names_no_board() -> None:
    assert placed(Board("b", "4chan", "7"), _POST) == _POST
    assert placed(None, _POST) == _POST
    assert placed(Board("b", "4chan"), Post()) == Post()


def test_a_post_without_a_number_has_no_link() -> None:
    assert placed(Board("b", "4chan"), Post(Channel(None, "100"))) == Post(Channel("/b/", "b/100"))
