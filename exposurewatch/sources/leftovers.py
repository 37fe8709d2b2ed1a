"""Finds what lies in an export although no message speaks of it: pictures of deleted or unread messages, too."""

from __future__ import annotations

from collections.abc import Iterator

from exposurewatch.model import Item, Missing, Origin, Reason, Sighting, Skipped
from exposurewatch.parsers.suffixes import PICTURE_SUFFIXES, VIDEO_SUFFIXES
from exposurewatch.sources.accounted import Accounted
from exposurewatch.sources.containers import Refused
from exposurewatch.sources.source import Part


def leftovers(part: Part, source: str) -> Iterator[Item]:
    """Yield the pictures of a part that no message accounts for, and what of it could not be opened."""
    accounted = part.accounted
    documents = {document.path for document in part.documents}
    for member in part.members():
        if member.path in accounted or member.path in documents:
            continue
        if isinstance(member, Refused):
            yield Skipped(part.locator(member.path), None, member.reason, member.detail)
        elif not _is_thumbnail(member.path, accounted):
            for media, locator in part.seen(member):
                if not (isinstance(media, Missing) and media.reason is Reason.NOT_A_PICTURE):
                    yield Sighting(media, Origin(source, locator))


def _is_thumbnail(path: str, accounted: Accounted) -> bool:
    """Tell whether this is the small preview of a file that was mentioned: ``a.mp4_thumb.jpg`` or ``a_thumb.jpg``."""
    stem, mark, end = path.rpartition("_thumb.")
    if not mark or f".{end}" not in PICTURE_SUFFIXES:
        return False
    return stem in accounted or any(stem + each in accounted for each in PICTURE_SUFFIXES | VIDEO_SUFFIXES)
