"""Whatever a host gives out in the place of a feed, it ends as a sentence, forgets nothing, and stops no other feed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest

from exposurewatch.cli import feed_round
from exposurewatch.cli.feed_round import Looking, pull_feeds
from exposurewatch.feeds.asking import Fetched, Unchanged, Wanted
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.parameters import DEFAULT
from exposurewatch.vault.records import NewFeed
from exposurewatch.vault.store import Vault
from tests.cli.conftest import Kept, Ran
from tests.cli.test_feed import flat
from tests.feeds.server import Asked, Route, Server, answer, certificate_for, endless, serving
from tests.feeds.worlds import World, hosts_of

_MOST: Final = 1 << 18  # bytes that are taken of a document here, so that an endless one is soon too large
_GOOD: Final = "good"
_LOGIN: Final = b"<!doctype html><html><head><title>Log in</title></head><body><form>Name</form></body></html>"


class _Modest(Fetcher):
    def get(self, wanted: Wanted) -> Fetched | Unchanged:
        return super().get(replace(wanted, most=min(wanted.most, _MOST)))


def _halved(route: Route) -> Route:
    """The same document, of which only a half is there."""

    def half(asked: Asked) -> Iterator[bytes]:
        whole = b"".join(route(replace(asked, headers={})))
        body = whole.partition(b"\r\n\r\n")[2]
        yield from answer(body[: len(body) // 2])(asked)

    return half


def _always(route: Route) -> Callable[[Route], Route]:
    return lambda _: route


BAD: Final = {
    "half of it": _halved,
    "nothing": _always(answer(b"")),
    "a page to log in": _always(answer(_LOGIN, content_type="text/html")),
    "a picture": _always(answer(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)),
    "no end": _always(endless()),
    "garbage in UTF-16": _always(answer("\u4e2d\u6587 nothing of the kind\n".encode("utf-16") * 50)),
    "404": _always(answer(b"", 404)),
    "429": _always(answer(b"", 429)),
    "500": _always(answer(b"", 500)),
}
"""What comes in the place of a document, made of what stood there before."""

INNER: Final = {
    "exposurewatch": "/entries/",
    "imageboard": "/thread/",
    "misp": "5b6b0c51",
}
"""The kinds whose first document names others, and what stands in the addresses of these alone."""


@pytest.fixture
def servers(loopback: None, worlds: dict[str, World], monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Server]]:
    with serving(hosts_of(worlds)) as (net, servers):
        monkeypatch.setattr(feed_round, "Fetcher", partial(_Modest, surroundings=net.surroundings()))
        yield servers


def _follow(vault: Vault, worlds: dict[str, World], folder: Path) -> None:
    """Follow all of them, and last of all one that is always well."""
    for name, world in worlds.items():
        vault.feeds.add(NewFeed(name, name, world.address, "", timedelta(hours=6), keys=world.keys))
    path = folder / "good.txt"
    path.write_text(f"md5 {'0' * 32}\n")
    vault.feeds.add(NewFeed(_GOOD, "hash-list", path.as_uri(), "", timedelta(hours=6)))


def _held(kept: Kept) -> dict[str, int]:
    with kept.opened() as vault:
        return {feed.name: feed.entries for feed in vault.feeds.listed()}


def _read_once(kept: Kept, worlds: dict[str, World], folder: Path) -> dict[str, int]:
    """Read all feeds while they are well, and let them be due again; return how many reports of each are held."""
    with kept.opened() as vault:
        _follow(vault, worlds, folder)
        pulled = pull_feeds(vault, vault.feeds.listed(), Looking(DEFAULT, 1), threading.Event())
        assert not pulled.troubles
        vault.findings.mark_told([feed.address for feed in vault.feeds.listed()])
        vault.feeds._database.execute("UPDATE feeds SET tried_at = NULL")
    return _held(kept)


def _spoil(servers: dict[str, Server], bad: Callable[[Route], Route], only: str = "") -> None:
    """Put something else in the place of each document but pictures."""
    for server in servers.values():
        for path, route in server.routes.items():
            if only in path and not path.endswith((".jpg", ".sig")):
                server.routes[path] = bad(route)


def _check_all_say_so(kept: Kept, ran: Ran, names: Any) -> None:
    """Each of these feeds has a sentence in the list and in the watch, and the one that is well has none."""
    watched = flat(ran.out)
    for name in names:
        assert f"{name} could not be read to its end: " in watched, name
    assert f"{_GOOD} could not" not in watched
    assert "Traceback" not in ran.err + ran.out
    with kept.opened() as vault:
        for feed in vault.feeds.listed():
            assert feed.tried_at is not None
            assert bool(feed.trouble) == (feed.name in names), feed.name
            assert feed.trouble == "" or feed.trouble.endswith("."), feed.trouble
            assert "from there on" not in feed.trouble or "could not be had whole" in feed.trouble
            assert flat(feed.trouble) in watched
    assert flat(kept.run("feed", "list").out).count("not well: ") == len(names)


@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_feed_ends_as_a_sentence_for_every_kind(
    filled: Kept, worlds: dict[str, World], servers: dict[str, Server], tmp_path: Path, bad: str
) -> None:
    before = _read_once(filled, worlds, tmp_path)
    _spoil(servers, BAD[bad])
    ran = filled.run("watch", "--once", "--no-notice", "--workers", "1")
    assert ran.status == 3
    _check_all_say_so(filled, ran, worlds.keys())
    assert _held(filled) == before


def test_a_certificate_that_fails_ends_as_a_sentence_for_every_kind(
    filled: Kept, worlds: dict[str, World], servers: dict[str, Server], tmp_path: Path
) -> None:
    before = _read_once(filled, worlds, tmp_path)
    for host, server in servers.items():
        server._tls = certificate_for(host, trusted=False).context()
    ran = filled.run("watch", "--once", "--no-notice", "--workers", "1")
    assert ran.status == 3
    _check_all_say_so(filled, ran, worlds.keys())
    assert _held(filled) == before


@pytest.mark.parametrize("bad", ["half of it", "nothing", "a page to log in", "500"])
def test_a_document_that_a_feed_names_ends_as_a_sentence_as_well(
    filled: Kept, worlds: dict[str, World], servers: dict[str, Server], tmp_path: Path, bad: str
) -> None:
    some = {name: worlds[name] for name in INNER}
    for only in INNER.values():
        _spoil(servers, BAD[bad], only)
    with filled.opened() as vault:
        _follow(vault, some, tmp_path)
    ran = filled.run("watch", "--once", "--no-notice", "--workers", "1")
    assert ran.status == 3
    _check_all_say_so(filled, ran, some.keys())
