"""Makes the videos that are measured: cameras that move over pictures, and what is done to such videos."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from exposurewatch.demo.draw import SCENES, draw

RATE = 25  # frames a second
SIZE = (640, 360)
SHOT = 6  # seconds that a camera stays with one picture

Pixels = NDArray[np.uint8]
Film = Sequence[Image.Image]


def pictures(folder: Path | None, first: int, count: int) -> list[Image.Image]:
    """So many photographs of a folder from the `first` on, or as many drawings."""
    if folder is None:
        names = tuple(SCENES)
        return [draw(names[number % len(names)], 500 + number) for number in range(first, first + count)]
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
    return [Image.open(path).convert("RGB") for path in paths[first : first + count]]


def shot(picture: Image.Image, number: int, seconds: float = SHOT) -> Iterator[Image.Image]:
    """A camera that moves and zooms over a picture, each number in another way."""
    rng = np.random.default_rng(number)
    begin, end = rng.uniform(0.6, 0.95, 2)  # of the picture that is in view
    (left, top), (right, bottom) = rng.uniform(0, 1, (2, 2))
    frames = round(seconds * RATE)
    for at in np.linspace(0, 1, frames):
        share = begin + (end - begin) * at
        width = min(picture.width, picture.height * SIZE[0] / SIZE[1]) * share
        height = width * SIZE[1] / SIZE[0]
        x = (left + (right - left) * at) * (picture.width - width)
        y = (top + (bottom - top) * at) * (picture.height - height)
        yield picture.resize(SIZE, Image.Resampling.BILINEAR, (x, y, x + width, y + height))


def film(shown: Sequence[Image.Image], number: int) -> list[Image.Image]:
    """One shot after the other."""
    return [frame for nth, picture in enumerate(shown) for frame in shot(picture, 100 * number + nth)]


@dataclass(frozen=True, slots=True)
class Code:
    """How a video is written."""

    codec: str = "libx264"
    container: str = "mp4"
    options: Mapping[str, str] = field(default_factory=lambda: {"preset": "veryfast", "crf": "26"})


H264 = Code()
HEVC = Code("libx265", options={"preset": "ultrafast", "crf": "30", "x265-params": "log-level=none"})
VP9 = Code("libvpx-vp9", "webm", {"deadline": "realtime", "cpu-used": "8", "crf": "40", "b": "0"})
MPEG4 = Code("mpeg4", options={"b": "300k"})
POOR = Code(options={"preset": "veryfast", "crf": "40"})


def written(frames: Film, code: Code = H264) -> bytes:
    """The frames as the bytes of a video."""
    into = io.BytesIO()
    with av.open(into, "w", format=code.container) as video:
        options: Any = dict(code.options)
        stream = cast(VideoStream, video.add_stream(code.codec, rate=RATE, options=options))
        stream.width, stream.height = (side // 2 * 2 for side in frames[0].size)
        stream.pix_fmt = "yuv420p"
        for number, picture in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(
                np.asarray(picture.resize((stream.width, stream.height))), format="rgb24"
            )
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            video.mux(stream.encode(frame))
        video.mux(stream.encode(None))
    return into.getvalue()


def _cropped(frames: Film) -> Film:
    width, height = frames[0].size
    box = (round(0.15 * width), round(0.1 * height), round(0.9 * width), round(0.85 * height))
    return [frame.crop(box) for frame in frames]


def _recorded(frames: Film) -> Film:
    """As a recording of a phone's screen: bars, a name, buttons and a field around the video in the middle."""
    screen = Image.new("RGB", (360, 720), (18, 24, 32))
    pen = ImageDraw.Draw(screen)
    pen.text((12, 6), "21:47", (240, 240, 240))
    pen.rectangle((300, 8, 348, 18), outline=(240, 240, 240))
    pen.ellipse((14, 40, 54, 80), (90, 130, 200))
    pen.text((66, 52), "Weekend Videos", (255, 255, 255))
    for row in range(3):
        pen.rounded_rectangle((12, 520 + 50 * row, 200 + 40 * row, 560 + 50 * row), 10, (44, 58, 74))
        pen.text((24, 532 + 50 * row), "who is she? send more", (220, 220, 220))
    pen.rounded_rectangle((12, 680, 348, 710), 14, (40, 50, 62))
    inside = (360, round(360 * frames[0].height / frames[0].width))
    found: list[Image.Image] = []
    for number, frame in enumerate(frames):
        page = screen.copy()
        page.paste(frame.resize(inside), (0, 200))
        ImageDraw.Draw(page).line((0, 470, 360 * number // len(frames), 470), (220, 40, 40), 3)
        found.append(page)
    return found


def _mirrored(frames: Film) -> Film:
    return [frame.transpose(Image.Transpose.FLIP_LEFT_RIGHT) for frame in frames]


def _small(frames: Film) -> Film:
    return [frame.resize((320, 180)) for frame in frames]


def _captioned(frames: Film) -> Film:
    found = [frame.copy() for frame in frames]
    for frame in found:
        pen = ImageDraw.Draw(frame)
        pen.rectangle((0, 0, frame.width, 44), (255, 255, 255))
        pen.text((12, 14), "when the weekend starts and nobody told you", (0, 0, 0))
    return found


ALTERATIONS: Mapping[str, Callable[[Film], bytes]] = MappingProxyType(
    {
        "control: written again, alike": written,
        "H.265": lambda frames: written(frames, HEVC),
        "VP9": lambda frames: written(frames, VP9),
        "MPEG-4, 300 kbit/s": lambda frames: written(frames, MPEG4),
        "low bit rate, 320 × 180": lambda frames: written(_small(frames), POOR),
        "cropped to 56 %": lambda frames: written(_cropped(frames)),
        "mirrored": lambda frames: written(_mirrored(frames)),
        "twice as fast": lambda frames: written(frames[::2]),
        "caption over it": lambda frames: written(_captioned(frames)),
        "recording of a phone's screen": lambda frames: written(_recorded(frames), POOR),
    }
)
"""What is done to a whole video."""
