"""The words of the program: values that never change, compare by what they say, and know a little arithmetic."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pytest

from exposurewatch import model
from exposurewatch.model import (
    ORIENTATIONS,
    WHOLE,
    Alteration,
    Box,
    Fingerprints,
    ImageFile,
    LocalFeatures,
    LookedAt,
    MediaKind,
    Orientation,
    Picture,
    Reason,
    Skipped,
    Unreadable,
    Verdict,
)
from tests.conftest import a_judgement, a_report, a_sighting, an_origin

VALUES = [value for value in vars(model).values() if isinstance(value, type) and dataclasses.is_dataclass(value)]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_every_type_is_frozen_and_has_slots(value: type) -> None:
    parameters = value.__dataclass_params__  # type: ignore[attr-defined]
    assert parameters.frozen
    assert "__slots__" in vars(value)


def test_there_are_eight_orientations_upright_first() -> None:
    assert len(set(ORIENTATIONS)) == 8
    assert ORIENTATIONS[0] == Orientation(mirrored=False, rotation_degrees=0)
    assert {orientation.rotation_degrees for orientation in ORIENTATIONS} == {0, 90, 180, 270}


@pytest.mark.parametrize(
    ("box", "area"), [(Box(), 1.0), (Box(0.25, 0.0, 0.75, 1.0), 0.5), (Box(0.5, 0.5, 1.0, 1.0), 0.25)]
)
def test_a_box_knows_its_share_of_the_picture(box: Box, area: float) -> None:
    assert box.area == area


def test_the_whole_is_named_corner_by_corner_clockwise_from_the_top_left() -> None:
    assert WHOLE == ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


@pytest.mark.parametrize("words", [Reason, Verdict, MediaKind], ids=lambda words: words.__name__)
def test_the_words_of_the_report_are_plain_and_all_different(words: type[Reason | Verdict | MediaKind]) -> None:
    values = [word.value for word in words]
    assert len(set(values)) == len(values)
    assert all(value.replace("-", "").replace(" ", "").isalpha() and value == value.lower() for value in values)


def test_verdicts_are_listed_strongest_first() -> None:
    assert next(iter(Verdict)) is Verdict.EXACT
    order = [Verdict.EXACT, Verdict.CERTAIN, Verdict.PROBABLE, Verdict.SAME_SCENE, Verdict.POSSIBLE]
    assert all(list(Verdict).index(one) < list(Verdict).index(other) for one, other in pairwise(order))


def test_a_sighting_that_is_skipped_keeps_its_place() -> None:
    sighting = a_sighting(origin=an_origin(message_id="42"))
    skip = sighting.skipped(Reason.TOO_LARGE, "more than 100 MiB")
    assert skip == Skipped(sighting.origin.locator, "42", Reason.TOO_LARGE, "more than 100 MiB")
    assert sighting.skipped(Reason.VIDEO).detail == ""


def test_what_was_seen_of_two_pictures_is_never_the_same_thing() -> None:
    """Arrays have no equality that is one answer, so two values that hold some are two, whatever they hold."""
    points, codes = np.zeros((3, 4), np.float32), np.zeros((3, 32), np.uint8)
    one, other = LocalFeatures(points, codes), LocalFeatures(points, codes)
    assert one != other
    assert len({one, other, one}) == 2
    seen = Fingerprints(4, 3, ())
    assert Picture(seen, codes) != Picture(seen, codes)


def test_colours_are_not_inverted_and_no_photo_alike_unless_somebody_says_so() -> None:
    assert Alteration(mirrored=False, rotation_degrees=0, scale=1, region=WHOLE, visible_fraction=1).inverted is False
    assert (Fingerprints(4, 3, ()).local, Fingerprints(4, 3, ()).layout) == (None, None)
    assert a_judgement().alike == ()


def test_two_sightings_are_the_same_whatever_reads_their_bytes() -> None:
    one, other = (a_sighting(media=ImageFile(MediaKind.PHOTO, lambda: b"x")) for _ in range(2))
    assert one == other
    assert "lambda" not in repr(one)
    assert one != a_sighting(media=ImageFile(MediaKind.STICKER, lambda: b"x"))


def test_what_is_unreadable_says_why() -> None:
    error = Unreadable(Reason.CANNOT_OPEN, "Permission denied")
    assert (error.reason, error.detail) == (Reason.CANNOT_OPEN, "Permission denied")
    assert Unreadable(Reason.LINK).detail == ""


@pytest.mark.parametrize("reason", Reason)
def test_a_report_is_complete_unless_an_export_or_a_feed_broke_off(reason: Reason) -> None:
    report = a_report(skipped=(Skipped(an_origin().locator, None, reason),))
    cut = (Reason.EXPORT_TRUNCATED, Reason.EXPORT_DAMAGED, Reason.FEED_NOT_READ)
    assert report.complete == (reason not in cut)


def test_an_interrupted_report_is_not_complete() -> None:
    assert a_report().complete
    assert not a_report(interrupted=True).complete


def test_nothing_was_looked_at_before_the_start() -> None:
    assert LookedAt() == LookedAt(messages=0, pictures=0, files=0)


def test_a_value_cannot_be_changed() -> None:
    report = a_report()
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.made_at = datetime.now(UTC)  # type: ignore[misc]
