"""The only place that decodes pictures. Every picture here is assumed hostile; it runs inside a sandboxed worker."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pillow_heif
from PIL import ExifTags, Image, UnidentifiedImageError, features

from exposurewatch.sandbox.protocol import Refused

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exposurewatch.model import Box

# TIFF, EPS, PSD, SVG and the rest stay off: rarely posted, and where the bugs of decoders are found.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "HEIF", "AVIF")
MOVING_FORMATS = ("GIF", "WEBP")
MOST_FRAMES = 5_000  # of a picture that moves
MAX_PIXELS = 100_000_000
DECODED_SIDE = 512  # pixels of the long side that comes out; all fingerprints are taken from it

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to turn a picture upright, by its EXIF orientation (EXIF 2.3, tag 274)."""

_QUARTER_TURNS = frozenset(_TURNS[orientation] for orientation in (5, 6, 7, 8))

pillow_heif.register_heif_opener(thumbnails=False)
pillow_heif.options.DECODE_THREADS = 1
Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and an error; Pillow's own is first a warning


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture as grey pixels, upright: `grey` has shape (height, width), uint8, long side at most `DECODED_SIDE`.

    `width` and `height` are those of the whole picture in its own pixels, upright as well.
    """

    grey: NDArray[np.uint8]
    width: int
    height: int

    def cropped(self, box: Box) -> Decoded:
        """The part of the picture inside `box`."""
        rows, columns = self.grey.shape
        left, right = round(box.left * columns), round(box.right * columns)
        top, bottom = round(box.top * rows), round(box.bottom * rows)
        width = max(1, round((box.right - box.left) * self.width))
        height = max(1, round((box.bottom - box.top) * self.height))
        return Decoded(self.grey[top:bottom, left:right], width, height)

    def squared(self, side: int) -> Decoded:
        """The picture as a square of `side` pixels, resampled as hashes of thumbnails are: by Lanczos' filter."""
        small = as_pillow(self.grey).resize((side, side), Image.Resampling.LANCZOS)
        return Decoded(np.array(small), side, side)


def load_decoders() -> None:
    """Load what Pillow otherwise loads with the first picture that needs it: a locked worker opens no file.

    Besides the formats it is what reads the orientation, and what holds the colours of GIF, PNG and BMP.
    """
    from PIL import ImagePalette, ImageSequence, TiffImagePlugin  # noqa: F401, PLC0415

    Image.init()


def decode(data: bytes) -> Decoded:
    """Decode the first frame of a picture to grey, turned upright as its EXIF orientation says.

    Transparent pixels are shown on white, as most programs do.

    Raises:
        Refused: ``unsupported-format``, ``too-many-pixels`` or ``unreadable``.
        MemoryError: the picture needs more than the worker may have.
    """
    with _opened(data, FORMATS) as picture:
        return _decode(picture)


def frames_of(data: bytes) -> Iterator[tuple[float, Decoded]]:
    """Decode each frame of a GIF or WebP, with the seconds for which it is shown: 0 where it does not say.

    Raises:
        Refused, MemoryError: as `decode`; a later frame that is broken ends it like a last one.
    """
    with _opened(data, MOVING_FORMATS) as picture:
        first = _decode(picture)
        yield _seconds(picture), first  # a WebP says it of a frame once that is decoded
        for number in range(1, MOST_FRAMES):
            try:
                picture.seek(number)
                decoded = _decode(picture)
            except MemoryError:
                raise
            except Exception:  # noqa: BLE001 (EOFError after the last one, and a decoder's complaints in every class)
                return
            yield _seconds(picture), decoded


def _seconds(picture: Image.Image) -> float:
    said = picture.info.get("duration", 0)
    return min(max(float(said), 0.0), 60_000.0) / 1000 if isinstance(said, int | float) else 0.0


@contextmanager
def _opened(data: bytes, formats: tuple[str, ...]) -> Iterator[Image.Image]:
    """Open a picture, and turn whatever its decoder complains of into a refusal."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _check_canvas(data)
            with Image.open(io.BytesIO(data), formats=formats) as picture:
                yield picture
    except UnidentifiedImageError as error:
        raise Refused("unreadable" if _begins_as_picture(data) else "unsupported-format") from error
    except (Refused, MemoryError, GeneratorExit):
        raise
    except Exception as error:  # a decoder's complaints come in every class there is
        raise Refused("unreadable") from error


def decoder_versions() -> dict[str, str]:
    """What decodes, by name, with its version; the version is empty where Pillow was built without it."""
    turbo, next_generation = features.version_feature("libjpeg_turbo"), features.version_feature("zlib_ng")
    return {
        "Pillow": features.version_module("pil") or "",
        "libjpeg-turbo" if turbo else "libjpeg": turbo or features.version_codec("jpg") or "",
        "zlib-ng" if next_generation else "zlib": next_generation or features.version_codec("zlib") or "",
        "libwebp": features.version_module("webp") or "",
        "libavif": features.version_module("avif") or "",
        "pillow-heif": pillow_heif.__version__,
        "libheif": pillow_heif.libheif_version(),
        **_hevc_decoder(),
    }


def _hevc_decoder() -> dict[str, str]:
    """The library that libheif decodes HEVC with, where it says which: it may be another, or none."""
    words = pillow_heif.libheif_info()["decoders"].get("libde265", "")
    _, found, version = words.rpartition("version ")
    return {"libde265": version} if found else {}


def _begins_as_picture(data: bytes) -> bool:
    """Whether the first bytes are those of an allowed format, so that it is the rest which is cut off or broken."""
    accepts = (Image.OPEN[name][1] for name in FORMATS if name in Image.OPEN)
    return any(accept is not None and accept(data[:16]) is True for accept in accepts)


def as_pillow(grey: NDArray[np.uint8]) -> Image.Image:
    """Wrap grey pixels of shape (height, width) for libraries that take Pillow's images."""
    return Image.fromarray(grey)


def _decode(picture: Image.Image) -> Decoded:
    width, height = picture.size
    _check_size(width, height)
    _load_small(picture)
    turn = _TURNS.get(_orientation(picture))
    grey = _shrunk(_grey(picture), width, height)
    if turn is not None:
        grey = grey.transpose(turn)
    if turn in _QUARTER_TURNS:
        width, height = height, width
    return Decoded(np.array(grey), width, height)


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise Refused("too-many-pixels")


def _check_canvas(data: bytes) -> None:
    """Refuse a WebP by the size in its header: Pillow makes room for all its pixels as soon as it is opened."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return
    match data[12:16]:  # where each of its three layouts states the size (RFC 9649, section 2)
        case b"VP8X":
            _check_size(1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little"))
        case b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            _check_size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
        case _:
            width, height = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28))
            _check_size(width, height)


def _load_small(picture: Image.Image) -> None:
    """Let the JPEG decoder do the shrinking: it can halve a picture, thrice, for less than decoding it whole."""
    long_side = max(picture.size)
    if long_side >= 2 * DECODED_SIDE:
        width, height = picture.size
        picture.draft("L", (max(1, width * DECODED_SIDE // long_side), max(1, height * DECODED_SIDE // long_side)))
    else:
        picture.draft("L", picture.size)
    picture.load()


def _orientation(picture: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 where there is none, or where the block that should hold it is broken."""
    try:
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 (hostile EXIF raises anything; the pixels are still worth a look)
        return 1


def _grey(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        return Image.fromarray((np.asarray(picture).clip(0, 65535) >> 8).astype(np.uint8))
    if not picture.has_transparency_data:
        return picture.convert("L")
    if picture.mode not in ("LA", "RGBA"):
        picture = picture.convert("RGBA")
    white = Image.new("L", picture.size, 255)
    return Image.composite(picture.convert("L"), white, picture.getchannel("A"))


def _shrunk(grey: Image.Image, width: int, height: int) -> Image.Image:
    """Bring a picture, of `width` × `height` pixels in full and perhaps shrunk already, to the size that is used."""
    long_side = max(width, height)
    if long_side <= DECODED_SIDE:
        return grey
    size = max(1, round(width * DECODED_SIDE / long_side)), max(1, round(height * DECODED_SIDE / long_side))
    return grey.resize(size, Image.Resampling.BOX)
