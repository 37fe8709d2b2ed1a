"""Every kind of archive: one that is well, and the families that are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from benchmarks.hostility.anything import of_anything
from benchmarks.hostility.archives import mht, seven_zips, tars, web_archives, zips
from benchmarks.hostility.case import Case, Family, distinct, spread
from benchmarks.hostility.scanning import control

_FILES: Final = (("photos/control.jpg", 0), ("notes.txt", 1))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of archive: its suffix, one that is well with the control in it, and what is made of that."""

    suffix: str
    good: bytes = field(repr=False)
    families: Family = field(repr=False)
    base: bytes = field(repr=False)
    """What the families are made of, where that is not `good` itself."""


@cache
def kinds() -> Mapping[str, Kind]:
    """By the name of each."""
    files = [(path, (control(), b"words")[number]) for path, number in _FILES]
    pages = [("https://e.org/control.jpg", control())]
    warc = web_archives.simple(pages)
    made = {
        "zip": (".zip", zips.simple(files), zips.families),
        "tar": (".tar", tars.simple(files), tars.families),
        "7z": (".7z", seven_zips.simple(files), seven_zips.families),
        "WARC": (".warc", warc, web_archives.families),
        "MHT": (".mht", mht.simple(pages), mht.families),
    }
    found = {name: Kind(suffix, good, families, good) for name, (suffix, good, families) in made.items()}
    return found | {"WACZ": Kind(".wacz", web_archives.package(warc), web_archives.wacz_families, warc)}


def crafted(name: str, most: int) -> list[Case]:
    """Crafted archives of a kind, at most so many, from all over what its families suggest."""
    kind = kinds()[name]
    own = spread(distinct(kind.families(kind.base)), most)
    return distinct([*own, *spread(list(of_anything(kind.good)), most // 3)])
