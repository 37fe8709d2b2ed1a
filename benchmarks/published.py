"""How many altered copies are told by published hashes alone, how many strangers are taken for copies, and how fast."""

from __future__ import annotations

import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.pictures import enrolled, family, number
from exposurewatch.fingerprints.extract import default_workers, publishing_extractor
from exposurewatch.matching.library import Library
from exposurewatch.model import Box, Clip, Digest, Frame, Judgement, MediaKind, Photo, PublishedHash, Unreadable

_WHOLE = Box()
_REPORTS, _PHOTOS = 100_000, 1_000
_AT_ONCE = 4_000  # reports, as a pull compares them

Told = Mapping[Path, PublishedHash]
Found = Mapping[Path, Sequence[Judgement]]


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to compare: with crops of own photos or not, which published digests, and which judgements count."""

    name: str
    cropped: bool
    tells: Callable[[Digest], bool]
    counts: Callable[[Judgement], bool] = lambda _: True


def _is_upright(judgement: Judgement) -> bool:
    altered = judgement.alteration
    return not altered.mirrored and not altered.rotation_degrees and not altered.inverted


def _is_whole_pdq(digest: Digest) -> bool:
    return digest.algorithm == "pdq" and digest.box == _WHOLE


_WAYS = (
    _Way("PDQ", cropped=False, tells=_is_whole_pdq, counts=_is_upright),
    _Way("+ forms", cropped=False, tells=_is_whole_pdq),
    _Way("+ crops", cropped=True, tells=_is_whole_pdq),
    _Way("+ regions", cropped=True, tells=lambda digest: digest.algorithm == "pdq"),
    _Way("+ pHash", cropped=True, tells=lambda _: True),
)


def print_published(
    own: Sequence[Path], near_own: Sequence[Path], copies: Sequence[Path], others: Mapping[str, Sequence[Path]]
) -> None:
    """Print recall by family, false alarms by folder of `others`, and the seconds that a large feed takes.

    Each column adds something to the one before: the eight forms of each photo and its negative, its crops, the regions
    that are published beside whole pictures, and their pHash.
    """
    photos = list(enrolled([*own, *near_own]))
    libraries = {True: Library(photos), False: Library(map(_uncropped, photos))}
    told = _told(copies)
    _print_recall({way.name: _found(way, libraries, told) for way in _WAYS}, {str(path) for path in own})
    every = list(told.values())
    for name, paths in others.items():
        seen = _told(paths)
        _print_alarms(name, seen, [_found(way, libraries, seen) for way in _WAYS])
        every += seen.values()
    _print_speed(photos, every)


def _uncropped(photo: Photo) -> Photo:
    """The photo with the hashes of the whole alone."""
    seen = photo.fingerprints
    return replace(photo, fingerprints=replace(seen, frames=seen.frames[:1], crops=()))


def _told(paths: Sequence[Path]) -> Told:
    """What somebody who publishes hashes tells of the pictures at `paths`."""
    told: dict[Path, PublishedHash] = {}
    waiting = list(reversed(paths))
    with publishing_extractor(default_workers()) as extractor:
        while waiting or extractor.under_way:
            while waiting and not extractor.full:
                path = waiting.pop()
                extractor.submit(path, path.read_bytes())
            path, frames = extractor.take()
            assert not isinstance(frames, Clip | Unreadable)
            told[path] = PublishedHash(MediaKind.PUBLISHED_HASH, tuple(_digests(frames)))
    return {path: told[path] for path in paths}


def _digests(frames: Sequence[Frame]) -> Iterator[Digest]:
    for frame in frames:
        for algorithm, (digest,) in frame.digests.items():
            yield Digest(algorithm, digest, frame.quality, frame.box)


def _found(way: _Way, libraries: Mapping[bool, Library], told: Told) -> Found:
    asked = [replace(one, digests=tuple(filter(way.tells, one.digests))) for one in told.values()]
    judged = libraries[way.cropped].published(asked)
    return {path: tuple(filter(way.counts, them)) for path, them in zip(told, judged, strict=True)}


def _is_right(path: Path, judgement: Judgement, own: set[str]) -> bool:
    """Whether the photo that a copy is of is the one judged, or stands behind it."""
    paths = (photo.path or "" for photo in (judgement.photo, *judgement.alike))
    return any(each in own and number(Path(each)) == number(path) for each in paths)


def _print_recall(found: Mapping[str, Found], own: set[str]) -> None:
    families: defaultdict[str, list[list[bool]]] = defaultdict(list)
    *_, last = found.values()
    for path in last:
        right = [any(_is_right(path, judgement, own) for judgement in them[path]) for them in found.values()]
        families[family(path)].append(right)
    wrong = sum(not _is_right(path, judgement, own) for path, them in last.items() for judgement in them)
    print(f"\n{'alteration':<16}{'copies':>8}" + "".join(f"{name:>11}" for name in found))
    for name, rows in sorted(families.items(), key=lambda entry: np.mean(entry[1], axis=0).tolist()[::-1]):
        _print_row(name, rows)
    _print_row("all", [row for rows in families.values() for row in rows])
    print(f"copies possibly of another own photo: {wrong}\n")


def _print_row(name: str, rows: list[list[bool]]) -> None:
    print(f"{name:<16}{len(rows):>8}" + "".join(f"{share:>11.3f}" for share in np.mean(rows, axis=0)))


def _print_alarms(name: str, told: Told, found: Sequence[Found]) -> None:
    if told:
        words = ", ".join(f"{way.name} {sum(map(bool, them.values()))}" for way, them in zip(_WAYS, found, strict=True))
        print(f"{name}: {len(told)} pictures, {_parts(told.values()) / len(told):.1f} parts each; possible: {words}")


def _parts(told: Iterable[PublishedHash]) -> int:
    return sum(len({digest.box for digest in one.digests}) for one in told)


def _print_speed(photos: Sequence[Photo], told: Sequence[PublishedHash]) -> None:
    """Compare 100,000 reports with 1,000 photos, made of the real ones by turning over a third of all bits."""
    rng = np.random.default_rng(0)
    many = [_changed(photos[place % len(photos)], rng) for place in range(_PHOTOS)]
    for name, tells in (("PDQ of the whole", _is_whole_pdq), ("all parts, PDQ and pHash", _WAYS[-1].tells)):
        reports = [_altered(told[place % len(told)], tells, rng) for place in range(_REPORTS)]
        before = _memory()
        library = Library(many)
        clock, spent = time.monotonic(), time.process_time()
        for start in range(0, _REPORTS, _AT_ONCE):
            library.published(reports[start : start + _AT_ONCE])
        clock, spent = time.monotonic() - clock, time.process_time() - spent
        print(
            f"{_REPORTS:,} reports ({name}: {_parts(reports):,}) and {_PHOTOS:,} photos: {clock:.1f} s by the clock,"
            f" {spent:.1f} s of the processor, {(_memory() - before) / 2**20:.0f} MiB more at most"
        )


def _memory() -> int:
    """The most memory that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _changed(photo: Photo, rng: np.random.Generator) -> Photo:
    seen = photo.fingerprints
    frames, crops = (tuple(_turned_over(frame, rng) for frame in them) for them in (seen.frames, seen.crops))
    return replace(photo, id=rng.bytes(6).hex(), fingerprints=replace(seen, frames=frames, crops=crops))


def _turned_over(frame: Frame, rng: np.random.Generator) -> Frame:
    digests = {name: tuple(_flipped(each, rng) for each in them) for name, them in frame.digests.items()}
    return replace(frame, digests=digests)


def _altered(one: PublishedHash, tells: Callable[[Digest], bool], rng: np.random.Generator) -> PublishedHash:
    digests = (replace(digest, value=_flipped(digest.value, rng)) for digest in one.digests if tells(digest))
    return replace(one, digests=tuple(digests))


def _flipped(digest: bytes, rng: np.random.Generator) -> bytes:
    flips = np.packbits(rng.random(8 * len(digest)) < 1 / 3)
    return (np.frombuffer(digest, np.uint8) ^ flips).tobytes()
