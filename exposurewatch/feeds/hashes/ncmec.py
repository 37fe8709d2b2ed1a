"""NCMEC's hash sharing: hashes of pictures of sexually abused children, for its vetted members alone.

Who finds such a picture reports it to the authorities, as at https://report.cybertip.org, and keeps no copy of it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from exposurewatch.feeds.asking import Fetched
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.feeds.hashes.exchange import Exchange, Place, pull_from
from exposurewatch.feeds.hashes.heads import beginning
from exposurewatch.feeds.hashes.queries import below, host_of, path_of, query_of, with_query
from exposurewatch.parsers.ncmec import NAMESPACE
from exposurewatch.parsers.ncmec import NCMEC as PARSER

_HOSTS: Final = frozenset(
    {"report.cybertip.org", "exttest.cybertip.org", "hashsharing.ncmec.org", "hashsharing-test.ncmec.org"}
)
_USER: Final = "user"
_PASSWORD: Final = "password"  # noqa: S105 (the name of the key)
_KEYS: Final = MappingProxyType(
    {_USER: "the name that NCMEC has given to your organisation", _PASSWORD: "the password that belongs to it"}
)
_ENTRIES: Final = "/v2/entries"


def _headers(keys: Mapping[str, str]) -> dict[str, str]:
    """Return the keys as HTTP's basic authentication (RFC 7617)."""
    pair = base64.b64encode(f"{keys[_USER]}:{keys[_PASSWORD]}".encode()).decode("ascii")
    return {"Authorization": f"Basic {pair}"}


def _url(address: str, place: Place) -> str:
    """Return the address of a page: of the next one only the query counts, so that it stays where the feed is."""
    entries = below(address, _ENTRIES, _ENTRIES)
    if place.page:
        return with_query(entries, query_of(f"?{place.page}"))
    return with_query(entries, {"from": _written(place.since)}) if place.since.isdecimal() else entries


def _written(seconds: str) -> str:
    return datetime.fromtimestamp(int(seconds[:11]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _cursor(said: str) -> str:
    return said.partition("?")[2]


_EXCHANGE: Final = Exchange("NCMEC's hash sharing", PARSER.name, _KEYS, _headers, _url, _cursor)


def _pull(pulling: Pulling) -> Iterator[Batch]:
    return pull_from(_EXCHANGE, pulling)


def _accepts(address: str) -> bool:
    return host_of(address) in _HOSTS or path_of(address).endswith(_ENTRIES)


def _resembles(found: Fetched) -> bool:
    head = beginning(found.content)
    return "queryResult" in head and NAMESPACE in head


NCMEC: Final = Feed(
    "ncmec",
    "NCMEC's hash sharing, for vetted members alone: what it finds is reported to the authorities",
    "https://report.cybertip.org/hashsharing",
    _pull,
    _accepts,
    _resembles,
    learns="that somebody at this internet address asks with your organisation's keys, when, and how often",
    keys=_KEYS,
)
