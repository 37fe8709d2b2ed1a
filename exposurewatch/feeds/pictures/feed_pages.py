"""Reads the documents of a feed of entries: the newest first, and those in which it says that it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urljoin

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Wanted
from exposurewatch.feeds.feed import Pulling
from exposurewatch.model import Channel, Permalink
from exposurewatch.parsers.attachments import Attachment
from exposurewatch.parsers.entries import Entry, PassedOver, Told
from exposurewatch.parsers.feed_words import FEED, NEXT, NO_FEED, WEB_PAGE
from exposurewatch.parsers.posts import Ended, Post
from exposurewatch.text import clean

_WEB: Final = ("http://", "https://")
_MOST_ADDRESS: Final = 2048
_WHERE: Final = (
    "A feed has an address of its own, which often ends in /feed, /rss, .xml or feed.json; look for “RSS” on the page."
)


@dataclass(frozen=True, slots=True)
class Page:
    """One document of a feed: its entries as they stand in it, the newest first, with whole addresses.

    `older` is the address of the document in which it goes on, '' if none; `ended` says why it could not be read to
    its end.
    """

    url: str
    posts: tuple[Post, ...]
    older: str = ""
    ended: Ended | None = None
    passed_over: Mapping[str, int] = field(default_factory=dict)


def read_page(pulling: Pulling, parser: str, found: Fetched) -> Page:
    """Return what a document holds.

    Raises:
        Trouble: it is no feed.
    """
    posts: list[Post] = []
    passed_over: Counter[str] = Counter()
    told: dict[str, str] = {}
    ended = None
    for record in pulling.read(parser, found.content):
        match record:
            case Post():
                posts.append(record)
            case Told(about, value):
                told[about] = value
            case PassedOver(what, count):
                passed_over[what] += count
            case Ended():
                ended = record
            case Entry():
                continue  # no parser of feeds yields one
    if FEED not in told and not posts:
        raise _no_feed(found, told, ended)
    chat = Channel(told.get(FEED) or None)
    posts.sort(key=lambda post: not post.is_message)  # the picture of the feed itself is older than what is in it
    whole = tuple(_whole(replace(post, chat=chat), found.url) for post in posts)
    return Page(found.url, whole, joined(found.url, told[NEXT]) if NEXT in told else "", ended, passed_over)


def fetch_page(pulling: Pulling, parser: str, url: str) -> Page:
    """Fetch a document in which a feed goes on, and return what it holds.

    Raises:
        Trouble: it cannot be had, or is no feed.
    """
    if not url.startswith(_WEB):
        raise Trouble(Cause.UNSAFE_ADDRESS, "The feed says that it goes on at an address that is not on the web.")
    answer = pulling.get(Wanted(url))
    if not isinstance(answer, Fetched):
        raise Trouble(Cause.HOST_BROKEN, "The host says that a document has not changed which it never gave out.")
    return read_page(pulling, parser, answer)


def joined(base: str, place: str) -> str:
    """Return the address that `place` is as seen from `base`; `place` itself where that leads nowhere."""
    try:
        return urljoin(base, place)
    except ValueError:
        return place


def _whole(post: Post, url: str) -> Post:
    link = post.permalink
    address = "" if link is None else joined(url, link.url)
    return replace(
        post,
        attachments=_each_once(replace(each, path=joined(url, each.path)) for each in post.attachments),
        permalink=Permalink(address, public=True) if address.startswith(_WEB) else None,
    )


def _each_once(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    once: dict[str, Attachment] = {}
    for each in attachments:
        once.setdefault(each.path, each)
    return tuple(once.values())


def _no_feed(found: Fetched, told: Mapping[str, str], ended: Ended | None) -> Trouble:
    if not found.content.strip():
        return Trouble(Cause.MALFORMED, "There is nothing at this address: the document is empty.")
    if ended is not None:
        return Trouble(Cause.MALFORMED, f"This feed cannot be read: {ended.detail}.")
    if WEB_PAGE in told:
        named = clean(joined(found.url, told[WEB_PAGE]), _MOST_ADDRESS) if told[WEB_PAGE] else ""
        where = f"It names a feed: {named} – add that one." if named.startswith(_WEB) else _WHERE
        return Trouble(Cause.MALFORMED, f"This is a web page and no feed. {where}")
    what = f" (it begins with “{told[NO_FEED]}”)" if told.get(NO_FEED) else ""
    return Trouble(Cause.MALFORMED, f"This is no feed of the kind that was expected{what}.")
