"""A feed that was built is served over https, or read from a disk, and parsed in a worker."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.feeds.asking import Get
from exposurewatch.feeds.feed import Pulling, Read
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.policy import Policy
from exposurewatch.feeds.own.exposurewatch_feed import EXPOSUREWATCH_FEED
from exposurewatch.model import Box
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.reader import Reader
from tests.feeds.published import ADDRESS, an_entry, build
from tests.feeds.server import Route, conditional, serving

_HOST = "ngo.example"
_ENTRIES = [an_entry(1, (Box(), Box(0.1, 0.2, 0.5, 0.75))), an_entry(2, ())]


@pytest.fixture
def read() -> Iterator[Read]:
    with Reader() as reader:
        yield lambda parser, document: reader.records(parser, io.BytesIO(document))


def _routes(folder: Path) -> dict[str, Route]:
    """What any web host does with a folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    paths = [f"/feed/{path.relative_to(folder).as_posix()}" for path in files]
    etags = [f'"{path.stat().st_mtime_ns}"' for path in files]
    return {path: conditional(file.read_bytes(), etag) for path, file, etag in zip(paths, files, etags, strict=True)}


def _pulled(address: str, get: Get, read: Read, checkpoint: dict[str, Any]) -> list[Entry]:
    entries: list[Entry] = []
    for batch in EXPOSUREWATCH_FEED.pull(Pulling(address, get, read, dict(checkpoint))):
        checkpoint.update(batch.checkpoint)
        entries += (replace(entry, key="") for entry in batch.entries)
        assert batch.items == ()
    return entries


@pytest.mark.usefixtures("loopback")
def test_a_served_feed_is_pulled_and_asked_once_where_nothing_is_new(tmp_path: Path, read: Read) -> None:
    checkpoint: dict[str, Any] = {}
    build(tmp_path, *_ENTRIES)
    with (
        serving({_HOST: _routes(tmp_path)}) as (net, servers),
        Fetcher(Policy(ADDRESS), surroundings=net.surroundings()) as fetcher,
    ):
        server = servers[_HOST]
        assert _pulled(ADDRESS, fetcher.get, read, checkpoint) == _ENTRIES
        assert server.paths == ["/feed/feed.json", "/feed/feed.sig", "/feed/entries/2026-05-01-0001.json"]
        assert _pulled(ADDRESS, fetcher.get, read, checkpoint) == []
        assert server.paths[3:] == ["/feed/feed.json"]
        build(tmp_path, an_entry(3))
        server.routes.update(_routes(tmp_path))
        assert _pulled(ADDRESS, fetcher.get, read, checkpoint) == [an_entry(3)]
        assert server.paths[4:] == ["/feed/feed.json", "/feed/feed.sig", "/feed/entries/2026-05-01-0002.json"]


@pytest.mark.parametrize("named", ["feed.json", ""])
def test_a_feed_on_a_disk_is_pulled(tmp_path: Path, read: Read, named: str) -> None:
    build(tmp_path, *_ENTRIES)
    address = f"{tmp_path.as_uri()}/{named}"
    checkpoint: dict[str, Any] = {}
    with Fetcher(Policy(address)) as fetcher:
        assert _pulled(address, fetcher.get, read, checkpoint) == _ENTRIES
        assert _pulled(address, fetcher.get, read, checkpoint) == []
