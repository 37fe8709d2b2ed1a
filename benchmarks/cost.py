"""What each stage of looking at a picture costs on one core, and how much memory own photos take."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.pictures import enrolled
from exposurewatch.fingerprints.frames import fingerprints_of
from exposurewatch.fingerprints.local import features_of, resized
from exposurewatch.fingerprints.look import is_plain
from exposurewatch.fingerprints.wire import pack_picture, unpack_picture
from exposurewatch.images import decode
from exposurewatch.matching.library import Glance, Library
from exposurewatch.matching.neighbours import Neighbours
from exposurewatch.model import Picture, Verdict
from exposurewatch.parameters import Look, Setting
from exposurewatch.sandbox.process import PROCESS

_LARGE = 1000  # own photos


class _Clock:
    """Adds up the processor seconds of each stage."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.thread_time()
        yield
        self.seconds[name] += time.thread_time() - started


def print_cost(paths: Sequence[Path], setting: Setting) -> None:
    """Print milliseconds per picture by stage, one thread, and the size of a library in memory.

    Up to 1,000 of the pictures at `paths`, but at most four in five, stand for own photos; the others are compared. It
    is done in a process that is told what the program tells its workers; the memory is that of one which is not.
    """
    most = min(_LARGE, len(paths) * 4 // 5)
    spawning = multiprocessing.get_context("spawn")
    with patch.dict(os.environ, PROCESS):
        cost = spawning.Process(target=_print_cost, args=(paths, most, setting))
        cost.start()
    cost.join()
    memory = spawning.Process(target=_print_memory, args=(paths[:most], setting))
    memory.start()
    memory.join()


def _print_memory(paths: Sequence[Path], setting: Setting) -> None:
    Library(enrolled(paths[:2]), setting, reports=False)  # what the libraries take once is not counted
    before = _resident()
    library = Library(enrolled(paths), setting, reports=False)
    print(f"memory for {len(library.photos)} own photos: {(_resident() - before) / 2**20:.0f} MiB")


def _print_cost(paths: Sequence[Path], most: int, setting: Setting) -> None:
    library = Library(enrolled(paths[:most]), setting, reports=False)
    clock = _Clock()
    again = 0
    verdicts: Counter[Verdict] = Counter()
    for path in paths[most:]:
        content = path.read_bytes()
        glance, is_in_doubt = _glanced(content, library, setting, clock)
        judgements = glance.judgements
        if is_in_doubt:
            again += 1
            with clock.stage("closer look, in all"):
                judgements = library.compare(_looked_at(content, setting.closer, _Clock()), glanced=glance.by_parts)
        verdicts.update(judgement.verdict for judgement in judgements)
    clock.seconds["vote, verify, layout"] = clock.seconds.pop("compare") - clock.seconds["search"]
    _print(clock.seconds, len(paths) - most, most)
    print(f"of these pictures, looked at more closely: {again}; taken for an own photo: {dict(verdicts) or 'none'}")


def _glanced(content: bytes, library: Library, setting: Setting, clock: _Clock) -> tuple[Glance, bool]:
    picture = _looked_at(content, setting.first, clock)
    with _timed_search(clock), clock.stage("compare"):
        glance = library.glance(picture)
    return glance, glance.in_doubt or is_plain(picture.fingerprints)


@contextmanager
def _timed_search(clock: _Clock) -> Iterator[None]:
    searching = Neighbours.search

    def timed(self: Neighbours, codes: Any) -> Any:
        with clock.stage("search"):
            return searching(self, codes)

    with patch.object(Neighbours, "search", timed):
        yield


def _looked_at(content: bytes, look: Look, clock: _Clock) -> Picture:
    with clock.stage("decode"):
        decoded = decode(content)
    with clock.stage("hash"):
        hashed = fingerprints_of(decoded, 1)
    with clock.stage("features"):
        view = resized(decoded.grey, look.side)
        local = features_of(view, look.features)
    with clock.stage("pack and unpack"):
        return unpack_picture(pack_picture(Picture(replace(hashed, local=local), view)))


def _resident() -> int:
    """The memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _print(seconds: dict[str, float], pictures: int, photos: int) -> None:
    total = sum(seconds.values())
    print(f"\n{'stage, one thread':<24}{'ms a picture':>14}   ({photos} own photos, {pictures} pictures)")
    for name, spent in seconds.items():
        print(f"{name:<24}{1000 * spent / pictures:>14.1f}")
    print(f"{'all':<24}{1000 * total / pictures:>14.1f}   {pictures / total:.1f} pictures per second per core")
    print(f"{'decode alone':<24}{'':>14}   {pictures / seconds['decode']:.1f} pictures per second per core")
