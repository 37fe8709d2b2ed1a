"""How many altered copies whole-picture hashing finds, and how near strangers' pictures come.

Run it on folders of your own pictures:

    python -m benchmarks.hashes --own OWN --copies COPIES --strangers FOLDER [--strangers FOLDER …] [--photos odd]

An own photo's file name begins with a number; a copy's name is that number, an underscore and the kind of alteration
(``0007_crop50.jpg``). Parameters are chosen on even-numbered photos and reported on odd ones.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from exposurewatch.enrol import enrol
from exposurewatch.fingerprints.extract import Extractor, default_workers
from exposurewatch.matching import index
from exposurewatch.matching.verdict import CERTAIN
from exposurewatch.model import Fingerprints, ImageFile, Locator, MediaKind, Origin, Photo, Sighting

_UNLIMITED = 2 * index.BITS
_MISSED = index.BITS
_STEPS = (60, 80, 100, 120, 140, 160, 180)


def main() -> None:
    """Print the table for the folders named on the command line."""
    arguments = _arguments()
    with Extractor[Locator](default_workers()) as extractor:
        own = [path for path in _pictures(arguments.own) if _is_wanted(path, arguments.photos)]
        numbers = {_number(path) for path in own}
        copies = [path for path in _pictures(arguments.copies) if _number(path) in numbers]
        strangers = [path for folder in arguments.strangers for path in _pictures(folder)]
        photos = tuple(_enrolled(own))
        found = dict(_looked_at(copies, extractor))
        strange = dict(_looked_at(strangers, extractor))
    _print_recall(photos, found)
    _print_strangers(photos, strange)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hashes")
    parser.add_argument("--own", type=Path, required=True)
    parser.add_argument("--copies", type=Path, required=True)
    parser.add_argument("--strangers", type=Path, required=True, action="append")
    parser.add_argument("--photos", choices=("odd", "even", "all"), default="odd")
    return parser.parse_args()


def _pictures(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png"))


def _number(path: Path) -> int:
    return int(path.stem.split("_")[0])


def _is_wanted(path: Path, photos: str) -> bool:
    return photos == "all" or _number(path) % 2 == (photos == "odd")


def _enrolled(paths: Iterable[Path]) -> Iterator[Photo]:
    items = (
        Sighting(ImageFile(MediaKind.FILE, path.read_bytes), Origin("benchmark", Locator("own", path.name)))
        for path in paths
    )
    with Extractor[tuple[Locator, bytes]](default_workers()) as extractor:
        for photo in enrol(items, extractor):
            if isinstance(photo, Photo):
                yield replace(photo, id=str(int(Path(photo.label).stem)))


def _looked_at(paths: Iterable[Path], extractor: Extractor[Locator]) -> Iterator[tuple[Path, Fingerprints]]:
    for path in paths:
        while extractor.full:
            yield from _settled(extractor)
        extractor.submit(Locator(str(path.parent), path.name), path.read_bytes())
    while extractor.under_way:
        yield from _settled(extractor)


def _settled(extractor: Extractor[Locator]) -> Iterator[tuple[Path, Fingerprints]]:
    locator, outcome = extractor.take()
    if isinstance(outcome, Fingerprints):
        yield Path(locator.container, locator.path), outcome


def _nearest(photos: tuple[Photo, ...], pictures: dict[Path, Fingerprints]) -> dict[Path, dict[str, int]]:
    """How many bits each picture differs from each own photo, whatever their number."""
    everything = index.Index(photos, farthest=_UNLIMITED, farthest_pdq=_UNLIMITED)
    return {
        path: {candidate.photo.id: candidate.distance for candidate in everything.search(fingerprints)}
        for path, fingerprints in pictures.items()
    }


def _print_recall(photos: tuple[Photo, ...], copies: dict[Path, Fingerprints]) -> None:
    families: dict[str, list[int]] = {}
    for path, distances in _nearest(photos, copies).items():
        family = re.sub(r"(?<=chain\d)[ab]$", "", path.stem.split("_", 1)[1])
        families.setdefault(family, []).append(distances.get(str(_number(path)), _MISSED))
    every = [distance for distances in families.values() for distance in distances]
    print(f"{len(photos)} own photos, {len(every)} altered copies")
    print(f"{'alteration':<16}{'copies':>8}{'certain':>10}{'probable or better':>20}")
    for family, those in sorted(families.items(), key=lambda entry: -_share(entry[1], index.FARTHEST)):
        _print_row(family, those)
    _print_row("all", every)
    print("\nshare of copies that differ in at most so many of the 512 bits")
    for step in _STEPS:
        print(f"{step:>6} {_share(every, step):.3f}")


def _print_row(family: str, distances: list[int]) -> None:
    certain, probable = _share(distances, CERTAIN), _share(distances, index.FARTHEST)
    print(f"{family:<16}{len(distances):>8}{certain:>10.3f}{probable:>20.3f}")


def _share(distances: list[int], farthest: int) -> float:
    return sum(distance <= farthest for distance in distances) / len(distances)


def _print_strangers(photos: tuple[Photo, ...], strangers: dict[Path, Fingerprints]) -> None:
    nearest: dict[str, list[int]] = {}
    for path, distances in _nearest(photos, strangers).items():
        nearest.setdefault(path.parent.name, []).append(min(distances.values(), default=_MISSED))
    print(f"\n{'strangers':<20}{'pictures':>9}{'certain':>9}{'probable':>10}  nearest five")
    for folder, closest in nearest.items():
        certain = sum(distance <= CERTAIN for distance in closest)
        probable = sum(CERTAIN < distance <= index.FARTHEST for distance in closest)
        print(f"{folder:<20}{len(closest):>9}{certain:>9}{probable:>10}  {sorted(closest)[:5]}")


if __name__ == "__main__":
    main()
