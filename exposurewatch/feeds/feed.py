"""What a feed is: a pure function from a checkpoint and what the host gives out to batches of what it publishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from exposurewatch.feeds.asking import Fetched, Get
from exposurewatch.model import Item
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.posts import Record

Checkpoint = Mapping[str, Any]
"""How far a feed was read, in the feed's own words: plain values of JSON, and nothing of the user's."""


LEARNS: Final = "that somebody at this internet address reads this feed, when, and how often"
"""What the host of any feed learns, whatever its kind."""


def _as_it_is(address: str) -> str:
    return address


def _its_own(address: str) -> tuple[str, ...]:
    host = urlsplit(address).hostname
    return () if host is None else (host,)


def _nothing(_: Fetched, __: Mapping[str, str]) -> str:
    return ""


Read = Callable[[str, bytes], Iterator[Record]]
"""Has a worker parse a document with the parser of that name; never raises for anything that it may hold."""


@dataclass(frozen=True, slots=True)
class Pulling:
    """What one pull of a feed has to go by.

    `address` is its URL, `checkpoint` what the last batch that was dealt with has left; empty at first, and whatever
    it holds may be of an older version: what is not understood is passed over. `since` is the day before which nothing
    is wanted. `options` are those that the user gave with the feed, such as ``algorithm`` for a bare list of hashes;
    `keys` are a partner's keys by their names.
    """

    address: str
    get: Get
    read: Read
    checkpoint: Checkpoint = field(default_factory=lambda: MappingProxyType({}))
    since: date | None = None
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)


@dataclass(frozen=True, slots=True)
class Batch:
    """What a piece of a feed publishes, and the checkpoint that stands once all of it was dealt with.

    `items` are posts with pictures behind links, which are fetched when they are read, and what could not be read.
    `entries` are reports with hashes alone; they are remembered, so that photos added later are compared with them.
    A feed that tells its reports anew each time puts them into parts: a batch that `opens` the part begins to tell it,
    and once one `closes` it, reports of that part which were not told again are forgotten. `dropped` are parts that
    are no more. `passed_over` counts by plain words what no version of this program compares. `title` is what the feed
    calls itself, where no post says it.
    """

    checkpoint: Checkpoint
    items: tuple[Item, ...] = ()
    entries: tuple[Entry, ...] = ()
    part: str = ""
    opens: bool = False
    closes: bool = False
    dropped: tuple[str, ...] = ()
    passed_over: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    title: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """The fingerprint of the key that all of a feed has to be signed with, and the day on which that was first seen."""

    key: str
    since: date | None = None


def _nobody(_: Checkpoint) -> Signer | None:
    return None


@dataclass(frozen=True, slots=True)
class Feed:
    """A kind of feed.

    `title` is what people call it, `example` an address of one; `learns` says what its host learns by being asked, and
    `hosts` names the hosts that are asked for a feed at an address, as far as the address tells.
    `accepts` tells by the address alone that it is this kind, `resembles` by what was found there; the kinds are asked
    in their order. `pull` yields batches; it raises `Trouble` where it cannot go on, and what it yielded before
    counts. It asks for no more than is new since its checkpoint. `normal` writes an address as this kind keeps it, for
    people write the same one in many ways. `refuses` says in a sentence why one that it accepts can never be read.
    `documents` are the names of files by which a folder of this kind is known. `lacks` says in a sentence what the user
    must tell of what was found, beyond these options, before it can be read. `anew` gives the checkpoint from which all
    is read once more; `signer` tells of one whose key is pinned, where that is so. `options`
    and `keys` are the names of those that it knows, each with a few words on what it is; `checks` says in a sentence
    what is wrong with the options that were given.
    """

    name: str
    title: str
    example: str
    pull: Callable[[Pulling], Iterator[Batch]]
    accepts: Callable[[str], bool] = lambda _: False
    resembles: Callable[[Fetched], bool] = lambda _: False
    normal: Callable[[str], str] = _as_it_is
    refuses: Callable[[str], str] = lambda _: ""
    documents: tuple[str, ...] = ()
    anew: Callable[[Checkpoint], Checkpoint] = lambda _: {}
    lacks: Callable[[Fetched, Mapping[str, str]], str] = _nothing
    hosts: Callable[[str], tuple[str, ...]] = _its_own
    checks: Callable[[Mapping[str, str]], str] = lambda _: ""
    signer: Callable[[Checkpoint], Signer | None] = _nobody
    learns: str = LEARNS
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def heading(self) -> str:
        """The title as it is written at the beginning of a line."""
        return f"{self.title[:1].upper()}{self.title[1:]}"
