"""Which frames are kept: what looks like the one before adds time alone, and nothing new waits for two seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest

from exposurewatch.images import Decoded
from exposurewatch.videos.decoding import Video
from exposurewatch.videos.sampling import MOST_MOMENTS, THUMBNAIL, kept
from tests.videos.clips import a_pan, a_slide, encoded

RATE = 25


@dataclass(frozen=True)
class Drawn:
    """A frame of one grey, with a patch of another."""

    time: float
    level: float
    is_key: bool = False
    patch: int = 0

    def thumbnail(self) -> np.ndarray:
        grey = np.full((THUMBNAIL, THUMBNAIL), round(self.level), np.uint8)
        grey[:8, :8] += np.uint8(self.patch)
        return grey

    def decoded(self) -> Decoded:
        raise NotImplementedError


def film(seconds: float, level: Callable[[float], float], keys: float = 1e9) -> Iterator[Drawn]:
    """Frames whose grey depends on their time; a key frame every `keys` seconds."""
    for number in range(round(seconds * RATE)):
        time = number / RATE
        yield Drawn(time, level(time), is_key=number % round(keys * RATE) == 0)


def times(frames: Iterator[Drawn]) -> list[float]:
    return [frame.time for frame in kept(frames)]


def test_what_stands_still_is_one_frame() -> None:
    assert times(film(60, lambda _: 100, keys=1)) == [0]


def test_what_changes_all_the_time_is_kept_every_two_seconds_at_least() -> None:
    found = times(film(60, lambda time: 4 * time))
    assert all(1.5 <= later - earlier <= 2 for earlier, later in pairwise(found))
    assert found[-1] >= 58


def test_another_scene_is_kept_at_once() -> None:
    assert times(film(10, lambda time: 50 if time < 3.2 else 150)) == [0, pytest.approx(3.3, abs=0.15)]


def test_what_comes_and_goes_between_is_kept_both_times() -> None:
    assert len(times(film(10, lambda time: 150 if 3.0 <= time < 3.6 else 50))) == 3


def test_something_small_that_comes_is_kept() -> None:
    frames = [Drawn(number / 4, 100, patch=60 if number > 8 else 0) for number in range(40)]
    assert len(list(kept(frames))) == 2


def test_a_key_frame_is_taken_where_the_next_frame_would_be_due_soon() -> None:
    found = times(film(20, lambda time: 8 * time, keys=1.6))
    assert found == pytest.approx([1.6 * number for number in range(len(found))])


def test_frames_without_time_between_them_are_one() -> None:
    assert [frame.time for frame in kept(Drawn(0.0, shade) for shade in range(0, 250, 10))] == [0]


def test_twenty_minutes_that_never_stand_still_fit() -> None:
    frames = (Drawn(number / 4, (number * 5) % 256) for number in range(4 * 1200))
    assert len(list(kept(frames))) <= 1.2 * MOST_MOMENTS
    steady = (Drawn(number / 4, 128 + 100 * np.sin(number / 9)) for number in range(4 * 1200))
    assert len(list(kept(steady))) <= MOST_MOMENTS


@pytest.mark.parametrize("quality", ["18", "38", "45"])
def test_compression_alone_makes_no_new_frame(quality: str) -> None:
    slide = a_slide(1)
    clip = encoded([slide] * 100, options={"crf": quality, "g": "12"})
    assert len(list(kept(Video(clip).frames()))) == 1


def test_slides_are_one_frame_each() -> None:
    slides = [a_slide(seed) for seed in range(4) for _ in range(25)]
    found = [frame.time for frame in kept(Video(encoded(slides)).frames())]
    assert found == pytest.approx([0, 2.5, 5.0, 7.5], abs=0.3)


def test_a_camera_that_moves_leaves_nothing_out() -> None:
    found = [frame.time for frame in kept(Video(encoded(a_pan(1, 120, step=6))).frames())]
    assert all(later - earlier <= 2 for earlier, later in pairwise([*found, 12.0]))
