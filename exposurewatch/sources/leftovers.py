"""Finds what lies in an export although no message speaks of it: pictures of deleted or unread messages, too."""

from __future__ import annotations

from collections.abc import Iterator

from exposurewatch.model import Item, Missing, Origin, Reason, Sighting, Skipped
from exposurewatch.parsers.suffixes import PICTURE_SUFFIXES, VIDEO_SUFFIXES
from exposurewatch.sources.containers import Refused
from exposurewatch.sources.files import media_of
from exposurewatch.sources.paths import comparable
from exposurewatch.sources.source import Part


class Accounted:
    """The files of an export that its messages account for.

    Their paths are kept as hashes, for there may be a million. A hash is seeded anew in every run of the program, so
    nobody can make up a name that has the hash of another.
    """

    def __init__(self) -> None:
        self._hashes: set[int] = set()

    def claim(self, claimed: str, part: Part, document: str) -> None:
        """Take note of a hostile path that the document at `document` mentions."""
        path = part.path_of(claimed, document)
        if path is not None:
            self.add(path)

    def add(self, path: str) -> None:
        """Take note of a path in the container."""
        self._hashes.add(hash(comparable(path)))

    def __contains__(self, path: str) -> bool:
        return hash(comparable(path)) in self._hashes


def leftovers(part: Part, source: str, accounted: Accounted) -> Iterator[Item]:
    """Yield the pictures of a part that no message accounts for, and what of it could not be opened."""
    documents = {document.path for document in part.documents}
    for member in part.members():
        if member.path in accounted or member.path in documents:
            continue
        locator = part.locator(member.path)
        if isinstance(member, Refused):
            yield Skipped(locator, None, member.reason, member.detail)
        elif not _is_thumbnail(member.path, accounted):
            media = media_of(member)
            if not (isinstance(media, Missing) and media.reason is Reason.NOT_A_PICTURE):
                yield Sighting(media, Origin(source, locator))


def _is_thumbnail(path: str, accounted: Accounted) -> bool:
    """Tell whether this is the small preview of a file that was mentioned: ``a.mp4_thumb.jpg`` or ``a_thumb.jpg``."""
    stem, mark, end = path.rpartition("_thumb.")
    if not mark or f".{end}" not in PICTURE_SUFFIXES:
        return False
    return stem in accounted or any(stem + each in accounted for each in PICTURE_SUFFIXES | VIDEO_SUFFIXES)
