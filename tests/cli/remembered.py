"""A vault with matches and scans in it, for the tests of the commands that look through them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from exposurewatch.model import Locator, LookedAt, Moment, Opened, Sighting, Verdict
from exposurewatch.vault import keys, slots
from exposurewatch.vault.records import ScanState
from exposurewatch.vault.slots import Cost
from exposurewatch.vault.store import Vault, made, opened
from tests.cli.conftest import Ran, Run
from tests.conftest import an_alteration, an_origin
from tests.vault.builders import PIPELINE, own, posted, sha, shows

PASSPHRASE = "violet anchor drumming otter"  # noqa: S105 (of drawn vaults)
BEACH, GARDEN, SHED, ME = (own(seed, label=name) for seed, name in enumerate(("beach", "garden", "shed", "me"), 1))
EXPORT = Opened("Telegram Desktop export (JSON), one chat: Gossip Corner", "ChatExport")


def in_message(number: int, day: int | None, **fields: Any) -> Sighting:
    """A picture posted in a message of May, in the export that was scanned."""
    date = None if day is None else Moment(datetime(2026, 5, day, 12, tzinfo=UTC), "May")
    locator = Locator(EXPORT.container, f"photos/{number}.jpg")
    origin = an_origin(locator=locator, message_id=str(number), date=date)
    return posted("", origin=origin, **fields)


class Remembered:
    """A vault on the disk, and the command line run against it."""

    def __init__(self, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(slots, "COST", Cost(memory_kib=8, passes=1, lanes=1))
        self.folder, self._run = folder, run
        with made(folder, keys.create(folder, PASSPHRASE)):
            pass

    @contextmanager
    def open(self) -> Iterator[Vault]:
        with opened(self.folder, keys.unlock(self.folder, keys.SlotKind.PASSPHRASE, PASSPHRASE)) as vault:
            yield vault

    def add_photos(self) -> None:
        with self.open() as vault:
            for photo in (BEACH, GARDEN, SHED, ME):
                vault.photos.add(photo, 1)

    def find(self) -> None:
        """One scan: three matches of two photos, numbered 1 to 3, and another shot of a scene, number 4."""
        mirrored = an_alteration(mirrored=True, scale=0.5)
        with self.open() as vault:
            scan = vault.history.begin((EXPORT,))
            journal = vault.journal(vault.photos.all(), PIPELINE)
            for number, day in ((12, 3), (88, 20), (99, None)):
                journal.saw(in_message(number, day), sha("a"), 10)
            journal.keep(sha("a"), shows(BEACH, alteration=mirrored), None)
            journal.saw(in_message(13, 4), sha("b"), 10)
            journal.keep(sha("b"), shows(GARDEN, alike=(SHED,), verdict=Verdict.PROBABLE), None)
            journal.saw(in_message(14, 5), sha("c"), 10)
            journal.keep(sha("c"), shows(BEACH, verdict=Verdict.EXACT), None)
            journal.saw(in_message(15, 6), sha("d"), 10)
            journal.keep(sha("d"), shows(ME, verdict=Verdict.SAME_SCENE), None)
            vault.history.end(scan, LookedAt(120, 64, 60, 2), 5, 3, ScanState.FINISHED)

    def run(self, *arguments: str | Path) -> Ran:
        """Run a command with the passphrase on an open file."""
        reading, writing = os.pipe()
        os.write(writing, f"{PASSPHRASE}\n".encode())
        os.close(writing)
        try:
            return self._run(*arguments, "--vault", self.folder, "--passphrase-fd", str(reading))
        finally:
            os.close(reading)

    def said(self) -> dict[int, tuple[str | None, str]]:
        """What is kept of each match: the decision and the note."""
        with self.open() as vault:
            found = vault.findings.listed(with_not_me=True)
        return {each.number: (each.decision, each.note) for each in found}

    def new(self) -> list[int]:
        """The numbers of what was not shown yet."""
        with self.open() as vault:
            return sorted(each.number for each in vault.findings.listed(new_only=True))
