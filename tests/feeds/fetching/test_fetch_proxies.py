"""Through a proxy, nothing is looked up or connected to but the proxy itself."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Validators, Wanted
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.policy import Policy
from tests.feeds.server import (
    HttpProxy,
    Internet,
    Listener,
    Server,
    SocksServer,
    answer,
    certificate_for,
    redirect,
)

HOST = "feeds.example.org"
LIST = f"https://{HOST}/list.txt"
ONION = "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion"

pytestmark = pytest.mark.usefixtures("loopback")


def through(proxy: str, wanted: str = LIST, own: str = LIST, net: Internet | None = None) -> Fetched:
    net = net or Internet({})
    with Fetcher(Policy(own, proxy=proxy, retries=0), None, net.surroundings()) as fetcher:
        fetched = fetcher.get(Wanted(wanted))
    assert isinstance(fetched, Fetched)
    assert net.lookups == []
    assert {ip for ip, _ in net.attempts} == {"127.0.0.1"}
    return fetched


def refused(proxy: str, wanted: str = LIST) -> Trouble:
    with pytest.raises(Trouble) as trouble:
        through(proxy, wanted)
    return trouble.value


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "SOCKS5"])
def test_a_socks_proxy_is_told_the_name_and_looks_it_up_itself(scheme: str) -> None:
    with Server({"/list.txt": answer(b"words")}, HOST) as server, SocksServer({HOST: server}) as proxy:
        assert through(f"{scheme}://127.0.0.1:{proxy.port}").content == b"words"
        assert proxy.asked == [(HOST, 443)]


def test_a_socks_proxy_is_given_its_password() -> None:
    login = (b"anna", b"se:cret")
    with Server({"/list.txt": answer(b"words")}, HOST) as server, SocksServer({HOST: server}, login=login) as proxy:
        assert through(f"socks5://anna:se%3Acret@127.0.0.1:{proxy.port}").content == b"words"
        for wrong in ("", "anna:wrong@"):
            trouble = refused(f"socks5://{wrong}127.0.0.1:{proxy.port}")
            assert trouble.cause is Cause.NO_PROXY
            assert "wrong" not in trouble.words


class Tor:
    """A login that any name and password are, as they are to Tor; those that were given are kept."""

    def __init__(self) -> None:
        self.given: list[tuple[bytes, bytes]] = []

    def __ne__(self, login: object) -> bool:
        assert isinstance(login, tuple)
        self.given.append(login)
        return False


def test_feeds_and_pulls_go_through_tor_by_ways_of_their_own() -> None:
    tor: Any = Tor()
    with Server({"/list.txt": answer(b"words")}, HOST) as server, SocksServer({HOST: server}, login=tor) as proxy:
        for _ in range(3):
            policy = Policy(LIST, proxy=f"socks5://127.0.0.1:{proxy.port}", between_documents=0)
            with Fetcher(policy, None, Internet({}).surroundings()) as fetcher:
                for _ in range(2):
                    assert isinstance(fetcher.get(Wanted(LIST)), Fetched)
    assert tor.given[::2] == tor.given[1::2]
    assert len(set(tor.given)) == 3
    assert all(len(name) == 32 and name == password for name, password in tor.given)


def test_a_socks_proxy_that_knows_nobody_by_name_is_asked_without_one() -> None:
    with Server({"/list.txt": answer(b"words")}, HOST) as server, SocksServer({HOST: server}) as proxy:
        policy = Policy(LIST, proxy=f"socks5://127.0.0.1:{proxy.port}", between_documents=0)
        with Fetcher(policy, None, Internet({}).surroundings()) as fetcher:
            for _ in range(3):
                assert isinstance(fetcher.get(Wanted(LIST)), Fetched)
        assert proxy.asked == [(HOST, 443)] * 3
        assert proxy.connections == 4


def test_a_socks_proxy_that_hangs_up_on_whoever_has_a_name_is_asked_without_one() -> None:
    class Rude(SocksServer):
        def speak(self, connection: socket.socket) -> None:
            if connection.recv(3, socket.MSG_PEEK)[2:] == b"\x00":
                super().speak(connection)
            else:
                connection.recv(3)

    with Server({"/list.txt": answer(b"words")}, HOST) as server, Rude({HOST: server}) as proxy:
        assert through(f"socks5://127.0.0.1:{proxy.port}").content == b"words"


@pytest.mark.parametrize("kind", [SocksServer, HttpProxy])
def test_through_a_proxy_no_host_knows_its_visitor_again_by_an_etag(kind: type[SocksServer]) -> None:
    date = "Sun, 01 Mar 2026 12:00:00 GMT"
    route = answer(b"words", etag='"visitor-4711"', last_modified=date)
    with Server({"/list.txt": route}, HOST) as server, kind({HOST: server}) as proxy:
        scheme = "http" if kind is HttpProxy else "socks5"
        policy = Policy(LIST, proxy=f"{scheme}://127.0.0.1:{proxy.port}", between_documents=0)
        with Fetcher(policy, None, Internet({}).surroundings()) as fetcher:
            fetched = fetcher.get(Wanted(LIST))
            assert isinstance(fetched, Fetched)
            assert fetched.validators == Validators("", date)
            fetcher.get(Wanted(LIST, Validators('"visitor-4711"', date)))
        assert b"4711" not in server.received
        assert server.asked[-1].headers["if-modified-since"] == date


def test_onion_addresses_are_reached_through_tor_without_encryption_of_their_own() -> None:
    with Server({"/feed": answer(b"words")}) as server, SocksServer({ONION: server}) as proxy:
        own = f"http://{ONION}/feed"
        assert through(f"socks5://127.0.0.1:{proxy.port}", own, own) == Fetched(own, b"words")
        assert proxy.asked == [(ONION, 80)]


def test_an_http_proxy_is_told_the_name_and_nothing_of_what_is_asked() -> None:
    with Server({"/list.txt": answer(b"words")}, HOST) as server, HttpProxy({HOST: server}) as proxy:
        assert through(f"http://127.0.0.1:{proxy.port}").content == b"words"
        assert proxy.received == [f"CONNECT {HOST}:443 HTTP/1.1\r\nHost: {HOST}:443\r\nAccept: */*\r\n\r\n".encode()]


def test_a_test_host_of_ones_own_is_reached_through_an_http_proxy_as_well() -> None:
    with Server({"/feed": answer(b"words")}) as server, HttpProxy({"127.0.0.1": server}) as proxy:
        own = f"http://127.0.0.1:{server.port}/feed"
        net = Internet({})
        policy = Policy(own, allow_http=True, proxy=f"http://127.0.0.1:{proxy.port}")
        with Fetcher(policy, None, net.surroundings()) as fetcher:
            assert fetcher.get(Wanted(own)) == Fetched(own, b"words")
        assert net.attempts == [("127.0.0.1", proxy.port)]


def test_private_addresses_are_refused_through_a_proxy_as_well() -> None:
    routes = {"/in": redirect("https://10.0.0.1/"), "/local": redirect("https://localhost/")}
    with Server(routes, HOST) as server, SocksServer({HOST: server}) as proxy:
        for url in (
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://localhost/",
            f"https://{HOST}/in",
            f"https://{HOST}/local",
        ):
            with pytest.raises(Trouble) as trouble:
                through(f"socks5://127.0.0.1:{proxy.port}", url)
            assert trouble.value.cause is Cause.UNSAFE_ADDRESS
        assert set(proxy.asked) == {(HOST, 443)}


def test_a_proxy_that_finds_no_host_is_told_from_one_that_does_not_answer() -> None:
    with SocksServer({}) as socks, HttpProxy({}) as http, HttpProxy({}, status=403) as forbidding:
        assert refused(f"socks5://127.0.0.1:{socks.port}").cause is Cause.UNREACHABLE
        assert refused(f"http://127.0.0.1:{http.port}").cause is Cause.UNREACHABLE
        assert refused(f"http://127.0.0.1:{forbidding.port}").cause is Cause.NO_PROXY
    assert refused("socks5://127.0.0.1:9").cause is Cause.NO_PROXY


def test_what_is_no_socks_proxy_is_said_to_be_none() -> None:
    class Nonsense(Listener):
        def speak(self, connection: socket.socket) -> None:
            connection.recv(100)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with Nonsense() as proxy:
        assert refused(f"socks5://127.0.0.1:{proxy.port}").cause is Cause.NO_PROXY


def test_a_proxy_may_be_named_and_is_then_looked_up() -> None:
    with Server({"/list.txt": answer(b"words")}, HOST) as server, SocksServer({HOST: server}) as proxy:
        net = Internet({}, at={"tor": ["127.0.0.1"]})
        policy = Policy(LIST, proxy=f"socks5://tor:{proxy.port}")
        with Fetcher(policy, None, net.surroundings()) as fetcher:
            assert fetcher.get(Wanted(LIST)) == Fetched(LIST, b"words")
        assert set(net.lookups) == {"tor"}
    assert refused("socks5://nowhere:9050").cause is Cause.NO_PROXY
    assert refused("not a proxy").cause is Cause.NO_PROXY


def test_the_certificate_of_the_host_is_asked_for_through_a_proxy_as_well() -> None:
    with (
        Server({"/list.txt": answer(b"words")}, certificate=certificate_for("other.example.org")) as server,
        SocksServer({HOST: server}) as socks,
        HttpProxy({HOST: server}) as http,
    ):
        assert refused(f"socks5://127.0.0.1:{socks.port}").cause is Cause.NOT_TRUSTED
        assert refused(f"http://127.0.0.1:{http.port}").cause is Cause.NOT_TRUSTED
        assert server.asked == []
