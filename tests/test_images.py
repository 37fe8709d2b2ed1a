"""The only decoder: every format that may be posted comes out as upright grey pixels, and nothing else gets through."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pillow_heif
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image, features

from exposurewatch.fingerprints.extract import photo_extractor, picture_extractor
from exposurewatch.images import DECODED_SIDE, FORMATS, MAX_PIXELS, Decoded, as_pillow, decode, decoder_versions
from exposurewatch.model import Box, Clip, Picture, Reason, Unreadable
from exposurewatch.sandbox.protocol import Refused
from exposurewatch.sandbox.worker import Limits
from tests.conftest import a_drawing, encoded

SMALL = (80, 60)


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        decode(content)
    return str(caught.value)


def difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """The mean difference of two pictures, in grey levels."""
    assert one.shape == other.shape
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def grey_of(picture: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(picture.convert("L"))


def png(width: int, height: int, rows: bytes, depth: int = 8, colour: int = 0, *chunks: bytes) -> bytes:
    """A PNG put together by hand, so that it may claim what no encoder would write."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = [chunk(b"IHDR", header), *chunks, chunk(b"IDAT", zlib.compress(rows, 9)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


# --- formats and modes


@pytest.mark.parametrize("kind", [*FORMATS, "MPO"])
def test_every_allowed_format_decodes_to_its_grey_pixels(kind: str) -> None:
    drawing = a_drawing(1)
    decoded = decode(encoded(drawing, kind))
    assert (decoded.width, decoded.height) == drawing.size
    assert decoded.grey.dtype == np.uint8
    assert decoded.grey.ndim == 2
    assert decoded.grey.flags.c_contiguous
    assert difference(decoded.grey, grey_of(drawing)) < 8


def test_a_jpeg_that_holds_several_pictures_shows_its_first() -> None:
    first, second = a_drawing(1), a_drawing(2)
    content = encoded(first, "MPO", save_all=True, append_images=[second], quality=90)
    assert Image.open(io.BytesIO(content)).format == "MPO"
    assert difference(decode(content).grey, grey_of(first)) < 4


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animation_shows_its_first_frame(kind: str) -> None:
    first, second = a_drawing(1, SMALL), a_drawing(2, SMALL)
    content = encoded(first, kind, save_all=True, append_images=[second, first], duration=100)
    assert getattr(Image.open(io.BytesIO(content)), "n_frames", 1) == 3
    assert difference(decode(content).grey, grey_of(first)) < 12


@pytest.mark.parametrize(
    ("mode", "kind", "allowed"),
    [
        ("1", "PNG", 0),
        ("L", "PNG", 0),
        ("L", "JPEG", 4),
        ("P", "PNG", 2),
        ("P", "GIF", 2),
        ("RGB", "BMP", 1),
        ("RGBA", "PNG", 1),
        ("RGBA", "WEBP", 10),
        ("LA", "PNG", 1),
        ("CMYK", "JPEG", 8),
    ],
)
def test_every_mode_comes_out_grey(mode: str, kind: str, allowed: float) -> None:
    drawing = a_drawing(3).convert(mode)
    assert difference(decode(encoded(drawing, kind)).grey, grey_of(drawing.convert("RGB"))) <= allowed


def test_a_jpeg_in_plain_rgb_is_as_grey_as_any_other() -> None:
    drawing = a_drawing(3)
    assert difference(decode(encoded(drawing, "JPEG", keep_rgb=True, quality=95)).grey, grey_of(drawing)) < 4


@pytest.mark.parametrize("bits", [1, 2, 4, 16])
def test_grey_of_other_depths_is_scaled_to_eight_bits(bits: int) -> None:
    """A ramp from black to white comes out as one, whatever the depth."""
    width = 200
    levels = np.arange(width) * (2**bits - 1) // (width - 1)
    if bits == 16:
        row = levels.astype(">u2").tobytes()
    else:
        row = np.packbits(((levels[:, None] >> np.arange(bits)[::-1]) & 1).astype(np.uint8).ravel()).tobytes()
    grey = decode(png(width, 20, (b"\x00" + row) * 20, bits)).grey
    expected = levels * 255 / (2**bits - 1)
    assert np.abs(grey[7] - expected).max() <= 1


def test_transparent_pixels_are_shown_on_white() -> None:
    drawing = a_drawing(4, SMALL).convert("RGBA")
    drawing.paste((10, 10, 10, 0), (0, 0, 40, 60))
    drawing.paste((0, 0, 0, 128), (40, 0, 60, 60))
    for kind in ("PNG", "WEBP"):
        options = {"lossless": True} if kind == "WEBP" else {}
        grey = decode(encoded(drawing, kind, **options)).grey
        assert (grey[:, :40] == 255).all()
        assert np.abs(grey[:, 40:60].astype(int) - 127).max() <= 1


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_transparent_palette_entry_is_shown_on_white(kind: str) -> None:
    picture = Image.new("P", SMALL, 1)
    picture.putpalette([0, 0, 0, 90, 90, 90])
    picture.paste(0, (0, 0, 40, 60))
    grey = decode(encoded(picture, kind, transparency=0)).grey
    assert (grey[:, :40] == 255).all()
    assert (grey[:, 40:] == 90).all()


def test_a_transparent_colour_without_a_palette_is_shown_on_white() -> None:
    for mode, colour, other in (("L", 7, 90), ("RGB", (7, 7, 7), (90, 90, 90))):
        picture = Image.new(mode, SMALL, other)
        picture.paste(colour, (0, 0, 40, 60))
        grey = decode(encoded(picture, "PNG", transparency=colour)).grey
        assert (grey[:, :40] == 255).all()
        assert (grey[:, 40:] == 90).all()


# --- orientation

_TURNED_BY = {  # how a camera that writes this orientation has laid the upright picture down
    1: lambda grey: grey,
    2: lambda grey: grey[:, ::-1],
    3: lambda grey: grey[::-1, ::-1],
    4: lambda grey: grey[::-1],
    5: lambda grey: grey.T,
    6: lambda grey: np.rot90(grey, 1),
    7: lambda grey: np.rot90(grey, 2).T,
    8: lambda grey: np.rot90(grey, -1),
}


def with_orientation(value: Any) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = value
    return exif


@pytest.mark.parametrize("orientation", _TURNED_BY)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_a_picture_is_turned_upright_once(orientation: int, kind: str) -> None:
    """As its EXIF says, or as HEIF and AVIF say in words of their own, which their decoders act on or pass on."""
    upright = grey_of(a_drawing(5, (96, 64)))
    stored = Image.fromarray(np.ascontiguousarray(_TURNED_BY[orientation](upright)))
    exif = with_orientation(orientation).tobytes()
    decoded = decode(encoded(stored.convert("RGB"), kind, exif=exif, quality=95))
    assert (decoded.width, decoded.height) == (96, 64)
    assert difference(decoded.grey, upright) < 5
    assert decoded.grey.flags.c_contiguous


def test_a_large_jpeg_is_turned_upright_as_well() -> None:
    upright = a_drawing(5, (1600, 1200))
    stored = upright.transpose(Image.Transpose.ROTATE_90)
    decoded = decode(encoded(stored, "JPEG", exif=with_orientation(6)))
    assert (decoded.width, decoded.height) == (1600, 1200)
    assert difference(decoded.grey, decode(encoded(upright)).grey) < 3


_BROKEN_EXIF = [
    b"",
    b"Exif\x00\x00",
    b"Exif\x00\x00II*\x00\xff\xff\xff\xff",
    b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff" + b"\x01\x12\x00\x03\x00\x00\x00\x01" * 3,
    b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x02\x00\x04\x00\x00\x00abc\x00\x00\x00\x00\x00",
    b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x05\x00\x01\x00\x00\x00\x00\x00\x00\x00",
    b"garbage" * 100,
]


@pytest.mark.parametrize("exif", _BROKEN_EXIF)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_broken_exif_is_ignored(exif: bytes, kind: str) -> None:
    drawing = a_drawing(6, SMALL)
    content = encoded(drawing, kind, exif=exif) if exif else encoded(drawing, kind)
    assert difference(decode(content).grey, grey_of(drawing)) < 12


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_ignored(orientation: int) -> None:
    drawing = a_drawing(6, SMALL)
    decoded = decode(encoded(drawing, "PNG", exif=with_orientation(orientation)))
    assert np.array_equal(decoded.grey, grey_of(drawing))


# --- size


@pytest.mark.parametrize("size", [(1, 1), (1, 10_000), (10_000, 1), (2, 3), (511, 512), (513, 512), (1024, 1023)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_long_side_is_at_most_its_limit_and_the_true_size_is_told(size: tuple[int, int], kind: str) -> None:
    decoded = decode(encoded(Image.new("RGB", size, (90, 90, 90)), kind))
    assert (decoded.width, decoded.height) == size
    assert max(decoded.grey.shape) == min(DECODED_SIDE, max(size))
    assert min(decoded.grey.shape) >= 1
    assert np.abs(decoded.grey.astype(int) - 90).max() <= 1


@pytest.mark.parametrize("size", [(1024, 768), (1600, 1200), (2400, 1001), (999, 3000)])
def test_a_jpeg_that_is_shrunk_while_it_is_decoded_looks_as_one_decoded_whole(size: tuple[int, int]) -> None:
    drawing = a_drawing(7, size)
    shrunk, whole = decode(encoded(drawing, "JPEG", quality=95)), decode(encoded(drawing, "PNG"))
    assert (shrunk.width, shrunk.height) == (whole.width, whole.height) == size
    assert difference(shrunk.grey, whole.grey) < 2


def test_cropping_cuts_the_pixels_and_scales_the_size() -> None:
    decoded = Decoded(np.arange(200, dtype=np.uint8).reshape(10, 20), 200, 100)
    part = decoded.cropped(Box(0.25, 0.5, 0.75, 1.0))
    assert np.array_equal(part.grey, decoded.grey[5:, 5:15])
    assert (part.width, part.height) == (100, 50)
    assert decoded.cropped(Box()).grey.shape == (10, 20)


def test_grey_pixels_are_wrapped_as_they_are() -> None:
    grey = grey_of(a_drawing(8, SMALL))
    assert np.array_equal(np.asarray(as_pillow(grey)), grey)


# --- refused

_OTHER_FORMATS = ("TIFF", "EPS", "ICO", "PPM", "TGA", "PCX", "JPEG2000", "PDF")
_HTML = b"<!doctype html><html><body><img src=x onerror=alert(1)></body></html>"
_SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'
_PSD = b"8BPS\x00\x01" + bytes(6) + struct.pack(">HIIHH", 3, 60, 80, 8, 3) + bytes(100)


@pytest.mark.parametrize(
    "content",
    [
        *(
            encoded(a_drawing(0, SMALL), kind)
            for kind in ("TIFF", "EPS", "ICO", "PPM", "TGA", "PCX", "JPEG2000", "PDF")
        ),
        _PSD,
        _SVG,
        _HTML,
        b"",
        b"\x00",
        bytes(1000),
        b"\xff\xd8",
        b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42",
        "снимок".encode(),
    ],
    ids=lambda content: repr(content[:12]),
)
def test_what_is_no_allowed_format_is_refused_as_such(content: bytes) -> None:
    assert refusal(content) == "unsupported-format"


@pytest.mark.parametrize("kind", [*FORMATS, "MPO"])
def test_a_picture_that_breaks_off_is_unreadable_or_decoded_and_nothing_else(kind: str) -> None:
    """It is never called a format that is not supported: its first bytes say which one it is."""
    content = encoded(a_drawing(9, SMALL), kind)
    words = set()
    for kept in sorted({*range(16, len(content), max(1, len(content) // 60)), *range(16, 80)}):
        try:
            decoded = decode(content[:kept])
        except Refused as refused:
            words.add(str(refused))
        else:
            assert (decoded.width, decoded.height) == SMALL
    assert words == {"unreadable"}


def _gif(width: int, height: int, frame: tuple[int, int, int, int]) -> bytes:
    screen = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    return screen + b"," + struct.pack("<HHHHB", *frame, 0) + b"\x02\x02\x4c\x01\x00;"


def _bmp(width: int, height: int) -> bytes:
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 2835, 2835, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + 16, 0, 0, 54) + info + bytes(16)


def _webp(width: int, height: int) -> bytes:
    content = bytearray(encoded(a_drawing(0, SMALL), "WEBP", lossless=True))
    bits = int.from_bytes(content[21:25], "little") & ~0xFFFFFFF | (width - 1) | (height - 1) << 14
    content[21:25] = bits.to_bytes(4, "little")
    return bytes(content)


def _webp_lossy(width: int, height: int) -> bytes:
    content = bytearray(encoded(a_drawing(0, SMALL), "WEBP"))
    content[26:30] = struct.pack("<HH", width, height)
    return bytes(content)


def _webp_canvas(width: int, height: int) -> bytes:
    content = bytearray(encoded(a_drawing(0, SMALL), "WEBP", exif=with_orientation(1)))
    assert content[12:16] == b"VP8X"
    content[24:30] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(content)


def _iso(kind: str, width: int, height: int) -> bytes:
    """A HEIF or AVIF whose box for the size (`ispe`, ISO/IEC 23008-12) was changed."""
    content = bytearray(encoded(a_drawing(0, SMALL), kind))
    at = content.index(b"ispe") + 8
    content[at : at + 8] = struct.pack(">II", width, height)
    return bytes(content)


def _jpeg(width: int, height: int) -> bytes:
    content = bytearray(encoded(a_drawing(0, SMALL)))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


_BOMBS: dict[str, bytes] = {
    "png": png(10_001, 10_000, bytes(1000)),
    "png, all it claims": png(40_000, 40_000, bytes(40_001 * 100)),
    "png, 16 bits": png(65_535, 65_535, bytes(1000), 16, 6),
    "png, as wide as can be": png(2**31 - 1, 1, bytes(100)),
    "png, as large as can be": png(2**31 - 1, 2**31 - 1, bytes(100)),
    "gif, its screen": _gif(65_535, 65_535, (0, 0, 1, 1)),
    "gif, its frame": _gif(1, 1, (0, 0, 65_535, 65_535)),
    "bmp": _bmp(60_000, 60_000),
    "bmp, upside down": _bmp(60_000, -60_000),
    "webp": _webp(16_383, 16_383),
    "webp, lossy": _webp_lossy(16_383, 16_383),
    "webp, its canvas": _webp_canvas(1 << 24, 255),
    "avif": _iso("AVIF", 12_000, 12_000),
    "jpeg": _jpeg(65_500, 65_500),
}


@pytest.mark.parametrize("bomb", _BOMBS)
def test_a_bomb_is_refused_for_its_pixels(bomb: str) -> None:
    assert len(_BOMBS[bomb]) < 10_000
    assert refusal(_BOMBS[bomb]) == "too-many-pixels"


@pytest.mark.parametrize("side", [100, 12_000, 40_000])
def test_a_heif_that_lies_about_its_size_is_unreadable(side: int) -> None:
    """Its decoder knows the true size beforehand, and makes room for no other."""
    assert refusal(_iso("HEIF", side, side)) == "unreadable"


def test_as_many_pixels_as_are_allowed_are_decoded() -> None:
    side = 10_000
    assert side * side == MAX_PIXELS
    rows = (b"\x00" + bytes(side // 8)) * side
    decoded = decode(png(side, side, rows, 1))
    assert (decoded.width, decoded.height) == (side, side)
    assert decoded.grey.shape == (DECODED_SIDE, DECODED_SIDE)


# --- through real workers


_EXTREMES = (b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff")


def mutated(content: bytes, rng: random.Random) -> bytes:
    """The bytes of a picture with something wrong in them: flipped, cut, doubled, put elsewhere, made extreme."""
    broken = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at = rng.randrange(len(broken))
        change: Callable[[], None] = rng.choice(
            (
                lambda at=at: broken.__setitem__(at, rng.randrange(256)),
                lambda at=at: broken.__setitem__(at, broken[at] ^ (1 << rng.randrange(8))),
                lambda at=at: broken.__setitem__(slice(at, at + 4), rng.choice(_EXTREMES)),
                lambda at=at: broken.__delitem__(slice(at, at + rng.randrange(1, 40))),
                lambda at=at: broken.__setitem__(slice(at, at), broken[at : at + rng.randrange(1, 40)]),
            )
        )
        change()
        if not broken:
            return b""
    return bytes(broken[: rng.randrange(len(broken))] if rng.random() < 0.1 else broken)


def test_every_mutated_picture_is_seen_or_ends_with_a_reason() -> None:
    rng = random.Random(20260501)  # noqa: S311
    sound = [encoded(a_drawing(seed, SMALL), kind) for seed, kind in enumerate((*FORMATS, "MPO"))]
    pictures = [mutated(rng.choice(sound), rng) for _ in range(300)]
    outcomes: dict[int, Picture | Clip[Picture] | Unreadable] = {}
    with picture_extractor(2) as extractor:
        for key, picture in enumerate([*pictures, sound[0]]):
            while extractor.full:
                done, outcome = extractor.take()
                outcomes[done] = outcome
            extractor.submit(key, picture)
        while extractor.under_way:
            done, outcome = extractor.take()
            outcomes[done] = outcome
    assert sorted(outcomes) == list(range(301))
    reasons = {outcome.reason for outcome in outcomes.values() if isinstance(outcome, Unreadable)}
    assert reasons <= {
        Reason.UNREADABLE,
        Reason.UNSUPPORTED_FORMAT,
        Reason.TOO_MANY_PIXELS,
        Reason.OUT_OF_MEMORY,
        Reason.DECODER_DIED,
        Reason.TIMED_OUT,
    }
    assert Reason.UNREADABLE in reasons
    assert isinstance(outcomes[300], Picture)


def test_bombs_cost_a_worker_neither_its_time_nor_its_memory() -> None:
    with photo_extractor(1, Limits(seconds=10.0)) as extractor:
        for name, bomb in _BOMBS.items():
            extractor.submit(name, bomb)
            _, outcome = extractor.take()
            assert isinstance(outcome, Unreadable)
            assert outcome.reason is Reason.TOO_MANY_PIXELS, name


def test_every_decoder_says_its_version() -> None:
    versions = decoder_versions()
    assert {"Pillow", "libwebp", "libavif", "pillow-heif", "libheif"} <= versions.keys()
    assert all(version[0].isdigit() for version in versions.values())


def test_decoders_that_are_others_or_missing_are_named_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "version_feature", lambda _feature: None)
    monkeypatch.setattr(features, "version_module", lambda module: None if module == "avif" else "1.2.3")
    monkeypatch.setattr(pillow_heif, "libheif_info", lambda: {"decoders": {}})
    versions = decoder_versions()
    assert {"libjpeg", "zlib"} <= versions.keys()
    assert versions["libavif"] == ""
    assert "libde265" not in versions
