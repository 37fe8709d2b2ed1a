"""Fetches the documents of a feed. Every address, host and answer here is assumed hostile.

Addresses are checked on every hop, and what is connected to is the IP address that was checked. What is sent depends
on nothing but what is wanted and the feed's policy: no cookies, no referrer, nothing of the machine or its settings.
"""

from __future__ import annotations

import secrets
import threading
from types import TracebackType
from typing import Any, Final, Self

import httpcore
import httpx
from h2.exceptions import H2Error
from socksio import SOCKSError

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Unchanged, Validators, Wanted
from exposurewatch.feeds.fetching import troubles
from exposurewatch.feeds.fetching.addresses import Address, unsafe
from exposurewatch.feeds.fetching.budget import Budget
from exposurewatch.feeds.fetching.hops import Hops, Onward
from exposurewatch.feeds.fetching.in_time import Stopped, unless_stopped
from exposurewatch.feeds.fetching.local_files import LocalFiles, is_local
from exposurewatch.feeds.fetching.messages import document, request_headers
from exposurewatch.feeds.fetching.network import Line, Network, ProxyNetwork, Surroundings
from exposurewatch.feeds.fetching.policy import Policy, through_socks
from exposurewatch.feeds.fetching.politeness import Pace, retry_after
from exposurewatch.feeds.fetching.proxies import no_proxy, parsed_proxy, refusal, wants_no_login
from exposurewatch.feeds.fetching.transport import Transport, well_known_authorities

_CONNECTIONS: Final = 4  # kept open at once; one document is fetched at a time
_KEPT_OPEN: Final = 15.0  # seconds that a connection waits for the next document

_FAILURES: Final = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpx.InvalidURL,
    H2Error,
    SOCKSError,
    OSError,
    ValueError,  # httpcore does not catch what is wrong with an HTTP/2 status
)


class Fetcher:
    """Fetches the documents of one feed, one at a time; `get` is what the feed is given.

    Once `stop` is set, `get` returns at once, whatever it was waiting for: it raises a passing `Trouble`.
    """

    def __init__(
        self,
        policy: Policy,
        pace: Pace | None = None,
        surroundings: Surroundings | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        self._policy = policy
        self._stop = stop or threading.Event()
        self._around = surroundings or Surroundings()
        self._line = Line(self._around.clock.ticks, self._stop)
        self._hops = Hops(policy, pace or Pace(), self._around.clock, self._exchanged)
        self._budget = Budget(policy)
        self._one_at_a_time = threading.Lock()
        self._transport: Transport | None = None
        # Tor gives whoever bears another name another way through it, so that what two feeds are asked for does not
        # leave it at one place at one time.
        named = policy.proxy is not None and "@" in policy.proxy
        self._alias = secrets.token_hex(16) if through_socks(policy) and not named else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up. What is still being fetched, for the user has stopped, is left to its thread, which hangs up."""
        if self._one_at_a_time.acquire(blocking=False):
            try:
                self._hang_up()
            finally:
                self._one_at_a_time.release()

    def _hang_up(self) -> None:
        if self._transport is not None:
            self._transport.close()
            self._transport = None
        self._line.hang_up()

    def get(self, wanted: Wanted) -> Fetched | Unchanged:
        """Fetch one document, or find that it has not changed; raises `Trouble` and nothing else."""
        if is_local(wanted.url):
            return LocalFiles(self._policy.own_address).get(wanted)
        if is_local(self._policy.own_address):
            raise unsafe("This feed is a file on this computer; what it leads to elsewhere is not asked for.")
        try:
            return unless_stopped(lambda: self._fetched(wanted), self._stop)
        except (Stopped, Trouble) as error:
            if self._stop.is_set():
                raise troubles.stopped() from error
            raise

    def _fetched(self, wanted: Wanted) -> Fetched | Unchanged:
        with self._one_at_a_time:
            self._budget.check()
            began, received = self._around.clock.ticks(), self._line.received
            try:
                return self._hops.get(wanted)
            finally:
                self._budget.took(self._around.clock.ticks() - began, self._line.received - received)
                if self._stop.is_set():
                    self._hang_up()

    def _exchanged(self, address: Address, wanted: Wanted, seconds: float) -> Fetched | Unchanged | Onward:
        """Ask one host, and return what it gave out or where it leads."""
        headers = request_headers(wanted)
        limits = {
            "connect": self._policy.connecting,
            "read": self._policy.silence,
            "write": self._policy.silence,
            "pool": self._policy.connecting,
        }
        self._line.begin(seconds)
        try:
            request = httpx.Request("GET", address.url, headers=headers, extensions={"timeout": limits})
            response = self._connected().handle_request(request)
            try:
                return self._answer(address, response, wanted)
            finally:
                response.close()
        except Trouble:
            self._hang_up()  # whatever else it sends is not for the next document
            raise
        except _FAILURES as error:
            self._hang_up()
            if self._alias is not None and _is_of_login(error):
                self._alias = None  # the proxy knows nobody by name
                return self._exchanged(address, wanted, seconds)
            raise self._trouble(error, address.host) from error

    def _answer(self, address: Address, response: httpx.Response, wanted: Wanted) -> Fetched | Unchanged | Onward:
        status, headers = response.status_code, response.headers
        if status == troubles.NOT_MODIFIED and wanted.validators != Validators():
            return Unchanged()
        if status in troubles.REDIRECT and "location" in headers:
            return Onward(headers["location"])
        if status not in troubles.DOCUMENT:
            again = retry_after(headers.get("retry-after", ""), self._around.clock.now())
            raise troubles.of_status(status, address.host, again)
        return document(address.url, address.host, headers, response.iter_raw(), wanted.most)

    def _connected(self) -> Transport:
        if self._transport is None:
            self._transport = Transport(self._pool())
        return self._transport

    def _pool(self) -> httpcore.ConnectionPool:
        options: dict[str, Any] = {
            "ssl_context": self._around.trusted or well_known_authorities(),
            "max_connections": _CONNECTIONS,
            "keepalive_expiry": _KEPT_OPEN,
            "http2": True,
        }
        if self._policy.proxy is None:
            network = Network(self._around, self._line, self._policy)
            return httpcore.ConnectionPool(network_backend=network, **options)
        proxy = parsed_proxy(self._policy.proxy)
        through = ProxyNetwork(self._around, self._line)
        kind, scheme = (httpcore.SOCKSProxy, b"socks5") if proxy.socks else (httpcore.HTTPProxy, b"http")
        place = httpcore.URL(scheme=scheme, host=proxy.host.encode(), port=proxy.port, target=b"/")
        alias = None if self._alias is None else (self._alias, self._alias)
        return kind(place, proxy_auth=proxy.login or alias, network_backend=through, **options)

    def _trouble(self, error: Exception, host: str) -> Trouble:
        """Return what it means that the exchange with `host` came to nothing."""
        match error:
            case httpcore.ProxyError():
                return refusal(str(error), host)
            case SOCKSError():
                return no_proxy("The proxy does not answer as a SOCKS proxy does.")
            case httpcore.TimeoutException():
                return Trouble(Cause.TOO_SLOW, f"{host} was too slow to answer.")
            case httpcore.ConnectError():
                return Trouble(Cause.UNREACHABLE, f"{host} could not be reached.")
        if self._line.hung_up or isinstance(error, httpcore.NetworkError | OSError):
            return troubles.broken_off(host)
        return troubles.no_web_server(host)


def _is_of_login(error: Exception) -> bool:
    """Tell whether a SOCKS proxy said no to a name, or hung up on whoever has one."""
    if isinstance(error, httpcore.ProxyError):
        return wants_no_login(str(error))
    return isinstance(error, SOCKSError)
