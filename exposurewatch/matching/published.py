"""Finds the own photos that published hashes may be of, when all that is known of a picture is its hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from exposurewatch.fingerprints.frames import LEAST_QUALITY
from exposurewatch.matching.hashes import Hashes, Own
from exposurewatch.matching.near import Near
from exposurewatch.matching.verdict import identical, region_of
from exposurewatch.model import DIGESTS, Alteration, Box, Judgement, Photo, PublishedHash, Verdict
from exposurewatch.parameters import (
    PUBLISHED_BOTH,
    PUBLISHED_BOTH_PDQ,
    PUBLISHED_PDQ,
    PUBLISHED_PHASH,
    PUBLISHED_PHASH64,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_SUMS = frozenset({"md5", "sha1", "sha256"})  # of the file, whatever part of the picture they stand with
_BITS = {name: 8 * size for name, size in DIGESTS.items()}


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a picture of which hashes are published, by their algorithms; `entry` is the picture's number."""

    entry: int
    box: Box
    values: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Hit:
    """A published part and a row of the own hashes that are near: in so many of so many bits they differ."""

    part: _Part
    own: Own
    apart: int
    bits: int

    @property
    def score(self) -> float:
        """How far the agreement lies above that of unrelated bits, in standard deviations of a fair coin."""
        return float((self.bits - 2 * self.apart) / self.bits**0.5)


class Published:
    """What published hashes are compared with: the sums of `photos`, and the hashes of `stills`, numbered alike."""

    def __init__(self, photos: Sequence[Photo], stills: Sequence[Photo], hashes: Hashes) -> None:
        self._stills, self._hashes = stills, hashes
        self._by_sum = {
            (algorithm, value): photo
            for photo in photos
            for algorithm, value in (("md5", photo.md5), ("sha1", photo.sha1), ("sha256", photo.sha256))
            if value
        }

    def search(self, many: Sequence[PublishedHash]) -> list[tuple[Judgement, ...]]:
        """For each of `many`, the own photos and stills that it may be of, each once, in no order."""
        found = [{judgement.photo.id: judgement for judgement in self._identical(one)} for one in many]
        for hit in self._hits(list(_parts(many))):
            judgements, judgement = found[hit.part.entry], self._judged(hit)
            before = judgements.get(judgement.photo.id)
            if before is None or (before.verdict is Verdict.POSSIBLE and judgement.score > before.score):
                judgements[judgement.photo.id] = judgement
        return [tuple(judgements.values()) for judgements in found]

    def _identical(self, published: PublishedHash) -> tuple[Judgement, ...]:
        same = (self._by_sum.get((digest.algorithm, digest.value)) for digest in published.digests)
        return tuple(identical(photo) for photo in {photo.id: photo for photo in same if photo is not None}.values())

    def _hits(self, parts: Sequence[_Part]) -> Iterator[_Hit]:
        if by_pdq := [part for part in parts if "pdq" in part.values]:
            yield from self._by_pdq(by_pdq)
        if by_phash := [part for part in parts if "phash" in part.values and "pdq" not in part.values]:
            yield from self._by_phash(by_phash)
        if by_short := [
            part for part in parts if "phash64" in part.values and not part.values.keys() & {"pdq", "phash"}
        ]:
            yield from self._by_short(by_short)

    def _by_pdq(self, parts: Sequence[_Part]) -> Iterator[_Hit]:
        """What is as near as publishers of PDQ let it be, and what is a little farther and whose pHash agrees."""
        for asked, row, apart in _pairs(self._pdq, parts, "pdq", PUBLISHED_BOTH_PDQ):
            part, own = parts[asked], self._hashes.long.own(row)
            if apart <= PUBLISHED_PDQ:
                yield _Hit(part, own, apart, _BITS["pdq"])
            if "phash" in part.values:
                both = apart + _differing(self._phashes[row], part.values["phash"])
                if both <= PUBLISHED_BOTH:
                    yield _Hit(part, own, both, _BITS["pdq"] + _BITS["phash"])

    def _by_phash(self, parts: Sequence[_Part]) -> Iterator[_Hit]:
        for asked, row, apart in _pairs(self._phash, parts, "phash", PUBLISHED_PHASH):
            yield _Hit(parts[asked], self._hashes.long.own(row), apart, _BITS["phash"])

    def _by_short(self, parts: Sequence[_Part]) -> Iterator[_Hit]:
        for asked, row, apart in _pairs(self._short, parts, "phash64", PUBLISHED_PHASH64):
            yield _Hit(parts[asked], self._hashes.short.own(row), apart, _BITS["phash64"])

    @cached_property
    def _phashes(self) -> NDArray[np.uint8]:
        return self._hashes.long.codes("phash")

    # Sorted when they are first asked for: a scan of exports compares sums alone.
    @cached_property
    def _pdq(self) -> Near:
        return Near(self._hashes.long.codes("pdq"))

    @cached_property
    def _phash(self) -> Near:
        return Near(self._phashes)

    @cached_property
    def _short(self) -> Near:
        return Near(self._hashes.short.codes("phash64"))

    def _judged(self, hit: _Hit) -> Judgement:
        own = hit.own
        altered = Alteration(
            mirrored=own.orientation.mirrored,
            rotation_degrees=float(own.orientation.rotation_degrees),
            scale=1.0,  # nobody says how large the picture is
            region=region_of(hit.part.box, own.orientation),
            visible_fraction=own.box.area,
            inverted=own.inverted,
        )
        agreement = 1 - hit.apart / hit.bits
        return Judgement(self._stills[own.photo], Verdict.POSSIBLE, hit.score, agreement, altered)


def _parts(many: Sequence[PublishedHash]) -> Iterator[_Part]:
    """The parts of each picture with their hashes; without those that their publisher says are too flat to tell."""
    for entry, published in enumerate(many):
        parts: dict[Box, list[_Part]] = {}
        flat: list[_Part] = []
        for digest in published.digests:
            if digest.algorithm in _SUMS:
                continue
            there = parts.setdefault(digest.box, [])
            part = next((part for part in there if digest.algorithm not in part.values), None)
            if part is None:  # the first of this part, or a second one of the same kind
                part = _Part(entry, digest.box)
                there.append(part)
            part.values[digest.algorithm] = digest.value
            if digest.quality is not None and digest.quality < LEAST_QUALITY:
                flat.append(part)
        yield from (part for there in parts.values() for part in there if not any(part is one for one in flat))


def _pairs(near: Near, parts: Sequence[_Part], algorithm: str, farthest: int) -> Iterator[tuple[int, int, int]]:
    asked = np.frombuffer(b"".join(part.values[algorithm] for part in parts), np.uint8).reshape(len(parts), -1)
    for one, row, apart in zip(*near.pairs(asked, farthest), strict=True):
        yield int(one), int(row), int(apart)


def _differing(code: NDArray[np.uint8], value: bytes) -> int:
    return int(np.bitwise_count(code ^ np.frombuffer(value, np.uint8)).sum())


def name_of(published: PublishedHash) -> bytes:
    """What a picture of which only hashes are known is remembered by: 32 bytes that stand for all of them."""
    told = sorted(f"{digest.algorithm} {digest.value.hex()}" for digest in published.digests)
    return hashlib.sha256("\n".join(("published", *told)).encode()).digest()
