"""Every kind of single file: pictures, videos, and archives that are not opened, with what is made of each."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from benchmarks.hostility.anything import of_anything
from benchmarks.hostility.case import Case, Family, distinct, spread
from benchmarks.hostility.drawings import pictures, videos
from benchmarks.hostility.pictures import bmp, boxes, ebml, gif, jpeg, png, refused, webp
from exposurewatch.parsers.magic import FileType

_SUFFIXES: Final = {
    FileType.JPEG: ".jpg",
    FileType.HEIF: ".heic",
    FileType.TIFF: ".tif",
    FileType.JPEG_XL: ".jxl",
    FileType.MATROSKA: ".mkv",
    FileType.ASF: ".wmv",
    FileType.MPEG: ".mpg",
    FileType.GZIP: ".gz",
    FileType.BZIP2: ".bz2",
}
_FAMILIES: Final[Mapping[FileType, Family]] = {
    FileType.JPEG: jpeg.families,
    FileType.PNG: png.families,
    FileType.WEBP: webp.families,
    FileType.GIF: gif.families,
    FileType.BMP: bmp.families,
    FileType.HEIF: boxes.families,
    FileType.AVIF: boxes.families,
    FileType.TIFF: refused.tiff,
    FileType.MP4: boxes.families,
    FileType.MATROSKA: ebml.families,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its suffix, one that is well, and the families that are made of it beside those of any file."""

    suffix: str
    sample: bytes = field(repr=False)
    families: Family | None = field(repr=False)


@cache
def kinds() -> Mapping[FileType, Kind]:
    """All kinds but the archives that are opened."""
    words = b"words " * 99
    packed = {
        FileType.RAR: b"Rar!\x1a\x07\x01\x00" + bytes(range(200)),
        FileType.GZIP: gzip.compress(words, mtime=0),
        FileType.BZIP2: bz2.compress(words),
        FileType.XZ: lzma.compress(words),
    }
    samples = {**pictures(), **videos(), **packed}
    return {
        kind: Kind(_SUFFIXES.get(kind, f".{kind.value}"), sample, _FAMILIES.get(kind))
        for kind, sample in samples.items()
    }


def crafted(file_type: FileType, most: int) -> list[Case]:
    """Crafted files of a kind, at most so many of its own families, and half as many of those of any file."""
    kind = kinds()[file_type]
    own = [] if kind.families is None else spread(distinct(kind.families(kind.sample)), most)
    return distinct([*own, *spread(distinct(of_anything(kind.sample)), max(40, most // 2))])
