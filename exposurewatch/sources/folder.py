"""Reads any folder or zip as pictures: screenshots, saved pictures, exports that nothing else here understands."""

from __future__ import annotations

from collections.abc import Iterator

from exposurewatch.model import Item, Origin, Sighting, Skipped
from exposurewatch.sources.containers import Refused
from exposurewatch.sources.files import media_of
from exposurewatch.sources.source import Part, Recognised, Source, Usernames

_NAME = "folder"


def _detect(part: Part) -> Recognised | None:
    if part.document is not None:
        return None  # the document makes it more than a folder
    return Recognised(f"{part.container.kind} of pictures" + (f"; {part.note}" if part.note else ""))


def _read(part: Part, _usernames: Usernames) -> Iterator[Item]:
    for member in part.members():
        locator = part.locator(member.path)
        if isinstance(member, Refused):
            yield Skipped(locator, None, member.reason, member.detail)
        else:
            yield Sighting(media_of(member), Origin(_NAME, locator))


FOLDER = Source(_NAME, _detect, _read)
