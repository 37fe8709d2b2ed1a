"""Puts together the addresses of an exchange's pages, and takes apart what it says of the next one."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


def with_query(address: str, fields: Mapping[str, str]) -> str:
    """Return an address with these fields in its query, in place of those of the same name that it has."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in fields]
    return urlunsplit(parts._replace(query=urlencode([*kept, *fields.items()]), fragment=""))


def below(address: str, end: str, steps: str) -> str:
    """Return an address whose path ends in `end`, adding `steps` to one that does not."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    return address if path.lower().endswith(end.lower()) else urlunsplit(parts._replace(path=path + steps))


def query_of(address: str) -> dict[str, str]:
    """Return the fields in the query of an address, whole or relative; none where it is no address."""
    try:
        return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    except ValueError:
        return {}


def host_of(address: str) -> str:
    """Return the host that an address names, in lower case; '' where it names none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def path_of(address: str) -> str:
    """Return the path of an address in lower case, without a slash at its end; '' where it is no address."""
    try:
        return urlsplit(address).path.rstrip("/").lower()
    except ValueError:
        return ""
