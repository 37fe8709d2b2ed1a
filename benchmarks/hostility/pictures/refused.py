"""Files in formats that are not opened, and such as bear the name of another: each must be refused with a reason."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from benchmarks.hostility.case import Case
from benchmarks.hostility.drawings import drawing, pictures, saved, videos
from benchmarks.hostility.pictures.exif import blocks


def strangers() -> Iterator[Case]:
    """Pictures of kinds that no worker opens, whatever they are called."""
    drawn = drawing()
    for kind in ("TIFF", "PPM", "TGA", "PCX", "ICO", "SGI", "DDS", "JPEG2000", "ICNS"):
        yield Case(kind, saved(drawn.convert("RGB"), kind))
    yield Case("EPS", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(rm) system\n")
    yield Case("PDF", b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n")
    yield Case("SVG", b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>')
    yield Case("PSD", b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 30000, 30000, 8, 3) + bytes(40))
    yield Case("XBM", b"#define x_width 99999\n#define x_height 99999\nstatic char x_bits[] = {0x00};\n")
    yield Case("FLI", struct.pack("<IHHHHHH", 128, 0xAF12, 99, 320, 200, 8, 0) + bytes(110))
    yield Case("DICOM", bytes(128) + b"DICM" + bytes(100))
    yield Case("FITS", b"SIMPLE  =                    T".ljust(80) + b" " * 2800)
    yield Case("WMF", b"\xd7\xcd\xc6\x9a" + bytes(80))
    yield Case("MIC", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    yield Case("text", b"just words\n" * 50)
    yield Case("a script", b"#!/bin/sh\nrm -rf ~\n")
    yield Case("a program", b"\x7fELF" + bytes(200))


def misnamed() -> Iterator[Case]:
    """Files that are well, under the name of another kind; the name of the case ends in the suffix that it is given."""
    suffixes = ("jpg", "png", "webp", "gif", "bmp", "heic", "avif", "tif", "jxl", "mp4", "mkv")
    for kind, content in {**pictures(), **videos()}.items():
        for suffix in suffixes:
            yield Case(f"{kind.value} called {suffix}.{suffix}", content)


def tiff(_: bytes) -> Iterator[Case]:
    """Crafted TIFF files: they are the blocks of EXIF."""
    yield from blocks()
