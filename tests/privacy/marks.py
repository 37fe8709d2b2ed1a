"""Pictures with everything in them that cameras and programs write beside the pixels, in words that stand out."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator
from pathlib import Path

import pillow_heif
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from tests.conftest import a_drawing, encoded

LATITUDE, LONGITUDE = 61.739482, 147.286413
_DEGREES = ((61.0, 44.0, 22.1352), (147.0, 17.0, 11.0868))
_TAKEN = "1987:03:14 15:09:26"

pillow_heif.register_heif_opener()

WORDS = (
    *("MARKartist", "MARKcopyright", "MARKmodel", "MARKtool", "MARKdescribed", "MARKowner", "MARKcomment"),
    *("MARKlens", "MARKmaker", "MARKarea", "MARKxmp", "MARKiptc", "MARKthumbnail", "MARKprofile", "MARKafter"),
    *("MARKtext", "MARKpacked", "MARKfilm", "MARKauthor", "SN7391846205", "BODY5826403917"),
)
"""Each stands in a picture or a video, and nowhere else."""

_NUMBERS = (
    *("61.7394", "147.2864", "22.1352", "11.0868", "61/1", "147/1", "44/1", "17/1", "221352", "110868"),
    *("1987:03:14", "1987-03-14", "15:09:26", "14 March 1987"),
)
"""The place and the time of a picture, as programs write them."""

_SHORT = 6  # characters, of which fewer may stand among others by chance


def looked_for() -> Iterator[tuple[str, bytes]]:
    """What must stand in nothing that the program writes, in each spelling."""
    for word in (*WORDS, *_NUMBERS):
        yield from ((f"{word}, {how}", spelt) for how, spelt in spellings(word))
    for degrees in (LATITUDE, LONGITUDE):
        for layout in ("<d", ">d", "<f", ">f"):
            yield f"{degrees} as {layout}", struct.pack(layout, degrees)
    yield from rationals()


def rationals() -> Iterator[tuple[str, bytes]]:
    """The place of a picture as EXIF has it: degrees and minutes, each a fraction of two numbers of 32 bits."""
    for degrees, minutes, _ in _DEGREES:
        for order in "<>":
            yield f"{degrees}°{minutes}′, {order}", struct.pack(f"{order}4I", int(degrees), 1, int(minutes), 1)


def spellings(word: str) -> Iterator[tuple[str, bytes]]:
    """Some words as bytes, in every way in which they are likely to be written."""
    plain = word.encode()
    yield from (("ASCII", plain), ("UTF-16-LE", word.encode("utf-16-le")), ("UTF-16-BE", word.encode("utf-16-be")))
    if len(plain) < _SHORT:
        return
    yield from (("hex", plain.hex().encode()), ("HEX", plain.hex().upper().encode()))
    yield "percent", b"".join(b"%%%02X" % byte for byte in plain)
    for shift in range(3) if len(plain) > 2 * _SHORT else ():
        # The first and the last digits depend on what stands around.
        yield f"base64 + {shift}", base64.b64encode(b"\0" * shift + plain)[4:-4]


def marked_jpeg(seed: int, size: tuple[int, int] = (320, 240)) -> bytes:
    """A drawing as a camera and three programs might have left it."""
    exif = _with_thumbnail(_exif())
    written = encoded(
        a_drawing(seed).resize(size),
        exif=exif,
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>MARKxmp</x:xmpmeta>",
        comment=b"MARKcomment",
        icc_profile=b"\0" * 36 + b"acsp" + b"MARKprofile" + b"\0" * 100,
    )
    return written[:2] + _iptc() + written[2:] + b"MARKafter"  # as phones put a film behind a photo


def marked_png(seed: int) -> bytes:
    """A drawing with words in it, in the open and packed."""
    words = PngInfo()
    words.add_text("Author", "MARKtext MARKauthor")
    words.add_text("Comment", "MARKpacked " * 20, zip=True)
    words.add_itxt("XML:com.adobe.xmp", "<x>MARKxmp</x>")
    return encoded(a_drawing(seed), "PNG", pnginfo=words, exif=_exif().tobytes())


def marked_other(seed: int, kind: str) -> bytes:
    """A drawing with EXIF and XMP, as WEBP, AVIF or HEIF."""
    return encoded(a_drawing(seed), kind, exif=_exif().tobytes(), xmp=b"<x>MARKxmp</x>")


def marked_film(seed: int, skip: int = 0) -> bytes:
    """A film of a camera that moves, without its first frames, with words about itself in it."""
    from tests.videos.clips import a_pan  # noqa: PLC0415 (FFmpeg is not everywhere)
    from tests.videos.clips import encoded as film  # noqa: PLC0415

    about = {"title": "MARKfilm", "comment": f"+{LATITUDE}+{LONGITUDE}/ MARKowner"}
    return film(a_pan(seed, 40)[skip:], about=about)


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "MARKartist"
    exif[ExifTags.Base.Copyright] = "MARKcopyright"
    exif[ExifTags.Base.Model] = "MARKmodel"
    exif[ExifTags.Base.Software] = "MARKtool"
    exif[ExifTags.Base.ImageDescription] = "MARKdescribed"
    exif[ExifTags.Base.XPAuthor] = "MARKauthor".encode("utf-16-le")
    exif[ExifTags.Base.Orientation] = 1
    shot = exif.get_ifd(ExifTags.IFD.Exif)
    shot[ExifTags.Base.DateTimeOriginal] = _TAKEN
    shot[ExifTags.Base.CameraOwnerName] = "MARKowner"
    shot[ExifTags.Base.BodySerialNumber] = "SN7391846205 BODY5826403917"
    shot[ExifTags.Base.LensModel] = "MARKlens"
    shot[ExifTags.Base.MakerNote] = b"MARKmaker"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", _DEGREES[0]
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", _DEGREES[1]
    place[ExifTags.GPS.GPSAreaInformation] = b"ASCII\0\0\0MARKarea"
    place[ExifTags.GPS.GPSDateStamp] = "1987:03:14"
    return exif


def _with_thumbnail(exif: Image.Exif) -> bytes:
    """Hang a second directory with a small picture behind the first, as cameras do and Pillow does not."""
    start = b"Exif\0\0"
    tiff = bytearray(exif.tobytes().removeprefix(start))
    order = "<" if tiff[:2] == b"II" else ">"
    (count,) = struct.unpack_from(f"{order}H", tiff, 8)
    thumbnail = encoded(a_drawing(99).resize((32, 24)), comment=b"MARKthumbnail")
    at = len(tiff)
    struct.pack_into(f"{order}I", tiff, 10 + 12 * count, at)
    entries = ((0x0201, at + 2 + 2 * 12 + 4), (0x0202, len(thumbnail)))
    tiff += struct.pack(f"{order}H", len(entries))
    for tag, value in entries:
        tiff += struct.pack(f"{order}HHII", tag, 4, 1, value)
    return start + bytes(tiff) + bytes(4) + thumbnail


def _iptc() -> bytes:
    """A segment with a caption of the IPTC in it, as Photoshop writes one."""
    caption = b"MARKiptc caption"
    record = b"\x1c\x02\x78" + struct.pack(">H", len(caption)) + caption
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record + b"\0" * (len(record) % 2)
    return b"\xff\xed" + struct.pack(">H", len(block) + 2) + block


def windows(content: bytes, width: int = 32) -> set[bytes]:
    """Every run of `width` bytes, but for those of hardly any bytes that differ."""
    runs = (content[at : at + width] for at in range(len(content) - width + 1))
    return {run for run in runs if len(set(run)) >= 8}


def files_under(folder: Path) -> Iterator[Path]:
    """All plain files of a folder and of those in it."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
