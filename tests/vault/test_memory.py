"""A journal is what a scan asks of a memory, and a scan through it tells the same however often it is cut short."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pytest

from exposurewatch.model import Judgement, Reason, Remembered, Sighting, Unreadable
from exposurewatch.vault.records import Decision
from exposurewatch.vault.store import Vault, made
from tests.vault.builders import KEY, PIPELINE, own, posted, sha, shows
from tests.vault.conftest import reopened


class Memory(Protocol):
    """What a scan calls."""

    def recall(self, sha256: bytes) -> Remembered | None: ...
    def recall_look(self, look: bytes) -> tuple[Judgement, ...] | None: ...
    def keep(self, sha256: bytes, remembered: Remembered, look: bytes | None) -> None: ...
    def saw(self, sighting: Sighting, sha256: bytes, size: int) -> None: ...


PHOTOS = [own(seed) for seed in range(4)]
Told = list[tuple[str, str]]


class Stopped(Exception):
    """The scan was killed."""


def seen_in(file: int) -> tuple[Remembered, bytes | None]:
    """What there is to see in a file, and how it looks: every fifth has the look of the one before."""
    if file % 7 == 0:
        return Remembered(Unreadable(Reason.UNREADABLE)), None
    look = file - 1 if file % 5 == 0 else file
    return (shows(PHOTOS[look % 4]) if look % 3 == 0 else Remembered(())), sha(("look", look))


def scan(memory: Memory, sightings: Sequence[tuple[int, Sighting]], stop_after: int | None = None) -> Told:
    """Look at what is not known yet, and tell each photo in each place; some calls come before others, at random."""
    rng = random.Random(len(sightings))  # noqa: S311
    told: Told = []
    for place, (file, sighting) in enumerate(sightings):
        if place == stop_after:
            raise Stopped
        key = sha(("file", file))
        early = rng.random() < 0.5
        if early:
            memory.saw(sighting, key, 10)
        if memory.recall(key) is None:
            remembered, look = seen_in(file)
            alike = None if look is None else memory.recall_look(look)
            memory.keep(key, remembered if alike is None else Remembered(alike, spared=True), look)
        if not early:
            memory.saw(sighting, key, 10)
        known = memory.recall(key)
        assert known is not None
        if not isinstance(known.outcome, Unreadable):
            told += [(judgement.photo.id, sighting.origin.locator.path) for judgement in known.outcome]
    return told


def an_export(messages: int) -> list[tuple[int, Sighting]]:
    rng = random.Random(5)  # noqa: S311
    files = [rng.randrange(60) for _ in range(messages)]
    return [(file, posted(f"{number}.jpg", str(number), day=1 + number % 28)) for number, file in enumerate(files)]


def state(vault: Vault) -> list[object]:
    """All findings but for when each thing was written down."""
    return [
        (
            f.picture,
            f.photo.id,
            f.verdict,
            f.score,
            f.decision,
            f.first_seen,
            f.last_seen,
            [s.origin for s in f.sightings],
        )
        for f in sorted(vault.findings.listed(with_not_me=True), key=lambda f: (f.picture, f.photo.id))
    ]


def uninterrupted(folder: Path, export: Sequence[tuple[int, Sighting]]) -> tuple[Told, list[object]]:
    with reopened(folder) as vault:
        for photo in PHOTOS:
            vault.photos.add(photo, 1)
        return scan(vault.journal(vault.photos.all(), PIPELINE), export), state(vault)


@pytest.mark.parametrize("seed", range(5))
def test_a_scan_that_is_stopped_again_and_again_tells_the_same_in_the_end(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    export = an_export(150)
    expected = uninterrupted(folder, export)
    assert len(expected[0]) > 20
    other = tmp_path_factory.mktemp("other")
    with made(other, KEY) as vault:
        for photo in PHOTOS:
            vault.photos.add(photo, 1)
    rng = random.Random(seed)  # noqa: S311
    for _ in range(8):
        with pytest.raises(Stopped), reopened(other) as vault:
            scan(vault.journal(vault.photos.all(), PIPELINE), export, rng.randrange(len(export)))
    with reopened(other) as vault:
        assert (scan(vault.journal(vault.photos.all(), PIPELINE), export), state(vault)) == expected


def test_of_a_grown_export_only_what_is_new_is_looked_at(folder: Path) -> None:
    export = an_export(200)
    uninterrupted(folder, export[:100])
    with reopened(folder) as vault:
        journal = vault.journal(vault.photos.all(), PIPELINE)
        told = scan(journal, export)
        assert journal.remembered == len({file for file, _ in export[:100]})
        again = vault.journal(vault.photos.all(), PIPELINE)
        assert scan(again, export) == told
        assert again.remembered == len({file for file, _ in export})


def test_what_is_not_her_is_told_nowhere_in_the_next_scan(folder: Path) -> None:
    export = an_export(150)
    uninterrupted(folder, export)
    with reopened(folder) as vault:
        for finding in vault.findings.listed():
            vault.findings.decide(finding.number, Decision.NOT_ME)
        journal = vault.journal(vault.photos.all(), PIPELINE)
        assert scan(journal, export) == []
        assert journal.hidden == sum(len(finding.sightings) for finding in vault.findings.listed(with_not_me=True))
