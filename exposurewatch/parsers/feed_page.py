"""Finds the feed that a web page names, for whoever gave the address of the page in place of it."""

from __future__ import annotations

from typing import Final

from exposurewatch.parsers.web_page import attribute, tree

_TYPES: Final = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_MOST_READ: Final = 1 << 20  # characters; pages name their feeds at the beginning
_MOST_ADDRESS: Final = 2048


def feed_named_by(page: str) -> str:
    """Return the address of the first feed that a page names, as it is written there, or ''."""
    for link in tree(page[:_MOST_READ]).css("link[href]"):
        relations = attribute(link, "rel").lower().split()
        if "alternate" in relations and attribute(link, "type").strip().lower() in _TYPES:
            return attribute(link, "href").strip()[:_MOST_ADDRESS]
    return ""
