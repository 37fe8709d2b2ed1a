"""Tells what a file is by its first bytes, whatever its name claims. Decodes nothing."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

HEAD: Final = 512  # bytes of a file that `sniff` wants to see


class FileType(StrEnum):
    """What a file is; each belongs to pictures, videos or archives."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    BMP = "bmp"
    HEIF = "heif"
    AVIF = "avif"
    TIFF = "tiff"
    JPEG_XL = "jpeg xl"
    MP4 = "mp4"
    MATROSKA = "matroska"
    AVI = "avi"
    FLV = "flv"
    ASF = "asf"
    MPEG = "mpeg"
    ZIP = "zip"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    TAR = "tar"


PICTURES: Final = frozenset(
    {
        FileType.JPEG,
        FileType.PNG,
        FileType.WEBP,
        FileType.GIF,
        FileType.BMP,
        FileType.HEIF,
        FileType.AVIF,
        FileType.TIFF,
        FileType.JPEG_XL,
    }
)
VIDEOS: Final = frozenset({FileType.MP4, FileType.MATROSKA, FileType.AVI, FileType.FLV, FileType.ASF, FileType.MPEG})
ARCHIVES: Final = frozenset(FileType) - PICTURES - VIDEOS

_SIGNATURES: Final = tuple(
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in (
        (rb"\xff\xd8\xff", FileType.JPEG),
        (rb"\x89PNG\r\n\x1a\n", FileType.PNG),
        (rb"RIFF.{4}WEBP", FileType.WEBP),
        (rb"GIF8[79]a", FileType.GIF),
        # "BM" alone begins many a text, so the size of the header that follows is looked at too
        (rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\x00\x00\x00", FileType.BMP),
        (rb"II\*\x00|MM\x00\*|II\+\x00|MM\x00\+", FileType.TIFF),
        (rb"\xff\x0a|\x00\x00\x00\x0cJXL \r\n\x87\n", FileType.JPEG_XL),
        (rb".{4}(?:moov|mdat|wide|free|skip|pnot)", FileType.MP4),
        (rb"\x1aE\xdf\xa3", FileType.MATROSKA),
        (rb"RIFF.{4}AVI ", FileType.AVI),
        (rb"FLV\x01", FileType.FLV),
        (rb"0&\xb2u\x8ef\xcf\x11", FileType.ASF),
        (rb"\x00\x00\x01[\xb3\xba]|G.{187}G", FileType.MPEG),
        (rb"PK\x03\x04|PK\x05\x06|PK\x07\x08", FileType.ZIP),
        (rb"Rar!\x1a\x07", FileType.RAR),
        (rb"7z\xbc\xaf\x27\x1c", FileType.SEVEN_ZIP),
        (rb"\x1f\x8b\x08", FileType.GZIP),
        (rb"BZh[1-9]1AY&SY", FileType.BZIP2),
        (rb"\xfd7zXZ\x00", FileType.XZ),
        (rb".{257}ustar", FileType.TAR),
    )
)

# Brands of the ISO base media file format (ISO/IEC 14496-12): one container for stills, films and sound.
_AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})
_HEIF_BRANDS: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"mif2", b"msf1"}
)
_SOUND_BRANDS: Final = frozenset({b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "})


def sniff(head: bytes) -> FileType | None:
    """Return what the file beginning with `head` (at least `HEAD` bytes, if it has them) is, or None if unknown."""
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    return next((kind for signature, kind in _SIGNATURES if signature.match(head)), None)


def may_move(content: bytes) -> bool:
    """Tell whether a picture may have more frames than one: any GIF, and a WebP that says so (RFC 9649, 2.7.1)."""
    if content.startswith((b"GIF87a", b"GIF89a")):
        return True
    return content[:4] == b"RIFF" and content[8:16] == b"WEBPVP8X" and bool(content[20:21]) and bool(content[20] & 2)


def _by_brand(head: bytes) -> FileType | None:
    size = min(int.from_bytes(head[:4], "big"), len(head))
    major, compatible = head[8:12], {head[at : at + 4] for at in range(16, size - 3, 4)}
    if major in _AVIF_BRANDS or (major in _HEIF_BRANDS and compatible & _AVIF_BRANDS):
        return FileType.AVIF
    if major in _HEIF_BRANDS:
        return FileType.HEIF
    if major in _SOUND_BRANDS:
        return None
    return FileType.MP4
