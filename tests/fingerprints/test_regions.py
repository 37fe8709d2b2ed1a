"""What is hashed of a picture for others: all of it first, and what stands inside of it."""

from __future__ import annotations

import numpy as np

from exposurewatch.fingerprints.frames import fingerprints_of
from exposurewatch.fingerprints.regions import MOST_REGIONS, published_frames, regions_of
from exposurewatch.images import Decoded
from exposurewatch.model import Box
from tests.fingerprints.pictures import a_decoded_drawing, bits_apart, plain
from tests.fingerprints.test_frames import bordered
from tests.fingerprints.test_rectangles import a_scene


def test_the_whole_picture_comes_first() -> None:
    drawing = a_decoded_drawing(1)
    assert regions_of(drawing.grey)[0] == Box()
    whole = published_frames(drawing)[0]
    assert whole == fingerprints_of(drawing, 1).frames[0]


def test_what_is_left_without_a_border_is_hashed_as_well() -> None:
    whole, inside, *_ = published_frames(bordered(a_decoded_drawing(1), 40))
    assert whole.box == Box()
    assert inside.box.area < 0.9
    assert {name: len(digests) for name, digests in inside.digests.items()} == {"pdq": 1, "phash": 1}


def test_a_photo_inside_of_a_screen_is_hashed_as_the_photo_alone() -> None:
    photo = a_scene(1, 240, 200)
    screen = np.full((512, 288), 255, np.uint8)
    screen[100:300, 20:260] = photo
    (alone,) = fingerprints_of(Decoded(photo, 240, 200), 1).frames
    frames = published_frames(Decoded(screen, 288, 512))
    apart = [bits_apart(frame.digests["pdq"][0], alone.digests["pdq"][0]) for frame in frames]
    assert apart[0] > 60
    assert min(apart) <= 10


def test_nothing_is_told_of_a_flat_picture() -> None:
    assert published_frames(plain(128)) == ()


def test_no_more_parts_than_may_travel() -> None:
    tiles = np.full((500, 500), 255, np.uint8)
    for row in range(4):
        for column in range(4):
            top, left = 125 * row, 125 * column
            tiles[top : top + 120, left : left + 120] = a_scene(4 * row + column, 120, 120)
    assert len(regions_of(np.pad(tiles, 30))) == MOST_REGIONS
