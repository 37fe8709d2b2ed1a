"""Small pictures and clips, drawn by code, in every format that the program knows of."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

import av
import numpy as np
import pillow_heif
from PIL import Image

from exposurewatch.demo.draw import SCENES, draw
from exposurewatch.parsers.magic import FileType

if TYPE_CHECKING:
    from av.video.stream import VideoStream

SIZE: Final = (96, 72)
_FRAMES: Final = 2
_RATE: Final = 25  # frames a second, of which most are not there
_STEP: Final = 12
_JPEG_XL: Final = b"\xff\x0a\xfa\x1f" + bytes(range(60))

pillow_heif.register_heif_opener(thumbnails=False)


def drawing(number: int = 0, size: tuple[int, int] = SIZE) -> Image.Image:
    """A drawn scene, another one for each number."""
    scenes = tuple(SCENES)
    return draw(scenes[number % len(scenes)], number // len(scenes), size)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes of a picture in the format that Pillow calls `kind`."""
    into = io.BytesIO()
    picture.save(into, kind, **options)
    return into.getvalue()


def animated(kind: str, pictures: Sequence[Image.Image], **options: Any) -> bytes:
    """Pictures one after the other, as a GIF, WebP or PNG that moves."""
    first, *others = pictures
    return saved(first, kind, save_all=True, append_images=others, duration=300, **options)


def clip(container: str, codec: str, size: tuple[int, int] = (64, 48)) -> bytes:
    """A clip of a second, by the names that FFmpeg has for its container and its codec."""
    into = io.BytesIO()
    with av.open(into, "w", format=container, options={"fflags": "+bitexact"}) as video:
        stream = cast("VideoStream", video.add_stream(codec, rate=_RATE))
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in range(_FRAMES):
            pixels = np.asarray(drawing(number, size).convert("RGB"))
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            frame.pts, frame.time_base = _STEP * number, Fraction(1, _RATE)
            video.mux(stream.encode(frame))
        video.mux(stream.encode(None))
    return into.getvalue()


@cache
def pictures() -> Mapping[FileType, bytes]:
    """A drawn picture in each format; of TIFF and JPEG XL, which nothing here decodes, what begins like one."""
    drawn = drawing()
    return {
        FileType.JPEG: saved(drawn, "JPEG", quality=80),
        FileType.PNG: saved(drawn, "PNG"),
        FileType.WEBP: saved(drawn, "WEBP", quality=80),
        FileType.GIF: saved(drawn, "GIF"),
        FileType.BMP: saved(drawn, "BMP"),
        FileType.HEIF: saved(drawn, "HEIF", quality=60),
        FileType.AVIF: saved(drawn, "AVIF", quality=60, speed=10),
        FileType.TIFF: saved(drawn, "TIFF"),
        FileType.JPEG_XL: _JPEG_XL,
    }


@cache
def videos() -> Mapping[FileType, bytes]:
    """A clip in each container."""
    return {
        FileType.MP4: clip("mp4", "mpeg4"),
        FileType.MATROSKA: clip("webm", "libvpx"),
        FileType.AVI: clip("avi", "mpeg4"),
        FileType.FLV: clip("flv", "flv1"),
        FileType.ASF: clip("asf", "wmv2"),
        FileType.MPEG: clip("mpeg", "mpeg1video"),
    }
