"""Says what is odd about the paths that were named: one twice, one inside another, an export in place of photos."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

_SAME_FILE = "A file that is in both will be reported as an exact copy: it is your own file, and not a find."


def extent(path: Path) -> Path:
    """Return the folder or file that is read when `path` is named: a JSON document stands for the folder it lies in."""
    real = Path(os.path.realpath(path))
    return real.parent if real.suffix.lower() == ".json" and real.is_file() else real


def without_repeats(paths: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Return the paths that have to be read so that nothing is read twice, and a sentence for each that is left out."""
    kept: list[Path] = []
    notes: list[str] = []
    for place, path in enumerate(paths):
        others = [*kept, *paths[place + 1 :]]
        again = next((other for other in kept if extent(other) == extent(path)), None)
        around = next((other for other in others if _holds(other, path)), None)
        if again is not None:
            notes.append(f"{path} is the same as {again}, and is looked at once.")
        elif around is not None:
            notes.append(f"{path} lies in {around}, and is looked at once.")
        else:
            kept.append(path)
    return tuple(kept), tuple(notes)


def own_among_exports(photos: Sequence[Path], exports: Sequence[Path]) -> Iterator[str]:
    """Yield a sentence wherever the user's own files are what will be found."""
    for photo in photos:
        for export in exports:
            mine, theirs = extent(photo), extent(export)
            if mine == theirs:
                relation = f"{photo} was named both with --photos and as an export."
            elif mine.is_relative_to(theirs):
                relation = f"{photo}, named with --photos, lies in {export}."
            elif theirs.is_relative_to(mine):
                relation = f"{export} lies in {photo}, which was named with --photos."
            else:
                continue
            yield f"{relation} {_SAME_FILE}"


def own_photos_within(photos: Iterable[str | None], exports: Sequence[Path]) -> Iterator[str]:
    """Yield a sentence for each export in which files lie that were added as photos; these say where they lay."""
    paths = [Path(os.path.realpath(photo)) for photo in photos if photo is not None]
    for export in exports:
        around = extent(export)
        within = sum(path.is_relative_to(around) for path in paths)
        if within:
            what = "1 of your own photos lies" if within == 1 else f"{within:,} of your own photos lie"
            yield f"{what} in {export}. {_SAME_FILE}"


def _holds(outer: Path, inner: Path) -> bool:
    """Whether all of `inner` is read with `outer`. A zip or a document of its own name is not."""
    around, within = extent(outer), extent(inner)
    return around != within and within.is_dir() and around.is_dir() and within.is_relative_to(around)
