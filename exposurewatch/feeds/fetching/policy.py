"""How one feed is fetched: from where, through what, and how long it may take; says which addresses it may ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from exposurewatch.feeds.asking import Trouble
from exposurewatch.feeds.fetching.addresses import PORTS, Address, is_ip, is_public, is_public_name, parsed, unsafe

_ONION: Final = ".onion"
_SOCKS: Final = ("socks5://", "socks5h://")


@dataclass(frozen=True, slots=True)
class Policy:
    """What the user decided for a feed, and the limits that hold for it.

    `own_address` is the feed's. `allow_http` is for one's own test hosts: it permits http, and an address that is not
    public, for exactly the host and port of `own_address`. `proxy` is ``socks5://host:port`` or ``http://host:port``;
    it looks the names of hosts up, so what they lead to can be checked only there. All times are seconds.
    """

    own_address: str
    allow_http: bool = False
    proxy: str | None = field(default=None, repr=False)  # it may hold a password
    connecting: float = 20.0  # Tor takes about ten to build a way to a host
    silence: float = 30.0  # without a byte
    whole: float = 300.0  # for the answer of one host: 64 MiB come through Tor at 220 kB a second
    between_documents: float = 1.0  # at the feed's own host; imageboards ask for no more than one a second
    between_links: float = 0.2  # at other hosts, which are there to give out pictures by the hundred
    retries: int = 2  # after a failure that may pass
    first_pause: float = 1.0  # before the first retry; each further one takes four times as long
    patience: float = 30.0  # spent in pauses on one document; whatever takes longer is for the next pull
    hasty: float = 30.0  # instead of `whole`, for a host that was too slow the last time
    round_seconds: float = 30 * 60.0  # of one pull, pauses included: the other feeds wait meanwhile
    round_bytes: int = 2 << 30  # of one pull: what some people may use in a month of a mobile network
    round_documents: int = 20_000  # of one pull, pictures included: more than the two above leave to honest hosts


def admitted(url: str, policy: Policy) -> Address:
    """Take apart an address that a feed may ask; hosts' names are checked once more when their addresses are known.

    Raises:
        Trouble: `UNSAFE_ADDRESS`.
    """
    address = parsed(url)
    check(address, policy)
    return address


def check(address: Address, policy: Policy) -> None:
    """Raise `Trouble` where a feed may not ask this address.

    A port other than the usual one is the user's own choice: in links that strangers have written it would have her
    machine knock at whatever they like.
    """
    own = own_address(policy)
    is_own = own is not None and address.place == own.place
    if address.host.endswith(_ONION):
        if not through_socks(policy):
            raise unsafe(
                f"{address.host} is an onion address, which only Tor reaches; "
                "start Tor and add the feed again with --proxy socks5://127.0.0.1:9050."
            )
    elif not may_be_private(address.place, policy):
        _check_public(address)
    if address.port != PORTS[address.scheme] and not is_own:
        raise unsafe(
            f"The address names port {address.port} of {address.host}; only the feed's own address may name a port."
        )


def may_be_private(place: tuple[str, int], policy: Policy) -> bool:
    """Tell whether this host and port may be in one's own network, and may be asked without encryption."""
    own = own_address(policy)
    return policy.allow_http and own is not None and place == own.place


def own_address(policy: Policy) -> Address | None:
    """The feed's own address taken apart; None where it is a file, or none at all."""
    try:
        return parsed(policy.own_address)
    except Trouble:
        return None


def through_socks(policy: Policy) -> bool:
    """Tell whether the feed goes through a SOCKS proxy, such as Tor."""
    return policy.proxy is not None and policy.proxy.lower().startswith(_SOCKS)


def _check_public(address: Address) -> None:
    public = is_public(address.host) if is_ip(address.host) else is_public_name(address.host)
    if not public:
        raise unsafe(f"{address.host} is not on the public internet; such addresses are not fetched.")
    if address.scheme != "https":
        raise unsafe(
            f"The address of {address.host} begins with http://, so anybody on the way could read and change what "
            "comes; only https:// addresses are fetched."
        )
