"""A vault of whatever earlier version is taken over with all that it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from exposurewatch.model import Box, Frame
from exposurewatch.vault import schema
from exposurewatch.vault.records import NewFeed
from tests.vault.builders import PIPELINE, own, posted, sha, shows, some_fingerprints
from tests.vault.conftest import reopened
from tests.vault.old import BEFORE_FEEDS, made_by_an_older_version, taken_back

CROPS = (
    Frame(Box(), 100, {"phash64": tuple(bytes([form] * 8) for form in range(8))}),
    Frame(Box(0.25, 0.25, 0.75, 0.75), 90, {"pdq": tuple(bytes([form] * 32) for form in range(8))}),
)
NEW = replace(some_fingerprints(1), crops=CROPS)


@pytest.mark.parametrize("steps", range(1, len(schema.MIGRATIONS)))
def test_a_vault_of_every_earlier_version_takes_the_steps_it_lacks(tmp_path: Path, steps: int) -> None:
    made_by_an_older_version(tmp_path, steps, own(1), own(2))
    with reopened(tmp_path) as vault:
        assert schema.version(vault._database) == len(schema.MIGRATIONS)
        photos = vault.photos.all()
        assert [photo.id for photo in photos] == [own(1).id, own(2).id]
        assert {photo.md5 for photo in photos} == ({own(1).md5, own(2).md5} if steps >= 3 else {b""})
        assert {photo.sha1 for photo in photos} == {b""}
        assert {photo.fingerprints.crops for photo in photos} == {()}
        assert vault.photos.version == 2
        assert vault.feeds.listed() == ()
        added = vault.feeds.add(NewFeed("list", "hash-list", "https://example.org/a.txt", "A list", timedelta(hours=6)))
        assert vault.feeds.listed() == (added,)


@pytest.mark.parametrize("steps", range(1, len(schema.MIGRATIONS)))
def test_what_a_photo_of_before_lacks_is_added_with_its_file(tmp_path: Path, steps: int) -> None:
    made_by_an_older_version(tmp_path, steps, own(1), own(2))
    with reopened(tmp_path) as vault:
        assert vault.photos.up_to_date(1) == frozenset()
        before = vault.photos.version, vault.photos.told_by
        assert not vault.photos.add(own(1, fingerprints=NEW, label="again"), 1)
        first, second = vault.photos.all()
        assert (first.md5, first.sha1, first.fingerprints.crops) == (own(1).md5, own(1).sha1, CROPS)
        assert (first.label, second.sha1, second.fingerprints.crops) == ("photo 1.jpg", b"", ())
        assert vault.photos.up_to_date(1) == {own(1).sha256}
        assert vault.photos.version == before[0], "pictures that were looked at need not be looked at again"
        assert vault.photos.told_by > before[1], "but published hashes have to be compared again"


def test_findings_and_where_they_were_seen_stay(folder: Path) -> None:
    with reopened(folder) as vault:
        vault.photos.add(own(1), 1)
        journal = vault.journal(vault.photos.all(), PIPELINE)
        journal.saw(posted("a.jpg"), sha("found"), 10)
        journal.keep(sha("found"), shows(own(1)), None)
        before = vault.findings.listed()
    with taken_back(folder, BEFORE_FEEDS):
        pass
    with reopened(folder) as vault:
        assert vault.findings.listed() == before
        assert vault.faults == ()
        assert vault.evidence.seal().count == 1 + 2  # all is chained as it was met
        (photo,) = vault.photos
        assert (photo.md5, photo.sha1) == (own(1).md5, b"")
