"""Where the files of a scan come in and what is known of them goes out: each is opened once and judged in its turn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from exposurewatch.fingerprints.extract import Line
from exposurewatch.fingerprints.look import is_plain
from exposurewatch.matching.library import Library
from exposurewatch.memory import Memory
from exposurewatch.model import (
    Fingerprints,
    ImageFile,
    Judgement,
    Locator,
    Match,
    Outcome,
    Picture,
    Reason,
    Remembered,
    Sighting,
    Unreadable,
)
from exposurewatch.steps import Looked, Step


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A file that a worker was asked to look at."""

    sha256: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class _Compared:
    """What was seen of a picture, and what the library says of it."""

    fingerprints: Fingerprints
    judgements: tuple[Judgement, ...]


class Desk:
    """Remembers which files were opened, and whose sightings still wait for what came of them."""

    def __init__(self, library: Library, memory: Memory) -> None:
        self._library = library
        self._memory = memory
        self._opened: dict[Locator, tuple[bytes, int] | Unreadable] = {}
        self._met: set[bytes] = set()
        self._waiting: dict[bytes, list[Looked]] = {}
        self._line: Line[bytes, _Compared | Unreadable] = Line()
        self._glanced: dict[bytes, tuple[Judgement, ...]] = {}  # what a first look told of files in doubt
        self._ready: list[Step] = []

    def receive(self, sighting: Sighting, file: ImageFile) -> Asked | None:
        """Take in a sighting; return its file where a worker must look at it."""
        locator = sighting.origin.locator
        anew = locator not in self._opened
        content = b""
        if anew:
            try:
                content = file.read()
                self._opened[locator] = hashlib.sha256(content).digest(), len(content)
            except Unreadable as error:
                self._opened[locator] = error
        opened = self._opened[locator]
        if isinstance(opened, Unreadable):
            self._ready.extend(_steps(Looked(sighting, anew), opened))
            return None
        sha256, size = opened
        looked = Looked(sighting, anew, spared=sha256 in self._met)
        self._met.add(sha256)
        self._memory.saw(sighting, sha256, size)
        if sha256 in self._waiting:
            self._waiting[sha256].append(looked)
            return None
        known = self._memory.recall(sha256)
        if known is not None:
            self._ready.extend(_steps(replace(looked, spared=looked.spared or known.spared), known.outcome))
            return None
        self._waiting[sha256] = [looked]
        self._line.join(sha256)
        return Asked(sha256, content)

    def settle(self, sha256: bytes, seen: Picture | Unreadable) -> bool:
        """Take in what a worker saw of a file; return False where it must be looked at more closely first.

        Then judge what has become next in the order of submission. Of pictures that look the same the first is judged:
        a scan that was interrupted must come to the same one.
        """
        result = seen if isinstance(seen, Unreadable) else self._compared(sha256, seen)
        if result is None:
            return False
        for following, next_result in self._line.arrived(sha256, result):
            remembered = self._judged(following, next_result)
            for looked in self._waiting.pop(following):
                spared = looked.spared or remembered.spared
                self._ready.extend(_steps(replace(looked, spared=spared), remembered.outcome))
        return True

    def hand_out(self) -> Iterator[Step]:
        """Yield what has become ready since the last time."""
        ready, self._ready = self._ready, []
        yield from ready

    def _compared(self, sha256: bytes, seen: Picture) -> _Compared | None:
        """Compare a picture with the library, unless one with its look was judged already; None where a doubt is left.

        What is too plain for a first look may show more from closer by.
        """
        exact, look = self._library.same_bytes(sha256), _look(seen.fingerprints)
        glanced = self._glanced.pop(sha256, None)
        if not exact and look is not None and self._memory.recall_look(look) is not None:
            return _Compared(seen.fingerprints, ())
        if glanced is not None:
            return _Compared(seen.fingerprints, self._library.compare(seen, (*exact, *glanced)))
        glance = self._library.glance(seen, exact)
        if glance.in_doubt or is_plain(seen.fingerprints):
            self._glanced[sha256] = glance.by_parts
            return None
        return _Compared(seen.fingerprints, glance.judgements)

    def _judged(self, sha256: bytes, result: _Compared | Unreadable) -> Remembered:
        """What came of a file, be it known from another with the same look; the memory keeps it."""
        look = None
        exact = self._library.same_bytes(sha256)
        if isinstance(result, Unreadable):
            remembered = Remembered(exact or result)
        elif is_plain(result.fingerprints):
            remembered = Remembered(exact or Unreadable(Reason.TOO_PLAIN))
        elif exact:
            remembered = Remembered(result.judgements)
        else:
            look = _look(result.fingerprints)
            alike = None if look is None else self._memory.recall_look(look)
            remembered = Remembered(result.judgements if alike is None else alike, alike is not None)
        self._memory.keep(sha256, remembered, look)
        return self._memory.recall(sha256) or remembered  # which leaves out what the user said is not her


def _look(seen: Fingerprints) -> bytes | None:
    """What two pictures have in common whose whole-picture hashes are the same in every bit: the digest of these.

    None where nothing was hashed, for then every such picture of one size would pass for the same.
    """
    if not any(frame.digests for frame in seen.frames):
        return None
    frames = [(frame.box, sorted(frame.digests.items())) for frame in seen.frames]
    return hashlib.sha256(repr((seen.width, seen.height, frames)).encode()).digest()


def _steps(looked: Looked, outcome: Outcome) -> Iterator[Step]:
    if isinstance(outcome, Unreadable):
        yield looked.sighting.skipped(outcome.reason, outcome.detail)
        return
    yield looked
    for judgement in outcome:
        yield Match(judgement, looked.sighting)
