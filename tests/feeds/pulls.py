"""Pulls a feed in tests, and cuts the pull off wherever it may break."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from exposurewatch.feeds.asking import Get
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.parsers.entries import Entry
from tests.feeds.fakes import read


def pull(
    feed: Feed, address: str, get: Get, checkpoint: Mapping[str, Any] | None = None, **given: Any
) -> Iterator[Batch]:
    """Pull a feed from a checkpoint that went through JSON, as one that was kept does."""
    kept = json.loads(json.dumps(dict(checkpoint or {})))
    return feed.pull(Pulling(address, get, read, kept, **given))


def keep(known: dict[str, Entry], batch: Batch, told: set[str]) -> None:
    """Deal with a batch as a vault does; `told` are the keys that were told since the part was opened."""
    if batch.opens:
        told.clear()
    for entry in batch.entries:
        told.add(entry.key)
        if entry.withdrawn:
            known.pop(entry.key, None)
        else:
            known[entry.key] = entry
    if batch.closes:
        for key in known.keys() - told:
            del known[key]
