"""The parent's side: every picture comes back as what was seen or as a reason, and workers are not believed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from exposurewatch.fingerprints import extract
from exposurewatch.fingerprints.extract import (
    Extractor,
    default_workers,
    photo_extractor,
    picture_extractor,
    publishing_extractor,
)
from exposurewatch.fingerprints.look import look_at_photo, look_at_picture
from exposurewatch.fingerprints.regions import published_frames
from exposurewatch.images import decode
from exposurewatch.model import Clip, Fingerprints, Picture, Reason, Unreadable
from exposurewatch.parameters import DEFAULT, FAST, Look, Setting
from exposurewatch.sandbox.worker import Limits
from tests.conftest import a_drawing, encoded
from tests.fakes import Seen
from tests.fingerprints.test_wire import halved, rounded, same_fingerprints, same_picture

LIMITS = Limits(seconds=1.0, memory=256 << 20)


def outcome_of(request: bytes, extractor: Extractor[str, Seen]) -> Seen | Clip[Seen] | Unreadable:
    """What comes of a request when the workers do a fake job."""
    with extractor:
        extractor.submit("key", request)
        key, outcome = extractor.take()
    assert key == "key"
    return outcome


@pytest.fixture
def _fake_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "JOB", "tests.fingerprints.jobs:obey")


def test_every_picture_comes_back_under_its_key() -> None:
    pictures = {f"picture {seed}": encoded(a_drawing(seed)) for seed in range(6)} | {"broken": b"GIF89a"}
    outcomes: dict[str, Picture | Clip[Picture] | Unreadable] = {}
    with picture_extractor(2) as extractor:
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
        assert isinstance(outcome, Picture)
        assert same_picture(outcome, look_at_picture(decode(pictures[key]), DEFAULT.first))


def test_a_photo_comes_back_with_all_its_forms_its_points_and_its_layout() -> None:
    content = encoded(a_drawing(1))
    with photo_extractor(1) as extractor:
        extractor.submit(1, content)
        _, outcome = extractor.take()
    assert isinstance(outcome, Fingerprints)
    assert all(len(digests) == 8 for frame in outcome.frames for digests in frame.digests.values())
    assert same_fingerprints(outcome, halved(look_at_photo(decode(content))))


@pytest.mark.parametrize("name", ["first", "closer"])
@pytest.mark.parametrize("setting", [DEFAULT, FAST], ids=["default", "fast"])
def test_a_picture_is_looked_at_as_thoroughly_as_the_setting_says(setting: Setting, name: str) -> None:
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (46, 61), dtype=np.uint8))
    content = encoded(noise.resize((800, 600), Image.Resampling.BICUBIC), "PNG")  # more points than are kept
    look: Look = getattr(setting, name)
    with picture_extractor(1, setting) as extractor:
        (extractor.submit if name == "first" else extractor.submit_again)(1, content)
        _, outcome = extractor.take()
    assert isinstance(outcome, Picture)
    assert max(outcome.view.shape) == look.side
    assert outcome.fingerprints.local is not None
    assert len(outcome.fingerprints.local.points) == look.features
    assert all(len(digests) == 1 for frame in outcome.fingerprints.frames for digests in frame.digests.values())


def test_a_setting_that_no_worker_knows_is_refused_before_any_worker_starts() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        picture_extractor(1, replace(DEFAULT, closer=Look(1, 1)))


@pytest.mark.usefixtures("_fake_job")
@pytest.mark.parametrize(
    ("order", "reason"),
    [
        (b"refuse unsupported-format", Reason.UNSUPPORTED_FORMAT),
        (b"refuse too-many-pixels", Reason.TOO_MANY_PIXELS),
        (b"refuse unreadable", Reason.UNREADABLE),
        (b"refuse exact", Reason.UNREADABLE),
        (b"refuse video", Reason.VIDEO),
        (b"refuse encrypted", Reason.ENCRYPTED),
        (b"refuse no-picture", Reason.NOT_A_PICTURE),
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
def test_what_went_wrong_has_its_reason(order: bytes, reason: Reason) -> None:
    outcome = outcome_of(order, picture_extractor(1, limits=LIMITS))
    assert isinstance(outcome, Unreadable)
    assert outcome.reason is reason


@pytest.mark.usefixtures("_fake_job")
def test_what_a_worker_says_of_a_photo_is_no_more_believed() -> None:
    outcome = outcome_of(b"echo not fingerprints", photo_extractor(1, LIMITS))
    assert isinstance(outcome, Unreadable)
    assert outcome.reason is Reason.DECODER_DIED


@pytest.mark.parametrize(("cores", "workers"), [(None, 1), (1, 1), (2, 2), (3, 2), (8, 7)])
def test_one_core_is_left_free_where_there_are_enough(
    cores: int | None, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert default_workers() == workers


def test_what_is_published_of_a_picture_comes_back() -> None:
    content = encoded(a_drawing(1))
    with publishing_extractor(1) as extractor:
        extractor.submit(1, content)
        _, frames = extractor.take()
        assert frames == rounded(published_frames(decode(content)))
        extractor.submit(2, b"text")
        _, refused = extractor.take()
        assert isinstance(refused, Unreadable)
