"""Reads any folder or zip as pictures: screenshots, saved pictures, exports that nothing else here understands."""

from __future__ import annotations

from collections.abc import Iterator

from exposurewatch.model import Item, Origin, Sighting, Skipped
from exposurewatch.sources.containers import Refused
from exposurewatch.sources.source import Part, Recognised, Source, Usernames

_NAME = "folder"


def _nowhere(_path: str) -> None:
    """No file makes a folder more of a folder."""


def _detect(part: Part) -> Recognised:
    return Recognised(f"{part.container.kind} of pictures" + (f"; {part.note}" if part.note else ""))


def _read(part: Part, _usernames: Usernames) -> Iterator[Item]:
    for member in part.members():
        if isinstance(member, Refused):
            yield Skipped(part.locator(member.path), None, member.reason, member.detail)
            continue
        for media, locator in part.seen(member):
            yield Sighting(media, Origin(_NAME, locator))


FOLDER = Source(
    name=_NAME,
    title="Folder or archive of pictures",
    making=(
        "Save screenshots and pictures in a folder of their own. This is the way where a channel forbids exports: "
        "what is on the screen can always be saved as a picture."
    ),
    suffixes=frozenset(),
    root=_nowhere,
    detect=_detect,
    read=_read,
)
