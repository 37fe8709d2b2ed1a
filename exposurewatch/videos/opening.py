"""Opens a video with FFmpeg, through PyAV, and hands over its pictures alone. Runs inside a sandboxed worker.

FFmpeg is handed bytes and nothing else: it is told which of two containers to expect, which codecs may be opened, and
that no protocol is allowed, and whatever it asks to open is refused. What a file says of other files is not followed.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NoReturn

from exposurewatch.sandbox.protocol import Refused

try:
    import av
    from av.codec.context import CodecContext
    from av.stream import Disposition
except ImportError:  # an extra, which most may do without
    INSTALLED = False
else:
    INSTALLED = True

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

MAX_PIXELS: Final = 36_000_000  # of one frame; 8K has 33 million
CODECS: Final = ("h264", "hevc", "vp8", "vp9", "libdav1d", "av1", "mpeg4", "h263", "mjpeg", "prores", "libvpx")
_OPTIONS: Final = {
    "protocol_whitelist": "none",
    "codec_whitelist": ",".join(CODECS),  # for what FFmpeg itself opens to learn what is in the file
    "enable_drefs": "0",  # what a MOV says to lie in another file
    "use_absolute_path": "0",
    "max_pixels": str(MAX_PIXELS),
    "threads": "1",
}
_TRACKS: Final = ("audio", "codec", "container", "sidedata", "subtitles", "video")  # packages of PyAV
_MATROSKA: Final = b"\x1aE\xdf\xa3"
_MP4_BOXES: Final = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})


def load_tracks() -> None:
    """Load what PyAV otherwise loads with the first video that has a track of that kind, or something beside it."""
    if not INSTALLED:
        return
    for name in _TRACKS:
        package = importlib.import_module(f"av.{name}")
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)


def opened(data: bytes) -> InputContainer:
    """Return the container that these bytes are; raise `Refused` where they are none of the two."""
    if data[:4] == _MATROSKA:
        name = "matroska"
    elif data[4:8] in _MP4_BOXES:
        name = "mov"
    else:
        raise Refused("unsupported-format")
    return av.open(io.BytesIO(data), mode="r", format=name, options=dict(_OPTIONS), io_open=_refused)


def _refused(url: str, _flags: int, _options: dict[str, str]) -> NoReturn:
    raise PermissionError(url)


def stream_of(container: InputContainer, data: bytes) -> VideoStream:
    """The first track with pictures that is no cover of a song, ready to be decoded; raise `Refused` without one."""
    tracks = [each for each in container.streams.video if not each.disposition & Disposition.attached_pic]
    if not tracks:
        raise Refused("no-picture")
    stream = tracks[0]
    context: CodecContext | None = stream.codec_context  # PyAV's own types leave out that there may be none
    if context is None:
        raise Refused("encrypted" if is_encrypted(data) else "unsupported-format")
    if context.codec.name not in CODECS:
        raise Refused("unsupported-format")
    if stream.width * stream.height > MAX_PIXELS:
        raise Refused("too-many-pixels")
    context.thread_count = 1
    context.skip_frame = "NONREF"  # frames that no other is made from: half of them or more, between others much alike
    return stream


def is_encrypted(data: bytes) -> bool:
    """Whether an MP4 says so of its pictures (ISO/IEC 23001-7)."""
    return b"encv" in data


@contextlib.contextmanager
def complaints() -> Iterator[None]:
    """Turn what FFmpeg complains of into a refusal."""
    try:
        yield
    except (Refused, MemoryError, GeneratorExit):
        raise
    except Exception as error:
        raise Refused("unreadable") from error
