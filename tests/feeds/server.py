"""Servers on this machine for the tests of feeds: they say what they are told to, and keep every byte they are sent."""

from __future__ import annotations

import contextlib
import ipaddress
import itertools
import socket
import ssl
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpcore
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from exposurewatch.feeds.fetching.network import Surroundings
from exposurewatch.feeds.fetching.politeness import Clock

Route = Callable[["Asked"], Iterable[bytes]]
"""Yields what is sent, piece by piece; the connection is closed after the last."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its path with the query, its headers with their names in lower case, and its bytes as they came."""

    path: str
    headers: Mapping[str, str]
    raw: bytes = field(repr=False)


def answer(body: bytes = b"", status: int = 200, /, **headers: str) -> Route:
    """A whole answer with its length; ``etag="…"`` and the like are headers, with underscores for hyphens."""

    def route(_: Asked) -> Iterable[bytes]:
        yield head(status, content_length=str(len(body)), **headers) + body

    return route


def conditional(body: bytes, etag: str = '"1"', **headers: str) -> Route:
    """A document that has not changed for whoever has it."""

    def route(asked: Asked) -> Iterable[bytes]:
        if asked.headers.get("if-none-match") == etag:
            yield head(304, etag=etag)
        else:
            yield from answer(body, 200, etag=etag, **headers)(asked)

    return route


def redirect(to: str, status: int = 302) -> Route:
    return answer(b"", status, location=to)


def raw(*pieces: bytes) -> Route:
    """These bytes and no others."""
    return lambda _: pieces


def cut_off(body: bytes, declared: int) -> Route:
    """An answer that ends before the length it has declared."""
    return raw(head(content_length=str(declared)) + body)


def drip(gap: float = 0.01, beginning: bytes = b"") -> Route:
    """Byte after byte, for ever, after a `beginning`."""

    def route(_: Asked) -> Iterable[bytes]:
        yield beginning or head()
        while True:
            time.sleep(gap)
            yield b"x"

    return route


def endless(piece: bytes = b"x" * 65536, beginning: bytes = b"") -> Route:
    """As much as anybody takes."""

    def route(_: Asked) -> Iterable[bytes]:
        return itertools.chain([beginning or head()], itertools.repeat(piece))

    return route


def bomb(unpacked: int, **headers: str) -> Route:
    """So many bytes of nothing, packed with gzip to a thousandth."""

    def route(_: Asked) -> Iterable[bytes]:
        packer = zlib.compressobj(9, wbits=31)
        yield head(200, content_encoding="gzip", **headers)
        for _mebibyte in range(unpacked >> 20):
            yield packer.compress(bytes(1 << 20))
        yield packer.flush()

    return route


def in_turn(*routes: Route) -> Route:
    """The first for the first request, and so on; the last one goes on."""
    left = list(routes)

    def route(asked: Asked) -> Iterable[bytes]:
        return (left.pop(0) if len(left) > 1 else left[0])(asked)

    return route


def head(status: int = 200, /, **headers: str) -> bytes:
    """The status line and the headers of an answer that ends when the connection does."""
    lines = [f"HTTP/1.1 {status} So", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("utf-8")


class Listener:
    """Something that listens on this machine, with a thread for each connection; what is wrong with one ends it."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.connections = 0
        self._closing = False
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._start(self._listen)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._closing = True
        with contextlib.suppress(OSError):  # not every system wakes who waits for a connection in another way
            socket.create_connection(("127.0.0.1", self.port)).close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def speak(self, connection: socket.socket) -> None:
        """Deal with one connection."""
        raise NotImplementedError

    def _listen(self) -> None:
        with self._socket, contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                if self._closing:
                    connection.close()
                    return
                self.connections += 1
                self._open.add(connection)
                self._start(self._speak, connection)

    def _speak(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError, EOFError):
            self.speak(connection)
        self._open.discard(connection)

    def _start(self, work: Callable[..., None], *arguments: Any) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()


class Server(Listener):
    """Answers by path; what has no route is not found. With `names`, by https with a certificate for them."""

    def __init__(self, routes: Mapping[str, Route], *names: str, certificate: Certificate | None = None) -> None:
        self.routes = dict(routes)
        self.asked: list[Asked] = []
        self._tls = (certificate or certificate_for(*names)).context() if names or certificate else None
        super().__init__()

    @property
    def received(self) -> bytes:
        """Every byte of every request."""
        return b"".join(asked.raw for asked in self.asked)

    @property
    def paths(self) -> list[str]:
        """What was asked for, in its order."""
        return [asked.path for asked in self.asked]

    def speak(self, connection: socket.socket) -> None:
        with self._tls.wrap_socket(connection, server_side=True) if self._tls else connection as line:
            asked = _read_request(line)
            self.asked.append(asked)
            route = self.routes.get(asked.path) or self.routes.get(asked.path.partition("?")[0]) or answer(b"", 404)
            for piece in route(asked):
                line.sendall(piece)


class SocksServer(Listener):
    """A SOCKS 5 proxy (RFC 1928) that knows where a few hosts are, and keeps which it was asked for."""

    def __init__(
        self, hosts: Mapping[str, Listener], refusal: int = 5, login: tuple[bytes, bytes] | None = None
    ) -> None:
        self.hosts = dict(hosts)
        self.asked: list[tuple[str, int]] = []
        self._refusal = refusal
        self._login = login
        super().__init__()

    def speak(self, connection: socket.socket) -> None:
        _, methods = _exactly(connection, 2)
        offered = _exactly(connection, methods)
        wanted = 0 if self._login is None else 2
        if wanted not in offered:
            connection.sendall(b"\x05\xff")
            return
        connection.sendall(bytes([5, wanted]))
        if self._login is not None:
            name = _exactly(connection, _exactly(connection, 2)[1])
            password = _exactly(connection, _exactly(connection, 1)[0])
            connection.sendall(bytes([1, (name, password) != self._login]))
        _, _, _, kind = _exactly(connection, 4)
        host = _exactly(connection, _exactly(connection, 1)[0] if kind == 3 else {1: 4, 4: 16}[kind])
        name_ = host.decode() if kind == 3 else str(ipaddress.ip_address(host))
        self.asked.append((name_, int.from_bytes(_exactly(connection, 2), "big")))
        known = self.hosts.get(name_)
        connection.sendall(bytes([5, 0 if known else self._refusal, 0, 1, 0, 0, 0, 0, 0, 0]))
        if known:
            self.pass_on(connection, known)

    def pass_on(self, connection: socket.socket, known: Listener) -> None:
        """Let the two talk until one hangs up."""
        with socket.create_connection(("127.0.0.1", known.port)) as onward:
            self._start(_pump, onward, connection)
            _pump(connection, onward)


class HttpProxy(SocksServer):
    """An HTTP proxy: CONNECT for https, and whole addresses for http; `status` is what it says of a host it has not."""

    def __init__(self, hosts: Mapping[str, Listener], status: int = 502) -> None:
        self.received: list[bytes] = []
        self._status = status
        super().__init__(hosts)

    def speak(self, connection: socket.socket) -> None:
        asked = _read_request(connection)
        self.received.append(asked.raw)
        method, target, _ = asked.raw.split(b" ", 2)
        name = (target if method == b"CONNECT" else target.split(b"/")[2]).decode().rpartition(":")[0]
        self.asked.append((name, 0))
        known = self.hosts.get(name)
        if known is None:
            connection.sendall(head(self._status))
        elif method == b"CONNECT":
            connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            self.pass_on(connection, known)
        else:
            with socket.create_connection(("127.0.0.1", known.port)) as onward:
                onward.sendall(asked.raw.replace(b"http://" + target.split(b"/")[2], b"", 1))
                _pump(onward, connection)


class Internet(httpcore.NetworkBackend):
    """The internet of a test: a few hosts, each a server of its own here that is reached by a public address.

    It keeps which names were looked up and what was connected to, takes no time to sleep, and its clock stands still
    but for that. `at` says where names lead that are not of these hosts, or lead elsewhere than to them.
    """

    def __init__(
        self, hosts: Mapping[str, Listener], at: Mapping[str, list[str]] | None = None, *, now: datetime | None = None
    ) -> None:
        self.lookups: list[str] = []
        self.attempts: list[tuple[str, int]] = []
        self.slept: list[float] = []
        self.now = now or datetime(2026, 3, 1, 12, tzinfo=UTC)
        self._at = {host: [f"20.0.0.{number}"] for number, host in enumerate(hosts, 1)} | dict(at or {})
        self._ports = {ip: hosts[host].port for host, ips in self._at.items() if host in hosts for ip in ips}
        self._real = httpcore.SyncBackend()

    def surroundings(self, **changes: Any) -> Surroundings:
        """What a fetcher is given, so that it is in this internet and trusts its certificates."""
        mine: dict[str, Any] = {
            "resolve": self.resolve,
            "network": self,
            "trusted": trusting(),
            "clock": Clock(self.rest, lambda: time.monotonic() + sum(self.slept), lambda: self.now),
        }
        return Surroundings(**(mine | changes))

    def leads(self, ip: str, to: Listener) -> None:
        """Say that a server is at this address."""
        self._ports[ip] = to.port

    def resolve(self, host: str, _: int) -> list[str]:
        self.lookups.append(host)
        if host not in self._at:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return self._at[host]

    def rest(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, *_: Any) -> httpcore.NetworkStream:
        self.attempts.append((host, port))
        if host in ("127.0.0.1", "::1"):
            return self._real.connect_tcp("127.0.0.1", port, timeout)
        if host not in self._ports:
            raise httpcore.ConnectError
        return self._real.connect_tcp("127.0.0.1", self._ports[host], timeout)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate and its key, both PEM."""

    chain: bytes
    key: bytes = field(repr=False)

    def context(self, *protocols: str) -> ssl.SSLContext:
        """How a server uses it; `protocols` are offered as ``h2`` and ``http/1.1``."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "certificate.pem"
            path.write_bytes(self.chain + self.key)
            context.load_cert_chain(path)
        context.set_alpn_protocols(list(protocols or ("http/1.1",)))
        return context


def trusting() -> ssl.SSLContext:
    """What trusts the certificates of `certificate_for`, and no others."""
    return ssl.create_default_context(cadata=_authority()[0].public_bytes(serialization.Encoding.PEM).decode())


@cache
def certificate_for(*names: str, begins: int = -1, ends: int = 1, trusted: bool = True) -> Certificate:
    """A certificate for these names, valid between so many days from now; one that is not `trusted` signs itself."""
    authority, authority_key = _authority()
    key = ec.generate_private_key(ec.SECP256R1())
    written: list[x509.GeneralName] = [_general_name(name) for name in names]
    issuer, signer = (authority.subject, authority_key) if trusted else (_name(names[0]), key)
    built = (
        _builder(_name(names[0]), issuer, key, (begins, ends))
        .add_extension(x509.SubjectAlternativeName(written), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
            critical=False,
        )
        .sign(signer, hashes.SHA256())
    )
    return Certificate(
        built.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )


@cache
def _authority() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("An authority of the tests")
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    built = (
        _builder(name, name, key, (-2, 2))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return built, key


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, days: tuple[int, int]
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _read_request(line: socket.socket) -> Asked:
    received = b""
    while not received.endswith(b"\r\n\r\n"):
        received += _some(line)
    first, *rest = received.decode("latin-1").split("\r\n")[:-2]
    pairs = (one.partition(":") for one in rest)
    return Asked(first.split(" ")[1], {name.lower(): value.strip() for name, _, value in pairs}, received)


def _exactly(line: socket.socket, size: int) -> bytes:
    received = b""
    while len(received) < size:
        data = line.recv(size - len(received))
        if not data:
            raise EOFError
        received += data
    return received


def _some(line: socket.socket) -> bytes:
    data = line.recv(65536)
    if not data:
        raise EOFError
    return data


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError, EOFError):
        while True:
            target.sendall(_some(source))
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def serving(hosts: Mapping[str, Mapping[str, Route]], **options: Any) -> Iterator[tuple[Internet, dict[str, Server]]]:
    """An internet of these hosts, each with its routes, by https; and the servers by their hosts."""
    with contextlib.ExitStack() as stack:
        servers = {host: stack.enter_context(Server(routes, host)) for host, routes in hosts.items()}
        yield Internet(servers, **options), servers
