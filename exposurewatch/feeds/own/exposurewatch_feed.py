"""Reads exposurewatch's own feeds: fingerprints that somebody who holds exports has published and signed."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final, NoReturn
from urllib.parse import urlsplit, urlunsplit

from exposurewatch.feeds.asking import PASSING, Cause, Fetched, Trouble, Unchanged, Validators, Wanted
from exposurewatch.feeds.feed import Batch, Checkpoint, Feed, Pulling, Signer
from exposurewatch.feeds.own.feed_checkpoint import Seen, digest_of
from exposurewatch.feeds.own.signing import fingerprint, fingerprint_in, verifies
from exposurewatch.feeds.skipping import broke_off, not_had_yet
from exposurewatch.model import Item, Locator
from exposurewatch.parsers.entries import Entry, PassedOver, Told
from exposurewatch.parsers.feed_entries import FEED_ENTRIES
from exposurewatch.parsers.feed_format import (
    CHUNK_FOLDER,
    MANIFEST_FILE,
    MOST_CHUNK,
    MOST_MANIFEST,
    MOST_SIGNATURE,
    SIGNATURE_FILE,
    Chunk,
    Manifest,
)
from exposurewatch.parsers.feed_manifest import FEED_MANIFEST, Newer, gathered
from exposurewatch.parsers.posts import Ended
from exposurewatch.parsers.whole import NotRead

_KEY: Final = "key"
_HEAD: Final = 1 << 14  # bytes of a document by which it is told that it is a manifest
_MARK: Final = re.compile(rb'"schema"\s*:\s*"exposurewatch-feed/[0-9]')
_MOST_SIGNATURES: Final = 4
_NO_KEY: Final = (
    "The key that was given with this feed is not the fingerprint of a key. It has eight groups of four letters and"
    " digits, as its publisher tells it."
)
_BEFORE: Final = "reports of pictures posted before the day that you asked for"
_BUSY: Final = (
    "It may be in the midst of being updated: it is asked for again next time. If this goes on, somebody other than its"
    " publisher may have changed it; let the publisher know, and do not rely on it until then."
)


def _pull(pulling: Pulling) -> Iterator[Batch]:
    seen, wanted_key = Seen.read(pulling.checkpoint), _wanted_key(pulling)
    if wanted_key is not None and seen.key and fingerprint(seen.key) != wanted_key:
        seen = Seen()  # the user has named another key since
    got = pulling.get(Wanted(_at(pulling.address, MANIFEST_FILE), seen.validators, MOST_MANIFEST))
    if isinstance(got, Unchanged):
        return
    name = hashlib.sha256(got.content).hexdigest()
    if seen.complete and seen.manifest == name:
        yield Batch(replace(seen, validators=got.validators).written())
        return
    manifest = _manifest(pulling, got.content)
    _check_key(manifest.key, seen.key, wanted_key)
    _check_signature(pulling, manifest.key, got.content)
    _check_appended(manifest, seen, name)
    seen = replace(
        seen,
        key=manifest.key,
        pinned=seen.pinned if seen.key else datetime.now(UTC).date(),
        sequence=manifest.sequence,
        manifest=name,
        known=len(manifest.chunks),
        digest=digest_of(manifest.chunks),
        validators=got.validators,
    )
    yield from _read_chunks(pulling, manifest, seen)


def _at(address: str, *path: str) -> str:
    """The address of a file of the feed whose folder, or manifest, is at `address`."""
    parts = urlsplit(address)
    folder = parts.path.removesuffix(MANIFEST_FILE) if parts.path.endswith(f"/{MANIFEST_FILE}") else parts.path
    return urlunsplit((parts.scheme, parts.netloc, "/".join((folder.rstrip("/"), *path)), parts.query, ""))


def _wanted_key(pulling: Pulling) -> str | None:
    words = pulling.options.get(_KEY)
    if words is None:
        return None
    wanted = fingerprint_in(words)
    if wanted is None:
        raise Trouble(Cause.MALFORMED, _NO_KEY)
    return wanted


def _checks(options: Mapping[str, str]) -> str:
    return _NO_KEY if _KEY in options and fingerprint_in(options[_KEY]) is None else ""


def _manifest(pulling: Pulling, content: bytes) -> Manifest:
    records = list(pulling.read(FEED_MANIFEST.name, content))
    try:
        for record in records:
            if isinstance(record, Ended):
                raise NotRead(record.detail)
        return gathered(record for record in records if isinstance(record, Told))
    except Newer:
        raise Trouble(
            Cause.MALFORMED,
            "This feed is written in a newer format than this version of exposurewatch knows. A newer version of the"
            " program is needed to read it.",
        ) from None
    except NotRead as error:
        raise Trouble(
            Cause.MALFORMED, f"What is at this address cannot be read as a feed of exposurewatch: {error}."
        ) from None


def _check_key(key: bytes, pinned: bytes, wanted: str | None) -> None:
    if wanted is not None and fingerprint(key) != wanted:
        _refuse_key(f"This feed is signed with the key {fingerprint(key)}, and not with {wanted}, which you gave.")
    if wanted is None and pinned and key != pinned:
        _refuse_key(f"This feed was signed with the key {fingerprint(pinned)} before, and now with {fingerprint(key)}.")


def _refuse_key(what: str) -> NoReturn:
    raise Trouble(
        Cause.KEY_CHANGED,
        f"{what} Somebody may have taken its address over. Nothing of it was read. Ask its publisher, by another way"
        " than this address, which key is theirs; if it is the new one, remove the feed and add it again with"
        " --option key=FINGERPRINT.",
    )


def _check_signature(pulling: Pulling, key: bytes, content: bytes) -> None:
    try:
        got = pulling.get(Wanted(_at(pulling.address, SIGNATURE_FILE), most=MOST_SIGNATURE))
    except Trouble as trouble:
        if trouble.cause not in (Cause.GONE, Cause.NO_FILE, Cause.TOO_LARGE):
            raise
        raise Trouble(Cause.BAD_SIGNATURE, f"This feed has no signature beside it. {_BUSY}") from None
    lines = got.content.split() if isinstance(got, Fetched) else []
    if not any(verifies(key, content, _signature(line)) for line in lines[:_MOST_SIGNATURES]):
        raise Trouble(Cause.BAD_SIGNATURE, f"The signature of this feed is not that of what it holds. {_BUSY}")


def _signature(line: bytes) -> bytes:
    try:
        return base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _check_appended(manifest: Manifest, seen: Seen, name: str) -> None:
    """Make sure that the feed has only grown since it was read last."""
    if manifest.sequence < seen.sequence:
        _refuse_older("it is an older state of it than the one that was read before")
    if manifest.sequence == seen.sequence and name != seen.manifest:
        _refuse_older("it has changed, and still calls itself the state that was read before")
    if digest_of(manifest.chunks[: seen.known]) != seen.digest and seen.known:
        _refuse_older("parts of it that were read before are changed or missing")


def _refuse_older(what: str) -> NoReturn:
    raise Trouble(
        Cause.ROLLED_BACK,
        f"This feed was put back or rewritten: {what}. A feed only ever grows. Its host may show an old copy for a"
        " while; if this goes on, ask its publisher. Nothing new of it was read.",
    )


def _read_chunks(pulling: Pulling, manifest: Manifest, seen: Seen) -> Iterator[Batch]:
    """Read what is new, chunk by chunk.

    A chunk that cannot be read is passed by and tried again at the next pull, and with it those behind it that withdraw
    entries: what was taken back must not come back with a chunk that is late.
    """
    failed = False
    if not seen.unread:
        yield Batch(seen.written(), title=manifest.name)
    for number in seen.unread:
        chunk = manifest.chunks[number]
        batch = _read_chunk(pulling, chunk)
        failed = failed or bool(batch.items)
        late = {*seen.late} - {number} | ({number} if batch.items or (failed and chunk.withdrawn) else set())
        seen = replace(seen, next=max(seen.next, number + 1), late=tuple(sorted(late)))
        yield replace(batch, checkpoint=seen.written(), title=manifest.name)


def _read_chunk(pulling: Pulling, chunk: Chunk) -> Batch:
    """What stands in a chunk; with an item that says why, where that cannot be told, or not to its end."""
    url = _at(pulling.address, CHUNK_FOLDER, chunk.file)
    where = Locator(pulling.address, url)
    try:
        content = _content(pulling, url, chunk)
    except Trouble as trouble:
        if trouble.cause in PASSING:
            raise
        return Batch({}, items=(not_had_yet(where, trouble),))
    entries: list[Entry] = []
    items: list[Item] = []
    passed_over: Counter[str] = Counter()
    for record in pulling.read(FEED_ENTRIES.name, content):
        match record:
            case Entry() if pulling.since is not None and _is_before(record, pulling.since):
                passed_over[_BEFORE] += 1
            case Entry():
                entries.append(record)
            case PassedOver(what, count):
                passed_over[what] += count
            case Ended():
                items.append(broke_off(where, record))
    return Batch({}, tuple(items), tuple(entries), passed_over=dict(passed_over))


def _content(pulling: Pulling, url: str, chunk: Chunk) -> bytes:
    got = pulling.get(Wanted(url, most=MOST_CHUNK))
    content = got.content if isinstance(got, Fetched) else b""
    if hashlib.sha256(content).digest() != chunk.sha256:
        raise Trouble(
            Cause.MALFORMED, "A part of this feed is not what its publisher signed: it is torn, old, or was changed."
        )
    return content


def _is_before(entry: Entry, day: date) -> bool:
    return entry.date is not None and entry.date.utc is not None and entry.date.utc.date() < day


def _resembles(found: Fetched) -> bool:
    return _MARK.search(found.content[:_HEAD]) is not None


def _anew(checkpoint: Checkpoint) -> Checkpoint:
    """The key that was pinned stays so, and the feed may be no older than it was, however often it is read anew."""
    return replace(Seen.read(checkpoint), next=0, late=(), validators=Validators()).written()


def _signer(checkpoint: Checkpoint) -> Signer | None:
    seen = Seen.read(checkpoint)
    return Signer(fingerprint(seen.key), seen.pinned) if seen.key else None


EXPOSUREWATCH_FEED = Feed(
    name="exposurewatch",
    title="Feed of exposurewatch",
    example="https://example.org/feed/feed.json",
    documents=("feed.json",),
    pull=_pull,
    resembles=_resembles,
    anew=_anew,
    signer=_signer,
    checks=_checks,
    options={
        _KEY: "the fingerprint of the key that the publisher signs with, as the publisher tells it; without it, the key"
        " that is there the first time is trusted from then on"
    },
)
