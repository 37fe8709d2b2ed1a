"""Altered copies of drawn photos are found, and what was done to them is told rightly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageOps

from exposurewatch.matching.library import Library
from exposurewatch.matching.parts import Parts, _above_chance, frame_of
from exposurewatch.model import Judgement, Region, Verdict
from exposurewatch.parameters import DEFAULT, FAST, FRAME_SIDE, PROMISING
from tests.conftest import a_photo
from tests.matching.copies import WAYS, Copy, drawn, enrolled, looked_at, told

SCENES = ("market", "quilt", "harbour")
FINDINGS = (Verdict.EXACT, Verdict.CERTAIN, Verdict.PROBABLE)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library([enrolled(drawn(scene), scene) for scene in SCENES])


def the_finding(library: Library, picture: Image.Image, quality: int = 80) -> Judgement:
    """The one own photo found in a picture."""
    findings = [one for one in told(library, picture, quality) if one.verdict in FINDINGS]
    assert len(findings) == 1
    return findings[0]


def misplaced(told: Region, truth: Region) -> float:
    """How far a corner lies from where it should, at most, as a share of the picture's width or height.

    Of a crop the corners lie outside, where nobody sees them: then it counts where the picture ends.
    """
    return float(np.abs(np.clip(told, 0, 1) - np.clip(truth, 0, 1)).max())


def check(judgement: Judgement, copy: Copy) -> None:
    """Hold what is told of a copy against the truth."""
    told = judgement.alteration
    assert (told.mirrored, told.inverted) == (copy.mirrored, copy.inverted)
    assert abs((told.rotation_degrees - copy.degrees + 180) % 360 - 180) < 3
    assert told.scale == pytest.approx(copy.scale, rel=0.1)
    assert told.visible_fraction == pytest.approx(copy.visible, abs=0.1)
    assert misplaced(told.region, copy.region) < 0.05 * max(1.0, copy.visible**-0.5), "5 % of the photo's side"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("scene", SCENES)
def test_an_altered_copy_is_found_and_what_was_done_to_it_is_told(library: Library, scene: str, way: str) -> None:
    copy = WAYS[way](drawn(scene))
    judgement = the_finding(library, copy.picture)
    assert judgement.photo.label == scene
    check(judgement, copy)


@pytest.mark.parametrize("scene", SCENES)
def test_a_copy_compressed_hard_is_certain_and_as_it_was(library: Library, scene: str) -> None:
    judgement = the_finding(library, drawn(scene), quality=15)
    assert judgement.verdict is Verdict.CERTAIN
    assert judgement.photo.label == scene
    check(judgement, Copy(drawn(scene)))


def test_a_mirrored_copy_that_is_turned_as_well_is_told_as_mirrored_first(library: Library) -> None:
    turned = WAYS["turned by 90"](ImageOps.mirror(drawn("market")))
    told = the_finding(library, turned.picture).alteration
    assert told.mirrored
    assert abs(told.rotation_degrees - 90) < 3
    top_left, top_right = told.region[0], told.region[1]
    assert top_left == pytest.approx((1, 1), abs=0.05), "mirrored to the top right, and turned to the bottom right"
    assert top_right == pytest.approx((1, 0), abs=0.05)


def test_two_photos_in_one_picture_are_both_found_each_in_its_place(library: Library) -> None:
    sheet = Image.new("RGB", (1290, 480), "white")
    sheet.paste(drawn("market"), (0, 0))
    sheet.paste(drawn("quilt"), (650, 0))
    findings = {one.photo.label: one for one in told(library, sheet) if one.verdict in FINDINGS}
    assert set(findings) == {"market", "quilt"}
    for label, left in (("market", 0.0), ("quilt", 650 / 1290)):
        right = left + 640 / 1290
        truth = ((left, 0.0), (right, 0.0), (right, 1.0), (left, 1.0))
        assert misplaced(findings[label].alteration.region, truth) < 0.03


@pytest.mark.parametrize("scene", ["reef", "bookshelf", "mosaic"])
def test_other_pictures_are_no_copies(library: Library, scene: str) -> None:
    assert not [one for one in told(library, drawn(scene, 4)) if one.verdict in FINDINGS]


@pytest.mark.parametrize("scene", SCENES)
def test_other_drawings_of_the_same_scene_are_no_copies(library: Library, scene: str) -> None:
    assert not [one for one in told(library, drawn(scene, 4)) if one.verdict in FINDINGS]


def test_a_library_of_one_photo_finds_its_copies() -> None:
    library = Library([enrolled(drawn("reef"), "reef")])
    for way in ("as it is", "mirrored", "in a story"):
        copy = WAYS[way](drawn("reef"))
        check(the_finding(library, copy.picture), copy)
    assert told(library, drawn("market")) == ()


def test_a_library_of_one_flat_photo_or_none_finds_nothing() -> None:
    flat = enrolled(Image.new("RGB", (640, 480), (90, 120, 150)))
    for photos in ([flat], []):
        assert told(Library(photos), drawn("market")) == ()
        assert told(Library(photos), Image.new("RGB", (640, 480), (90, 120, 150))) == ()


def test_a_flat_photo_among_others_does_not_disturb_them() -> None:
    flat = enrolled(Image.new("RGB", (640, 480), (90, 120, 150)), "flat")
    library = Library([flat, enrolled(drawn("reef"), "reef"), flat])
    assert the_finding(library, drawn("reef")).photo.label == "reef"


def test_a_fast_search_finds_plain_copies_too() -> None:
    library = Library([enrolled(drawn("reef"), "reef"), enrolled(drawn("market"), "market")], FAST)
    assert the_finding(library, ImageOps.mirror(drawn("reef"))).photo.label == "reef"


def test_no_more_photos_are_verified_than_the_setting_says() -> None:
    photos = [enrolled(drawn("reef"), str(number)) for number in range(4)]
    once = replace(DEFAULT, verified=1)
    picture = looked_at(drawn("reef"))
    assert len({part.photo.label for part in Parts(photos, once).find(picture).parts}) == 1
    assert len({part.photo.label for part in Parts(photos, DEFAULT).find(picture).parts}) == 4


def test_votes_count_for_photos_that_were_not_found_and_for_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = Parts([enrolled(drawn("reef"), "reef")], DEFAULT)
    found = parts.find(looked_at(drawn("reef")))
    assert [part.photo.label for part in found.parts] == ["reef"]
    assert found.strength == 0
    monkeypatch.setattr("exposurewatch.matching.parts.fitted", lambda *_: None)
    found = parts.find(looked_at(drawn("reef")))
    assert found.parts == ()
    assert found.strength >= PROMISING


def test_a_picture_without_points_shows_no_photo(library: Library) -> None:
    assert told(library, Image.new("RGB", (1, 1))) == ()


@pytest.mark.parametrize(
    ("size", "frame"),
    [((640, 480), (512, 384)), ((300, 900), (171, 512)), ((64, 64), (512, 512)), ((1, 9999), (1, 512))],
)
def test_the_frame_of_a_photo_has_its_shape_and_a_long_side_of_512(
    size: tuple[int, int], frame: tuple[int, int]
) -> None:
    seen = a_photo().fingerprints
    photo = a_photo(fingerprints=type(seen)(*size, seen.frames))
    assert frame_of(photo) == frame
    assert max(frame) == FRAME_SIDE


@pytest.mark.parametrize(
    ("strengths", "above"), [([0.0, 5.0], 5.0), ([0.0, 9.0, 8.0, 7.5], 1.0), ([0.0, 4.0, 4.0], 0.0)]
)
def test_votes_count_by_what_they_are_above_those_of_another_form(strengths: list[float], above: float) -> None:
    assert _above_chance(strengths) == above
