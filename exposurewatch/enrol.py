"""Use case 1: the user's own pictures and videos become photos: fingerprints and a label, never the picture."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from exposurewatch.fingerprints.extract import Extractor, Line
from exposurewatch.fingerprints.look import is_plain
from exposurewatch.model import (
    Clip,
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
from exposurewatch.parsers.magic import may_move
from exposurewatch.text import minutes

_MOST_HELD = 256  # that were seen and wait for one before them, as for a long video
_ID_LENGTH = 12  # hexadecimal digits of the SHA-256: a chance of one in a million that two of 20,000 photos share one

Arrival = tuple[Locator, bytes, bytes, bytes]
"""Where an own picture lies, and the SHA-256, the SHA-1 and the MD5 of its bytes."""


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
    """Yield a photo for every picture or video among `items`, and a reason for everything that could not become one.

    Photos come in the order of their pictures. The same bytes twice are one photo, and those whose SHA-256 is among
    `known` are not even decoded. A photo too plain to be told from others once altered is yielded together with a
    `Skipped` that says so: it is compared byte for byte only.
    """
    seen: set[bytes] = set()
    line: Line[Arrival, _Result] = Line()
    for item in items:
        match item:
            case Message():
                continue
            case Skipped():
                yield item
                continue
        content = _content(item, sees_videos=extractor.sees_videos)
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
        while extractor.full or line.held >= _MOST_HELD:
            yield from _settled(line.arrived(*extractor.take()))
        arrival = item.origin.locator, sha256, _sha1(content), _md5(content)
        line.join(arrival)
        moves = isinstance(item.media, VideoFile) or may_move(content)
        (extractor.submit_moving if moves else extractor.submit)(arrival, content)
    while extractor.under_way:
        yield from _settled(line.arrived(*extractor.take()))


_Result = Fingerprints | Clip[Fingerprints] | Unreadable
"""What a worker saw of one file."""


def _content(sighting: Sighting, *, sees_videos: bool) -> bytes | Skipped:
    match sighting.media:
        case VideoFile() if not sees_videos:
            return sighting.skipped(Reason.VIDEO)
        case PublishedHash():
            return sighting.skipped(Reason.REMOTE_ONLY)
        case Missing(reason, detail):
            return sighting.skipped(reason, detail)
        case ImageFile(read=read) | VideoFile(read=read):
            try:
                return read()
            except Unreadable as error:
                return sighting.skipped(error.reason, error.detail)
        case other:
            assert_never(other)


def _sha1(content: bytes) -> bytes:
    """A sum that older lists of known files hold: it finds a file again, and proves nothing."""
    return hashlib.sha1(content, usedforsecurity=False).digest()


def _md5(content: bytes) -> bytes:
    """The sum that imageboards publish of what is posted there; as little proof."""
    return hashlib.md5(content, usedforsecurity=False).digest()


def _settled(outcomes: Iterable[tuple[Arrival, _Result]]) -> Iterator[Photo | Skipped]:
    for (locator, sha256, sha1, md5), outcome in outcomes:
        if isinstance(outcome, Unreadable):
            yield Skipped(locator, None, outcome.reason, outcome.detail)
            continue
        seen = outcome.moments if isinstance(outcome, Clip) else ()
        first = seen[0][1] if isinstance(outcome, Clip) else outcome
        told = tuple(moment for moment in seen if not is_plain(moment[1]))
        if not told and is_plain(first):
            yield Skipped(locator, None, Reason.TOO_PLAIN)
        label = locator.path or locator.container
        path = f"{locator.container}/{locator.path}" if locator.path else locator.container
        photo = Photo(sha256.hex()[:_ID_LENGTH], label, sha256, first, path, md5=md5, sha1=sha1)
        if isinstance(outcome, Clip):
            photo = replace(photo, fingerprints=(told or seen)[0][1], seconds=outcome.seconds, moments=told or seen[:1])
            if outcome.seen < outcome.seconds:
                detail = f"looked at up to {minutes(outcome.seen)} of {minutes(outcome.seconds)}"
                yield Skipped(locator, None, Reason.REST_OF_VIDEO, detail)
        yield photo
