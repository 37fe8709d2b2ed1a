"""What an address of the public web is, in one strict reading: whatever could be read in two ways is refused."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final
from urllib.parse import quote, urljoin

import idna

from exposurewatch.feeds.asking import Cause, Trouble

MAX_ADDRESS: Final = 8192
"""Characters of an address; servers answer longer ones with an error."""

PORTS: Final = {"https": 443, "http": 80}

_SHAPE: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?", re.DOTALL)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_AUTHORITY: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:@%\[\]]+)(?::([1-9][0-9]{0,4}))?")
_LABEL: Final = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_MAX_NAME: Final = 253  # RFC 1035, without the dot of the root
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_REFUSED: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_KEPT: Final = "!$&'()*+,;=:@/~%-._[]?"  # in the path and the query (RFC 3986); a percent sign is an escape already

# Names that no public resolver knows, or that mean this machine or its own network (RFC 6761, 6762, 8375, 9476, and
# what routers and offices use).
_LOCAL: Final = frozenset(
    {
        *("localhost", "localdomain", "local", "internal", "intranet", "private", "lan", "home", "corp", "workgroup"),
        *("arpa", "alt", "invalid"),
    }
)

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# From the registries of special-purpose addresses (RFC 6890 and its successors); the standard library's own list
# differs between versions of Python.
_NOT_PUBLIC: Final[tuple[_Network, ...]] = tuple(
    ipaddress.ip_network(written)
    for written in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # between providers and customers
        "127.0.0.0/8",  # this machine
        "169.254.0.0/16",  # link-local, where clouds answer with secrets
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "2001::/23",  # protocols, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which holds an IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
_GLOBAL_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052; how an IPv6-only phone network reaches IPv4 hosts


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart: `host` is in lower case, in ASCII and without brackets, `target` the path and query."""

    scheme: str
    host: str
    port: int
    target: str = "/"

    @property
    def origin(self) -> tuple[str, str, int]:
        """What must be the same for a key to be sent."""
        return self.scheme, self.host, self.port

    @property
    def place(self) -> tuple[str, int]:
        """What is connected to."""
        return self.host, self.port

    @property
    def url(self) -> str:
        """The address written out, in ASCII."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS.get(self.scheme) else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.target}"


def parsed(url: str) -> Address:
    """Take an address of the web apart.

    Raises:
        Trouble: `UNSAFE_ADDRESS`, for whatever is no such address or could be misread.
    """
    shape = _SHAPE.fullmatch(url) if is_plain(url) else None
    if shape is None:
        raise unsafe("It is not an address of the web; one begins with https:// and has no unusual characters.")
    scheme, authority, path, query = shape[1].lower(), shape[2], shape[3], shape[4] or ""
    if scheme not in PORTS:
        raise unsafe("Only addresses that begin with https:// are fetched.")
    if "@" in authority:
        raise unsafe("The address holds a name or password before its host; such addresses are not fetched.")
    parts = _AUTHORITY.fullmatch(authority)
    port = PORTS[scheme] if parts is None or parts[2] is None else int(parts[2])
    if parts is None or port > 65535:
        raise unsafe("The host in the address is not written as public hosts are.")
    return Address(scheme, _host(parts[1]), port, quote(path or "/", safe=_KEPT) + quote(query, safe=_KEPT))


def joined(base: Address, location: str) -> Address:
    """Return where a redirect from `base` leads; raises `Trouble` as `parsed` does."""
    if not is_plain(location):
        raise unsafe(f"{base.host} leads on to something that is not an address of the web.")
    if location.startswith("//"):
        return parsed(f"{base.scheme}:{location}")
    return parsed(location if _SCHEME.match(location) else urljoin(base.url, location))


def is_plain(url: str) -> bool:
    """Tell whether an address is free of what programs read differently: controls, backslashes, blanks around it."""
    return (
        0 < len(url) <= MAX_ADDRESS
        and url == url.strip()
        and "\\" not in url
        and not any(unicodedata.category(character) in _REFUSED for character in url)
    )


def is_public(written: str) -> bool:
    """Tell whether an IP address is one of the public internet; what is no IP address is not."""
    try:
        ip = ipaddress.ip_address(written)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None:
            return False
        if ip in _NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip not in _GLOBAL_UNICAST:
            return False
    return not any(ip.version == network.version and ip in network for network in _NOT_PUBLIC)


def is_ip(host: str) -> bool:
    """Tell whether a host is an IP address rather than a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def by_turns(ips: Iterable[str]) -> list[str]:
    """Put IP addresses in order, the two families by turns: where one of them does not work, the other is next."""
    families: dict[bool, list[str]] = {}
    for ip in dict.fromkeys(ips):
        families.setdefault(":" in ip, []).append(ip)
    return [ip for pair in zip_longest(*families.values()) for ip in pair if ip is not None]


def is_public_name(host: str) -> bool:
    """Tell whether a name can be one of the public internet: it has a dot, and does not end as local names do."""
    return "." in host and host.rpartition(".")[2] not in _LOCAL


def unsafe(words: str) -> Trouble:
    """The trouble with an address that is not fetched."""
    return Trouble(Cause.UNSAFE_ADDRESS, words)


def _host(written: str) -> str:
    try:
        if written.startswith("["):
            return ipaddress.IPv6Address(written[1:-1]).compressed
        name = written.lower() if written.isascii() else idna.encode(written.lower()).decode("ascii")
        if len(name) > _MAX_NAME or not _NAME.fullmatch(name):
            raise ValueError
        if _NUMBER.fullmatch(name.rpartition(".")[2]):
            if name != written:  # digits of other scripts, and letters of 0x, are no way to write an IP address
                raise ValueError
            return str(ipaddress.IPv4Address(name))
    except ValueError as error:  # idna.IDNAError is one as well
        raise unsafe("The host in the address is not written as public hosts are.") from error
    return name
