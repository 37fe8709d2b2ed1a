from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageOps

from exposurewatch.demo import alter
from exposurewatch.demo.alter import BORDERED, COLLAGE, CROPPED, MIRRORED, RE_COMPRESSED, STORY, WAYS, Way, sent
from exposurewatch.demo.draw import draw
from tests.conftest import a_drawing


def _difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures' pixels, 0 to 255."""
    small = [np.asarray(picture.resize((96, 96)), dtype=float) for picture in (one, other)]
    return float(np.abs(small[0] - small[1]).mean())


def _altered(way: Way, photo: Image.Image) -> Image.Image:
    return way.alter(photo, *(a_drawing(seed) for seed in range(1, way.company + 1)))


def test_every_way_is_listed_and_named_in_other_words() -> None:
    assert set(WAYS) == {value for value in vars(alter).values() if isinstance(value, Way)}
    assert len({way.words for way in WAYS}) == len(WAYS)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.words)
def test_an_alteration_changes_the_picture_and_leaves_the_photo_alone(way: Way) -> None:
    photo = draw("garden", 0, (800, 600))
    before = photo.tobytes()
    assert _altered(way, photo).tobytes() != before
    assert photo.tobytes() == before


def test_mirroring_twice_gives_the_photo() -> None:
    photo = a_drawing()
    assert _altered(MIRRORED, _altered(MIRRORED, photo)).tobytes() == photo.tobytes()


def test_recompressing_makes_a_small_picture_of_low_quality() -> None:
    photo = draw("market", 0)
    small = _altered(RE_COMPRESSED, photo)
    assert small.size == (640, 480)
    assert RE_COMPRESSED.quality == 40
    assert _difference(small, photo) < 4


def test_a_border_is_wide_plain_and_goes_all_around() -> None:
    photo = a_drawing(size=(300, 200))
    framed = _altered(BORDERED, photo)
    assert framed.size == (384, 284)
    assert framed.crop((42, 42, 342, 242)).tobytes() == photo.tobytes()
    assert framed.crop((0, 0, 384, 42)).getcolors() == [(384 * 42, (246, 241, 232))]


def test_cropping_leaves_less_than_half() -> None:
    photo = a_drawing(size=(400, 300))
    cropped = _altered(CROPPED, photo)
    assert cropped.width * cropped.height / (400 * 300) == pytest.approx(0.45, abs=0.01)
    assert photo.crop((88, 33, 88 + 268, 33 + 201)).tobytes() == cropped.tobytes()


@pytest.mark.parametrize("size", [(640, 480), (480, 640)])
def test_a_story_is_a_phone_screen_with_the_photo_in_the_middle(size: tuple[int, int]) -> None:
    photo = a_drawing(3, size)
    screen = _altered(STORY, photo)
    assert screen.size == (1080, 1920)
    factor = min(950 / size[0], 1190 / size[1])
    wide, high = round(size[0] * factor), round(size[1] * factor)
    left, top = (1080 - wide) // 2, round((1920 - high) * 0.48)
    assert _difference(screen.crop((left, top, left + wide, top + high)), photo) < 4
    assert _difference(screen, photo) > 20


def test_a_collage_shows_the_photo_and_three_others() -> None:
    photo = a_drawing(0, (400, 300))
    sheet = _altered(COLLAGE, photo)
    assert sheet.size == (1084, 1084)
    assert _difference(sheet.crop((546, 546, 1080, 1080)), ImageOps.fit(photo, (534, 534))) < 3
    cells = [sheet.crop((x, y, x + 534, y + 534)) for y in (4, 546) for x in (4, 546)]
    assert min(_difference(cells[3], cell) for cell in cells[:3]) > 20


def test_what_is_sent_is_shrunk_but_never_enlarged() -> None:
    assert sent(Image.new("RGB", (1080, 1920))).size == (720, 1280)
    small = Image.new("RGB", (640, 480))
    assert sent(small) is small
