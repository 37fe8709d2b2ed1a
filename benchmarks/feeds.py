"""How long a large list of hashes takes: fetched, parsed, kept, and compared with the photos of a vault.

    python -m benchmarks.feeds [--entries 100000] [--photos 1000] [--folder DIR]

Serves a list of random PDQ hashes on this machine, one in a thousand of which lies near an own photo's, and pulls it
into a vault of that many photos with random fingerprints, as large as real ones; then pulls once more, with nothing
new. Every part is the program's own: fetcher, worker, vault, index. Prints seconds by the clock and by processor time,
the requests that were made, and the most memory held.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import resource
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np

from benchmarks.vault import random_photos
from exposurewatch.feeds import FEEDS
from exposurewatch.feeds.fetching.fetch import Fetcher
from exposurewatch.feeds.fetching.policy import Policy
from exposurewatch.fingerprints.crops import boxes_of
from exposurewatch.matching.library import Library
from exposurewatch.model import ORIENTATIONS, Box, Frame, Item, Match, Photo, Sighting
from exposurewatch.parsers.posts import Record
from exposurewatch.parsers.reader import Reader
from exposurewatch.pulling import Means, Pull
from exposurewatch.scan import compare_published
from exposurewatch.steps import Step
from exposurewatch.vault import keys
from exposurewatch.vault.records import NewFeed
from exposurewatch.vault.store import Vault, made, opened

_PASSPHRASE = "violet anchor drumming otter"  # noqa: S105 (of a drawn vault)
_NEAR = 1000  # entries, one lies near an own photo
_FLIPPED = 20  # bits of 256 in which it differs
_RNG = np.random.default_rng(7)


def main() -> None:
    """Make the vault and the list, and pull it twice."""
    arguments = _arguments()
    photos = list(map(_with_crops, random_photos(arguments.photos)))
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder, _served(_list(photos, arguments.entries)) as host:
        vault_folder = Path(folder) / "vault"
        key = keys.create(vault_folder, _PASSPHRASE)
        with made(vault_folder, key) as vault:
            for photo in photos:
                vault.photos.add(photo, 1)
            vault.feeds.add(NewFeed("list", "hash-list", host.address, "", timedelta(hours=6), allow_http=True))
        rows = sum(len(ORIENTATIONS) * (len(photo.fingerprints.crops) + 1) for photo in photos)
        print(f"{arguments.entries} published hashes, {len(photos)} own photos with {rows} hashes of their own\n")
        with opened(vault_folder, key) as vault:
            with _timed("reading the photos from the vault"):
                library = Library(vault.photos)
            for label in ("pulling the list", "pulling it again: nothing new"):
                asked = host.requests
                with _timed(label):
                    found = _pull(vault, library)
                print(f"{'':<4}{found} near an own photo, {host.requests - asked} requests")
    print(f"\n{'most memory held, MiB':<40}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>10.0f}")


def _pull(vault: Vault, library: Library) -> int:
    """Pull the feed, and return how many matches there were."""
    (feed,) = vault.feeds.listed()
    kind = next(kind for kind in FEEDS if kind.name == feed.kind)
    memory = vault.journal(library.photos, "benchmark")

    def look(items: Iterable[Item]) -> Iterator[Step]:
        raise AssertionError(items)

    def compare(sightings: Iterable[Sighting]) -> Iterator[Step]:
        return compare_published(sightings, library, memory)

    with Fetcher(Policy(feed.address, allow_http=True)) as fetcher, Reader() as reader:

        def read(parser: str, content: bytes) -> Iterator[Record]:
            return reader.records(parser, io.BytesIO(content))

        pull = Pull(feed, kind, vault.feeds, Means(fetcher.get, read, look, compare, vault.photos.told_by))
        found = sum(isinstance(step, Match) for step in pull.steps())
    assert pull.trouble is None, pull.trouble
    return found


def _with_crops(photo: Photo) -> Photo:
    """The photo with random hashes in the place of those of its parts."""
    seen = photo.fingerprints
    crops = tuple(_crop(box) for box in boxes_of(seen.width, seen.height))
    return replace(photo, fingerprints=replace(seen, crops=crops))


def _crop(box: Box) -> Frame:
    digests = {name: tuple(_RNG.bytes(32) for _ in ORIENTATIONS) for name in ("pdq", "phash")}
    return Frame(box, 100, digests)


def _list(photos: list[Photo], entries: int) -> bytes:
    lines = []
    for number in range(entries):
        value = _RNG.bytes(32)
        if number % _NEAR == 0:
            value = _flipped(photos[number // _NEAR % len(photos)].fingerprints.frames[0].digests["pdq"][0])
        lines.append(f"pdq {value.hex()}\n")
    return "".join(lines).encode()


def _flipped(digest: bytes) -> bytes:
    bits = np.unpackbits(np.frombuffer(digest, np.uint8))
    bits[_RNG.choice(len(bits), _FLIPPED, replace=False)] ^= 1
    return np.packbits(bits).tobytes()


class _Host:
    """Where the list is, and how often it was asked for."""

    def __init__(self) -> None:
        self.address = ""
        self.requests = 0


@contextlib.contextmanager
def _served(content: bytes) -> Iterator[_Host]:
    host = _Host()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.requests += 1
            known = self.headers.get("If-None-Match") == '"1"'
            self.send_response(304 if known else 200)
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", "0" if known else str(len(content)))
            self.end_headers()
            if not known:
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing: the figures are what is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        host.address = f"http://127.0.0.1:{server.server_address[1]}/list.txt"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield host
        server.shutdown()


@contextlib.contextmanager
def _timed(label: str) -> Iterator[None]:
    clock, own = time.perf_counter(), time.process_time()
    yield
    clock, own = time.perf_counter() - clock, time.process_time() - own
    print(f"{label:<40}{clock:>10.1f} s by the clock{own:>10.1f} s of processor time, without the worker")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--photos", type=int, default=1_000)
    parser.add_argument("--folder", type=Path, help="where the vault is made for a while")
    return parser.parse_args()


if __name__ == "__main__":
    main()
