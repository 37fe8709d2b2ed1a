"""Feeds: what others publish of pictures, at an address or in a file. Only ``fetch.py`` opens a socket."""

from __future__ import annotations

from exposurewatch.feeds.feed import Feed

FEEDS: tuple[Feed, ...] = ()

__all__ = ["FEEDS", "Feed"]
