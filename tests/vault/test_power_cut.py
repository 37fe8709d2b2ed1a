"""Power cuts at random points, below the encryption: the vault is whole each time, and what was promised is in it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from exposurewatch.errors import ExposureWatchError
from exposurewatch.model import LookedAt, Opened, Remembered
from exposurewatch.vault import schema
from exposurewatch.vault.database import connect
from exposurewatch.vault.records import Decision, ScanState
from exposurewatch.vault.store import Vault
from tests.fingerprints.test_wire import same_fingerprints
from tests.vault.builders import KEY, PIPELINE, own, posted, sha, shows
from tests.vault.disk import VFS, Disk, Files, Promise, after_cut, in_use
from tests.vault.reports import a_batch, a_feed, an_entry
from tests.vault.reports import held as unread

PATH = Path("/vault.db")
PHOTOS = 12
NOTHING = Remembered(())


@contextmanager
def vault_on(disk: Disk, setting: str = "") -> Iterator[Vault]:
    """The vault of a disk, opened as `store.opened` does but for the lock and the folder."""
    with in_use(disk):
        database = connect(PATH, KEY, VFS)
        if setting:
            database.execute(setting)
        try:
            schema.migrate(database)
            yield Vault(database)
            database.commit()
        finally:
            database.close()


def work(disk: Disk, seed: int, setting: str = "", commands: int = 4) -> None:
    """Some commands, one after the other, as a user gives them. What she is told to last is promised on the disk."""
    rng = random.Random(seed)  # noqa: S311
    for command in range(commands):
        with vault_on(disk, setting) as vault:
            for number in range(PHOTOS):
                if rng.random() < 0.4 and vault.photos.add(own(number), 1):
                    disk.log.append(Promise(("photo", own(number).id)))
            _scan(disk, vault, rng, f"{seed} {command}")
            _review(disk, vault, rng)
            _follow(disk, vault, rng)
            if command % 2:
                _forget(disk, vault, rng)


def _scan(disk: Disk, vault: Vault, rng: random.Random, name: str) -> None:
    photos = vault.photos.all()
    journal = vault.journal(photos, PIPELINE, again=rng.random() < 0.2)
    scan = vault.history.begin([Opened("an export", name)])
    for picture in range(40):
        key = sha(picture)
        if journal.recall(key) is None:
            found = rng.sample(photos, min(len(photos), 1)) if rng.random() < 0.25 else []
            journal.saw(posted(f"{picture}.jpg", name), key, 10)
            _promise_findings(disk, vault, key, held=False)
            journal.keep(key, shows(*found) if found else NOTHING, None)
            _promise_findings(disk, vault, key, held=True)
        else:
            journal.saw(posted(f"{picture}.jpg", name), key, 10)
    vault.history.end(scan, LookedAt(1, 40, 40), 1, 0, ScanState.FINISHED)
    disk.log.append(Promise(("scan", scan)))


def _promise_findings(disk: Disk, vault: Vault, picture: bytes, *, held: bool) -> None:
    found = "SELECT id FROM findings JOIN photos ON photos.number = photo WHERE picture = ?"
    for (photo,) in vault._database.execute(found, picture):
        disk.log.append(Promise(("finding", picture, photo), held))


def _review(disk: Disk, vault: Vault, rng: random.Random) -> None:
    for finding in vault.findings.listed():
        if finding.decision is None and rng.random() < 0.5:
            vault.findings.decide(finding.number, rng.choice(tuple(Decision)), "a note")
            disk.log.append(Promise(("decided", finding.number)))
    vault.findings.mark_seen(finding.number for finding in vault.findings.listed())


def _follow(disk: Disk, vault: Vault, rng: random.Random) -> None:
    feed = (vault.feeds.listed() or (vault.feeds.add(a_feed()),))[0]
    at = feed.checkpoint.get("at", 0)
    for number in range(at + 1, at + 4):
        entries = [an_entry(f"{number} {each}") for each in range(rng.randrange(4))]
        vault.feeds.keep_batch(feed.number, a_batch(number, *entries))
        for entry in entries:
            disk.log.append(Promise(("entry", entry.key)))
        disk.log.append(Promise(("batch", number)))


def _forget(disk: Disk, vault: Vault, rng: random.Random) -> None:
    forgotten = rng.sample([entry.id for entry in vault.photos.listed()], 1)
    for finding in vault.findings.listed(with_not_me=True):
        if finding.photo.id in forgotten:
            disk.log.append(Promise(("finding", finding.picture, finding.photo.id), held=False))
            disk.log.append(Promise(("decided", finding.number), held=False))
    disk.log.append(Promise(("photo", forgotten[0]), held=False))
    vault.photos.forget(forgotten)


def check(files: Files, promises: set[object]) -> Disk:
    """Open what a cut has left: it must be whole and hold what was promised. Return the disk, for what comes next."""
    disk = Disk.holding(files)
    disk.log += map(Promise, promises)
    with vault_on(disk) as vault:
        assert vault.evidence.faults(None) == ()
        assert vault._database.execute("PRAGMA integrity_check") == [("ok",)]
        assert vault._database.execute("PRAGMA foreign_key_check") == []
        photos = vault.photos.all()
        whole = {own(number).id: own(number) for number in range(PHOTOS)}
        assert all(same_fingerprints(photo.fingerprints, whole[photo.id].fingerprints) for photo in photos)
        findings = vault.findings.listed(with_not_me=True)
        assert all(finding.sightings for finding in findings)
        held: set[object] = {("photo", photo.id) for photo in photos}
        held |= {("finding", finding.picture, finding.photo.id) for finding in findings}
        held |= {("decided", finding.number) for finding in findings if finding.decision is not None}
        held |= {("scan", scan.number) for scan in vault.history.listed() if scan.state is ScanState.FINISHED}
        for feed in vault.feeds.listed():
            held |= {("batch", number) for number in range(1, feed.checkpoint.get("at", 0) + 1)}
            held |= {("entry", key) for key in unread(vault, feed)}
        assert promises <= held
        journal = vault.journal(photos, PIPELINE)
        for picture in range(40):
            journal.recall(sha(picture))
    return disk


def failures(seed: int, cuts: int, setting: str = "") -> int:
    """After how many cuts of one piece of work something was broken or lost."""
    disk = Disk()
    work(disk, seed, setting)
    rng = random.Random(seed)  # noqa: S311
    failed = 0
    for _ in range(cuts):
        files, promises = after_cut(disk.log[: rng.randrange(len(disk.log) + 1)], rng)
        try:
            check(files, promises)
        except (AssertionError, ExposureWatchError):
            if not setting:
                raise
            failed += 1
    return failed


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_lost_in_a_power_cut(seed: int) -> None:
    assert failures(seed, 50) == 0


def test_nothing_is_lost_in_a_second_cut_while_the_first_is_mended() -> None:
    rng = random.Random(1)  # noqa: S311
    first = Disk()
    work(first, 100)
    for seed in range(5):
        files, promises = after_cut(first.log[: rng.randrange(len(first.log) + 1)], rng)
        second = check(files, promises)
        mended = len(second.log)
        work(second, 200 + seed)
        start = 3 * len(files) + len(promises)  # what the first cut has left is on the disk
        for end in (
            *(rng.randrange(start, mended + 1) for _ in range(5)),
            *rng.choices(range(mended, len(second.log)), k=5),
        ):
            check(*after_cut(second.log[:end], rng))


@pytest.mark.parametrize("setting", ["PRAGMA synchronous = OFF", "PRAGMA synchronous = NORMAL"])
def test_without_full_syncs_the_same_cuts_do_harm(setting: str) -> None:
    """Which proves that the cuts above are cuts."""
    assert failures(0, 40, setting) > 0


def test_what_lies_on_the_disk_is_encrypted() -> None:
    disk = Disk()
    work(disk, 1)
    written = b"".join(getattr(event, "data", b"") for event in disk.log)
    assert len(written) > 100_000
    assert b"SQLite format" not in written
    assert own(1).label.encode() not in written
    assert b"CREATE TABLE" not in written
