"""MISP feeds: a manifest that names events, and a document for each event; only what has changed is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from exposurewatch.feeds.asking import PASSING, Cause, Fetched, Trouble, Unchanged, Validators, Wanted
from exposurewatch.feeds.feed import Batch, Feed, Pulling
from exposurewatch.feeds.hashes.heads import beginning
from exposurewatch.feeds.hashes.misp_known import Known
from exposurewatch.feeds.hashes.misp_listed import Listed, listed
from exposurewatch.feeds.hashes.pieces import Piece, pieces
from exposurewatch.feeds.hashes.telling import broken_off, nothing_read
from exposurewatch.feeds.skipping import OF_THE_HOST, broke_off, not_had
from exposurewatch.model import Locator, Moment
from exposurewatch.parsers.digests import changed
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.misp_event import MISP_EVENT
from exposurewatch.parsers.misp_manifest import MISP_MANIFEST

_MANIFEST: Final = "manifest.json"
_MOST_IN_A_ROW: Final = 5  # events that cannot be had for now, one after the other, until the host is left alone
_UUID: Final = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
_MANIFEST_BEGINS: Final = re.compile(r'\s*\{\s*"' + _UUID + r'"\s*:\s*\{')
_LINKS_EVENT: Final = re.compile(r'href="(?:\./)?' + _UUID + r'\.json"')


def _pull(pulling: Pulling) -> Iterator[Batch]:
    known = Known.read(pulling.checkpoint)
    got = pulling.get(Wanted(_at(pulling.address, _MANIFEST), known.validators))
    if isinstance(got, Unchanged):
        return
    manifest = listed(pulling.read(MISP_MANIFEST.name, got.content), pulling.since)
    if manifest.ended is not None and not manifest.events:
        raise nothing_read("MISP feed", manifest.ended)
    yield from _Events(pulling, manifest, dict(known.events)).read(got.validators)
    if manifest.ended is not None:
        raise broken_off(manifest.ended)


def _at(address: str, file: str) -> str:
    """Return the address of a file of the feed whose folder, or manifest, is at `address`."""
    parts = urlsplit(address)
    folder = parts.path.removesuffix(_MANIFEST) if parts.path.endswith(f"/{_MANIFEST}") else parts.path
    return urlunsplit((parts.scheme, parts.netloc, f"{folder.rstrip('/')}/{file}", parts.query, ""))


class _Events:
    """The events of one pull: those that the manifest names, and those in `read`, which are known as they were."""

    def __init__(self, pulling: Pulling, manifest: Listed, known: dict[str, int]) -> None:
        self._pulling = pulling
        self._manifest = manifest
        self._known = known
        self._failed_in_a_row = 0
        self._late = False

    def read(self, validators: Validators) -> Iterator[Batch]:
        """Yield what has gone, each event that has changed, and last what stands once all of that was dealt with.

        Raises:
            Trouble: the host gives out no more for now; what was not read is asked for by the next pull.
        """
        if self._manifest.ended is None:
            yield from self._gone()
        for name, at in self._manifest.events.items():
            if self._known.get(name) != at:
                yield from self._event(name, at)
        complete = self._manifest.ended is None and not self._late
        yield Batch(
            Known(self._known, validators if complete else Validators()).written(),
            opens=True,
            closes=True,
            passed_over=self._manifest.passed_over,
        )

    def _gone(self) -> Iterator[Batch]:
        gone = tuple(name for name in self._known if name not in self._manifest.events)
        for name in gone:
            del self._known[name]
        if gone:
            yield Batch(self._checkpoint(), dropped=gone)

    def _event(self, name: str, at: int) -> Iterator[Batch]:
        address = _at(self._pulling.address, f"{name}.json")
        try:
            content = self._fetched(address)
        except Trouble as trouble:
            passing, of_host = trouble.cause in PASSING, trouble.cause in OF_THE_HOST
            again = passing or of_host
            if not again:
                self._known[name] = at  # it stays as it is until it is changed
            self._failed_in_a_row = self._failed_in_a_row + 1 if passing else 0
            self._late = self._late or again
            yield Batch(self._checkpoint(), items=(not_had(self._locator(address), trouble),))
            if of_host or self._failed_in_a_row == _MOST_IN_A_ROW:
                raise
        else:
            self._failed_in_a_row = 0
            yield from self._reports(name, at, address, content)

    def _fetched(self, address: str) -> bytes:
        got = self._pulling.get(Wanted(address))
        if isinstance(got, Unchanged):
            raise Trouble(Cause.HOST_BROKEN, "Its host says that it has not changed, and does not give it out.")
        return got.content

    def _reports(self, name: str, at: int, address: str, content: bytes) -> Iterator[Batch]:
        """Yield the reports of one event. Where it breaks off, those that were known before are kept as well."""
        when = changed(at) if at else None
        for piece in pieces(self._pulling.read(MISP_EVENT.name, content)):
            if piece.last:
                self._known[name] = at
            yield Batch(
                self._checkpoint(),
                items=() if piece.ended is None else (broke_off(self._locator(address), piece.ended),),
                entries=tuple(_placed(entry, name, when) for entry in piece.entries),
                part=name,
                opens=piece.first,
                closes=_is_whole(piece),
                passed_over=piece.passed_over,
            )

    def _checkpoint(self) -> dict[str, object]:
        return Known(self._known).written()

    def _locator(self, address: str) -> Locator:
        return Locator(self._pulling.address, address)


def _is_whole(piece: Piece) -> bool:
    return piece.last and piece.ended is None


def _placed(entry: Entry, event: str, when: Moment | None) -> Entry:
    """Return a report under a name that no other event has: one file may be reported by several."""
    return replace(entry, key=f"{event}/{entry.key}", date=entry.date or (None if entry.withdrawn else when))


def _resembles(found: Fetched) -> bool:
    head = beginning(found.content)
    return _MANIFEST_BEGINS.match(head) is not None or _LINKS_EVENT.search(head) is not None


MISP: Final = Feed(
    "misp",
    "MISP feed",
    "https://example.org/misp/manifest.json",
    _pull,
    resembles=_resembles,
    documents=(_MANIFEST,),
    learns="that somebody at this internet address reads this feed, when, how often, and what of it is new to them",
)
