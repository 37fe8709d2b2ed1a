"""Files are told apart by their first bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposurewatch.parsers.magic import ARCHIVES, HEAD, PICTURES, VIDEOS, FileType, sniff
from tests.conftest import a_drawing, encoded


def _ftyp(major: bytes, *compatible: bytes) -> bytes:
    body = b"ftyp" + major + bytes(4) + b"".join(compatible)
    return (4 + len(body)).to_bytes(4, "big") + body + b"\0\0\0\x08mdat"


def _zip() -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt"), "a")
    return into.getvalue()


def _tar() -> bytes:
    into = io.BytesIO()
    with tarfile.open(fileobj=into, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return into.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_a_picture_that_pillow_wrote_is_known(kind: str) -> None:
    assert sniff(encoded(a_drawing(size=(64, 64)), kind)[:HEAD]) == FileType(kind.lower())


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (_ftyp(b"heic", b"mif1", b"heic"), FileType.HEIF),
        (_ftyp(b"mif1", b"mif1", b"heic"), FileType.HEIF),
        (_ftyp(b"mif1", b"mif1", b"avif"), FileType.AVIF),
        (_ftyp(b"avif"), FileType.AVIF),
        (_ftyp(b"isom", b"avc1"), FileType.MP4),
        (_ftyp(b"qt  "), FileType.MP4),
        (_ftyp(b"M4A ", b"mp42"), None),
        (b"\0\0\0\x20ftyp", FileType.MP4),
        (b"\0\0\0\x08wide\0\0\0\0mdat", FileType.MP4),
        (b"\x1aE\xdf\xa3\x01\0\0\0", FileType.MATROSKA),
        (b"RIFF\x10\0\0\0AVI LIST", FileType.AVI),
        (b"RIFF\x10\0\0\0WAVEfmt ", None),
        (b"FLV\x01\x05", FileType.FLV),
        (b"0&\xb2u\x8ef\xcf\x11\xa6\xd9", FileType.ASF),
        (b"\0\0\x01\xba\x44", FileType.MPEG),
        (b"G" + bytes(187) + b"G", FileType.MPEG),
        (b"\xff\x0a\xfa", FileType.JPEG_XL),
        (_zip(), FileType.ZIP),
        (b"Rar!\x1a\x07\x01\0", FileType.RAR),
        (b"7z\xbc\xaf\x27\x1c", FileType.SEVEN_ZIP),
        (gzip.compress(b"a", mtime=0), FileType.GZIP),
        (bz2.compress(b"a"), FileType.BZIP2),
        (lzma.compress(b"a"), FileType.XZ),
        (_tar(), FileType.TAR),
        (b"OggS\0\x02", None),
        (b"%PDF-1.7", None),
        (b"<html>", None),
        (b"BMW is a car, not a picture of one, ever", None),
        (b"Good morning", None),
        (b"", None),
    ],
)
def test_first_bytes_tell_what_a_file_is(head: bytes, kind: FileType | None) -> None:
    assert sniff(head[:HEAD]) == kind


def test_every_type_is_a_picture_a_video_or_an_archive() -> None:
    assert set(FileType) == PICTURES | VIDEOS | ARCHIVES
    assert not PICTURES & VIDEOS
    assert not ARCHIVES & (PICTURES | VIDEOS)


@settings(deadline=None)
@given(st.binary(max_size=600) | st.binary(max_size=64).map(lambda tail: b"\0\0\0\x20ftyp" + tail))
def test_no_bytes_make_it_fail(head: bytes) -> None:
    found = sniff(head)

    assert found is None or isinstance(found, FileType)
