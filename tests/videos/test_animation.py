"""GIF and WebP with several frames are seen with their times; with one they are pictures."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from exposurewatch import images
from exposurewatch.images import decode
from exposurewatch.sandbox.protocol import Refused
from exposurewatch.videos import animation
from exposurewatch.videos.animation import Animation, is_animation
from tests.conftest import a_drawing, encoded
from tests.videos.clips import moving

PICTURES = [a_drawing(seed, (160, 120)) for seed in range(4)]
KINDS = pytest.mark.parametrize("kind", ["GIF", "WEBP"])


@KINDS
def test_every_frame_comes_with_its_time(kind: str) -> None:
    film = Animation(moving(PICTURES, kind, [100, 300, 200, 400]))
    frames = list(film.frames())
    assert [frame.time for frame in frames] == pytest.approx([0, 0.1, 0.4, 0.6])
    assert film.seconds == film.seen == pytest.approx(1.0)


@KINDS
def test_the_first_frame_is_the_picture_as_it_always_was(kind: str) -> None:
    content = moving(PICTURES, kind)
    (first, *_) = Animation(content).frames()
    assert (first.decoded().grey == decode(content).grey).all()


@KINDS
def test_a_single_frame_lasts_no_time(kind: str) -> None:
    film = Animation(encoded(PICTURES[0], kind))
    assert len(list(film.frames())) == 1
    assert film.seconds == film.seen == 0


def test_a_frame_that_says_no_time_is_shown_for_a_tenth_of_a_second() -> None:
    film = Animation(moving(PICTURES, "GIF", 0))
    assert [frame.time for frame in film.frames()] == pytest.approx([0, 0.1, 0.2, 0.3])


def test_what_breaks_off_ends_with_its_last_whole_frame() -> None:
    content = moving(PICTURES, "GIF")
    seen = [len(list(Animation(content[: len(content) * part // 8]).frames())) for part in (4, 6)]
    assert all(1 <= count <= 4 for count in seen)


def test_what_has_no_whole_frame_is_refused() -> None:
    with pytest.raises(Refused, match="unreadable"):
        list(Animation(b"GIF89a").frames())


def test_no_more_pixels_are_decoded_than_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(animation, "MOST_DECODED", 2 * 160 * 120)
    film = Animation(moving(PICTURES, "GIF"))
    assert len(list(film.frames())) == 2
    assert film.seen == pytest.approx(1.0)
    assert film.seen < film.seconds


def test_no_more_frames_are_decoded_than_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MOST_FRAMES", 3)
    assert len(list(Animation(moving(PICTURES, "GIF")).frames())) == 3


def test_whoever_stops_is_told_that_something_was_left_out() -> None:
    film = Animation(moving(PICTURES, "GIF"))
    for frame in film.frames():
        if frame.time >= 1:
            break
    film.stop()
    assert film.seen == pytest.approx(1.0)
    assert film.seen < film.seconds


def test_only_the_two_formats_that_move_are_taken_for_such() -> None:
    assert [is_animation(encoded(PICTURES[0], kind)) for kind in ("GIF", "WEBP", "PNG", "JPEG")] == [1, 1, 0, 0]
    into = io.BytesIO()
    Image.new("L", (2, 2)).save(into, "TIFF")
    with pytest.raises(Refused, match="unsupported-format"):
        list(Animation(into.getvalue()).frames())
