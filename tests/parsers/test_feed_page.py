"""A web page that names a feed helps whoever gave its address in place of the feed's."""

from __future__ import annotations

import pytest

from exposurewatch.parsers.feed_page import feed_named_by


@pytest.mark.parametrize(
    ("head", "named"),
    [
        ('<link rel="alternate" type="application/rss+xml" href=" /feed ">', "/feed"),
        ('<link href="a.atom" type="Application/Atom+XML" rel="Alternate nofollow">', "a.atom"),
        (
            '<link rel="alternate" type="text/html" href="/en">'
            '<link rel="alternate" type="application/feed+json" href="/j">',
            "/j",
        ),
        ('<link rel="stylesheet" type="application/rss+xml" href="/feed">', ""),
        ('<link rel="alternate" type="application/rss+xml">', ""),
        ("", ""),
    ],
)
def test_the_first_feed_that_a_page_names_is_found(head: str, named: str) -> None:
    assert feed_named_by(f"<!doctype html><html><head>{head}</head><body>x</body></html>") == named
