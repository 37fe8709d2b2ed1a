"""Use case 1: the user's own pictures become photos, which are fingerprints and a label, never the picture."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from exposurewatch.fingerprints.extract import Extractor, Line
from exposurewatch.fingerprints.look import is_plain
from exposurewatch.model import (
    Fingerprints,
    ImageFile,
    Item,
    Locator,
    Message,
    Missing,
    Photo,
    PublishedHash,
    Reason,
    Sighting,
    Skipped,
    Unreadable,
    VideoFile,
)

_ID_LENGTH = 12  # hexadecimal digits of the SHA-256: a chance of one in a million that two of 20,000 photos share one

Arrival = tuple[Locator, bytes, bytes]
"""Where an own picture lies, and the SHA-256 and the MD5 of its bytes."""


@dataclass(frozen=True, slots=True)
class Known:
    """An own picture that is a photo already; nobody looked at it."""

    locator: Locator
    sha256: bytes


Enrolled = Photo | Known | Skipped
"""What comes of one own picture."""


def enrol(
    items: Iterable[Item], extractor: Extractor[Arrival, Fingerprints], known: Container[bytes] = frozenset()
) -> Iterator[Enrolled]:
    """Yield a photo for every picture among `items`, and a reason for everything that could not become one.

    Photos come in the order of their pictures. The same bytes twice are one photo, and those whose SHA-256 is among
    `known` are not even decoded. A photo too plain to be told from others once altered is yielded together with a
    `Skipped` that says so: it is compared byte for byte only.
    """
    seen: set[bytes] = set()
    line: Line[Arrival, Fingerprints | Unreadable] = Line()
    for item in items:
        match item:
            case Message():
                continue
            case Skipped():
                yield item
                continue
        content = _content(item)
        if isinstance(content, Skipped):
            yield content
            continue
        sha256 = hashlib.sha256(content).digest()
        if sha256 in seen:
            yield item.skipped(Reason.SAME_FILE_TWICE)
            continue
        seen.add(sha256)
        if sha256 in known:
            yield Known(item.origin.locator, sha256)
            continue
        while extractor.full:
            yield from _settled(line.arrived(*extractor.take()))
        arrival = item.origin.locator, sha256, _md5(content)
        line.join(arrival)
        extractor.submit(arrival, content)
    while extractor.under_way:
        yield from _settled(line.arrived(*extractor.take()))


def _content(sighting: Sighting) -> bytes | Skipped:
    match sighting.media:
        case VideoFile():
            return sighting.skipped(Reason.VIDEO)
        case PublishedHash():
            return sighting.skipped(Reason.REMOTE_ONLY)
        case Missing(reason, detail):
            return sighting.skipped(reason, detail)
        case ImageFile(read=read):
            try:
                return read()
            except Unreadable as error:
                return sighting.skipped(error.reason, error.detail)
        case other:
            assert_never(other)


def _md5(content: bytes) -> bytes:
    """The sum that imageboards publish of what is posted there: it finds a file again, and proves nothing."""
    return hashlib.md5(content, usedforsecurity=False).digest()


def _settled(outcomes: Iterable[tuple[Arrival, Fingerprints | Unreadable]]) -> Iterator[Photo | Skipped]:
    for (locator, sha256, md5), outcome in outcomes:
        if isinstance(outcome, Unreadable):
            yield Skipped(locator, None, outcome.reason, outcome.detail)
            continue
        if is_plain(outcome):
            yield Skipped(locator, None, Reason.TOO_PLAIN)
        label = locator.path or locator.container
        path = f"{locator.container}/{locator.path}" if locator.path else locator.container
        yield Photo(sha256.hex()[:_ID_LENGTH], label, sha256, outcome, path, md5=md5)
