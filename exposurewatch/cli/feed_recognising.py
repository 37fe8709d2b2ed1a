"""Finds out what kind of feed stands at an address: by the address alone, or by the least that has to be fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from exposurewatch.cli.feed_arguments import is_file
from exposurewatch.errors import CouldNotFinish, WrongUsage
from exposurewatch.feeds import FEEDS, Feed
from exposurewatch.feeds.asking import Cause, Fetched, Trouble, Wanted
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.policy import Policy, admitted
from exposurewatch.text import clean

_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,5}\Z")  # of the name of a file: nothing lies beneath it
_NOTHING_THERE = frozenset({Cause.GONE, Cause.NO_FILE})
_OF_ONE_DOCUMENT = _NOTHING_THERE | {Cause.REFUSED, Cause.TOO_LARGE, Cause.TOO_MANY_REDIRECTS}
"""What says nothing of other documents: many hosts refuse to list a folder, and give out what is in it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands there: its kind, the address by which it is to be kept, and the document that told it."""

    kind: Feed
    address: str
    document: Fetched


def kind_called(name: str) -> Feed:
    """The kind of this name. Raises `WrongUsage` where there is none."""
    for kind in FEEDS:
        if kind.name == name:
            return kind
    raise WrongUsage(f"There is no kind of feed called {clean(name)}.", "`exposurewatch feed kinds` lists them.")


def kind_of_address(address: str) -> Feed | None:
    """The kind that an address alone tells of."""
    return next((kind for kind in FEEDS if kind.accepts(address)), None)


def kept_as(kind: Feed, address: str) -> str:
    """The address as this kind keeps it. Raises `WrongUsage` where nothing can ever be read there."""
    if words := kind.refuses(address):
        raise WrongUsage(words, "`exposurewatch feed kinds` shows an address of each kind that can be read.")
    return kind.normal(address)


def check_address(address: str, policy: Policy) -> None:
    """Raise `WrongUsage` where a feed may not be fetched from there; nothing is asked for that."""
    if is_file(address):
        return
    try:
        admitted(address, policy)
    except Trouble as trouble:
        raise WrongUsage(
            trouble.words, "Write the address of a feed on the public web, such as https://t.me/s/examplechannel."
        ) from None


def found_there(address: str, policy: Policy) -> Found:
    """What stands at an address: the document there, or in a folder one by which a kind of feed is known.

    A document that is not there says nothing of the next; what is the matter with the host itself ends the search.

    Raises:
        CouldNotFinish: it cannot be had, and why.
        WrongUsage: what stands there is none that can be read.
    """
    troubles: list[Trouble] = []
    documents = 0
    with Fetcher(policy) as fetcher:
        for kept, place in _places(address):
            try:
                document = fetcher.get(Wanted(place))
            except Trouble as trouble:
                troubles.append(trouble)
                if trouble.cause not in _OF_ONE_DOCUMENT:
                    break
                continue
            documents += 1
            for kind in FEEDS:
                if isinstance(document, Fetched) and kind.resembles(document):
                    return Found(kind, kept, document)
    _say_why(troubles, nothing=not documents and not address.endswith("/"))
    raise WrongUsage(
        "What stands there is no feed that can be read.",
        "`exposurewatch feed kinds` lists what can be. If it is one of them all the same, name it with --kind.",
    )


def _say_why(troubles: list[Trouble], *, nothing: bool) -> None:
    """Raise for the first trouble that is more than that there is nothing; for `nothing`, where that is all."""
    told = next((trouble for trouble in troubles if trouble.cause not in _NOTHING_THERE), None)
    if told is None and nothing:
        told = next(iter(troubles), None)
    if told is not None:
        raise CouldNotFinish(told.words, "See that the address is right. --kind adds it without asking.")


def _places(address: str) -> Iterator[tuple[str, str]]:
    """The documents that say what stands at an address, each behind the address that is kept if it does."""
    yield address, address
    path, question, _ = address.partition("?")
    if question or "#" in path or _ENDING.search(path.rpartition("/")[2]):
        return
    folder = f"{path.removesuffix('/')}/"
    yield from ((folder, folder + document) for kind in FEEDS for document in kind.documents)
