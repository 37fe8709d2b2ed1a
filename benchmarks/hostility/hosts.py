"""What the host of each kind of feed gives out, one of its documents crafted, and what a pull makes of it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from benchmarks.hostility import text_attacks
from benchmarks.hostility.anything import of_anything
from benchmarks.hostility.case import Case, distinct, spread
from benchmarks.hostility.documents import documents
from benchmarks.hostility.natures import FAMILIES
from benchmarks.hostility.scanning import Workers, steps_of
from exposurewatch.feeds import FEEDS, Feed
from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Unchanged, Wanted
from exposurewatch.feeds.feed import Pulling
from exposurewatch.feeds.own.feed_files import signature_file
from exposurewatch.feeds.own.signing import public_key, sign
from exposurewatch.parsers.posts import Record
from exposurewatch.parsers.reader import Reader

READ: Final = "read"
SEED: Final = bytes(range(32))

_MANIFEST: Final = "exposurewatch-manifest"
_ENTRIES: Final = "exposurewatch-entries"
_SIGNATURE: Final = "signature"
_OLDER: Final = "telegram-preview"
_LAST: Final = "the last page"
_LAST_PAGE: Final = (
    b'<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2"><images count="0"/></queryResult>'
)
_KEYS: Final = ("functions-key", "subscription-key", "user", "password", "access-token", "token")
_UUID: Final = "5a3c1b2e-0000-4000-8000-0123456789ab"


@dataclass(frozen=True, slots=True)
class Host:
    """A feed's address, and what its host has: the name of the parser of each document, by what its address ends in.

    '' stands for every address that nothing else stands for.
    """

    address: str
    served: Mapping[str, str]


HOSTS: Final[Mapping[str, Host]] = {
    "exposurewatch": Host(
        "https://ngo.example/feed/feed.json", {"feed.json": _MANIFEST, "feed.sig": _SIGNATURE, ".json": _ENTRIES}
    ),
    "telegram-channel": Host("https://t.me/s/gossipcorner", {"?before=205": _OLDER, "": "telegram-channel"}),
    "imageboard": Host("https://boards.4chan.org/b/", {"threads.json": "imageboard-list", ".json": "imageboard"}),
    "misp": Host(
        "https://misp.example/feed/manifest.json", {"manifest.json": "misp-manifest", f"{_UUID}.json": "misp-event"}
    ),
    "stix": Host("https://stix.example/bundle.json", {"": "stix"}),
    "stopncii": Host("https://api.stopncii.org/v1/FetchHashes", {"": "stopncii"}),
    "ncmec": Host("https://report.cybertip.org/hashsharing/v2/entries", {"start=2": _LAST, "": "ncmec"}),
    "threatexchange": Host("https://graph.facebook.com/v19.0/123456789/threat_updates", {"": "threat-updates"}),
    "tech-against-terrorism": Host(
        "https://beta.terrorismanalytics.org/api/hash-list/v2/all", {"": "tech-against-terrorism"}
    ),
    "json-feed": Host("https://blog.example/feed.json", {"": "json-feed"}),
    "rss": Host("https://blog.example/feed/", {"": "rss"}),
    "hash-list": Host("https://ngo.example/list.txt", {"": "hash-list"}),
}
"""By the name of each kind of feed."""


def served_by(feed: str) -> Mapping[str, bytes]:
    """The documents of a feed that are well, by the name of their parser."""
    names = HOSTS[feed].served.values()
    held = {name: documents()[name].content for name in names if name in documents()} | {_LAST: _LAST_PAGE}
    if feed == "telegram-channel":
        held |= {_OLDER: held[_OLDER].replace(b"205", b"1")}  # an older page has older posts
    return _signed(held) if feed == "exposurewatch" else held


def _signed(held: Mapping[str, bytes]) -> dict[str, bytes]:
    """One's own feed, its manifest naming the entries by their digest, and signed."""
    manifest = json.loads(held[_MANIFEST])
    manifest["key"] = base64.b64encode(public_key(SEED)).decode()
    manifest["chunks"][0]["sha256"] = hashlib.sha256(held[_ENTRIES]).hexdigest()
    content = json.dumps(manifest).encode()
    return {**held, _MANIFEST: content, _SIGNATURE: signature_file([sign(SEED, content)])}


@dataclass
class _Get:
    """Hands out what is held, and counts what is asked for."""

    host: Host
    held: Mapping[str, bytes]
    asked: int = field(default=0)

    def __call__(self, wanted: Wanted) -> Fetched | Unchanged:
        self.asked += 1
        parser = next((name for end, name in self.host.served.items() if wanted.url.endswith(end)), None)
        if parser is None or wanted.url.endswith((".jpg", ".png")):
            raise Trouble(Cause.GONE, "There is nothing at that address.")
        if len(self.held[parser]) > wanted.most:
            raise Trouble(Cause.TOO_LARGE, "What stands there is too large.")
        return Fetched(wanted.url, self.held[parser])


def pulled(feed: Feed, parser: str, content: bytes, reader: Reader, workers: Workers) -> str:
    """Pull a feed of whose documents the one of this parser is `content`; return `READ`, or what the trouble is.

    What it tells of is scanned, and the feed is pulled once more from where it was left.
    """
    host = HOSTS[feed.name]
    held = {**served_by(feed.name), parser: content}
    if feed.name == "exposurewatch":
        held = _with_crafted(held, parser, content)
    get = _Get(host, held)

    def read(name: str, document: bytes) -> Iterator[Record]:
        return reader.records(name, io.BytesIO(document))

    fetched = Fetched(host.address, content)
    feed.resembles(fetched)
    feed.lacks(fetched, {})
    checkpoint: Mapping[str, object] = {}
    outcome = READ
    for _ in range(2):
        pulling = Pulling(host.address, get, read, checkpoint, keys=dict.fromkeys(_KEYS, "5ecret"))
        try:
            for batch in feed.pull(pulling):
                checkpoint = json.loads(json.dumps(dict(batch.checkpoint)))
                list(steps_of(batch.items, workers))
        except Trouble as trouble:
            outcome = trouble.cause.value
    return outcome


def _with_crafted(held: Mapping[str, bytes], parser: str, content: bytes) -> dict[str, bytes]:
    """One's own feed in which a crafted document is signed like any other, so that it is read at all."""
    if parser == _ENTRIES:
        return _signed(held)
    if parser == _MANIFEST:
        return {**held, _SIGNATURE: signature_file([sign(SEED, content)])}
    return dict(held)


def feed_named(name: str) -> Feed:
    """The kind of feed of that name."""
    return next(feed for feed in FEEDS if feed.name == name)


def attacked(feed: str) -> Sequence[str]:
    """The parsers of the documents of a feed, each of which is crafted in turn."""
    return tuple(name for name in HOSTS[feed].served.values() if name != _LAST)


def crafted_of(feed: str, parser: str, most: int) -> list[Case]:
    """Crafted documents in the place of one of a feed, at most so many."""
    content = served_by(feed)[parser]
    families = text_attacks.families if parser == _SIGNATURE else FAMILIES[documents()[parser].nature]
    own = spread(distinct(families(content)), most)
    return distinct([*own, *spread(list(of_anything(content)), most // 4)])
