"""What the name of a file claims that it is. A claim and no more: `magic` looks at the bytes."""

from __future__ import annotations

from typing import Final


def suffix(path: str) -> str:
    """Return the suffix of a path with its dot, in lower case, or ''."""
    name = path.replace("\\", "/").rpartition("/")[2]
    stem, dot, end = name.rpartition(".")
    return f".{end.lower().strip()}" if dot and stem else ""


def _suffixes(names: str) -> frozenset[str]:
    return frozenset(f".{name}" for name in names.split())


PICTURE_SUFFIXES: Final = _suffixes("jpg jpeg jpe jfif png apng webp gif bmp dib heic heif hif avif tif tiff jxl")
VIDEO_SUFFIXES: Final = _suffixes("mp4 m4v mov webm mkv avi 3gp 3g2 mpg mpeg wmv asf flv ts mts m2ts ogv")
WEB_ARCHIVE_SUFFIXES: Final = _suffixes("mht mhtml warc wacz")  # text by their first bytes, most of them
ARCHIVE_SUFFIXES: Final = _suffixes("zip rar 7z tar gz tgz bz2 xz zst cbz cbr") | WEB_ARCHIVE_SUFFIXES
SOUND_SUFFIXES: Final = _suffixes("ogg oga opus mp3 m4a aac flac wav amr wma")
