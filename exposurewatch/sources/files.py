"""Tells what a file on its own is, going by its first bytes before its name."""

from __future__ import annotations

from exposurewatch.model import ImageFile, Media, MediaKind, Missing, Reason, Unreadable, VideoFile
from exposurewatch.parsers.magic import ARCHIVES, PICTURES, VIDEOS
from exposurewatch.parsers.suffixes import PICTURE_SUFFIXES, VIDEO_SUFFIXES, WEB_ARCHIVE_SUFFIXES, suffix
from exposurewatch.sources.containers import Member


def media_of(member: Member, kind: MediaKind = MediaKind.FILE) -> Media:
    """Return what a file is. One that is only called a picture is taken for one: the decoder says what is wrong."""
    try:
        found = member.type()
    except Unreadable as error:
        return Missing(error.reason, error.detail)
    end = suffix(member.path)
    if found in PICTURES:
        return ImageFile(kind, member.read)
    if found in VIDEOS:
        return VideoFile(kind, member.read_video)
    is_archive = found in ARCHIVES and end != ".tgs"  # an animated sticker: drawn lines in gzip
    if is_archive or (found is None and end in WEB_ARCHIVE_SUFFIXES):
        return Missing(Reason.ARCHIVE)
    if found is None and end in PICTURE_SUFFIXES:
        return ImageFile(kind, member.read)
    return VideoFile(kind, member.read_video) if end in VIDEO_SUFFIXES else Missing(Reason.NOT_A_PICTURE)


def is_picture(member: Member) -> bool:
    """Tell whether a file is called a picture, or begins like a picture or video."""
    return suffix(member.path) in PICTURE_SUFFIXES or isinstance(media_of(member), ImageFile | VideoFile)
