"""What the hosts of every kind of feed give out: real shapes, small, with a picture or a hash of the test's in each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from exposurewatch.feeds.asking import Fetched, Wanted
from tests.feeds import channels, exchanges, published
from tests.feeds.server import Asked, Route, answer, conditional

UUID = "5b6b0c51-91f4-4b3e-8a3c-1d2e3f405162"
Documents = Mapping[str, bytes | Route]


@dataclass(frozen=True)
class World:
    """A feed's address, and what stands at which address; `keys` are a partner's."""

    address: str
    documents: Documents
    keys: Mapping[str, str] = field(default_factory=dict)

    def routes(self) -> dict[str, dict[str, Route]]:
        """By host and path."""
        hosts: dict[str, dict[str, Route]] = {}
        for url, document in self.documents.items():
            parts = urlsplit(url)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            route = conditional(document) if isinstance(document, bytes) else document
            hosts.setdefault(parts.hostname or "", {})[path] = route
        return hosts


def _own(_: bytes, __: str, folder: Path) -> World:
    published.build(folder, published.an_entry(1), published.an_entry(2))
    return World(published.ADDRESS, published.served(folder))


def _telegram(picture: bytes, _: str, __: Path) -> World:
    channel = channels.Channel.of(range(1, 5))
    pages = {f"{channels.ADDRESS}{query}": channel.page(before) for query, before in (("", None), ("?before=2", 2))}
    pictures = {channels.picture(number): picture for number in range(1, 5)}
    return World(channels.ADDRESS, {**pages, **pictures, channels.AVATAR: picture})


def _imageboard(picture: bytes, _: str, __: Path) -> World:
    file = {"tim": 1777600000000, "ext": ".jpg", "filename": "a", "md5": "AAAAAAAAAAAAAAAAAAAAAA=="}
    post = {"no": 100, "resto": 0, "time": 1777600000, **file}
    return World(
        "https://boards.4chan.org/b/",
        {
            "https://a.4cdn.org/b/threads.json": b'[{"page":1,"threads":[{"no":100,"last_modified":5,"replies":1}]}]',
            "https://a.4cdn.org/b/thread/100.json": json.dumps({"posts": [post]}).encode(),
            "https://i.4cdn.org/b/1777600000000.jpg": picture,
        },
    )


def _misp(_: bytes, sha256: str, __: Path) -> World:
    folder = "https://misp.example/feed"
    attribute = {"uuid": UUID, "type": "sha256", "value": sha256, "timestamp": "1777600000"}
    event = {"Event": {"uuid": UUID, "info": "a list", "timestamp": "1777600000", "Attribute": [attribute]}}
    manifest = {UUID: {"info": "a list", "date": "2026-05-01", "timestamp": "1777600000"}}
    documents = {"manifest.json": manifest, f"{UUID}.json": event}
    return World(f"{folder}/manifest.json", {f"{folder}/{name}": _json(it) for name, it in documents.items()})


def _stix(_: bytes, sha256: str, __: Path) -> World:
    found = {"type": "file", "spec_version": "2.1", "id": f"file--{UUID}", "hashes": {"SHA-256": sha256}}
    bundle = {"type": "bundle", "id": f"bundle--{UUID}", "objects": [found]}
    return World("https://stix.example/bundle.json", {"https://stix.example/bundle.json": _json(bundle)})


def _exchange(
    address: str, make: Callable[[], exchanges.FakeExchange], *keys: str
) -> Callable[[bytes, str, Path], World]:
    def world(_: bytes, __: str, ___: Path) -> World:
        exchange = make()
        exchange.reports.extend(exchanges.Reported(number, 1777600000 + number) for number in range(1, 4))
        host = urlsplit(address)

        def route(asked: Asked) -> list[bytes]:
            found = exchange(Wanted(f"https://{host.hostname}{asked.path}"))
            assert isinstance(found, Fetched)
            return list(answer(found.content)(asked))

        return World(address, {address: route}, dict.fromkeys(keys, exchanges.SECRET))

    return world


def _json_feed(picture: bytes, _: str, __: Path) -> World:
    item = {"id": "1", "url": "https://blog.example/1", "image": "https://blog.example/1.jpg"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Weekly", "items": [item]}
    return World(
        "https://blog.example/feed.json",
        {"https://blog.example/feed.json": _json(feed), "https://blog.example/1.jpg": picture},
    )


def _rss(picture: bytes, _: str, __: Path) -> World:
    item = '<item><guid>1</guid><enclosure url="https://cdn.example/1.jpg" type="image/jpeg" length="9"/></item>'
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Weekly</title>{item}</channel></rss>'
    return World(
        "https://blog.example/feed/",
        {"https://blog.example/feed/": feed.encode(), "https://cdn.example/1.jpg": picture},
    )


def _hash_list(_: bytes, sha256: str, __: Path) -> World:
    return World("https://ngo.example/list.txt", {"https://ngo.example/list.txt": f"sha256 {sha256}\n".encode()})


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


WORLDS: Mapping[str, Callable[[bytes, str, Path], World]] = {
    "exposurewatch": _own,
    "telegram-channel": _telegram,
    "imageboard": _imageboard,
    "misp": _misp,
    "stix": _stix,
    "stopncii": _exchange(
        "https://api.stopncii.org/v1/FetchHashes", exchanges.stopncii, "functions-key", "subscription-key"
    ),
    "ncmec": _exchange("https://report.cybertip.org/hashsharing/v2/entries", exchanges.ncmec, "user", "password"),
    "threatexchange": _exchange(
        "https://graph.facebook.com/v19.0/123456789/threat_updates", exchanges.threatexchange, "access-token"
    ),
    "tech-against-terrorism": _exchange(
        "https://beta.terrorismanalytics.org/api/hash-list/v2/all", exchanges.tech_against_terrorism, "token"
    ),
    "json-feed": _json_feed,
    "rss": _rss,
    "hash-list": _hash_list,
}
"""By the name of each kind: given a picture, the SHA-256 of a file and a folder to build in."""


def hosts_of(worlds: Mapping[str, World]) -> dict[str, dict[str, Route]]:
    """What each host has to answer with, so that all these feeds can be read."""
    hosts: dict[str, dict[str, Route]] = {}
    for world in worlds.values():
        for host, routes in world.routes().items():
            hosts.setdefault(host, {}).update(routes)
    return hosts
