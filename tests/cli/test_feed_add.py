"""Adding a feed asks its host for no more than it says, and tells what is wrong before it asks at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Kept
from tests.cli.test_feed import added, at, flat, json_feed
from tests.feeds import published
from tests.feeds.server import Server, answer

_UUID = "5b6b0c51-91f4-4b3e-8a3c-1d2e3f405162"
_MISP = json.dumps({_UUID: {"info": "a list", "timestamp": "1777600000"}}).encode()


@pytest.fixture
def server(loopback: None) -> Iterator[Server]:
    with Server({}) as server:
        yield server


def test_what_is_taken_is_said_before_any_host_is_asked(filled: Kept, server: Server) -> None:
    address = at(server, "/list.txt")
    added(filled, address, "--allow-http", "--kind", "hash-list", "--name", "mine")
    for where, name, words in (
        (address, "other", "a feed at this address already: “mine”"),
        (at(server, "/other.txt"), "mine", "a feed called “mine” already"),
    ):
        ran = filled.run("feed", "add", where, "--allow-http", "--yes", "--name", name)
        assert (ran.status, words in flat(ran.err)) == (2, True)
    assert not server.asked


def test_a_wrong_passphrase_is_said_before_any_host_is_asked(filled: Kept, server: Server) -> None:
    ran = filled.run("feed", "add", at(server, "/list.txt"), "--allow-http", "--yes", passphrase="not the one")  # noqa: S106
    assert ran.status == 2
    assert not server.asked


def test_it_says_that_a_host_is_asked_and_what_more_is_learnt_by_reading_its_kind(filled: Kept, server: Server) -> None:
    server.routes["/feed.json"] = answer(json_feed("https://a.example/1.jpg"))
    ran = filled.run("feed", "add", at(server, "/feed.json"), "--allow-http", "--yes")
    words = flat(ran.err)
    assert "Asking 127.0.0.1 what stands there." in words
    assert "the hosts of the pictures in it, which may be others" in words.partition("What stands there: ")[2]


def test_the_hosts_that_are_really_asked_are_named(filled: Kept) -> None:
    words = flat(filled.run("feed", "add", "https://boards.4chan.org/b/", "--yes").err)
    assert "its hosts, a.4cdn.org, i.4cdn.org, learn that somebody" in words
    assert "telesco.pe" in flat(filled.run("feed", "add", "https://t.me/s/examplechannel", "--yes").err)


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("status", [404, 403, 200])
def test_a_folder_is_recognised_by_what_lies_in_it(filled: Kept, server: Server, slash: str, status: int) -> None:
    server.routes["/misp"] = server.routes["/misp/"] = answer(b"<html>Nothing to see</html>", status)
    server.routes["/misp/manifest.json"] = answer(_MISP)
    added(filled, at(server, f"/misp{slash}"), "--allow-http")
    with filled.opened() as vault:
        (feed,) = vault.feeds.listed()
    assert (feed.kind, feed.address, feed.name) == ("misp", at(server, "/misp/"), "misp")


def test_a_folder_on_the_disk_is_recognised(filled: Kept, tmp_path: Path) -> None:
    folder = tmp_path / "helpline"
    published.build(folder, published.an_entry(1))
    assert added(filled, folder) == "helpline"
    assert filled.run("feed", "pull", "--workers", "1").status == 0
    assert "1 report held" in filled.run("feed", "list").out
    empty = tmp_path / "empty"
    empty.mkdir()
    ran = filled.run("feed", "add", empty)
    assert (ran.status, "no feed that can be read" in flat(ran.err)) == (2, True)


@pytest.mark.parametrize(
    ("status", "words", "documents"),
    [
        (429, "was asked too often", [""]),
        (403, "does not give this out", ["", "feed.json", "manifest.json"]),
        (404, "no feed that can be read", ["", "feed.json", "manifest.json"]),
    ],
)
def test_what_is_the_matter_with_the_host_of_a_folder_is_said(
    filled: Kept, server: Server, status: int, words: str, documents: list[str]
) -> None:
    for document in ("", "feed.json", "manifest.json"):
        server.routes[f"/feed/{document}"] = answer(b"", status, retry_after="86400")
    ran = filled.run("feed", "add", at(server, "/feed/"), "--allow-http", "--yes")
    assert words in flat(ran.err)
    assert ran.status == (2 if status == 404 else 3)
    assert server.paths == [f"/feed/{document}" for document in documents]


def test_nothing_is_sought_beneath_a_file(filled: Kept, server: Server) -> None:
    ran = filled.run("feed", "add", at(server, "/gone.txt"), "--allow-http", "--yes")
    assert (ran.status, "There is nothing at this address" in flat(ran.err)) == (3, True)
    assert server.paths == ["/gone.txt"]


@pytest.mark.parametrize("content", ["0" * 64, f"hash\n{'0' * 64}"])
def test_a_list_that_does_not_say_its_kind_is_refused_with_what_to_say(
    filled: Kept, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "bare.txt"
    path.write_text(content)
    for options, words in (((), "--option algorithm=…"), (("--option", "algorithm=sha-1024"), "is one of md5, sha1")):
        ran = filled.run("feed", "add", path, *options)
        assert ran.status == 2
        assert words in flat(ran.err)
    added(filled, path, "--option", "algorithm=pdq")


def test_a_key_that_cannot_be_read_is_not_called_a_passphrase(filled: Kept, given: Any) -> None:
    ran = filled.run("feed", "add", "https://api.stopncii.org/v1/FetchHashes", "--yes", "--keys-fd", given("one"))
    assert ran.status == 2
    assert "No key could be read" in flat(ran.err)
    assert "--keys-fd 3 3< FILE" in flat(ran.err)


def test_with_a_proxy_it_says_what_the_host_sees_and_never_its_password(filled: Kept) -> None:
    proxy = "socks5://me:sesame@127.0.0.1:9050"
    ran = filled.run("feed", "add", "t.me/examplechannel", "--yes", "--proxy", proxy)
    assert ran.status == 0
    assert "by the proxy socks5://127.0.0.1:9050: the host sees the proxy's address" in flat(ran.err)
    assert "sesame" not in ran.err
    with filled.opened() as vault:
        (feed,) = vault.feeds.listed()
    assert (feed.address, feed.proxy) == ("https://t.me/s/examplechannel", proxy)


def test_an_address_at_which_nothing_can_ever_be_read_is_refused_with_why(filled: Kept) -> None:
    ran = filled.run("feed", "add", "https://t.me/+AAAAAEfJ3kYbLqLn", "--yes")
    assert ran.status == 2
    assert "feed kinds" in flat(ran.err)
