"""Own videos are kept whole in one row, and the moments of videos found with what was found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from exposurewatch.errors import VaultDamaged
from exposurewatch.model import LookedAt, Photo, Reason, Remembered, Span, Unreadable
from exposurewatch.vault import values
from exposurewatch.vault.store import Vault
from tests.conftest import a_judgement
from tests.fingerprints.test_wire import same_fingerprints
from tests.vault.builders import PIPELINE, own, posted, sha, some_fingerprints
from tests.vault.conftest import reopened

STRETCHES = (Span(43.0, 49.0), Span(3.0, 5.0))


def own_video(seed: int) -> Photo:
    moments = tuple((Span(2.0 * at, 2.0 * at + 1.5), some_fingerprints(seed + at)) for at in range(3))
    return own(seed, label=f"video {seed}.mp4", seconds=6.0, moments=moments)


def test_an_own_video_comes_back_whole_and_is_listed_once(folder: Path) -> None:
    video = own_video(10)
    with reopened(folder) as vault:
        vault.photos.add(own(1), 1)
        vault.photos.add(video, 1)
    with reopened(folder) as vault:
        photo, back = vault.photos.all()
        entries = vault.photos.listed()
    assert photo.seconds is None
    assert (back.id, back.label, back.sha256, back.seconds) == (video.id, video.label, video.sha256, 6.0)
    assert [span for span, _ in back.moments] == [span for span, _ in video.moments]
    pairs = zip(back.moments, video.moments, strict=True)
    assert all(same_fingerprints(one, other) for (_, one), (_, other) in pairs)
    assert [(entry.seconds, entry.points) for entry in entries] == [(None, 20), (6.0, 60)]


def test_a_video_of_an_older_pipeline_is_replaced(vault: Vault) -> None:
    vault.photos.add(own_video(10), 1)
    assert vault.photos.add(replace(own_video(10), seconds=8.0), 2)
    (back,) = vault.photos.all()
    assert (back.seconds, len(back.moments)) == (8.0, 3)


def test_a_video_is_forgotten_whole(vault: Vault) -> None:
    vault.photos.add(own_video(10), 1)
    assert vault.photos.forget([own_video(10).id]) == 1
    assert vault._database.execute("SELECT * FROM videos") == []
    vault.photos.add(own(10), 1)
    assert vault.photos.listed()[0].seconds is None


def test_moments_are_kept_with_what_was_found(folder: Path) -> None:
    judgement = a_judgement(photo=own_video(10), spans=STRETCHES, own=Span(12.0, 18.0))
    with reopened(folder) as vault:
        vault.photos.add(own_video(10), 1)
        journal = vault.journal(vault.photos.all(), PIPELINE)
        journal.saw(posted("film.mp4"), sha("film"), 10)
        journal.keep(sha("film"), Remembered((judgement,), partly="looked at up to 20:00 of 33:20"), None)
    with reopened(folder) as vault:
        (finding,) = vault.findings.listed()
        assert (finding.spans, finding.own, finding.photo.seconds) == (STRETCHES, Span(12.0, 18.0), 6.0)
        remembered = vault.journal(vault.photos.all(), PIPELINE).recall(sha("film"))
    assert remembered is not None
    assert remembered.partly == "looked at up to 20:00 of 33:20"
    assert not isinstance(remembered.outcome, Unreadable)
    (back,) = remembered.outcome
    assert (back.spans, back.own) == (STRETCHES, Span(12.0, 18.0))


def test_a_video_that_could_not_be_looked_at_for_want_of_the_addition_is_looked_at_later(vault: Vault) -> None:
    vault.photos.add(own(1), 1)
    journal = vault.journal(vault.photos.all(), PIPELINE)
    journal.saw(posted("film.mp4"), sha("film"), 10)
    journal.keep(sha("film"), Remembered(Unreadable(Reason.VIDEO)), None)
    assert journal.recall(sha("film")) is not None
    assert vault.journal(vault.photos.all(), PIPELINE).recall(sha("film")) is None


@pytest.mark.parametrize("stored", ["[]", "{}", '{"spans": [[1]], "own": null}', '{"spans": [], "own": ["1", 2]}', 7])
def test_moments_that_make_no_sense_are_damage(stored: object) -> None:
    with pytest.raises(VaultDamaged):
        values.moments(stored)


def test_scans_that_counted_no_reports_are_read() -> None:
    stored = '{"messages": 1, "pictures": 2, "files": 3, "spared": 4, "videos": 5, "found": 6, "skipped": 7}'
    assert values.counts(stored) == (LookedAt(1, 2, 3, 4, 5), 6, 7)
    assert values.counts(values.stored_counts(LookedAt(hashes=9), 5, 6)) == (LookedAt(hashes=9), 5, 6)


def test_scans_that_counted_no_videos_are_read() -> None:
    stored = '{"messages": 1, "pictures": 2, "files": 3, "spared": 4, "found": 5, "skipped": 6}'
    assert values.counts(stored) == (LookedAt(1, 2, 3, 4), 5, 6)
    assert values.counts(values.stored_counts(LookedAt(1, 2, 3, 4, 9), 5, 6)) == (LookedAt(1, 2, 3, 4, 9), 5, 6)
