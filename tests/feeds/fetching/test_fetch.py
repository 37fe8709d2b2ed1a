"""What is fetched, and every byte that is sent for it."""

from __future__ import annotations

import gzip
import socket
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Unchanged, Validators, Wanted
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.network import Surroundings
from exposurewatch.feeds.fetching.policy import Policy
from exposurewatch.feeds.fetching.transport import well_known_authorities
from tests.feeds.server import Internet, Route, Server, answer, conditional, raw, redirect, serving

HOST, OTHER = "feeds.example.org", "cdn.example.net"
LIST = f"https://{HOST}/list.txt"

pytestmark = pytest.mark.usefixtures("loopback")


def fetched(route: Route, wanted: Wanted | None = None) -> Fetched | Unchanged:
    """What comes of one answer."""
    with serving({HOST: {"/list.txt": route}}) as (net, _), Fetcher(Policy(LIST), None, net.surroundings()) as fetcher:
        return fetcher.get(wanted or Wanted(LIST))


def test_a_document_is_fetched_once_and_asked_for_by_what_its_host_said_of_it() -> None:
    with (
        serving({HOST: {"/list.txt": conditional(b"words", content_type="Text/Plain; charset=utf-8")}}) as (net, _),
        Fetcher(Policy(LIST), surroundings=net.surroundings()) as fetcher,
    ):
        first = fetcher.get(Wanted(LIST))
        assert first == Fetched(LIST, b"words", "text/plain", Validators('"1"'))
        assert fetcher.get(Wanted(LIST, first.validators)) == Unchanged()


def test_all_that_is_sent() -> None:
    """These bytes and no others: nothing of the machine, the user, or what was fetched before."""
    cookie = {"set_cookie": "visitor=4711; Path=/", "etag": '"1"'}
    routes = {"/a": redirect("/b?c=d"), "/b": answer(b"", **cookie), "/c": answer(b"")}
    with (
        serving({HOST: routes}) as (net, servers),
        Fetcher(Policy(LIST), surroundings=net.surroundings()) as fetcher,
    ):
        fetcher.get(Wanted(f"https://{HOST}/a#fragment"))
        fetcher.get(
            Wanted(f"https://{HOST}/c", Validators('W/"2"', "Sun, 01 Mar 2026 12:00:00 GMT"), headers={"X-Key": "k"})
        )
    same = f"Host: {HOST}\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n"
    assert servers[HOST].received.decode() == (
        f"GET /a HTTP/1.1\r\n{same}\r\n"
        f"GET /b?c=d HTTP/1.1\r\n{same}\r\n"
        f'GET /c HTTP/1.1\r\n{same}If-None-Match: W/"2"\r\n'
        "If-Modified-Since: Sun, 01 Mar 2026 12:00:00 GMT\r\nX-Key: k\r\n\r\n"
    )


def test_nothing_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    monkeypatch.setenv("NETRC", "/nowhere")
    assert isinstance(fetched(answer(b"words")), Fetched)
    net = Internet({}, at={HOST: ["20.0.0.1"]})
    with Fetcher(Policy(LIST), None, net.surroundings(trusted=None)) as fetcher, pytest.raises(Trouble) as trouble:
        fetcher.get(Wanted(LIST))
    assert trouble.value.cause is Cause.UNREACHABLE
    assert set(net.attempts) == {("20.0.0.1", 443)}


def test_what_is_said_in_confidence_is_not_written_down(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = tmp_path / "keys"
    monkeypatch.setenv("SSLKEYLOGFILE", str(log))
    well_known_authorities.cache_clear()
    with serving({HOST: {}}) as (net, servers):
        with Fetcher(Policy(LIST), None, net.surroundings(trusted=None)) as fetcher, pytest.raises(Trouble):
            fetcher.get(Wanted(LIST))
        assert servers[HOST].connections == 1
    assert b"SECRET" not in log.read_bytes()


def test_a_packed_document_is_unpacked() -> None:
    packed = answer(gzip.compress(b"words" * 100), content_encoding="GZip")
    assert fetched(packed) == Fetched(LIST, b"words" * 100)


def test_a_document_without_a_length_ends_with_the_connection_and_one_in_chunks_with_the_last() -> None:
    plain = raw(b"HTTP/1.1 200 OK\r\n\r\n", b"wo", b"rds")
    chunked = raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nwo\r\n3;x=y\r\nrds\r\n0\r\n\r\n")
    assert fetched(plain) == fetched(chunked) == Fetched(LIST, b"words")


def test_an_answer_that_comes_after_a_provisional_one_counts() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    assert fetched(raw(hints * 3 + b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")) == Fetched(LIST, b"x")


@pytest.mark.parametrize("validator", ['"' + "v" * 67 + '"', '"a\tb"', '"ü"'])
def test_a_validator_that_could_not_be_sent_back_as_it_is_is_not_kept(validator: str) -> None:
    document = fetched(answer(b"", etag=validator, last_modified=validator))
    assert isinstance(document, Fetched)
    assert document.validators == Validators()
    again = fetched(answer(b"words"), Wanted(LIST, Validators(validator, validator)))
    assert again == Fetched(LIST, b"words")


def test_the_type_of_a_document_is_cleaned() -> None:
    document = fetched(answer(b"", content_type="text/\u202ehtml" + "x" * 200))
    assert isinstance(document, Fetched)
    assert document.type.isprintable()
    assert len(document.type) <= 100


def test_not_modified_is_no_answer_to_whoever_has_nothing() -> None:
    with pytest.raises(Trouble) as trouble:
        fetched(answer(b"", 304))
    assert trouble.value.cause is Cause.HOST_BROKEN


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_where_the_document_was_found_is_said(status: int) -> None:
    routes = {HOST: {"/list.txt": redirect("../moved/list.txt?x", status), "/moved/list.txt": redirect(f"//{OTHER}/1")}}
    with (
        serving({**routes, OTHER: {"/1": answer(b"words")}}) as (net, servers),
        Fetcher(Policy(LIST), surroundings=net.surroundings()) as fetcher,
    ):
        assert fetcher.get(Wanted(LIST)) == Fetched(f"https://{OTHER}/1", b"words")
        assert servers[HOST].paths == ["/list.txt", "/moved/list.txt?x"]
        assert net.lookups == [HOST, HOST, OTHER]


def test_no_host_is_told_an_etag_that_another_has_given() -> None:
    date = "Sun, 01 Mar 2026 12:00:00 GMT"
    here, there = redirect(f"https://{OTHER}/1"), redirect(f"https://{HOST}/2")
    given = answer(b"words", etag='"4711"', last_modified=date)
    routes = {HOST: {"/list.txt": here, "/1": redirect("/2"), "/2": given}, OTHER: {"/1": given, "/2": there}}
    with serving(routes) as (net, servers), Fetcher(Policy(LIST), surroundings=net.surroundings()) as fetcher:
        for url, etag in ((LIST, ""), (f"https://{HOST}/1", '"4711"'), (f"https://{OTHER}/2", "")):
            fetched = fetcher.get(Wanted(url))
            assert isinstance(fetched, Fetched)
            assert fetched.validators == Validators(etag, date)
        for server in servers.values():
            server.asked.clear()
        fetcher.get(Wanted(LIST, Validators('"4712"', date)))
        assert servers[HOST].asked[0].headers["if-none-match"] == '"4712"'
        assert "if-none-match" not in servers[OTHER].asked[0].headers


def test_five_redirects_are_followed_and_no_more() -> None:
    routes = {f"/{number}": redirect(f"/{number + 1}") for number in range(9)}
    with (
        serving({HOST: {**routes, "/9": answer(b"words")}}) as (net, servers),
        Fetcher(Policy(LIST), surroundings=net.surroundings()) as fetcher,
    ):
        assert fetcher.get(Wanted(f"https://{HOST}/4")) == Fetched(f"https://{HOST}/9", b"words")
        servers[HOST].asked.clear()
        with pytest.raises(Trouble) as trouble:
            fetcher.get(Wanted(f"https://{HOST}/3"))
        assert trouble.value.cause is Cause.TOO_MANY_REDIRECTS
        assert servers[HOST].paths == [f"/{number}" for number in range(3, 9)]


def test_a_redirect_to_nowhere_is_no_answer() -> None:
    with pytest.raises(Trouble) as trouble:
        fetched(answer(b"", 302))
    assert trouble.value.cause is Cause.HOST_BROKEN


def test_a_key_is_sent_to_the_feeds_own_host_and_to_no_other() -> None:
    routes = {"/list.txt": redirect("/2"), "/2": answer(b"words"), "/3": redirect(f"https://{OTHER}/1")}
    with (
        serving({HOST: routes, OTHER: {"/1": answer(b"words")}}) as (net, servers),
        Fetcher(Policy(LIST), surroundings=net.surroundings()) as fetcher,
    ):
        key = {"X-Key": "se-cr-et"}
        assert fetcher.get(Wanted(LIST, headers=key)) == Fetched(f"https://{HOST}/2", b"words")
        assert [asked.headers.get("x-key") for asked in servers[HOST].asked] == ["se-cr-et"] * 2
        for url in (f"https://{HOST}/3", f"https://{OTHER}/1", f"http://{HOST}/list.txt", f"https://{HOST}:8443/1"):
            with pytest.raises(Trouble) as trouble:
                fetcher.get(Wanted(url, headers=key))
            assert trouble.value.cause is Cause.UNSAFE_ADDRESS
            assert "se-cr-et" not in repr(trouble.value)
        assert servers[OTHER].connections == 0
        assert isinstance(fetcher.get(Wanted(f"https://{HOST}/3")), Fetched)
        assert b"se-cr-et" not in servers[OTHER].received


@pytest.mark.parametrize(
    "headers", [{"X-Key": "a\r\nX: y"}, {"X-Key": ""}, {"X-Key": "clé"}, {"X Key": "se-cr-et"}, {"X:": "se-cr-et"}]
)
def test_a_key_that_cannot_be_sent_is_not_sent_and_not_shown(headers: dict[str, str]) -> None:
    net = Internet({}, at={HOST: ["20.0.0.1"]})
    with Fetcher(Policy(LIST), surroundings=net.surroundings()) as fetcher, pytest.raises(Trouble) as trouble:
        fetcher.get(Wanted(LIST, headers=headers))
    assert trouble.value.cause is Cause.REFUSED
    assert net.attempts == []
    assert not any(value and value in repr(trouble.value) for value in headers.values())


def test_a_test_host_of_ones_own_may_be_asked_without_encryption_and_nothing_else_may() -> None:
    with Server(
        {"/feed": answer(b"words"), "/on": redirect("http://127.0.0.1:1/"), "/up": redirect("/feed")}
    ) as server:
        here = f"http://127.0.0.1:{server.port}"
        with Fetcher(Policy(f"{here}/feed", allow_http=True, between_documents=0)) as fetcher:
            assert fetcher.get(Wanted(f"{here}/feed")) == Fetched(f"{here}/feed", b"words")
            assert fetcher.get(Wanted(f"{here}/up")) == Fetched(f"{here}/feed", b"words")
            with pytest.raises(Trouble) as trouble:
                fetcher.get(Wanted(f"{here}/on"))
            assert trouble.value.cause is Cause.UNSAFE_ADDRESS
        assert server.paths == ["/feed", "/up", "/feed", "/on"]


def test_a_test_host_may_be_named_and_is_looked_up_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    system = socket.getaddrinfo

    def look_up(host: str, *rest: Any, **options: Any) -> Any:
        return system("127.0.0.1" if host == "localhost" else host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with Server({"/feed": answer(b"words")}) as server:
        own = f"http://localhost:{server.port}/feed"
        with Fetcher(Policy(own, allow_http=True)) as fetcher:
            assert fetcher.get(Wanted(own)) == Fetched(own, b"words")
        https = f"https://localhost:{server.port}/feed"
        with Fetcher(Policy(https)) as fetcher, pytest.raises(Trouble) as trouble:
            fetcher.get(Wanted(https))
        assert trouble.value.cause is Cause.UNSAFE_ADDRESS
        assert server.connections == 1


def test_a_redirect_to_an_address_without_encryption_is_refused() -> None:
    with (
        Server({}) as plain,
        Server({"/feed": redirect(f"http://127.0.0.1:{plain.port}/")}, "127.0.0.1") as server,
    ):
        own = f"https://127.0.0.1:{server.port}/feed"
        around = Internet({}).surroundings()
        with Fetcher(Policy(own, allow_http=True), None, around) as fetcher, pytest.raises(Trouble) as trouble:
            fetcher.get(Wanted(own))
        assert trouble.value.cause is Cause.UNSAFE_ADDRESS
        assert "without encryption" in trouble.value.words
        assert plain.connections == 0


def test_the_feeds_own_address_may_name_a_port() -> None:
    with serving({HOST: {"/list.txt": answer(b"words")}}) as (net, _):
        own = f"https://{HOST}:8443/list.txt"
        with Fetcher(Policy(own), surroundings=net.surroundings()) as fetcher:
            assert fetcher.get(Wanted(own)) == Fetched(own, b"words")
        assert net.attempts == [("20.0.0.1", 8443)]


def test_where_one_address_of_a_host_does_not_answer_the_next_is_tried() -> None:
    at = {HOST: ["2a00::1", "2a00::2", "20.0.0.1"]}
    with Server({"/list.txt": answer(b"words")}, HOST) as server:
        net = Internet({}, at=at)
        net.leads("20.0.0.1", server)
        with Fetcher(Policy(LIST), surroundings=net.surroundings()) as fetcher:
            assert fetcher.get(Wanted(LIST)) == Fetched(LIST, b"words")
        assert net.attempts == [("2a00::1", 443), ("20.0.0.1", 443)]


def test_a_file_is_read_where_the_feed_is_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("feed") / "list.txt"
    file.write_bytes(b"words")
    with Fetcher(Policy(file.as_uri())) as fetcher:
        document = fetcher.get(Wanted(file.as_uri()))
        assert isinstance(document, Fetched)
        assert fetcher.get(Wanted(file.as_uri(), document.validators)) == Unchanged()
    with Fetcher(Policy(LIST)) as fetcher, pytest.raises(Trouble) as trouble:
        fetcher.get(Wanted(file.as_uri()))
    assert trouble.value.cause is Cause.UNSAFE_ADDRESS


def test_certificates_are_believed_by_the_programs_own_list_unless_told_otherwise() -> None:
    assert Surroundings().trusted is None
    with serving({HOST: {"/list.txt": answer(b"words")}}) as (net, servers):
        around = net.surroundings(trusted=None)
        with Fetcher(Policy(LIST), None, around) as fetcher, pytest.raises(Trouble) as trouble:
            fetcher.get(Wanted(LIST))
        assert trouble.value.cause is Cause.NOT_TRUSTED
        assert servers[HOST].asked == []
