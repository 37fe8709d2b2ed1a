"""How much room own photos take in the vault, how soon a scan can start, and what its journal costs.

    python -m benchmarks.vault [--photos 10000] [--files 100000] [--folder DIR]

Makes a vault of random fingerprints, as large as those of photographs are at most, opens it anew as a scan does, and
takes down that many files in which nothing was found but in every hundredth.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from exposurewatch.errors import WrongSecret
from exposurewatch.fingerprints import ALGORITHMS
from exposurewatch.fingerprints.layout import LAYOUT_BYTES
from exposurewatch.fingerprints.look import PHOTO_FORMS
from exposurewatch.matching.library import Library
from exposurewatch.matching.verdict import identical
from exposurewatch.model import (
    Box,
    Fingerprints,
    Frame,
    ImageFile,
    Layout,
    LocalFeatures,
    Locator,
    MediaKind,
    Origin,
    Photo,
    Remembered,
    Sighting,
)
from exposurewatch.parameters import FRAME_SIDE, PHOTO_SCALES
from exposurewatch.vault import keys
from exposurewatch.vault.location import DATABASE
from exposurewatch.vault.store import Vault, made, opened

_PASSPHRASE = "violet anchor drumming otter"  # noqa: S105 (of a drawn vault)
_FOUND_IN = 100  # files, one has a copy
_POINTS = sum(scale.features for scale in PHOTO_SCALES)


def main() -> None:
    """Fill a vault and print the table."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        _measure(Path(folder) / "vault", arguments.photos, arguments.files)


def _measure(folder: Path, photos: int, files: int) -> None:
    print(f"{photos} own photos with {_POINTS} points each, {files} files of others\n")
    key = keys.create(folder, _PASSPHRASE)
    with _timed("adding a photo", photos), made(folder, key) as vault:
        for photo in random_photos(photos):
            vault.photos.add(photo, 1)
    with _timed("first start: open, sort the points"), opened(folder, key) as vault:
        _ready(vault)
    size = (folder / DATABASE).stat().st_size
    print(f"{'vault, MB for 1,000 photos':<40}{size / photos / 1000:>10.1f}")
    with _timed("later starts: passphrase"):
        keys.unlock(folder, keys.SlotKind.PASSPHRASE, _PASSPHRASE)
    with _timed("a wrong passphrase is refused after"), suppress(WrongSecret):
        keys.unlock(folder, keys.SlotKind.PASSPHRASE, "wrong")
    with opened(folder, key) as vault:
        with _timed("later starts: read, make the index"):
            library = _ready(vault)
        with _timed("taking down a file", files):
            _scan(vault, library.photos, files)
        with _timed("recalling a file", files):
            _scan(vault, library.photos, files)
    grown = (folder / DATABASE).stat().st_size - size
    print(f"{'journal, MB for 100,000 files':<40}{grown / files / 10:>10.1f}")


def _ready(vault: Vault) -> Library:
    """What a scan does before it looks at its first picture."""
    library = Library(vault.photos, known=vault.lists.read(), reports=False)
    if library.lists is not None:
        vault.lists.keep(library.lists)
    return library


@contextmanager
def _timed(what: str, times: int = 1) -> Iterator[None]:
    started = time.monotonic()
    yield
    spent = time.monotonic() - started
    unit, factor = ("s", 1) if times == 1 else ("ms", 1000)
    print(f"{f'{what}, {unit}':<40}{spent / times * factor:>10.2f}")


def random_photos(count: int) -> Iterator[Photo]:
    """Photos with fingerprints of full size in which nothing is to be seen."""
    rng = np.random.default_rng(0)
    for number in range(count):
        digests = {each.name: tuple(rng.bytes(each.bits // 8) for _ in range(PHOTO_FORMS)) for each in ALGORITHMS}
        places = rng.uniform((0, 0, 2, 0), (FRAME_SIDE, FRAME_SIDE, 60, 360), (_POINTS, 4)).astype(np.float32)
        local = LocalFeatures(places, rng.integers(0, 256, (_POINTS, 32), dtype=np.uint8))
        layout = Layout(rng.bytes(LAYOUT_BYTES), rng.bytes(LAYOUT_BYTES))
        seen = Fingerprints(4000, 3000, (Frame(Box(), 100, digests),), local, layout)
        sha256 = hashlib.sha256(b"own %d" % number).digest()
        yield Photo(sha256.hex()[:12], f"photo {number}.jpg", sha256, seen, f"/home/her/Pictures/photo {number}.jpg")


def _scan(vault: Vault, photos: tuple[Photo, ...], files: int) -> None:
    journal = vault.journal(photos, "1")
    for number in range(files):
        sha256 = hashlib.sha256(b"%d" % number).digest()
        origin = Origin("folder", Locator("ChatExport_2024-05-01", f"photos/photo_{number}@01-05-2024_10-00-00.jpg"))
        known = journal.recall(sha256)
        journal.saw(Sighting(ImageFile(MediaKind.FILE, bytes), origin), sha256, 100_000)
        if known is None:
            found = (identical(photos[number % len(photos)]),) if number % _FOUND_IN == 0 else ()
            journal.keep(sha256, Remembered(found), hashlib.sha256(b"look %d" % number).digest())
    journal.commit()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.vault")
    parser.add_argument("--photos", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=None, help="where the vault is made; it is deleted afterwards")
    return parser.parse_args()


if __name__ == "__main__":
    main()
