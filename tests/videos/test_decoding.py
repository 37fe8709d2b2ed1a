"""Videos are decoded from their bytes alone: every format, fault and limit ends as frames or as a reason."""

from __future__ import annotations

import random
import struct
from itertools import pairwise
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from exposurewatch.sandbox.protocol import Refused
from exposurewatch.videos import decoding, opening
from exposurewatch.videos.decoding import Video
from exposurewatch.videos.sampling import kept
from tests.conftest import a_drawing
from tests.videos.clips import CONTAINERS, a_pan, a_slide, encoded, silent_music, turned

PAN = a_pan(1, 60)
CLIP = encoded(PAN)


def times_of(video: bytes) -> list[float]:
    return [frame.time for frame in Video(video).frames()]


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """How alike two pictures are, 1 for the same."""
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def grey(pixels: np.ndarray) -> np.ndarray:
    return np.asarray(Image.fromarray(pixels).convert("L"))


@pytest.mark.parametrize("codec", CONTAINERS)
def test_every_common_codec_is_decoded_to_what_was_encoded(codec: str) -> None:
    pixels = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    video = Video(encoded(PAN[:30], codec, pixels=pixels))
    (first, *_) = video.frames()
    decoded = first.decoded()
    assert (decoded.width, decoded.height) == (320, 240)
    assert likeness(decoded.grey, grey(PAN[0])) > 0.97
    assert video.seconds == video.seen == pytest.approx(3.0, abs=0.2)


@pytest.mark.parametrize(
    ("codec", "container"),
    [
        *(("libx264", container) for container in ("mp4", "mov", "matroska", "3gp", "ipod")),
        *(("libvpx-vp9", container) for container in ("mp4", "matroska", "webm")),
    ],
)
def test_every_container_of_the_two_families_is_opened(codec: str, container: str) -> None:
    assert times_of(encoded(PAN[:10], codec, container=container))[0] == 0


@pytest.mark.parametrize("pixels", ["yuv444p", "yuv422p", "yuv420p10le", "gray"])
def test_odd_pixels_become_grey(pixels: str) -> None:
    (first, *_) = Video(encoded(PAN[:5], pixels=pixels)).frames()
    assert likeness(first.decoded().grey, grey(PAN[0])) > 0.97


def test_what_is_to_be_shown_turned_is_turned() -> None:
    (first, *_) = Video(turned(CLIP)).frames()
    decoded = first.decoded()
    assert (decoded.width, decoded.height) == (240, 320)
    assert likeness(decoded.grey, grey(np.rot90(PAN[0], -1))) > 0.97


def test_pixels_that_are_not_square_are_stretched() -> None:
    clip = bytearray(encoded(PAN[:5], options={"aspect": "2:1"}))
    at = clip.index(b"pasp") + 4
    clip[at : at + 8] = struct.pack(">II", 2, 1)
    (first, *_) = Video(bytes(clip)).frames()
    assert (first.decoded().width, first.decoded().height) == (640, 240)


def test_frames_are_as_far_apart_as_they_are_shown() -> None:
    """Few frames a second at first, then many: as phones record."""
    slides = [a_slide(seed) for seed in range(8)]
    clip = encoded(slides, rate=20, times=[0, 10, 30, 31, 40, 60, 61, 90], options={"bf": "0"})
    assert times_of(clip) == pytest.approx([0, 0.5, 1.5, 1.55, 2.0, 3.0, 3.05, 4.5])


def test_of_key_frames_that_follow_each_other_at_once_few_are_decoded() -> None:
    clip = encoded(a_pan(1, 50, size=(64, 48)), "mjpeg", rate=25, pixels="yuvj420p")
    times = times_of(clip)
    assert times[0] == 0
    assert all(0.2 <= later - earlier <= 0.4 for earlier, later in pairwise(times[:-1]))


def test_between_key_frames_that_stand_close_together_nothing_is_decoded() -> None:
    clip = encoded(a_pan(1, 60, size=(64, 48)), options={"g": "10", "keyint_min": "10", "sc_threshold": "0"})
    assert times_of(clip)[:6] == pytest.approx([0, 1, 2, 3, 4, 5])


def test_a_single_frame_is_a_video_of_one() -> None:
    video = Video(encoded(PAN[:1]))
    assert [frame.time for frame in video.frames()] == [0]
    assert video.seconds == pytest.approx(0.1)


def test_ten_thousand_tiny_frames_are_gone_through() -> None:
    tiny = [np.full((16, 16, 3), shade % 256, np.uint8) for shade in range(10_000)]
    video = Video(encoded(tiny, "mpeg4", rate=100))
    assert len(list(kept(video.frames()))) < 800
    assert video.seconds == video.seen == pytest.approx(100, abs=0.1)


# --- limits


def test_what_comes_after_the_longest_that_is_looked_at_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "LONGEST", 2.0)
    video = Video(CLIP)
    assert max(frame.time for frame in video.frames()) <= 2.0
    assert (video.seen, video.seconds) == (2.0, 6.0)


def test_no_more_pixels_are_decoded_than_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MOST_DECODED", 10 * 320 * 240)
    video = Video(CLIP)
    assert len(list(video.frames())) == 10
    assert 0 < video.seen < video.seconds


def test_no_more_packets_are_read_than_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MOST_PACKETS", 20)
    video = Video(CLIP)
    assert 0 < len(list(video.frames())) <= 20
    assert video.seen < video.seconds == 6.0


def test_whoever_stops_is_told_what_was_left_out() -> None:
    video = Video(CLIP)
    for frame in video.frames():
        if frame.time > 3:
            break
    video.stop()
    assert video.seen == frame.time
    assert video.seconds == 6.0


@pytest.mark.parametrize("room", [opening, decoding], ids=["as the file says", "as they come out"])
def test_frames_that_are_too_large_are_refused(room: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MAX_PIXELS", 320 * 240 - 1)
    with pytest.raises(Refused, match="too-many-pixels"):
        list(Video(CLIP).frames())


def test_a_size_that_is_only_claimed_makes_no_room() -> None:
    """The track's header says 60,000 × 60,000; the codec's own, which decides, says what it is."""
    clip = bytearray(CLIP)
    at = clip.rindex(b"avc1") + 4 + 24  # the first is among the brands
    assert struct.unpack(">HH", clip[at : at + 4]) == (320, 240)
    clip[at : at + 4] = struct.pack(">HH", 60_000, 60_000)
    try:
        frames = list(Video(bytes(clip)).frames())
    except Refused as refused:
        assert str(refused) == "too-many-pixels"  # noqa: PT017
    else:
        assert frames[0].decoded().height == 240


# --- what cannot be decoded


def test_without_the_extra_it_is_a_video_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "INSTALLED", False)
    with pytest.raises(Refused, match=r"^video$"):
        Video(CLIP)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "unsupported-format"),
        (b"#EXTM3U\nhttp://example.org/1.ts\n", "unsupported-format"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "unsupported-format"),
        (b"RIFF\0\0\0\0AVI LIST", "unsupported-format"),
        (b"\0\0\0\x18ftypisom" + bytes(2000), "unreadable"),
        (b"\x1aE\xdf\xa3" + bytes(2000), "unreadable"),
        (silent_music(), "no-picture"),
        (CLIP.replace(b"avc1", b"encv"), "encrypted"),
        (CLIP.replace(b"avc1", b"xyzw"), "unsupported-format"),
    ],
    ids=["empty", "playlist", "concat", "avi", "mp4", "matroska", "sound", "encrypted", "codec"],
)
def test_what_cannot_be_decoded_is_refused_with_its_reason(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}$"):
        list(Video(content).frames())


@pytest.mark.parametrize("container", ["mp4", "matroska"])
@pytest.mark.parametrize("quarter", [1, 2, 3])
@pytest.mark.parametrize("muxer", [{}, {"moov_size": "4000"}], ids=["index last", "index first"])
def test_what_breaks_off_is_seen_up_to_there_or_refused(container: str, quarter: int, muxer: dict[str, str]) -> None:
    whole = encoded(PAN, container=container, muxer=muxer if container == "mp4" else {})
    video_or_why = _seen(whole[: len(whole) * quarter // 4])
    if container == "mp4" and not muxer:
        assert video_or_why == "unreadable"  # what tells where the frames lie comes last, and is missing
    elif quarter == 1:
        assert video_or_why == "unreadable"  # not even the first frame is whole
    else:
        assert isinstance(video_or_why, Video)
        assert video_or_why.seen < video_or_why.seconds


def _seen(content: bytes) -> Video | str:
    try:
        video = Video(content)
        list(video.frames())
    except Refused as refused:
        return str(refused)
    except MemoryError:
        return "out-of-memory"
    return video


def test_mutated_videos_are_seen_or_refused() -> None:
    rng = random.Random(20261122)  # noqa: S311
    sound = [encoded(PAN[:12], codec) for codec in ("libx264", "mpeg4", "libvpx")]
    for _ in range(90):
        content = bytearray(rng.choice(sound))
        for _ in range(rng.choice((1, 5, 50))):
            content[rng.randrange(len(content))] = rng.randrange(256)
        outcome = _seen(bytes(content))
        assert isinstance(outcome, Video) or outcome in {
            "unreadable", "unsupported-format", "too-many-pixels", "no-picture", "encrypted", "out-of-memory",
        }  # fmt: skip
        if isinstance(outcome, Video):
            assert 0 <= outcome.seen <= outcome.seconds


@pytest.mark.parametrize("scale", [0, 1, 2**31 - 1])
def test_a_time_scale_that_makes_no_sense_ends(scale: int) -> None:
    clip = bytearray(CLIP)
    at = clip.index(b"mdhd") + 4 + 12
    clip[at : at + 4] = struct.pack(">I", scale)
    outcome = _seen(bytes(clip))
    assert isinstance(outcome, Video)
    assert 0 <= outcome.seen <= outcome.seconds <= decoding.LONGEST_SAID


def test_a_drawing_is_told_from_another() -> None:
    """The control of the likeness that the tests above rest on."""
    assert likeness(grey(a_slide(1)), grey(np.asarray(a_drawing(2)))) < 0.6
