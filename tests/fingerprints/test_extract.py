"""The parent's side: every picture comes back as fingerprints or as a reason, and workers are not believed."""

from __future__ import annotations

import pytest

from exposurewatch.fingerprints import extract
from exposurewatch.fingerprints.extract import PHOTO_FORMS, Extractor, default_workers
from exposurewatch.fingerprints.frames import fingerprints_of
from exposurewatch.images import decode
from exposurewatch.model import Fingerprints, Reason, Unreadable
from exposurewatch.sandbox.worker import Limits
from tests.conftest import a_drawing, encoded

LIMITS = Limits(seconds=1.0, memory=256 << 20)


def outcome_of(request: bytes, monkeypatch: pytest.MonkeyPatch) -> Fingerprints | Unreadable:
    """What comes of a request when the workers do a fake job."""
    monkeypatch.setattr(extract, "_JOB", "tests.fingerprints.jobs:obey")
    with Extractor[str](1, LIMITS) as extractor:
        extractor.submit("key", request)
        key, outcome = extractor.take()
    assert key == "key"
    return outcome


def test_every_picture_comes_back_under_its_key() -> None:
    pictures = {f"picture {seed}": encoded(a_drawing(seed)) for seed in range(6)} | {"broken": b"GIF89a"}
    outcomes: dict[str, Fingerprints | Unreadable] = {}
    with Extractor[str](2) as extractor:
        for key, content in pictures.items():
            while extractor.full:
                outcomes.update([extractor.take()])
            extractor.submit(key, content)
        assert extractor.under_way > 0
        while extractor.under_way:
            outcomes.update([extractor.take()])
    assert outcomes.keys() == pictures.keys()
    broken = outcomes.pop("broken")
    assert isinstance(broken, Unreadable)
    assert broken.reason is Reason.UNREADABLE
    for key, outcome in outcomes.items():
        assert isinstance(outcome, Fingerprints)
        expected = fingerprints_of(decode(pictures[key]), 1)
        assert [frame.digests for frame in outcome.frames] == [frame.digests for frame in expected.frames]


def test_a_photo_comes_back_in_all_its_forms_and_a_picture_in_one() -> None:
    content = encoded(a_drawing(1))
    with Extractor[int](1) as extractor:
        extractor.submit(PHOTO_FORMS, content, PHOTO_FORMS)
        extractor.submit(1, content)
        for _ in range(2):
            forms, outcome = extractor.take()
            assert isinstance(outcome, Fingerprints)
            assert all(len(digests) == forms for frame in outcome.frames for digests in frame.digests.values())


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        (b"refuse unsupported-format", Reason.UNSUPPORTED_FORMAT),
        (b"refuse too-many-pixels", Reason.TOO_MANY_PIXELS),
        (b"refuse unreadable", Reason.UNREADABLE),
        (b"refuse exact", Reason.UNREADABLE),
        (b"refuse video", Reason.UNREADABLE),
        (b"refuse same-file-twice", Reason.UNREADABLE),
        (b"refuse ", Reason.UNREADABLE),
        (b"raise-os-error", Reason.UNREADABLE),
        (b"raise-memory-error", Reason.OUT_OF_MEMORY),
        (b"abort", Reason.DECODER_DIED),
        (b"huge", Reason.DECODER_DIED),
        (b"loop", Reason.TIMED_OUT),
        (b"echo not fingerprints", Reason.DECODER_DIED),
        (b"echo", Reason.DECODER_DIED),
    ],
)
def test_what_went_wrong_has_its_reason(order: bytes, reason: Reason, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = outcome_of(order, monkeypatch)
    assert isinstance(outcome, Unreadable)
    assert outcome.reason is reason


@pytest.mark.parametrize(("cores", "workers"), [(None, 1), (1, 1), (2, 2), (3, 2), (8, 7)])
def test_one_core_is_left_free_where_there_are_enough(
    cores: int | None, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert default_workers() == workers
