"""Puts crafted files on the disk and scans them as a user would, many in one scan and by few workers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final

from benchmarks.hostility.accounts import Accounts, Given, of_exports, of_files
from benchmarks.hostility.case import Case
from benchmarks.hostility.drawings import drawing, saved
from benchmarks.hostility.layouts import Layout
from benchmarks.hostility.reuse import few_processes
from exposurewatch.desk import Asked
from exposurewatch.errors import WrongUsage
from exposurewatch.fingerprints.extract import Extractor, picture_extractor
from exposurewatch.fingerprints.look import look_at_photo
from exposurewatch.images import decode
from exposurewatch.matching.library import Library
from exposurewatch.model import Item, Match, Photo, Picture
from exposurewatch.parameters import FAST
from exposurewatch.sandbox.worker import Limits
from exposurewatch.scan import scan
from exposurewatch.sources import open_exports
from exposurewatch.steps import Step

LIMITS: Final = Limits(seconds=20.0)
"""Of one file in these scans; videos have no more either."""

CONTROL: Final = "control.jpg"
OUTSIDE: Final = "outside.jpg"

_SIZE: Final = (320, 240)

Workers = Extractor[Asked, Picture]


class LookedOutside(Exception):
    """A picture was looked at that lies outside of what was given."""


@cache
def own(number: int) -> bytes:
    """One of the user's own pictures: 0 must be found in every scan, 1 lies where nobody may look."""
    return saved(drawing(3 + number, _SIZE), "PNG")


@cache
def control() -> bytes:
    """A copy of the first of them: other bytes, the same picture."""
    return saved(drawing(3, _SIZE), "JPEG", quality=85)


@cache
def library() -> Library:
    """A library of both."""
    return Library([_photo(number) for number in (0, 1)], FAST)


@cache
def _photo(number: int) -> Photo:
    content = own(number)
    return Photo(f"{number:012}", f"{number}.png", hashlib.sha256(content).digest(), look_at_photo(decode(content)))


def extractor(workers: int = 1, limits: Limits = LIMITS) -> Workers:
    """Workers that look at pictures and videos, for one scan or for several."""
    return picture_extractor(workers, FAST, limits)


def steps_of(items: Iterable[Item], workers: Workers) -> Iterator[Step]:
    """Scan with these workers.

    Raises:
        LookedOutside: the picture was found that lies outside.
    """
    for step in scan(items, library(), workers):
        if isinstance(step, Match) and step.judgement.photo.id == _photo(1).id:
            raise LookedOutside(step.sighting.origin.locator)
        yield step


def scanned_files(cases: Sequence[Case], folder: Path, suffix: str, workers: Workers) -> Accounts:
    """Write the cases and the control to files in an empty folder, scan it, and say what became of each.

    A case whose own name ends in a suffix is given that one.
    """
    (folder / CONTROL).write_bytes(control())
    given = {CONTROL: CONTROL}
    for number, case in enumerate(cases):
        _, dot, end = case.name.rpartition(".")
        name = f"{number:05}.{end}" if dot and end.isalnum() else f"{number:05}{suffix}"
        (folder / name).write_bytes(case.content)
        given[name] = case.name
    (export,) = open_exports(folder, {})
    return of_files(steps_of(export.read(), workers), given)


def scanned_exports(
    cases: Sequence[Case], folder: Path, layout: Layout, workers: Workers, reading: Limits | None = None
) -> Accounts:
    """Write each case as the document of an export, scan all of them, and say what became of each.

    In each lies a picture that its document may mention, and beside it the control, which none mentions. The picture
    outside lies above them all. `reading` are what the reading of one document may cost, if not what it may always.
    """
    (folder / OUTSIDE).write_bytes(own(1))
    given: dict[str, Given] = {}
    for number, case in enumerate([*cases, Case(CONTROL, b"")]):
        root = folder / f"{number:05}"
        beside = str(PurePosixPath(layout.picture).parent / CONTROL)
        for path, content in ((layout.document, case.content), (layout.picture, own(0)), (beside, control())):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
        given[str(root)] = Given(case.name, layout.document, beside)
    return _scanned(given, workers, reading)


def scanned_archives(cases: Sequence[Case], good: bytes, folder: Path, suffix: str, workers: Workers) -> Accounts:
    """Write each case to an archive on the disk, and one that is `good` as the control; scan all of them.

    The picture outside lies beside them, and above.
    """
    (folder / OUTSIDE).write_bytes(own(1))
    inner = folder / "archives"
    inner.mkdir()
    (inner / OUTSIDE).write_bytes(own(1))
    given: dict[str, Given] = {}
    for number, case in enumerate([*cases, Case(CONTROL, good)]):
        path = inner / f"{number:05}{suffix}"
        path.write_bytes(case.content)
        given[str(path)] = Given(case.name)
    return _scanned(given, workers)


def _scanned(given: dict[str, Given], workers: Workers, reading: Limits | None = None) -> Accounts:
    refused: dict[str, str] = {}
    raised: dict[str, str] = {}

    def items() -> Iterator[Item]:
        for place in given:
            try:
                for export in open_exports(Path(place), {}):
                    yield from export.read()
            except WrongUsage as error:
                refused[place] = str(error)
            except Exception as error:  # noqa: BLE001 (whatever comes up to the parent is what is looked for)
                raised[place] = f"{type(error).__name__}: {error}"

    with few_processes(reading):
        return of_exports(steps_of(items(), workers), given, refused, raised)
