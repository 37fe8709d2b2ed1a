"""Pictures made to be taken for one another: none may be a certain or probable copy of another's photo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from PIL import Image

from exposurewatch.matching.library import Library
from exposurewatch.model import Judgement, Verdict
from tests.matching import hard
from tests.matching.copies import drawn, enrolled, told

FOUND = (Verdict.EXACT, Verdict.CERTAIN, Verdict.PROBABLE)


def findings(own: Image.Image, found: Iterable[Image.Image]) -> list[Judgement]:
    library = Library([enrolled(own)])
    judgements = [judgement for picture in found for judgement in told(library, picture)]
    return [judgement for judgement in judgements if judgement.verdict in FOUND]


@pytest.mark.parametrize("chrome", hard.CHROMES)
def test_a_screenshot_does_not_match_others_with_the_same_chrome(chrome: str) -> None:
    shots = [hard.screenshot(chrome, kind, number) for number, kind in enumerate(hard.CONTENTS)]
    for number, own in enumerate(shots):
        assert not findings(own, shots[:number] + shots[number + 1 :]), hard.CONTENTS[number]


@pytest.mark.parametrize("chrome", hard.CHROMES)
def test_a_screenshot_still_matches_a_copy_of_itself(chrome: str) -> None:
    """Or the test above would be passed by matching nothing at all."""
    own = hard.screenshot(chrome, "harbour", 0)
    assert findings(own, [own.resize((360, 640))])


def test_chats_full_of_bubbles_do_not_match() -> None:
    """Such a pair has more points in common, along the edges and a little amid them, than others."""
    own, other = hard.screenshot("chat", "harbour", 0), hard.screenshot("chat", "reef", 7)
    assert not findings(own, [other])
    assert not findings(other, [own])


def test_a_desktop_window_does_not_match_others() -> None:
    contents = ("garden", "plain", "skyline")
    shots = [
        hard.desktop(lambda size, kind=kind, number=number: hard.content(kind, number, size), number)  # type: ignore[misc]
        for number, kind in enumerate(contents)
    ]
    for own, other in permutations(shots, 2):
        assert not findings(own, [other])


def test_memes_of_one_template_do_not_match() -> None:
    memes = [hard.meme(drawn(scene), "when it is monday") for scene in ("harbour", "market", "quilt")]
    for own, other in permutations(memes, 2):
        assert not findings(own, [other])


def test_one_background_under_other_words_is_a_copy() -> None:
    picture = drawn("market")
    assert findings(hard.captioned(picture, "one", "two"), [hard.captioned(picture, "quite", "another")])


def test_collages_with_the_same_gaps_do_not_match() -> None:
    collages = [
        hard.collage(("harbour", "market", "quilt", "garden"), 1),
        hard.collage(("skyline", "reef", "balloons", "bookshelf"), 2),
    ]
    for own, other in permutations(collages, 2):
        assert not findings(own, [other])


@pytest.mark.parametrize("kind", ["code", "noise", "bricks", "tiles"])
def test_patterns_of_one_kind_do_not_match(kind: str) -> None:
    draw = getattr(hard, kind)
    for own, other in permutations([draw(1), draw(2), draw(3)], 2):
        assert not findings(own, [other])


@pytest.mark.parametrize("kind", ["checks", "lines"])
def test_regular_grids_of_other_steps_do_not_match(kind: str) -> None:
    draw = getattr(hard, kind)
    for own, other in permutations([draw(16), draw(24), draw(40)], 2):
        assert not findings(own, [other])


@pytest.mark.parametrize(
    "odd",
    [
        Image.new("RGB", (1, 1), "red"),
        Image.new("RGB", (1, 10_000), "white"),
        Image.new("RGB", (400, 300), (90, 120, 150)),
        Image.fromarray(np.tile(np.arange(256, dtype=np.uint8), (192, 1))).convert("RGB"),
    ],
    ids=["one pixel", "a line", "flat", "a gradient"],
)
def test_next_to_nothing_matches_nothing(odd: Image.Image) -> None:
    strangers = [drawn("harbour"), hard.noise(5), Image.new("RGB", (300, 300), "black")]
    assert not findings(odd, strangers)
    for stranger in strangers:
        assert not findings(stranger, [odd])


def test_ten_identical_own_photos_are_one_finding() -> None:
    own = enrolled(drawn("harbour"))
    library = Library([replace(own, id=str(number), sha256=bytes([number]) * 32) for number in range(10)])
    (judgement,) = told(library, drawn("harbour").resize((384, 288)))
    assert judgement.verdict is Verdict.CERTAIN
    assert len(judgement.alike) == 9
