"""What a proxy's address says; feeds go through it where the user has named one, such as Tor."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from exposurewatch.feeds.asking import Cause, Trouble

_SHAPE: Final = re.compile(
    r"(?P<kind>socks5h?|http)://(?:(?P<name>[^:@/]+):(?P<password>[^:@/]*)@)?"
    r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+):(?P<port>[0-9]{1,5})/?",
    re.IGNORECASE | re.ASCII,
)

_SOCKS_COULD_NOT: Final = (
    "Proxy Server could not connect"  # as httpcore says where the proxy works and the host does not
)


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where a proxy is, and what it is told; `socks` tells SOCKS 5 from HTTP."""

    socks: bool
    host: str
    port: int
    login: tuple[str, str] | None = field(default=None, repr=False)


def parsed_proxy(written: str) -> Proxy:
    """Take a proxy's address apart.

    Names are looked up by the proxy whether it is called socks5 or socks5h: nobody else is to learn what is asked for.

    Raises:
        Trouble: `NO_PROXY`.
    """
    shape = _SHAPE.fullmatch(written)
    if shape is None or int(shape["port"]) > 65535:
        raise no_proxy("The address of the proxy is not understood; one is written as socks5://127.0.0.1:9050.")
    login = None if shape["name"] is None else (unquote(shape["name"]), unquote(shape["password"]))
    if login is not None and not all(part.isascii() and len(part) <= 255 for part in login):
        raise no_proxy("The name or password for the proxy holds characters that cannot be sent to it.")
    return Proxy(shape["kind"].lower() != "http", shape["host"].strip("[]").lower(), int(shape["port"]), login)


def wants_no_login(said: str) -> bool:
    """Tell whether a SOCKS proxy did not take the name and password it was offered; `said` is httpcore's account."""
    return not said.startswith(_SOCKS_COULD_NOT)


def no_proxy(words: str) -> Trouble:
    """The trouble with a proxy."""
    return Trouble(Cause.NO_PROXY, words)


def refusal(said: str, host: str) -> Trouble:
    """Return what it means that a proxy does not connect to `host`; `said` is httpcore's account of it."""
    if said.startswith((_SOCKS_COULD_NOT, "5")):  # of SOCKS, and of HTTP
        return Trouble(Cause.UNREACHABLE, f"{host} could not be reached through the proxy.")
    return no_proxy("The proxy does not let this program through; it may want a name and password.")
