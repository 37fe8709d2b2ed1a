"""What is sent depends on a feed's address and on how far it was read, and on nothing of the user's: byte by byte.

Every kind is pulled through the whole program, from servers of the test's own that stand in for the real hosts.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from exposurewatch.cli import feed_recognising, feed_round
from exposurewatch.cli.feed_round import Looking, Pulled, pull_feeds
from exposurewatch.feeds import FEEDS
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.model import Verdict
from exposurewatch.parameters import DEFAULT
from exposurewatch.vault.records import NewFeed
from exposurewatch.vault.store import Vault
from tests.cli.conftest import Given, Kept, Run, Small, make_vault
from tests.conftest import a_drawing, encoded
from tests.feeds.server import Server, serving
from tests.feeds.worlds import WORLDS, World, hosts_of

_PICTURES = ("telegram-channel", "imageboard", "json-feed", "rss")
_FOUND_THERE = ("json-feed", "rss", "hash-list")
_SUMS = ("misp", "stix", "hash-list")


@pytest.fixture
def servers(loopback: None, worlds: dict[str, World], monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Server]]:
    with serving(hosts_of(worlds)) as (net, servers):
        for module in (feed_round, feed_recognising):
            monkeypatch.setattr(module, "Fetcher", partial(Fetcher, surroundings=net.surroundings()))
        yield servers


@pytest.fixture
def another(small: Small, tmp_path: Path, run: Run) -> Kept:
    """The vault of somebody else, whose one photo is nowhere."""
    kept = Kept(tmp_path / "another", make_vault(tmp_path / "another"), run)
    other = tmp_path / "other.png"
    other.write_bytes(encoded(a_drawing(77), "PNG"))
    assert kept.run("add", other, "--workers", "1").status == 0
    return kept


def _follow(vault: Vault, worlds: dict[str, World]) -> None:
    for name, world in worlds.items():
        vault.feeds.add(NewFeed(name, name, world.address, "", timedelta(hours=6), keys=world.keys))


def _pulled(vault: Vault) -> Pulled:
    return pull_feeds(vault, vault.feeds.listed(), Looking(DEFAULT, 1), threading.Event())


def _sent(servers: dict[str, Server]) -> dict[str, list[bytes]]:
    """What arrived since the last time, by host."""
    sent = {host: [asked.raw for asked in server.asked] for host, server in servers.items()}
    for server in servers.values():
        server.asked.clear()
    return sent


def test_there_is_a_world_for_every_kind() -> None:
    assert WORLDS.keys() == {feed.name for feed in FEEDS}


def test_whatever_the_photos_every_kind_sends_the_same_and_asks_once_if_nothing_is_new(
    filled: Kept, another: Kept, servers: dict[str, Server], worlds: dict[str, World]
) -> None:
    sent, reports = [], []
    for kept in (filled, another):
        with kept.opened() as vault:
            _follow(vault, worlds)
            for _ in range(2):
                pulled = _pulled(vault)
                assert [(feed.name, trouble.words) for feed, trouble in pulled.troubles] == []
                sent.append(_sent(servers))
                reports.append(pulled.report)
    first, again, by_another, again_by_another = sent
    assert first == by_another
    assert again == again_by_another
    assert {host: len(asked) for host, asked in again.items() if asked} == Counter(
        str(urlsplit(world.address).hostname).replace("boards.4chan.org", "a.4cdn.org") for world in worlds.values()
    )  # of each feed in which nothing is new, one document
    hers, hers_again, others, _ = reports
    found = {(match.sighting.origin.source, match.judgement.verdict) for match in hers.matches}
    assert {source for source, verdict in found if verdict is Verdict.CERTAIN} == set(_PICTURES)
    assert {source for source, verdict in found if verdict is Verdict.EXACT} == set(_SUMS)
    assert not others.matches
    assert not hers_again.matches


def test_whatever_the_photos_adding_any_kind_sends_the_same_and_to_its_own_host_alone(
    filled: Kept, another: Kept, servers: dict[str, Server], worlds: dict[str, World], given: Given
) -> None:
    sent = []
    for kept in (filled, another):
        for name, world in worlds.items():
            keys = ("--keys-fd", given(*world.keys.values())) if world.keys else ()
            ran = kept.run("feed", "add", world.address, "--yes", "--name", name, *keys)
            assert ran.status == 0, ran.err
        with kept.opened() as vault:
            assert [(feed.name, feed.kind) for feed in vault.feeds.listed()] == [(name, name) for name in worlds]
        sent.append(_sent(servers))
    first, by_another = sent
    assert first == by_another
    assert {host: len(asked) for host, asked in first.items() if asked} == Counter(
        urlsplit(worlds[name].address).hostname for name in ("exposurewatch", "misp", "stix", *_FOUND_THERE)
    )  # of each feed whose address alone does not tell its kind, one document
