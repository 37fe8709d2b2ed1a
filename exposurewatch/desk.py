"""Where the files of a scan come in and what is known of them goes out: each is opened once and judged in its turn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from exposurewatch.fingerprints.extract import Line
from exposurewatch.fingerprints.look import is_plain
from exposurewatch.hashed import HashedSet
from exposurewatch.matching.clips import compare_clip
from exposurewatch.matching.library import Library
from exposurewatch.matching.published import name_of
from exposurewatch.memory import Memory
from exposurewatch.model import (
    Clip,
    Fingerprints,
    ImageFile,
    Judgement,
    Match,
    Picture,
    PublishedHash,
    Reason,
    Remembered,
    Sighting,
    Skipped,
    Unreadable,
    Verdict,
    VideoFile,
)
from exposurewatch.opened_files import OpenedFiles
from exposurewatch.steps import Looked, Step
from exposurewatch.text import minutes


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A file that a worker was asked to look at; `content` is kept where it may be asked again."""

    sha256: bytes
    content: bytes = b""


_MOST_HELD = 256  # results that wait for one before them; what holds them all up may be a long GIF


@dataclass(frozen=True, slots=True)
class _Compared:
    """What was seen of a picture, and what the library says of it."""

    fingerprints: Fingerprints
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class _Glanced:
    """What a first look told, and what its parts told alone."""

    compared: _Compared
    by_parts: tuple[Judgement, ...]


_Result = _Compared | Remembered | Unreadable
"""What came of one file: what the library says of a picture, all that is known of a video, or why nothing was seen."""


class Desk:
    """Remembers which files were opened, and whose sightings still wait for what came of them."""

    def __init__(self, library: Library, memory: Memory) -> None:
        self._library = library
        self._memory = memory
        self._opened = OpenedFiles()
        self._met = HashedSet()
        self._waiting: dict[bytes, list[Looked]] = {}
        self._line: Line[bytes, _Result] = Line()
        self._apart: set[bytes] = set()
        self._glanced: dict[bytes, _Glanced] = {}  # what a first look told of files in doubt
        self._ready: list[Step] = []
        self._no_such_sum = _no_such_sum(library.without_sums)

    @property
    def crowded(self) -> bool:
        """Whether as many results are held back as may be."""
        return self._line.held >= _MOST_HELD

    def receive(self, sighting: Sighting, file: ImageFile | VideoFile) -> tuple[Asked, bytes] | None:
        """Take in a sighting; return its file and that file's content where a worker must look at it."""
        locator = sighting.origin.locator
        content, opened = b"", self._opened.get(locator)
        anew = opened is None
        if opened is None:
            try:
                content = file.read()
                opened = hashlib.sha256(content).digest(), len(content)
            except Unreadable as error:
                opened = error
            self._opened.put(locator, opened)
        if isinstance(opened, Unreadable):
            self._ready.extend(self._by_sum(sighting, file) or _steps(Looked(sighting, anew), Remembered(opened)))
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
            self._ready.extend(_steps(replace(looked, spared=looked.spared or known.spared), known))
            return None
        self._waiting[sha256] = [looked]
        if isinstance(file, VideoFile):
            self._apart.add(sha256)  # nothing else is told by its look, and pictures need not wait for it
            return Asked(sha256), content
        self._line.join(sha256)
        return Asked(sha256, content), content

    def _by_sum(self, sighting: Sighting, file: ImageFile | VideoFile) -> list[Step]:
        """What is told of a picture that cannot be had by the hashes that were published along with it; [] if nothing.

        They are never asked first: a host would see by what is not fetched which pictures somebody has.
        """
        if not isinstance(file, ImageFile) or not file.digests:
            return []
        published = PublishedHash(file.kind, file.digests)
        steps = list(self.look_up(replace(sighting, media=published), published))
        return [] if any(isinstance(step, Skipped) for step in steps) else steps

    def look_up(self, sighting: Sighting, published: PublishedHash) -> Iterator[Step]:
        """Say whether a file that is not there is one of the own photos: only a copy of its very bytes can be told.

        The memory takes that in under a name of its own, for the sum says nothing of what else the file may show: where
        the file itself is met, it is looked at.
        """
        (judged,) = self._library.published((published,))
        exact = tuple(one for one in judged if one.verdict is Verdict.EXACT)
        if not exact:
            yield sighting.skipped(Reason.REMOTE_ONLY, self._no_such_sum)
            return
        name = name_of(published)
        self._memory.saw(sighting, name, 0)
        known = self._memory.recall(name)
        if known is None:
            self._memory.keep(name, Remembered(exact), None)
            known = self._memory.recall(name) or Remembered(exact)
        yield from _steps(Looked(sighting, anew=False, spared=known.spared), known)

    def settle(self, asked: Asked, seen: Picture | Clip[Picture] | Unreadable) -> bool:
        """Take in what a worker saw of a file; return False where it must be looked at more closely first.

        Then judge what has become next in the order of submission. Of pictures that look the same the first is judged:
        a scan that was interrupted must come to the same one.
        """
        result = self._result(asked, seen)
        if result is None:
            return False
        apart = asked.sha256 in self._apart
        self._apart.discard(asked.sha256)
        settled = [(asked.sha256, result)] if apart else self._line.arrived(asked.sha256, result)
        for following, next_result in settled:
            remembered = self._judged(following, next_result)
            for looked in self._waiting.pop(following):
                spared = looked.spared or remembered.spared
                self._ready.extend(_steps(replace(looked, spared=spared), remembered))
        return True

    def hand_out(self) -> Iterator[Step]:
        """Yield what has become ready since the last time."""
        ready, self._ready = self._ready, []
        yield from ready

    def _result(self, asked: Asked, seen: Picture | Clip[Picture] | Unreadable) -> _Result | None:
        match seen:
            case Unreadable():
                return self._failed(asked, seen)
            case Clip():
                return self._watched(seen, self._library.same_bytes(asked.sha256))
            case Picture():
                return self._compared(asked, seen)

    def _failed(self, asked: Asked, seen: Unreadable) -> _Result:
        """What was found at a first look counts even where the closer one fails."""
        glanced = self._glanced.pop(asked.sha256, None)
        return seen if glanced is None or not glanced.compared.judgements else glanced.compared

    def _watched(self, clip: Clip[Picture], exact: tuple[Judgement, ...]) -> Remembered:
        told = tuple(moment for moment in clip.moments if not is_plain(moment[1].fingerprints))
        if not told:
            return Remembered(exact or Unreadable(Reason.TOO_PLAIN))
        judgements = compare_clip(self._library, replace(clip, moments=told), exact)
        return Remembered(judgements, partly=_partly(clip))

    def _compared(self, asked: Asked, seen: Picture) -> _Compared | None:
        """Compare a picture with the library, unless one with its look was judged already; None where a doubt is left.

        What is too plain for a first look may show more from closer by.
        """
        exact, look = self._library.same_bytes(asked.sha256), _look(seen.fingerprints)
        glanced = self._glanced.pop(asked.sha256, None)
        if not exact and look is not None and self._memory.recall_look(look) is not None:
            return _Compared(seen.fingerprints, ())
        if glanced is not None:
            return _Compared(seen.fingerprints, self._library.compare(seen, exact, glanced.by_parts))
        glance = self._library.glance(seen, exact)
        compared = _Compared(seen.fingerprints, glance.judgements)
        if asked.content and (glance.in_doubt or is_plain(seen.fingerprints)):
            self._glanced[asked.sha256] = _Glanced(compared, glance.by_parts)
            return None
        return compared

    def _judged(self, sha256: bytes, result: _Result) -> Remembered:
        """What came of a file, be it known from another with the same look; the memory keeps it."""
        look = None
        exact = self._library.same_bytes(sha256)
        if isinstance(result, Remembered):
            remembered = result
        elif isinstance(result, Unreadable):
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


def _partly(clip: Clip[Picture]) -> str:
    if clip.seen >= clip.seconds:
        return ""
    return f"looked at up to {minutes(clip.seen)} of {minutes(clip.seconds)}"


def _no_such_sum(without: int) -> str:
    """Why a published sum that is of none of the own photos says little, the more so where `without` have none."""
    words = "its published MD5 sum is that of none of your photos, which a copy with any change would not have either"
    if not without:
        return words
    them = "1 of your photos has" if without == 1 else f"{without:,} of your photos have"
    return f"{words}; {them} no such sum until added again"


def _steps(looked: Looked, remembered: Remembered) -> Iterator[Step]:
    outcome = remembered.outcome
    if isinstance(outcome, Unreadable):
        yield looked.sighting.skipped(outcome.reason, outcome.detail)
        return
    yield looked
    for judgement in outcome:
        yield Match(judgement, looked.sighting)
    if remembered.partly:
        yield looked.sighting.skipped(Reason.REST_OF_VIDEO, remembered.partly)
