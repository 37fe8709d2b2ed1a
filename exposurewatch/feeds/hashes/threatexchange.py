"""Meta's ThreatExchange: the indicators of one privacy group, for its members."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from exposurewatch.feeds.asking import Cause, Fetched, Trouble
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.feeds.hashes.exchange import Exchange, Place, pull_from
from exposurewatch.feeds.hashes.heads import beginning
from exposurewatch.feeds.hashes.queries import path_of, query_of, with_query
from exposurewatch.parsers.threat_updates import THREAT_UPDATES as PARSER

_TOKEN: Final = "access-token"  # noqa: S105 (the name of the key)
_KEYS: Final = MappingProxyType({_TOKEN: "the access token of your app, as NUMBER|LETTERS"})
_FIELDS: Final = "id,indicator,type,last_updated,should_delete"
_PAGE_SIZE: Final = "1000"
_FORGETS: Final = timedelta(days=85)  # what is deleted is told of for 90 days
# What Meta writes keys as into the addresses of next pages. They travel in a header instead, and are never kept.
_SECRET: Final = frozenset({"access_token", "appsecret_proof", "client_secret", "input_token"})
_KEY_IN_ADDRESS: Final = (
    "The address of this feed holds an access token, and addresses are shown and kept. Add it again without the token "
    f"in it, and give the token as {_TOKEN}."
)


def _headers(keys: Mapping[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {keys[_TOKEN]}"}


def _url(address: str, place: Place) -> str:
    """Return the address of a page: of the next one only the query counts, so that it stays where the feed is."""
    if place.page:
        return with_query(address, query_of(f"?{place.page}"))
    start = {"start_time": place.since} if place.since else {}
    return with_query(address, {"fields": _FIELDS, "limit": _PAGE_SIZE, **start})


def _cursor(said: str) -> str:
    return urlencode({name: value for name, value in query_of(said).items() if name.lower() not in _SECRET})


_EXCHANGE: Final = Exchange("ThreatExchange", PARSER.name, _KEYS, _headers, _url, _cursor, _FORGETS)


def _pull(pulling: Pulling) -> Iterator[Batch]:
    if any(name.lower() in _SECRET for name in query_of(pulling.address)):
        raise Trouble(Cause.REFUSED, _KEY_IN_ADDRESS)
    yield from pull_from(_EXCHANGE, pulling)


def _accepts(address: str) -> bool:
    return path_of(address).endswith("/threat_updates")


def _resembles(found: Fetched) -> bool:
    head = beginning(found.content).lstrip()
    return head.startswith("{") and all(f'"{name}"' in head for name in ("data", "indicator", "type"))


THREATEXCHANGE: Final = Feed(
    "threatexchange",
    "a privacy group of Meta's ThreatExchange, for its members, or an answer of it in a file",
    "https://graph.facebook.com/v19.0/123456789/threat_updates",
    _pull,
    _accepts,
    _resembles,
    learns="that somebody at this internet address asks with your organisation's token, when, and how often",
    keys=_KEYS,
)
