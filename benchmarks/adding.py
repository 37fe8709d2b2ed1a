"""How many own photos of twelve megapixels, as phones take them, are added to a vault in a second.

    python -m benchmarks.adding [--photos 1000] [--workers 2] [--folder DIR]

Draws some pictures of 4000 × 3000 pixels, writes as many files as asked for in which each picture's bytes are its own,
and adds them to a new vault as a user would.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.throughput import drawn, with_comment
from exposurewatch.vault import keys
from exposurewatch.vault.location import DATABASE
from exposurewatch.vault.store import made

_SIZE = (4000, 3000)
_DISTINCT = 10  # pictures that are drawn; the rest differ from them in a comment only
_PASSPHRASE = "violet anchor drumming otter"  # noqa: S105 (of a drawn vault)


def main() -> None:
    """Draw the photos, add them and print the table."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        photos, vault = Path(folder) / "photos", Path(folder) / "vault"
        _draw(photos, arguments.photos)
        size = sum(file.stat().st_size for file in photos.iterdir())
        print(f"{arguments.photos} photos of {_SIZE[0]} × {_SIZE[1]}, {size / arguments.photos / 2**20:.1f} MiB each")
        with made(vault, keys.create(vault, _PASSPHRASE)):
            pass
        started = time.monotonic()
        _add(photos, vault, arguments.workers)
        wall = time.monotonic() - started
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        stored = (vault / DATABASE).stat().st_size
    print(f"{'workers':<40}{arguments.workers:>10}")
    print(f"{'wall-clock seconds':<40}{wall:>10.1f}")
    print(f"{'photos per second':<40}{arguments.photos / wall:>10.1f}")
    print(f"{'photos per second per core':<40}{arguments.photos / (used.ru_utime + used.ru_stime):>10.1f}")
    print(f"{'vault, MB for 1,000 photos':<40}{stored / arguments.photos / 1000:>10.1f}")


def _draw(folder: Path, count: int) -> None:
    folder.mkdir()
    pictures = [drawn(number, _SIZE) for number in range(min(count, _DISTINCT))]
    for number in range(count):
        (folder / f"photo {number:04d}.jpg").write_bytes(with_comment(pictures[number % len(pictures)], number))


def _add(photos: Path, vault: Path, workers: int) -> None:
    reading, writing = os.pipe()
    os.write(writing, f"{_PASSPHRASE}\n".encode())
    os.close(writing)
    command = [sys.executable, "-m", "exposurewatch", "add", str(photos), "--vault", str(vault)]
    subprocess.run(  # noqa: S603 (the program itself)
        [*command, "--workers", str(workers), "--passphrase-fd", str(reading)], check=True, pass_fds=(reading,)
    )
    os.close(reading)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.adding")
    parser.add_argument("--photos", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=None, help="where all is written; it is deleted afterwards")
    return parser.parse_args()


if __name__ == "__main__":
    main()
