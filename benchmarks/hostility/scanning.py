"""Puts crafted files on the disk and scans them as a user would, many in one scan and by few workers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from benchmarks.hostility.accounts import Accounts, of_files
from benchmarks.hostility.case import Case
from benchmarks.hostility.drawings import drawing, saved
from exposurewatch.desk import Asked
from exposurewatch.fingerprints.extract import Extractor, picture_extractor
from exposurewatch.fingerprints.look import look_at_photo
from exposurewatch.images import decode
from exposurewatch.matching.library import Library
from exposurewatch.model import Item, Photo, Picture
from exposurewatch.parameters import FAST
from exposurewatch.sandbox.worker import Limits
from exposurewatch.scan import scan
from exposurewatch.sources import open_exports
from exposurewatch.steps import Step

LIMITS: Final = Limits(seconds=20.0)
"""Of one file in these scans; videos have no more either."""

CONTROL: Final = "control.jpg"
_OWN_SIZE: Final = (320, 240)


@cache
def own() -> bytes:
    """The user's own picture, which every scan must find."""
    return saved(drawing(3, _OWN_SIZE), "PNG")


@cache
def control() -> bytes:
    """A copy of it: other bytes, the same picture."""
    return saved(drawing(3, _OWN_SIZE), "JPEG", quality=85)


@cache
def library() -> Library:
    """A library of that one picture."""
    photo = Photo("0123456789ab", "own.png", hashlib.sha256(own()).digest(), look_at_photo(decode(own())))
    return Library([photo], FAST)


def extractor(workers: int = 1, limits: Limits = LIMITS) -> Extractor[Asked, Picture]:
    """Workers that look at pictures and videos, for one scan or for several."""
    return picture_extractor(workers, FAST, limits)


def steps_of(items: Iterable[Item], workers: Extractor[Asked, Picture]) -> Iterator[Step]:
    """Scan, with the library of the one picture."""
    return scan(items, library(), workers)


def written(cases: Sequence[Case], folder: Path, suffix: str) -> dict[str, str]:
    """Write each case to a file in a folder, and the control beside them; return the cases by their files' names.

    A case whose own name ends in a suffix is given that one.
    """
    (folder / CONTROL).write_bytes(control())
    given = {CONTROL: CONTROL}
    for number, case in enumerate(cases):
        end = Path(case.name).suffix if Path(case.name).suffix[1:].isalnum() else ""
        name = f"{number:05}{end or suffix}"
        (folder / name).write_bytes(case.content)
        given[name] = case.name
    return given


def scanned_files(
    cases: Sequence[Case], folder: Path, suffix: str, workers: Extractor[Asked, Picture]
) -> Accounts:
    """Write the cases to files in an empty folder, scan it, and say what became of each, and of the control."""
    given = written(cases, folder, suffix)
    (export,) = open_exports(folder, {})
    return of_files(steps_of(export.read(), workers), given)


def unlike(accounts: Accounts, wanted: Mapping[str, str]) -> list[str]:
    """Which cases did not come to what is wanted of them."""
    return [name for name, word in wanted.items() if accounts.outcomes.get(name) != word]
