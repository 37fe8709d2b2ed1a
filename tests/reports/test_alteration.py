"""Each alteration in the words of a person."""

from __future__ import annotations

import pytest

from exposurewatch.model import ORIENTATIONS, WHOLE, Region
from exposurewatch.reports.alteration import describe, filled_share
from tests.conftest import an_alteration


def a_region(left: float, top: float, right: float, bottom: float) -> Region:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "saved again at about the same size, otherwise unaltered"),
        ({"scale": 1.03, "rotation_degrees": 0.2}, "saved again at about the same size, otherwise unaltered"),
        ({"scale": 0.5}, "smaller (50 % of your photo's size)"),
        ({"scale": 1.5}, "larger (150 % of your photo's size)"),
        ({"scale": 0.001}, "smaller (1 % of your photo's size)"),
        ({"mirrored": True}, "mirrored"),
        ({"rotation_degrees": 90.0}, "turned 90° clockwise"),
        ({"rotation_degrees": 270.0}, "turned 90° anticlockwise"),
        ({"rotation_degrees": -90.0}, "turned 90° anticlockwise"),
        ({"rotation_degrees": 180.0}, "turned upside down"),
        ({"rotation_degrees": -179.8}, "turned upside down"),
        ({"rotation_degrees": 4.6}, "turned 4.6° clockwise"),
        ({"rotation_degrees": 355.4}, "turned 4.6° anticlockwise"),
        ({"rotation_degrees": 1.4}, "saved again at about the same size, otherwise unaltered"),
        ({"rotation_degrees": 358.6}, "saved again at about the same size, otherwise unaltered"),
        ({"rotation_degrees": 1.6}, "turned 1.6° clockwise"),
        ({"mirrored": True, "rotation_degrees": 180.0}, "mirrored top to bottom"),
        ({"inverted": True}, "with inverted colours"),
        (
            {"inverted": True, "mirrored": True, "scale": 0.5},
            "with inverted colours, mirrored, smaller (50 % of your photo's size)",
        ),
        ({"visible_fraction": 0.95}, "saved again at about the same size, otherwise unaltered"),
        ({"visible_fraction": 0.93}, "a crop showing 93 % of your photo"),
        ({"region": a_region(0.0, 0.0, 1.0, 0.95)}, "saved again at about the same size, otherwise unaltered"),
        ({"region": a_region(0.0, 0.0, 1.0, 0.93)}, "your photo fills 93 % of a larger picture"),
        ({"mirrored": True, "rotation_degrees": 90.0}, "mirrored, turned 90° clockwise"),
        (
            {"region": a_region(0.1, 0.12, 0.9, 0.8825)},
            "your photo fills 61 % of a larger picture",
        ),
        (
            {"region": a_region(0.5, 0.2, 1.0, 0.82), "mirrored": True},
            "your photo fills 31 % of a larger picture, mirrored",
        ),
        (
            {"region": a_region(0.5, 0.2, 1.0, 0.82), "inverted": True, "rotation_degrees": 90.0},
            "your photo fills 31 % of a larger picture, with inverted colours, turned 90° clockwise",
        ),
        (
            {"region": a_region(-0.5, -0.5, 1.5, 1.5), "visible_fraction": 0.4},
            "a crop showing 40 % of your photo",
        ),
        (
            {"region": a_region(-0.5, 0.0, 0.5, 0.5), "visible_fraction": 0.5, "scale": 0.5},
            "a crop showing 50 % of your photo, which fills 25 % of the picture, smaller (50 % of your photo's size)",
        ),
    ],
)
def test_describe(fields: dict[str, object], words: str) -> None:
    assert describe(an_alteration(**fields)) == words


def test_no_two_ways_to_turn_a_picture_read_the_same() -> None:
    turned = [
        describe(an_alteration(mirrored=one.mirrored, rotation_degrees=float(one.rotation_degrees)))
        for one in ORIENTATIONS
    ]
    assert len(set(turned)) == len(ORIENTATIONS)


@pytest.mark.parametrize(
    ("region", "share"),
    [
        (WHOLE, 1.0),
        (a_region(0.25, 0.25, 0.75, 0.75), 0.25),
        (a_region(-1, -1, 2, 2), 1.0),
        (a_region(-0.5, 0, 0.5, 1), 0.5),
        (a_region(0.5, 0.5, 1.5, 1.5), 0.25),
        (((1.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 1.0)), 1.0),  # mirrored
        (((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)), 0.5),  # on its point
        (((0.5, -0.5), (1.5, 0.5), (0.5, 1.5), (-0.5, 0.5)), 1.0),  # on its point, and the picture just inside it
        (a_region(2, 2, 3, 3), 0.0),
    ],
)
def test_how_much_of_the_picture_the_photo_covers(region: Region, share: float) -> None:
    assert filled_share(region) == pytest.approx(share)
