"""Use case 1: the user's own pictures become photos, which are fingerprints and a label, never the picture."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import assert_never

from exposurewatch.fingerprints.extract import Extractor
from exposurewatch.fingerprints.look import is_plain
from exposurewatch.model import (
    Fingerprints,
    ImageFile,
    Item,
    Locator,
    Message,
    Missing,
    Photo,
    Reason,
    Sighting,
    Skipped,
    Unreadable,
    VideoFile,
)
from exposurewatch.order import of_photo, of_skip

_ID_LENGTH = 12  # hexadecimal digits of the SHA-256: a chance of one in a million that two of 20,000 photos share one

Arrival = tuple[Locator, bytes]
"""Where an own picture lies, and the SHA-256 of its bytes."""


def enrol(items: Iterable[Item], extractor: Extractor[Arrival, Fingerprints]) -> Iterator[Photo | Skipped]:
    """Yield a photo for every picture among `items`, and a reason for everything that could not become one.

    The same bytes twice are one photo. A photo too plain to be told from others once altered is yielded together with
    a `Skipped` that says so: it is compared byte for byte only.
    """
    seen: set[bytes] = set()
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
        while extractor.full:
            yield from _settled(*extractor.take())
        extractor.submit((item.origin.locator, sha256), content)
    while extractor.under_way:
        yield from _settled(*extractor.take())


def parted(results: Iterable[Photo | Skipped]) -> tuple[tuple[Photo, ...], tuple[Skipped, ...]]:
    """Return the photos and what could not become one, each sorted by where it lies."""
    photos: list[Photo] = []
    skipped: list[Skipped] = []
    for result in results:
        if isinstance(result, Photo):
            photos.append(result)
        else:
            skipped.append(result)
    return tuple(sorted(photos, key=of_photo)), tuple(sorted(skipped, key=of_skip))


def _content(sighting: Sighting) -> bytes | Skipped:
    match sighting.media:
        case VideoFile():
            return sighting.skipped(Reason.VIDEO)
        case Missing(reason, detail):
            return sighting.skipped(reason, detail)
        case ImageFile(read=read):
            try:
                return read()
            except Unreadable as error:
                return sighting.skipped(error.reason, error.detail)
        case other:
            assert_never(other)


def _settled(arrival: Arrival, outcome: Fingerprints | Unreadable) -> Iterator[Photo | Skipped]:
    locator, sha256 = arrival
    if isinstance(outcome, Unreadable):
        yield Skipped(locator, None, outcome.reason, outcome.detail)
        return
    if is_plain(outcome):
        yield Skipped(locator, None, Reason.TOO_PLAIN)
    label = locator.path or locator.container
    path = f"{locator.container}/{locator.path}" if locator.path else locator.container
    yield Photo(sha256.hex()[:_ID_LENGTH], label, sha256, outcome, path)
