"""How well videos are found again, what strangers' are taken for, and how many seconds of video a core looks at."""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from benchmarks.clips import ALTERATIONS, RATE, Code, film, pictures, written
from exposurewatch.enrol import enrol
from exposurewatch.fingerprints.extract import photo_extractor, picture_extractor
from exposurewatch.fingerprints.job import look
from exposurewatch.fingerprints.tasks import TASKS, Task
from exposurewatch.fingerprints.wire import unpack_clip, unpack_picture
from exposurewatch.matching.clips import compare_clip
from exposurewatch.matching.library import Library
from exposurewatch.model import (
    Item,
    Judgement,
    Locator,
    Match,
    MediaKind,
    Origin,
    Photo,
    Sighting,
    Verdict,
    VideoFile,
)
from exposurewatch.parameters import DEFAULT
from exposurewatch.reports.summary import FINDINGS
from exposurewatch.scan import scan

_SHOTS = 2  # of one video
_SLIDE = 3  # seconds that an own photo stands in a stranger's slide show


@dataclass(frozen=True, slots=True)
class _Clip:
    """One video that is scanned: what was done to it, and which own one it shows, if any, from when to when."""

    name: str
    alteration: str
    content: bytes
    shows: str | None
    between: tuple[float, float] | None = None


def main() -> None:
    """Make the videos, look for them, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.videos", description=__doc__)
    parser.add_argument("--own", type=Path, help="a folder of photographs; without it, pictures are drawn")
    parser.add_argument("--videos", type=int, default=8, help="own videos, and as many of strangers")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    count = chosen.videos * _SHOTS
    own, strange = pictures(chosen.own, 0, count), pictures(chosen.own, count, count)
    if len(strange) < count:
        parser.error(f"the folder needs {2 * count} pictures")
    library = Library(_enrolled(own, chosen.workers))
    found = _scanned(list(_clips(own, strange)), library, chosen.workers)
    _print_recall(found)
    _print_speed(film(own[:4], 0) + film(strange[:4], 9), library)


def _enrolled(own: Sequence[Image.Image], workers: int) -> list[Photo]:
    """The own videos, looked at as `add` looks at them."""
    videos = {_named(nth): written(film(_of(own, nth), nth)) for nth in range(len(own) // _SHOTS)}
    items = [_sighting(name, content) for name, content in videos.items()]
    with photo_extractor(workers) as extractor:
        return [photo for photo in enrol(items, extractor) if isinstance(photo, Photo)]


def _clips(own: Sequence[Image.Image], strange: Sequence[Image.Image]) -> Iterator[_Clip]:
    for nth in range(len(own) // _SHOTS):
        mine, theirs = film(_of(own, nth), nth), film(_of(strange, nth), 50 + nth)
        for name, alter in ALTERATIONS.items():
            yield _Clip(f"{name}, own {nth}", name, alter(mine), _named(nth))
            yield _Clip(f"{name}, stranger {nth}", name, alter(theirs), None)
        middle = len(mine) // 2
        within = [*theirs[: 5 * RATE], *mine[middle : middle + 4 * RATE], *theirs[5 * RATE :]]
        yield _Clip(f"within {nth}", "4 s within a stranger's video", written(within), _named(nth), (5, 9))
        slides = [frame for frame in (theirs[0], mine[0], theirs[-1]) for _ in range(_SLIDE * RATE)]
        yield _Clip(f"slide {nth}", "a still in a slide show", written(slides), _named(nth), (_SLIDE, 2 * _SLIDE))


def _of(shown: Sequence[Image.Image], nth: int) -> Sequence[Image.Image]:
    return shown[nth * _SHOTS : (nth + 1) * _SHOTS]


def _named(nth: int) -> str:
    return f"own {nth}"


def _sighting(name: str, content: bytes) -> Sighting:
    return Sighting(VideoFile(MediaKind.FILE, lambda: content), Origin("folder", Locator("", name)))


def _scanned(clips: Sequence[_Clip], library: Library, workers: int) -> dict[str, tuple[_Clip, list[Judgement]]]:
    found: dict[str, tuple[_Clip, list[Judgement]]] = {clip.name: (clip, []) for clip in clips}
    items: Iterable[Item] = (_sighting(clip.name, clip.content) for clip in clips)
    with picture_extractor(workers) as extractor:
        for step in scan(items, library, extractor):
            if isinstance(step, Match) and step.judgement.verdict in FINDINGS:
                found[step.sighting.origin.locator.path][1].append(step.judgement)
    return found


def _print_recall(found: dict[str, tuple[_Clip, list[Judgement]]]) -> None:
    totals: Counter[str] = Counter()
    hits: defaultdict[str, Counter[Verdict]] = defaultdict(Counter)
    timely: Counter[str] = Counter()
    false: Counter[str] = Counter()
    strangers = 0
    for clip, judgements in found.values():
        strangers += clip.shows is None
        totals[clip.alteration] += clip.shows is not None
        for judgement in judgements:
            if judgement.photo.label != clip.shows:
                false[clip.alteration] += 1
                continue
            hits[clip.alteration][judgement.verdict] += 1
            timely[clip.alteration] += clip.between is None or _is_about(judgement, clip.between)
    print(f"{'what was done to it':<34}{'videos':>7}{'found':>7}{'certain':>9}{'on time':>9}{'false':>7}")
    for name, total in totals.items():
        surely = hits[name][Verdict.CERTAIN] + hits[name][Verdict.EXACT]
        print(f"{name:<34}{total:>7}{hits[name].total():>7}{surely:>9}{timely[name]:>9}{false[name]:>7}")
    print(f"{'all':<34}{totals.total():>7}{sum(map(Counter.total, hits.values())):>7}")
    print(f"Strangers' videos: {strangers}; matches that should not be: {false.total()}")


def _is_about(judgement: Judgement, between: tuple[float, float]) -> bool:
    """Whether the best stretch begins and ends within two seconds of the truth."""
    if not judgement.spans:
        return False
    best = judgement.spans[0]
    return abs(best.start - between[0]) <= 2 and abs(best.end - between[1]) <= 2


def _print_speed(frames: Sequence[Image.Image], library: Library) -> None:
    """Seconds of video that one core looks at in a second, by processor time, at three sizes."""
    print(f"\n{'size':<14}{'key frames':>12}{'look':>9}{'compare':>9}{'seconds of video a second':>27}")
    seconds = len(frames) / RATE
    for width, height in ((640, 360), (1280, 720), (1920, 1080)):
        for every in (RATE, 10 * RATE):
            sized = [frame.resize((width, height)) for frame in frames]
            content = written(sized, Code(options={"preset": "veryfast", "crf": "26", "g": str(every)}))
            begun = time.process_time()
            answer = look(bytes([TASKS.index(Task(DEFAULT.first, moving=True))]) + content)
            looked = time.process_time() - begun
            clip = unpack_clip(answer, unpack_picture)
            begun = time.process_time()
            compare_clip(library, clip)
            compared = time.process_time() - begun
            each = f"every {every // RATE} s"
            rate = seconds / (looked + compared)
            print(f"{f'{width} × {height}':<14}{each:>12}{looked:>8.1f}s{compared:>8.1f}s{rate:>27.1f}")


if __name__ == "__main__":
    main()
