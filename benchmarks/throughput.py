"""How many pictures a scan looks at in a second on one core, and how much memory it takes.

    python -m benchmarks.throughput [--pictures 10000] [--photos 50] [--workers 2] [--folder DIR]

Draws some pictures of 1280 pixels, writes an export of as many messages as asked for in which each picture's bytes are
its own (so that every one is decoded), scans it as a user would, and prints pictures per second and per core, the
processor time, and the most memory that the parent and its workers held together (Linux: proportional set size).
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from PIL import Image

from benchmarks.processes import children, memory
from exposurewatch.demo.draw import SCENES, draw
from exposurewatch.fingerprints.frames import fingerprints_of
from exposurewatch.images import decode

_SIZE = (1280, 960)
_DISTINCT = 40  # pictures that are drawn; the rest differ from them in a comment only
_QUALITY = 82
_INTERVAL = 0.2  # seconds between two looks at the memory
_SAMPLE = 500  # pictures that hashing alone is measured on


def main() -> None:
    """Build the export, scan it and print the table."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as made:
        photos, export = _build(Path(made), arguments.pictures, arguments.photos)
        size = sum(file.stat().st_size for file in (export / "photos").iterdir())
        print(
            f"{arguments.pictures} pictures of {_SIZE[0]} × {_SIZE[1]}, {size / arguments.pictures / 1024:.0f} KiB each"
        )
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.monotonic()
        peak = _scan(export, photos, arguments.workers)
        wall = time.monotonic() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        hashing = _hashing_alone(sorted((export / "photos").iterdir())[:_SAMPLE])
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{'own photos':<40}{arguments.photos:>10}")
    print(f"{'workers':<40}{arguments.workers:>10}")
    print(f"{'wall-clock seconds':<40}{wall:>10.1f}")
    print(f"{'processor seconds, parent and workers':<40}{processor:>10.1f}")
    print(f"{'pictures per second':<40}{arguments.pictures / wall:>10.1f}")
    print(f"{'pictures per second per core':<40}{arguments.pictures / processor:>10.1f}")
    print(f"{'the same, whole-picture hashing alone':<40}{hashing:>10.1f}")
    print(f"{'most memory, parent and workers (MiB)':<40}{peak / 2**20:>10.0f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput")
    parser.add_argument("--pictures", type=int, default=10_000)
    parser.add_argument("--photos", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=None, help="where the export is built; it is deleted afterwards")
    return parser.parse_args()


def _build(root: Path, pictures: int, photos: int) -> tuple[Path, Path]:
    """Write `photos` own pictures and an export of `pictures` others under `root`."""
    own, export = root / "own", root / "ChatExport"
    own.mkdir()
    (export / "photos").mkdir(parents=True)
    drawings = [drawn(number) for number in range(_DISTINCT)]
    for number in range(photos):
        (own / f"{number}.jpg").write_bytes(with_comment(drawn(1000 + number % 20), number))
    for number in range(pictures):
        content = with_comment(drawings[number % _DISTINCT], number)
        (export / "photos" / f"photo_{number}.jpg").write_bytes(content)
    messages = [
        {
            "id": number,
            "type": "message",
            "date": "2026-05-01T10:00:00",
            "date_unixtime": str(1777622400 + number),
            "from": "someone",
            "from_id": "user1",
            "photo": f"photos/photo_{number}.jpg",
            "text": "",
        }
        for number in range(pictures)
    ]
    chat = {"name": "Benchmark", "type": "private_supergroup", "id": 1, "messages": messages}
    (export / "result.json").write_text(json.dumps(chat, indent=1), "utf-8")
    return own, export


def drawn(number: int, size: tuple[int, int] = _SIZE) -> bytes:
    """A drawn picture as JPEG, another one for each number."""
    scenes = tuple(SCENES)
    into = io.BytesIO()
    picture: Image.Image = draw(scenes[number % len(scenes)], number // len(scenes), size)
    picture.save(into, "JPEG", quality=_QUALITY)
    return into.getvalue()


def with_comment(jpeg: bytes, number: int) -> bytes:
    """The same picture with a comment segment behind its first marker, so that its bytes are its own."""
    comment = str(number).encode()
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + jpeg[2:]


def _scan(export: Path, photos: Path, workers: int) -> int:
    """Run the scan and return the most memory its processes held together, in bytes."""
    command = [sys.executable, "-m", "exposurewatch", "scan", str(export), "--photos", str(photos), "--format", "json"]
    with subprocess.Popen(  # noqa: S603 (the program itself)
        [*command, "--workers", str(workers)], stdout=subprocess.PIPE
    ) as process:
        done = threading.Event()
        peaks = [0]
        sampler = threading.Thread(target=_sample, args=(process.pid, done, peaks))
        sampler.start()
        output = process.communicate()[0]
        done.set()
        sampler.join()
    report = json.loads(output)
    print(f"exit status {process.returncode}; looked at {report['looked_at']}, {len(report['matches'])} matches")
    return max(peaks)


def _hashing_alone(paths: list[Path]) -> float:
    """Pictures per second that one core reads, decodes and hashes as a whole, without looking for local features."""
    fingerprints_of(decode(paths[0].read_bytes()), 1)
    started = time.thread_time()
    for path in paths:
        content = path.read_bytes()
        hashlib.sha256(content)
        fingerprints_of(decode(content), 1)
    return len(paths) / (time.thread_time() - started)


def _sample(pid: int, done: threading.Event, peaks: list[int]) -> None:
    while not done.wait(_INTERVAL):
        peaks.append(sum(memory(process).proportional for process in (pid, *children(pid))))


if __name__ == "__main__":
    main()
