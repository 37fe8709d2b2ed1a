"""The folders of pictures that recall is measured on: which photo a copy is of, and how it was altered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from exposurewatch.enrol import enrol
from exposurewatch.fingerprints.extract import Extractor, default_workers, photo_extractor
from exposurewatch.model import ImageFile, Locator, MediaKind, Origin, Photo, Picture, Sighting


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


def enrolled(paths: Iterable[Path]) -> Iterator[Photo]:
    """The photos at `paths`, in their order."""
    items = (
        Sighting(ImageFile(MediaKind.FILE, path.read_bytes), Origin("benchmark", Locator(str(path.parent), path.name)))
        for path in paths
    )
    with photo_extractor(default_workers()) as extractor:
        yield from (photo for photo in enrol(items, extractor) if isinstance(photo, Photo))


def looked_at(paths: Iterable[Path], extractor: Extractor[Path, Picture]) -> Iterator[tuple[Path, Picture | None]]:
    """What is seen of each picture, in the order in which they are ready; None where it cannot be decoded."""
    for path in paths:
        while extractor.full:
            yield _settled(extractor)
        extractor.submit(path, path.read_bytes())
    while extractor.under_way:
        yield _settled(extractor)


def _settled(extractor: Extractor[Path, Picture]) -> tuple[Path, Picture | None]:
    path, seen = extractor.take()
    return path, seen if isinstance(seen, Picture) else None
