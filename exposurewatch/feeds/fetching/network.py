"""Connects: looks hosts up, checks every address they have, and holds each connection to its time."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import httpcore

from exposurewatch.feeds.asking import Cause, Trouble
from exposurewatch.feeds.fetching import troubles
from exposurewatch.feeds.fetching.addresses import by_turns, is_ip, is_public, unsafe
from exposurewatch.feeds.fetching.in_time import in_time
from exposurewatch.feeds.fetching.policy import Policy, may_be_private
from exposurewatch.feeds.fetching.politeness import Clock
from exposurewatch.feeds.fetching.proxies import no_proxy

_MOST_TRIED: Final = 4  # IP addresses of one host
_NO_SUCH_NAME: Final = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
_CLOCK_ERRORS: Final = frozenset({9, 10})  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED


def _looked_up(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a fetcher has of the world around it.

    `resolve` returns the IP addresses of a host; `network` connects to one of them. `trusted` says whose certificates
    are believed: where it is None, the list that comes with the program, and not the system's, to which whoever has
    had the machine in hand may have added their own.
    """

    resolve: Callable[[str, int], Sequence[str]] = _looked_up
    network: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)
    trusted: ssl.SSLContext | None = None
    clock: Clock = field(default_factory=Clock)


class Line:
    """What is known of the exchange under way: how long it may still take, and whether the other side has hung up.

    `received` counts the bytes of all exchanges. Once `stop` is set, nothing more is read or sent.
    """

    def __init__(self, ticks: Callable[[], float], stop: threading.Event) -> None:
        self._ticks = ticks
        self._stop = stop
        self._ends = 0.0
        self._open: set[httpcore.NetworkStream] = set()
        self.hung_up = False
        self.received = 0

    def begin(self, seconds: float) -> None:
        """Say that an exchange begins, and how long it may take."""
        self._ends = self._ticks() + seconds
        self.hung_up = False

    def within(self, seconds: float | None) -> float:
        """Return `seconds`, or what is left where that is less: a host that drips byte by byte gains nothing by it."""
        left = self._ends - self._ticks()
        if left <= 0 or self._stop.is_set():
            raise httpcore.ReadTimeout
        return left if seconds is None else min(seconds, left)

    def opened(self, stream: httpcore.NetworkStream) -> None:
        """Remember a connection; httpcore leaves some open where a proxy or a handshake fails."""
        self._open.add(stream)

    def closed(self, stream: httpcore.NetworkStream) -> None:
        """Forget a connection that was closed."""
        self._open.discard(stream)

    def hang_up(self) -> None:
        """Close what is still open."""
        while self._open:
            self._open.pop().close()


class _Stream(httpcore.NetworkStream):
    """A connection that is over in time."""

    def __init__(self, inner: httpcore.NetworkStream, line: Line) -> None:
        self._inner = inner
        self._line = line
        line.opened(inner)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._inner.read(max_bytes, self._line.within(timeout))
        self._line.hung_up = not data
        self._line.received += len(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._line.within(timeout))

    def close(self) -> None:
        self._inner.close()
        self._line.closed(self._inner)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            inner = self._inner.start_tls(ssl_context, server_hostname, self._line.within(timeout))
        except httpcore.ConnectError as error:
            raise _tls_trouble(error.__cause__, server_hostname or "The host") or error from error
        self._line.closed(self._inner)
        return _Stream(inner, self._line)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class Network(httpcore.NetworkBackend):
    """Looks a host up once, checks every address that it has, and connects to one of those and to no other."""

    def __init__(self, around: Surroundings, line: Line, policy: Policy) -> None:
        self._around = around
        self._line = line
        self._policy = policy

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host that was looked up and checked; raises `Trouble` where that must not be."""
        found = self._resolved(host, port, timeout)
        # One address among them that is not public is no accident, and spoils them all.
        if not may_be_private((host, port), self._policy) and not all(is_public(ip) for ip in found):
            raise unsafe(f"{host} is not on the public internet; such addresses are not fetched.")
        failure: Exception = httpcore.ConnectError()
        for ip in by_turns(found)[:_MOST_TRIED]:
            try:
                seconds = self._line.within(timeout)
                stream = self._around.network.connect_tcp(ip, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._line)
        raise failure

    def _resolved(self, host: str, port: int, timeout: float | None) -> Sequence[str]:
        if is_ip(host):
            return [host]
        try:
            found = in_time(lambda: self._around.resolve(host, port), self._line.within(timeout))
        except socket.gaierror as error:
            if error.errno in _NO_SUCH_NAME:
                raise troubles.no_such_host(host) from error
            words = f"Where {host} is could not be looked up; this computer may not be online."
            raise Trouble(Cause.UNREACHABLE, words) from error
        except TimeoutError as error:
            raise httpcore.ConnectTimeout from error
        except (OSError, UnicodeError) as error:
            raise troubles.no_such_host(host) from error
        if not found:
            raise troubles.no_such_host(host)
        return found


class ProxyNetwork(httpcore.NetworkBackend):
    """Connects to the proxy that the user has named, wherever it is; it looks up the hosts, and connects to them."""

    def __init__(self, around: Surroundings, line: Line) -> None:
        self._around = around
        self._line = line

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the proxy; raises `Trouble` where it does not answer."""
        try:
            ip = (
                host
                if is_ip(host)
                else in_time(lambda: self._around.resolve(host, port), self._line.within(timeout))[0]
            )
            stream = self._around.network.connect_tcp(
                ip, port, self._line.within(timeout), local_address, socket_options
            )
        except (httpcore.NetworkError, httpcore.TimeoutException, OSError, LookupError) as error:
            raise no_proxy("The proxy does not answer; start Tor, or whichever it is, and try again.") from error
        return _Stream(stream, self._line)


def _tls_trouble(cause: BaseException | None, host: str) -> Trouble | None:
    match cause:
        case ssl.SSLCertVerificationError():
            clock = " (or the clock of this computer is wrong)" if cause.verify_code in _CLOCK_ERRORS else ""
            return Trouble(
                Cause.NOT_TRUSTED,
                f"{host} cannot prove that it is {host}{clock}: do not go on in this network, where somebody on the "
                "way may be pretending to be it; nothing was fetched.",
            )
        case ssl.SSLError():
            return Trouble(Cause.HOST_BROKEN, f"{host} does not offer an encryption that can be used.")
    return None
