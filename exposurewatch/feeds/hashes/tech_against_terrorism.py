"""Tech Against Terrorism's list of hashes of verified terrorist content, for partners who have a token."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from exposurewatch.feeds.asking import Fetched
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.feeds.hashes.exchange import Exchange, Place, pull_from
from exposurewatch.feeds.hashes.heads import beginning
from exposurewatch.feeds.hashes.queries import host_of, path_of, with_query
from exposurewatch.parsers.tech_against_terrorism import TECH_AGAINST_TERRORISM as PARSER

_HOST: Final = "beta.terrorismanalytics.org"
_PATH: Final = "/api/hash-list/v2"
_TOKEN: Final = "token"  # noqa: S105 (the name of the key)
_KEYS: Final = MappingProxyType({_TOKEN: "the token that the service has given you for your name and password"})


def _headers(keys: Mapping[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {keys[_TOKEN]}"}


def _url(address: str, place: Place) -> str:
    whole = address if _PATH in path_of(address) else f"{address.rstrip('/')}{_PATH}/all"
    return with_query(whole, {"order": "asc", "after": place.page or place.since})


_EXCHANGE: Final = Exchange("Tech Against Terrorism", PARSER.name, _KEYS, _headers, _url)


def _pull(pulling: Pulling) -> Iterator[Batch]:
    return pull_from(_EXCHANGE, pulling)


def _accepts(address: str) -> bool:
    return host_of(address).endswith("terrorismanalytics.org") or _PATH in path_of(address)


def _resembles(found: Fetched) -> bool:
    head = beginning(found.content).lstrip()
    return head.startswith("{") and all(f'"{name}"' in head for name in ("results", "hash_digest"))


TECH_AGAINST_TERRORISM: Final = Feed(
    "tech-against-terrorism",
    "Tech Against Terrorism, for partners who have a token, or an answer of it in a file",
    f"https://{_HOST}{_PATH}/all",
    _pull,
    _accepts,
    _resembles,
    learns="that somebody at this internet address asks with your organisation's token, when, and how often",
    keys=_KEYS,
)
