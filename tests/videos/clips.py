"""Makes the clips of the tests in memory."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import av
import numpy as np
from PIL import Image

from tests.conftest import a_drawing

if TYPE_CHECKING:
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    Frames = Sequence[NDArray[np.uint8]]

CONTAINERS = {
    "libx264": "mp4",
    "libx265": "mp4",
    "mpeg4": "mp4",
    "mjpeg": "mov",
    "libvpx": "webm",
    "libvpx-vp9": "webm",
}
QUICK = {
    "libx264": {"preset": "ultrafast"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
    "libvpx": {"deadline": "realtime", "cpu-used": "8"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
}


def a_slide(seed: int, size: tuple[int, int] = (320, 240)) -> NDArray[np.uint8]:
    """A drawing that stands still, as the pixels of a frame."""
    return np.asarray(a_drawing(seed, size))


def a_pan(seed: int, frames: int, step: int = 2, size: tuple[int, int] = (320, 240)) -> Frames:
    """A camera that moves over a drawing, `step` pixels a frame."""
    width, height = size
    wide = np.asarray(a_drawing(seed, (width + step * frames, height)))
    return [np.ascontiguousarray(wide[:, step * at : step * at + width]) for at in range(frames)]


def encoded(
    frames: Frames,
    codec: str = "libx264",
    *,
    rate: int = 10,
    pixels: str = "yuv420p",
    times: Iterable[int] | None = None,
    container: str | None = None,
    options: dict[str, str] | None = None,
    muxer: dict[str, str] | None = None,
    about: dict[str, str] | None = None,
) -> bytes:
    """The frames as a video, each shown at its number of `times` in units of a frame, if there are any.

    `about` is what the file says of itself, such as its title.
    """
    into = io.BytesIO()
    height, width = frames[0].shape[:2]
    with av.open(into, "w", format=container or CONTAINERS[codec], options=muxer or {}) as video:
        video.metadata.update(about or {})
        chosen: Any = QUICK.get(codec, {}) | (options or {})
        stream = cast("VideoStream", video.add_stream(codec, rate=rate, options=chosen))
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        moments = list(times) if times is not None else list(range(len(frames)))
        for moment, pixels_of_one in zip(moments, frames, strict=True):
            frame = av.VideoFrame.from_ndarray(pixels_of_one, format="rgb24")
            frame.pts, frame.time_base = moment, Fraction(1, rate)
            video.mux(stream.encode(frame))
        video.mux(stream.encode(None))
    return into.getvalue()


def turned(video: bytes) -> bytes:
    """An MP4 that says of itself that it is to be shown turned clockwise by a quarter (ISO/IEC 14496-12, 8.3.2)."""
    at = video.index(b"tkhd") + 4 + 40
    matrix = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 240 << 16, 0, 1 << 30)
    return video[:at] + matrix + video[at + 36 :]


def silent_music() -> bytes:
    """An MP4 with sound alone."""
    into = io.BytesIO()
    with av.open(into, "w", format="mp4") as video:
        stream = video.add_stream("aac", rate=44_100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.rate = 44_100
        video.mux(stream.encode(frame))
        video.mux(stream.encode(None))
    return into.getvalue()


def moving(pictures: Sequence[Image.Image], kind: str, milliseconds: int | list[int] = 500) -> bytes:
    """Pictures as an animated GIF or WebP."""
    into = io.BytesIO()
    first, *others = pictures
    first.save(into, kind, save_all=True, append_images=others, duration=milliseconds, loop=0)
    return into.getvalue()
