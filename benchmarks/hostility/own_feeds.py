"""Crafted feeds in the folder of somebody who publishes one, and crafted lists of hashes as the program writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from benchmarks.hostility.case import Case, distinct, spread
from benchmarks.hostility.hosts import SEED, served_by
from benchmarks.hostility.json_attacks import families as of_json
from benchmarks.hostility.text_attacks import families as of_text
from exposurewatch.errors import ExposureWatchError
from exposurewatch.feeds.own.feed_folder import FeedFolder, Heading
from exposurewatch.interchange import INTERCHANGES, written
from exposurewatch.model import Box, Fingerprints, Frame, Photo
from exposurewatch.parsers.feed_format import CHUNK_FOLDER, MANIFEST_FILE, SIGNATURE_FILE

OPENED: Final = "read"

_NOW: Final = datetime(2026, 6, 1, tzinfo=UTC)
FILES: Final = {
    "exposurewatch-manifest": MANIFEST_FILE,
    "exposurewatch-entries": f"{CHUNK_FOLDER}/2026-05-01-0001.json",
    "signature": SIGNATURE_FILE,
}


def crafted(most: int) -> list[tuple[str, Case]]:
    """Each file of a feed in turn, by the path of it, and what stands in its place."""
    good = served_by("exposurewatch")
    found = []
    for name, path in FILES.items():
        families = of_text if name == "signature" else of_json
        found += [(path, case) for case in spread(distinct(families(good[name])), most)]
    return found


def opened(path: str, content: bytes, folder: Path) -> str:
    """What comes of publishing into a folder whose file at `path` is `content`: `OPENED`, or the program's error."""
    good = served_by("exposurewatch")
    for name, place in FILES.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(content if place == path else good[name])
    try:
        feed = FeedFolder(folder, SEED, Heading(), lambda: _NOW)
        feed.meant(())
    except ExposureWatchError as error:
        return type(error).__name__
    return OPENED


@cache
def interchanges() -> Mapping[str, bytes]:
    """A list of hashes in each form that the program writes, by its name."""
    digests = {"pdq": (bytes(range(32)),)}
    photos = [
        Photo(f"{number:012}", "a.jpg", bytes([number]) * 32, Fingerprints(9, 9, (Frame(Box(), 90, digests),)))
        for number in range(3)
    ]
    return {form.name: written(photos, form).content for form in INTERCHANGES}


def crafted_lists(name: str) -> Iterator[Case]:
    """Crafted lists of one form."""
    return of_text(interchanges()[name])
