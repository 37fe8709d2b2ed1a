"""StopNCII.org: hashes that people have made of pictures of themselves, for partner companies that have keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from exposurewatch.feeds.asking import Fetched
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.feeds.hashes.exchange import Exchange, Place, pull_from
from exposurewatch.feeds.hashes.heads import beginning
from exposurewatch.feeds.hashes.queries import below, host_of, path_of, with_query
from exposurewatch.parsers.stopncii import STOPNCII as PARSER

_HOST: Final = "api.stopncii.org"
_FUNCTIONS_KEY: Final = "functions-key"
_SUBSCRIPTION_KEY: Final = "subscription-key"
_KEYS: Final = MappingProxyType(
    {
        _FUNCTIONS_KEY: "the key of the function FetchHashes, sent as x-functions-key",
        _SUBSCRIPTION_KEY: "the key of your subscription, sent as Ocp-Apim-Subscription-Key",
    }
)
_PAGE_SIZE: Final = "1000"
_FROM_THE_BEGINNING: Final = "10"  # seconds since 1970; the service takes no zero


def _headers(keys: Mapping[str, str]) -> dict[str, str]:
    return {"x-functions-key": keys[_FUNCTIONS_KEY], "Ocp-Apim-Subscription-Key": keys[_SUBSCRIPTION_KEY]}


def _url(address: str, place: Place) -> str:
    fields = {"startTimestamp": place.since or _FROM_THE_BEGINNING, "pageSize": _PAGE_SIZE}
    if place.page:
        fields["nextPageToken"] = place.page
    return with_query(below(address, "/FetchHashes", "/FetchHashes"), fields)


_EXCHANGE: Final = Exchange("StopNCII.org", PARSER.name, _KEYS, _headers, _url)


def _pull(pulling: Pulling) -> Iterator[Batch]:
    return pull_from(_EXCHANGE, pulling)


def _accepts(address: str) -> bool:
    return host_of(address) == _HOST or path_of(address).endswith("/fetchhashes")


def _resembles(found: Fetched) -> bool:
    head = beginning(found.content).lstrip()
    return head.startswith("{") and any(f'"{name}"' in head for name in ("hashRecords", "nextSetTimestamp"))


STOPNCII: Final = Feed(
    "stopncii",
    "StopNCII.org, for partners who have keys, or an answer of it in a file",
    f"https://{_HOST}/v1/FetchHashes",
    _pull,
    _accepts,
    _resembles,
    learns="that somebody at this internet address asks with your organisation's keys, when, and how often",
    keys=_KEYS,
)
