"""The folders of pictures that recall is measured on: which photo a copy is of, and how it was altered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from exposurewatch.enrol import enrol
from exposurewatch.fingerprints.extract import default_workers, photo_extractor
from exposurewatch.model import ImageFile, Locator, MediaKind, Origin, Photo, Sighting


def pictures(folder: Path) -> list[Path]:
    """The pictures in a folder, by name."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png"))


def number(path: Path) -> int:
    """Which own photo a picture is, or is a copy of: its name begins with the number."""
    return int(path.stem.split("_")[0])


def family(path: Path) -> str:
    """How a copy was altered, from its name: ``0007_crop50.jpg``. Chains of one length are one family."""
    return re.sub(r"(?<=chain\d)[ab]$", "", path.stem.split("_", 1)[1])


def wanted(path: Path, photos: str) -> bool:
    """Whether a photo is among the ``odd``, the ``even`` or ``all``."""
    return photos == "all" or number(path) % 2 == (photos == "odd")


def sightings(paths: Iterable[Path]) -> Iterator[Sighting]:
    """The pictures at `paths`, as an export would hand them to a scan."""
    for path in paths:
        file = ImageFile(MediaKind.FILE, path.read_bytes)
        yield Sighting(file, Origin("benchmark", Locator(str(path.parent), path.name)))


def enrolled(paths: Iterable[Path]) -> Iterator[Photo]:
    """The photos at `paths`, in their order."""
    with photo_extractor(default_workers()) as extractor:
        yield from (photo for photo in enrol(sightings(paths), extractor) if isinstance(photo, Photo))
