"""Photos come back as they were added, each once, and are forgotten with all that was found of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from exposurewatch.errors import VaultDamaged
from exposurewatch.fingerprints.wire import pack_photo, unpack_photo
from exposurewatch.model import Photo, Span
from exposurewatch.vault import packing
from exposurewatch.vault.records import PhotoEntry
from exposurewatch.vault.store import Vault
from tests.fingerprints.test_wire import same_fingerprints
from tests.vault.builders import PIPELINE, ids, own, posted, sha, shows, some_fingerprints
from tests.vault.conftest import reopened
from tests.vault.test_steps import CROPS


def same(one: Photo, other: Photo) -> bool:
    bare = [replace(photo, fingerprints=some_fingerprints(0).frames) for photo in (one, other)]  # type: ignore[arg-type]
    return bare[0] == bare[1] and same_fingerprints(one.fingerprints, other.fingerprints)


def test_photos_come_back_whole_and_in_order(folder: Path) -> None:
    photos = [own(seed) for seed in range(3)] + [own(3, path=None, label="“ü” 'quoted'")]
    with reopened(folder) as vault:
        assert [vault.photos.add(photo, 1) for photo in photos] == [True] * 4
    with reopened(folder) as vault:
        back = vault.photos.all()
    assert all(same(*pair) for pair in zip(back, photos, strict=True))


def test_photos_can_be_taken_one_after_the_other(vault: Vault) -> None:
    for seed in range(3):
        vault.photos.add(own(seed), 1)
    one_by_one = iter(vault.photos)
    assert same(next(one_by_one), own(0))
    assert [photo.id for photo in one_by_one] == [own(1).id, own(2).id]


def test_those_that_are_up_to_date_are_told_from_those_of_an_older_pipeline(vault: Vault) -> None:
    vault.photos.add(own(1), 1)
    vault.photos.add(own(2), 2)
    assert vault.photos.up_to_date(1) == {own(1).sha256, own(2).sha256}
    assert vault.photos.up_to_date(2) == {own(2).sha256}


def test_a_photo_from_the_vault_and_one_just_enrolled_are_the_same(vault: Vault) -> None:
    """What a worker answers is what the vault stores."""
    enrolled = unpack_photo(pack_photo(some_fingerprints(5, points=500)))
    vault.photos.add(own(1, fingerprints=enrolled), 1)
    assert same_fingerprints(vault.photos.all()[0].fingerprints, enrolled)


def test_the_list_says_all_but_the_fingerprints(vault: Vault) -> None:
    vault.photos.add(own(1), 7)
    (entry,) = vault.photos.listed()
    photo = own(1)
    assert entry == PhotoEntry(photo.id, photo.label, photo.path, entry.added_at, 1600, 1200, 20, 7)
    assert timedelta(0) <= datetime.now(UTC) - entry.added_at < timedelta(minutes=1)


def test_known_bytes_are_not_added_twice(vault: Vault) -> None:
    assert vault.photos.add(own(1), 1)
    assert vault.photos.knows(own(1).sha256)
    assert not vault.photos.knows(own(2).sha256)
    assert not vault.photos.add(own(1, label="again"), 1)
    assert [entry.label for entry in vault.photos.listed()] == ["photo 1.jpg"]


def test_fingerprints_of_an_older_pipeline_are_replaced_and_the_label_and_findings_stay(vault: Vault) -> None:
    vault.photos.add(own(1), 1)
    version = vault.photos.version
    journal = vault.journal(vault.photos.all(), PIPELINE)
    journal.keep(sha("a"), shows(own(1)), None)
    assert vault.photos.add(own(1, label="again", fingerprints=some_fingerprints(9)), 2)
    assert same_fingerprints(vault.photos.all()[0].fingerprints, some_fingerprints(9))
    assert [(entry.label, entry.pipeline) for entry in vault.photos.listed()] == [("photo 1.jpg", 2)]
    assert len(vault.findings.listed()) == 1
    assert vault.photos.version > version


def test_the_version_grows_with_each_photo_even_after_one_was_forgotten(vault: Vault) -> None:
    versions = [vault.photos.version]
    for seed in range(3):
        vault.photos.add(own(seed), 1)
        versions.append(vault.photos.version)
    vault.photos.forget([own(2).id])
    vault.photos.add(own(2), 1)
    versions.append(vault.photos.version)
    assert versions == sorted(set(versions))


def test_forgetting_takes_what_was_found_of_a_photo_with_it_and_nothing_else(vault: Vault) -> None:
    for seed in (1, 2):
        vault.photos.add(own(seed), 1)
    journal = vault.journal(vault.photos.all(), PIPELINE)
    for name, found in (("a", shows(own(1))), ("b", shows(own(2))), ("c", shows(own(1), own(2)))):
        journal.saw(posted(name), sha(name), 10)
        journal.keep(sha(name), found, None)
    assert vault.photos.forget([own(1).id, "unknown"]) == 1
    assert [entry.id for entry in vault.photos.listed()] == [own(2).id]
    assert [(finding.picture, finding.photo.id) for finding in vault.findings.listed()] == [
        (sha("b"), own(2).id),
        (sha("c"), own(2).id),
    ]
    after = vault.journal(vault.photos.all(), PIPELINE)
    recalled = {name: after.recall(sha(name)) for name in "abc"}
    assert {name: ids(known.outcome) for name, known in recalled.items() if known is not None} == {
        "a": [],
        "b": [own(2).id],
        "c": [own(2).id],
    }


def test_where_another_photo_stood_behind_the_forgotten_one_the_picture_is_looked_at_again(vault: Vault) -> None:
    for seed in (1, 2):
        vault.photos.add(own(seed), 1)
    journal = vault.journal(vault.photos.all(), PIPELINE)
    journal.keep(sha("best"), shows(own(1), alike=(own(2),)), None)
    journal.keep(sha("behind"), shows(own(2), alike=(own(1),)), None)
    vault.photos.forget([own(1).id])
    after = vault.journal(vault.photos.all(), PIPELINE)
    assert after.recall(sha("best")) is None
    behind = after.recall(sha("behind"))
    assert behind is not None
    assert isinstance(behind.outcome, tuple)
    assert [(judgement.photo.id, judgement.alike) for judgement in behind.outcome] == [(own(2).id, ())]


def test_sightings_of_forgotten_findings_go(vault: Vault) -> None:
    vault.photos.add(own(1), 1)
    journal = vault.journal(vault.photos.all(), PIPELINE)
    journal.saw(posted("a"), sha("a"), 10)
    journal.keep(sha("a"), shows(own(1)), None)
    vault.photos.forget([own(1).id])
    vault.photos.add(own(1), 1)
    vault.journal(vault.photos.all(), PIPELINE).keep(sha("a"), shows(own(1)), None)
    assert [finding.sightings for finding in vault.findings.listed()] == [()]


def test_fingerprints_that_were_never_packed_are_a_damage(vault: Vault) -> None:
    vault.photos.add(own(1), 1)
    vault._database.execute("UPDATE photos SET fingerprints = substr(fingerprints, 2)")
    with pytest.raises(VaultDamaged):
        vault.photos.all()


def test_a_photo_without_a_sum_gets_it_when_it_is_added_again(vault: Vault) -> None:
    vault.photos.add(own(1, md5=b""), 1)
    journal = vault.journal(vault.photos.all(), PIPELINE)
    journal.keep(sha("a"), shows(own(1)), None)
    version = vault.photos.version
    assert vault.photos.up_to_date(1) == frozenset()
    assert [photo.md5 for photo in vault.photos] == [b""]
    assert not vault.photos.add(own(1, label="again", fingerprints=some_fingerprints(9)), 1)
    assert [(photo.md5, photo.label) for photo in vault.photos] == [(own(1).md5, "photo 1.jpg")]
    assert vault.photos.up_to_date(1) == {own(1).sha256}
    assert vault.photos.version == version, "what was compared before need not be compared again"


def test_the_sum_of_a_forgotten_photo_goes(vault: Vault) -> None:
    vault.photos.add(own(1), 1)
    vault.photos.forget([own(1).id])
    assert vault._database.execute("SELECT * FROM sums") == []


def test_the_sum_of_a_photo_stays_when_its_fingerprints_are_replaced(vault: Vault) -> None:
    vault.photos.add(own(1), 1)
    vault.photos.add(own(1, md5=b""), 2)
    assert [photo.md5 for photo in vault.photos] == [own(1).md5]


def test_sums_and_crops_come_back_with_the_photo(folder: Path) -> None:
    with reopened(folder) as vault:
        vault.photos.add(own(1, fingerprints=replace(some_fingerprints(1), crops=CROPS)), 1)
        vault.photos.add(own_video(10), 1)
    with reopened(folder) as vault:
        photo, video = vault.photos
    assert (photo.md5, photo.sha1, photo.fingerprints.crops) == (own(1).md5, own(1).sha1, CROPS)
    assert [seen.crops for _, seen in video.moments] == [(), CROPS]
    assert video.fingerprints == video.moments[0][1]


def test_crops_are_replaced_with_the_fingerprints_and_forgotten_with_the_photo(vault: Vault) -> None:
    vault.photos.add(own(1, fingerprints=replace(some_fingerprints(1), crops=CROPS)), 1)
    vault.photos.add(own(1, fingerprints=replace(some_fingerprints(1), crops=CROPS[:1])), 2)
    assert [photo.fingerprints.crops for photo in vault.photos] == [CROPS[:1]]
    vault.photos.forget([own(1).id])
    assert vault._database.execute("SELECT * FROM crops") == []


def test_what_photos_can_be_told_by_grows_with_each_and_never_shrinks(vault: Vault) -> None:
    told = [vault.photos.told_by]
    for photo, pipeline in ((own(1, sha1=b""), 1), (own(1), 1), (own(2), 1), (own(2), 2)):
        vault.photos.add(photo, pipeline)
        told.append(vault.photos.told_by)
        vault.photos.add(photo, pipeline)
        assert vault.photos.told_by == told[-1], "nothing is new of it"
    vault.photos.forget([own(1).id, own(2).id])
    assert vault.photos.told_by == told[-1]
    vault.photos.add(own(1), 1)
    told.append(vault.photos.told_by)
    assert told == sorted(set(told))


@pytest.mark.parametrize("table", ["photos", "videos"])
def test_crops_that_were_never_packed_are_a_damage(vault: Vault, table: str) -> None:
    vault.photos.add(own(1) if table == "photos" else own_video(10), 1)
    vault._database.execute("UPDATE crops SET packed = substr(packed, 2)")
    with pytest.raises(VaultDamaged):
        vault.photos.all()


def test_crops_of_another_video_are_a_damage(vault: Vault) -> None:
    vault.photos.add(own_video(10), 1)
    short = replace(own_video(10), moments=own_video(10).moments[:1])
    vault._database.execute("UPDATE crops SET packed = ?", packing.crops(short))
    with pytest.raises(VaultDamaged):
        vault.photos.all()


def test_a_video_of_before_there_were_crops_has_none(vault: Vault) -> None:
    vault.photos.add(own_video(10), 1)
    vault._database.execute("DELETE FROM crops")
    (video,) = vault.photos
    assert [seen.crops for _, seen in video.moments] == [(), ()]


def own_video(seed: int) -> Photo:
    first, second = some_fingerprints(seed), replace(some_fingerprints(seed + 1), crops=CROPS)
    return own(seed, seconds=4.0, moments=((Span(0.0, 1.5), first), (Span(2.0, 4.0), second)))
