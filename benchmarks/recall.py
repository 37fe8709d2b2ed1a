"""How many altered copies are found, how many strangers are taken for copies, and what it costs: the real pipeline.

    python -m benchmarks.recall --own OWN --copies COPIES --strangers FOLDER [--strangers FOLDER …]
        [--near-own FOLDER --near-scene FOLDER] [--photos odd] [--fast] [--compare | --published]

Names of files are as `benchmarks.hashes` explains. The pictures in ``--near-scene`` are other shots of the scenes that
the photos in ``--near-own`` show; these photos are compared with everything, like the others.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.comparison import print_comparison
from benchmarks.cost import print_cost
from benchmarks.pictures import enrolled, family, number, pictures, sightings, wanted
from benchmarks.published import print_published
from exposurewatch.desk import Asked
from exposurewatch.fingerprints.extract import Extractor, default_workers, picture_extractor
from exposurewatch.matching.library import Library
from exposurewatch.model import Judgement, Match, Picture, Sighting, Skipped, Verdict
from exposurewatch.parameters import DEFAULT, FAST
from exposurewatch.scan import scan
from exposurewatch.steps import Looked

_FOUND = (Verdict.EXACT, Verdict.CERTAIN, Verdict.PROBABLE)


@dataclass(slots=True)
class Seen:
    """What a scan says of one folder: judgements by picture, and the processor seconds that it took but its workers."""

    judgements: dict[Path, list[Judgement]] = field(default_factory=dict)
    seconds: float = 0.0


def main() -> None:
    """Print the tables for the folders named on the command line."""
    arguments = _arguments()
    setting = FAST if arguments.fast else DEFAULT
    own = [path for path in pictures(arguments.own) if wanted(path, arguments.photos)]
    near_own = pictures(arguments.near_own) if arguments.near_own else []
    numbers = {number(path) for path in own}
    copies = [path for path in pictures(arguments.copies) if number(path) in numbers]
    if arguments.published:
        others = {folder.name: pictures(folder) for folder in arguments.strangers}
        near_scene = pictures(arguments.near_scene) if arguments.near_scene else []
        print(f"{len(own)} own photos ({arguments.photos}) and {len(near_own)} of scenes with other shots")
        print_published(own, near_own, copies, others | {"other shots of own scenes": near_scene})
        return
    library = Library(enrolled([*own, *near_own]), setting)
    print(f"{len(own)} own photos ({arguments.photos}) and {len(near_own)} of scenes with other shots; {setting}")
    with picture_extractor(default_workers(), setting) as extractor:
        _print_recall(_compared(copies, extractor, library), {str(path) for path in own})
        for folder in arguments.strangers:
            _print_strangers(folder.name, _compared(pictures(folder), extractor, library))
        if arguments.near_scene:
            near = {str(path) for path in near_own}
            _print_near(_compared(pictures(arguments.near_scene), extractor, library), near)
    print_cost(pictures(arguments.strangers[0]), setting)
    if arguments.compare:
        strangers = [path for folder in arguments.strangers for path in pictures(folder)]
        print_comparison(own, copies, strangers)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recall")
    parser.add_argument("--own", type=Path, required=True)
    parser.add_argument("--copies", type=Path, required=True)
    parser.add_argument("--strangers", type=Path, required=True, action="append")
    parser.add_argument("--near-own", type=Path)
    parser.add_argument("--near-scene", type=Path)
    parser.add_argument("--photos", choices=("odd", "even", "all"), default="odd")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--compare", action="store_true", help="also print what whole-picture hashes alone reach")
    parser.add_argument("--published", action="store_true", help="print what published hashes alone reach, and no more")
    return parser.parse_args()


def _compared(paths: Iterable[Path], extractor: Extractor[Asked, Picture], library: Library) -> Seen:
    seen = Seen()
    started = time.thread_time()
    for step in scan(sightings(paths), library, extractor):
        match step:
            case Match(judgement, sighting):
                seen.judgements[_path(sighting)].append(judgement)
            case Looked(sighting):
                seen.judgements[_path(sighting)] = []
            case Skipped(locator):
                seen.judgements[Path(locator.container, locator.path)] = []
    seen.seconds = time.thread_time() - started
    return seen


def _path(sighting: Sighting) -> Path:
    return Path(sighting.origin.locator.container, sighting.origin.locator.path)


def _verdict(judgements: Iterable[Judgement], paths: set[str], wanted_number: int | None = None) -> Judgement | None:
    """The judgement on the photo with a number, or on any photo at `paths`, best first; those it stands for count."""
    for judgement in judgements:
        for photo in (judgement.photo, *judgement.alike):
            path = Path(photo.path or "")
            if str(path) in paths and wanted_number in (None, number(path)):
                return judgement
    return None


def _print_recall(seen: Seen, own: set[str]) -> None:
    families: dict[str, Counter[str]] = {}
    ranked: list[tuple[float, bool]] = []
    wrong: Counter[str] = Counter()
    for path, judgements in seen.judgements.items():
        right = _verdict(judgements, own, number(path))
        families.setdefault(family(path), Counter())[right.verdict if right else "none"] += 1
        ranked += [(judgement.score, judgement is right) for judgement in judgements]
        others = [judgement for judgement in judgements if judgement is not right]
        wrong.update(judgement.verdict for judgement in others)
    total = sum(families.values(), Counter[str]())
    print(f"\n{'alteration':<16}{'copies':>8}{'certain':>10}{'probable or better':>20}{'same scene':>12}")
    for name, verdicts in sorted(families.items(), key=lambda entry: _recall(entry[1])):
        _print_row(name, verdicts)
    _print_row("all", total)
    print(f"mean over families {sum(map(_recall, families.values())) / len(families):.3f}")
    print(f"micro average precision {_average_precision(ranked, total.total()):.3f}")
    print(f"copies taken for a copy of another own photo: {_counts(wrong)}")


def _recall(verdicts: Counter[str]) -> float:
    return sum(verdicts[verdict] for verdict in _FOUND) / verdicts.total()


def _print_row(name: str, verdicts: Counter[str]) -> None:
    count = verdicts.total()
    certain = (verdicts[Verdict.EXACT] + verdicts[Verdict.CERTAIN]) / count
    scene = verdicts[Verdict.SAME_SCENE] / count
    print(f"{name:<16}{count:>8}{certain:>10.3f}{_recall(verdicts):>20.3f}{scene:>12.3f}")


def _average_precision(ranked: list[tuple[float, bool]], positives: int) -> float:
    """Precision, averaged over all true copies; those not found count as 0 (micro-AP, Douze et al. 2021, DISC)."""
    right = 0
    total = 0.0
    for place, (_, is_right) in enumerate(sorted(ranked, reverse=True), start=1):
        right += is_right
        total += is_right * right / place
    return total / positives


def _print_strangers(name: str, seen: Seen) -> None:
    verdicts = Counter(judgement.verdict for judgements in seen.judgements.values() for judgement in judgements)
    milliseconds = 1000 * seen.seconds / len(seen.judgements)
    print(
        f"strangers, {name}: {len(seen.judgements)} pictures, {_counts(verdicts)}; comparing {milliseconds:.1f} ms each"
    )


def _print_near(seen: Seen, near: set[str]) -> None:
    flagged = [_verdict(judgements, near) for judgements in seen.judgements.values()]
    verdicts = Counter(judgement.verdict for judgement in flagged if judgement is not None)
    share = verdicts[Verdict.CERTAIN] / max(1, verdicts.total())
    print(f"other shots of own scenes: {len(flagged)} pictures, {_counts(verdicts)}; certain among flagged {share:.3f}")


def _counts(verdicts: Counter[Verdict] | Counter[str]) -> str:
    return ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in Verdict if verdict in verdicts) or "none"


if __name__ == "__main__":
    main()
