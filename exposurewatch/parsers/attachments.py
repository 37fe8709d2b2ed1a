"""The files that a message mentions, whatever kind of export it stands in, and what they are declared to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from exposurewatch.model import MediaKind, Reason
from exposurewatch.parsers.suffixes import (
    ARCHIVE_SUFFIXES,
    PICTURE_SUFFIXES,
    SOUND_SUFFIXES,
    VIDEO_SUFFIXES,
    suffix,
)

_ARCHIVE_TYPES: Final = frozenset(
    {
        "application/zip",
        "application/x-zip-compressed",
        "application/vnd.rar",
        "application/x-rar-compressed",
        "application/x-rar",
        "application/x-7z-compressed",
        "application/x-tar",
        "application/gzip",
        "application/x-gzip",
    }
)
_USELESS_TYPES: Final = frozenset({"", "application/octet-stream", "application/force-download", "binary/octet-stream"})


class Nature(StrEnum):
    """What a file is declared to be."""

    PICTURE = "picture"
    VIDEO = "video"
    SOUND = "sound"
    ARCHIVE = "archive"
    OTHER = "other"
    UNKNOWN = "unknown"


_DECLARATIONS: Final = (
    (Nature.PICTURE, PICTURE_SUFFIXES, "image"),
    (Nature.VIDEO, VIDEO_SUFFIXES, "video"),
    (Nature.ARCHIVE, ARCHIVE_SUFFIXES, ""),
    (Nature.SOUND, SOUND_SUFFIXES, "audio"),
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that a message mentions. `path` and `thumbnail` are as written: hostile, or the address of a file.

    `absent` says why the export does not hold the file, where it says so itself. Where `certain` is False, words were
    taken for the name of a file, and mean nothing if there is none of that name. `md5` is what the export says of the
    file's bytes, in hexadecimal digits, and '' where it says nothing.
    """

    kind: MediaKind
    nature: Nature
    path: str
    thumbnail: str = ""
    absent: Reason | None = None
    certain: bool = True
    md5: str = ""


def declared_nature(path: str, mime: str = "") -> Nature:
    """Return what a file is declared to be, by its name, then by its media type in lower case."""
    end = suffix(path)
    main = "" if mime == "image/svg+xml" else mime.partition("/")[0]
    for found, suffixes, types in _DECLARATIONS:
        if end in suffixes or (main and main == types):
            return found
    if mime in _ARCHIVE_TYPES:
        return Nature.ARCHIVE
    return Nature.UNKNOWN if mime in _USELESS_TYPES and end != ".tgs" else Nature.OTHER
