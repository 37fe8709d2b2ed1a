"""Feeds as hosts give them out, for the tests."""

from __future__ import annotations

import json
from typing import Any

NAMESPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:atom="http://www.w3.org/2005/Atom"'
)


def an_item(number: int, inner: str = "", picture: str = "") -> str:
    """An item of RSS, posted on a day of May 2024, with one picture."""
    return (
        f"<item><title>Seen {number}</title><guid isPermaLink='false'>id-{number}</guid>"
        f"<link>https://e.org/p/{number}</link><pubDate>{number % 28 + 1:02} May 2024 10:00:00 GMT</pubDate>"
        f"<enclosure url='https://e.org/i/{picture or number}.jpg' type='image/jpeg' length='9'/>{inner}</item>"
    )


def an_rss(*items: str, head: str = "<title>Gossip Corner</title>") -> bytes:
    return (
        f"<?xml version='1.0'?><rss version='2.0' {NAMESPACES}><channel>{head}{''.join(items)}</channel></rss>".encode()
    )


def an_atom(*entries: str, head: str = "<title>Gossip Corner</title>", attributes: str = "") -> bytes:
    return f"<feed xmlns='http://www.w3.org/2005/Atom' {attributes}>{head}{''.join(entries)}</feed>".encode()


def a_json_item(number: int, **fields: Any) -> dict[str, Any]:
    item = {
        "id": f"id-{number}",
        "url": f"https://e.org/p/{number}",
        "title": f"Seen {number}",
        "image": f"https://e.org/i/{number}.jpg",
        "date_published": f"2024-05-{number % 28 + 1:02}T10:00:00Z",
    }
    return item | fields


def a_json_feed(*items: Any, **fields: Any) -> bytes:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Gossip Corner", "items": list(items)}
    return json.dumps(feed | fields).encode()
