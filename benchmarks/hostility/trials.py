"""Everything that the fuzzer tries, by its name: what the cases are made from, and how the program is given them."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.hostility import archive_kinds, file_kinds, hosts, natures, own_feeds, vault_headers
from benchmarks.hostility.accounts import Accounts
from benchmarks.hostility.archives import seven_zips, tars
from benchmarks.hostility.case import Case, spread
from benchmarks.hostility.document import Nature
from benchmarks.hostility.documents import documents
from benchmarks.hostility.layouts import LAYOUTS
from benchmarks.hostility.mutations import mutated
from benchmarks.hostility.pictures import png
from benchmarks.hostility.scanning import CONTROL, Workers, scanned_archives, scanned_exports, scanned_files
from exposurewatch.parsers.magic import PICTURES, FileType
from exposurewatch.parsers.posts import Ended
from exposurewatch.parsers.reader import Reader

WHOLE: Final = "read to its end"

_MORE: Final = 24  # crafted cases that a kind begins from as well
_MOST: Final = 1 << 16  # bytes of each of these


@dataclass(frozen=True, slots=True)
class Bench:
    """The workers that the cases of all kinds go to."""

    workers: Workers
    reader: Reader


Run = Callable[[Sequence[Case], Bench], Accounts]


@dataclass(frozen=True, slots=True)
class Trial:
    """One kind: `begin` returns what its cases are made from; `textual` where these are words and not numbers.

    `finish` makes checksums hold that whoever attacks the program would not leave to chance.
    """

    name: str
    begin: Callable[[], list[bytes]]
    run: Run
    textual: bool = False
    finish: Callable[[bytes], bytes] = bytes


@dataclass
class Cases:
    """Makes the cases of a kind by their numbers; its samples are made once."""

    trial: Trial
    seed: int
    _samples: list[bytes] = field(default_factory=list)

    def made(self, index: int) -> Case:
        """The case of that number, the same for the same seed."""
        self._samples = self._samples or self.trial.begin()
        name = self.trial.name
        content = mutated(name, index, self.seed, self._samples, textual=self.trial.textual)
        return Case(f"{name}:{index}", self.trial.finish(content))


def _small(sample: bytes, cases: list[Case]) -> list[bytes]:
    """The sample, as often as all the crafted cases together that are not too large."""
    crafted = [case.content for case in spread([case for case in cases if len(case.content) <= _MOST], _MORE)]
    return [sample] * max(1, len(crafted)) + crafted


def _of_file(kind: FileType) -> list[bytes]:
    return _small(file_kinds.kinds()[kind].sample, file_kinds.crafted(kind, 2 * _MORE))


def _of_document(parser: str) -> list[bytes]:
    return _small(documents()[parser].content, natures.crafted(parser, 2 * _MORE))


def _of_archive(name: str) -> list[bytes]:
    return _small(archive_kinds.kinds()[name].good, archive_kinds.crafted(name, 2 * _MORE))


def _in_folder(run: Callable[[Sequence[Case], Path, Bench], Accounts], cases: Sequence[Case], bench: Bench) -> Accounts:
    with tempfile.TemporaryDirectory() as folder:
        return run(cases, Path(folder), bench)


def _files(suffix: str, cases: Sequence[Case], folder: Path, bench: Bench) -> Accounts:
    return scanned_files(cases, folder, suffix, bench.workers)


def _exports(source: str, cases: Sequence[Case], folder: Path, bench: Bench) -> Accounts:
    return scanned_exports(cases, folder, LAYOUTS[source], bench.workers)


def _archives(name: str, cases: Sequence[Case], folder: Path, bench: Bench) -> Accounts:
    kind = archive_kinds.kinds()[name]
    return scanned_archives(cases, kind.good, folder, kind.suffix, bench.workers)


def _one_by_one(come_of: Callable[[bytes, Bench], str], cases: Sequence[Case], bench: Bench) -> Accounts:
    outcomes, seconds = {}, {}
    for case in cases:
        begun = time.monotonic()
        outcomes[case.name] = come_of(case.content, bench)
        seconds[case.name] = time.monotonic() - begun
    return Accounts(outcomes, (), seconds)


def _document(parser: str, content: bytes, bench: Bench) -> str:
    last = None
    for record in bench.reader.records(parser, io.BytesIO(content)):
        last = record
    return last.detail if isinstance(last, Ended) else WHOLE


def _feed(feed: str, parser: str, content: bytes, bench: Bench) -> str:
    return hosts.pulled(hosts.feed_named(feed), parser, content, bench.reader, bench.workers)


def _header(content: bytes, _: Bench) -> str:
    with tempfile.TemporaryDirectory() as folder:
        return vault_headers.opened(content, Path(folder))


def _own_feed(path: str, content: bytes, _: Bench) -> str:
    with tempfile.TemporaryDirectory() as folder:
        return own_feeds.opened(path, content, Path(folder))


def trials() -> Mapping[str, Trial]:
    """All kinds, by their names."""
    return {trial.name: trial for trial in _all()}


def _all() -> Iterator[Trial]:
    for kind, each in sorted(file_kinds.kinds().items()):
        group = (
            "pictures"
            if kind in PICTURES
            else "videos"
            if each.suffix not in (".rar", ".gz", ".bz2", ".xz")
            else "packed"
        )
        run = partial(_in_folder, partial(_files, each.suffix))
        yield Trial(f"{group}/{kind.value.replace(' ', '-')}", partial(_of_file, kind), run)
    for parser, document in documents().items():
        textual = document.nature is not Nature.DATABASE
        yield Trial(
            f"documents/{parser}",
            partial(_of_document, parser),
            partial(_one_by_one, partial(_document, parser)),
            textual,
        )
    for source, layout in LAYOUTS.items():
        textual = documents()[layout.parser].nature is not Nature.DATABASE
        run = partial(_in_folder, partial(_exports, source))
        yield Trial(f"exports/{source}", partial(_of_document, layout.parser), run, textual)
    for name in archive_kinds.kinds():
        yield Trial(f"archives/{name}", partial(_of_archive, name), partial(_in_folder, partial(_archives, name)))
    for feed in hosts.HOSTS:
        for parser in hosts.attacked(feed):
            begin = partial(_of_feed, feed, parser)
            yield Trial(
                f"feeds/{feed}/{parser}", begin, partial(_one_by_one, partial(_feed, feed, parser)), textual=True
            )
    yield from _sealed()
    yield from _others()


def _resealed(header: bytes) -> bytes:
    return vault_headers.sealed(header[: -vault_headers.SEAL])


def _sealed() -> Iterator[Trial]:
    """Kinds whose checksums would keep most cases from getting far."""
    png_run = partial(_in_folder, partial(_files, ".png"))
    yield Trial("pictures/png-sealed", partial(_of_file, FileType.PNG), png_run, finish=png.sealed)
    for name, finish in (("tar", tars.sealed), ("7z", seven_zips.sealed)):
        run = partial(_in_folder, partial(_archives, name))
        yield Trial(f"archives/{name}-sealed", partial(_of_archive, name), run, finish=finish)


def _of_feed(feed: str, parser: str) -> list[bytes]:
    return _small(hosts.served_by(feed)[parser], hosts.crafted_of(feed, parser, _MORE))


def _others() -> Iterator[Trial]:
    header = vault_headers.sample()
    yield Trial("vault/header", lambda: [header], partial(_one_by_one, _header))
    yield Trial("vault/header-sealed", lambda: [header], partial(_one_by_one, _header), finish=_resealed)
    for name, path in own_feeds.FILES.items():
        begin = partial(_served, name)
        yield Trial(f"bundles/{name}", begin, partial(_one_by_one, partial(_own_feed, path)), textual=True)
    for form, content in own_feeds.interchanges().items():
        begin = partial(_alone, content)
        yield Trial(f"bundles/{form}", begin, partial(_one_by_one, partial(_document, "hash-list")), textual=True)


def _served(name: str) -> list[bytes]:
    return [hosts.served_by("exposurewatch")[name]]


def _alone(content: bytes) -> list[bytes]:
    return [content]


def own_outcomes(accounts: Accounts) -> Mapping[str, str]:
    """What became of each case, without the control that stands beside them."""
    return {name: word for name, word in accounts.outcomes.items() if name != CONTROL}
