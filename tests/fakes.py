"""A stand-in for the workers: it knows beforehand what is seen in which bytes, and in which order work gets done."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from exposurewatch.fingerprints.extract import Extractor
from exposurewatch.model import (
    Box,
    Channel,
    Clip,
    Fingerprints,
    Frame,
    ImageFile,
    Locator,
    MediaKind,
    Moment,
    Reason,
    Sighting,
    Unreadable,
    VideoFile,
)
from tests.conftest import a_sighting, an_origin

Key = TypeVar("Key")
Seen = TypeVar("Seen")
Pick = Callable[[int], int]


def first_first(_count: int) -> int:
    """What came first is done first."""
    return 0


def last_first(count: int) -> int:
    """What came last is done first."""
    return count - 1


def at_random(seed: int) -> Pick:
    """Work gets done in an order that chance decides."""
    return random.Random(seed).randrange  # noqa: S311


class FakeExtractor(Extractor[Key, Seen]):
    """Looks up what is seen in which bytes, and takes `otherwise` for all others.

    `room` pictures fit in, and `pick` says which of those under way is done next. What a closer look shows is in
    `closer`, and is the same as the first where it is not there.
    """

    def __init__(
        self,
        seen: Mapping[bytes, Seen | Clip[Seen] | Unreadable],
        otherwise: Seen,
        room: int = 4,
        pick: Pick = first_first,
        sees_videos: bool = True,  # noqa: FBT001, FBT002 (a builder of tests)
        closer: Mapping[bytes, Seen | Clip[Seen] | Unreadable] | None = None,
    ) -> None:
        self._seen = seen
        self._closer = {**seen, **(closer or {})}
        self._otherwise = otherwise
        self._room = room
        self._pick = pick
        self._sees_videos = sees_videos
        self.moving: list[bytes] = []
        self._within: list[tuple[Key, bytes, Mapping[bytes, Seen | Clip[Seen] | Unreadable]]] = []
        self.submitted: list[bytes] = []
        self.submitted_again: list[bytes] = []

    @property
    def sees_videos(self) -> bool:
        return self._sees_videos

    @property
    def full(self) -> bool:
        return len(self._within) >= self._room

    @property
    def under_way(self) -> int:
        return len(self._within)

    def submit(self, key: Key, content: bytes) -> None:
        assert not self.full, "more was submitted than there is room for"
        self._within.append((key, content, self._seen))
        self.submitted.append(content)

    def submit_moving(self, key: Key, content: bytes) -> None:
        self.moving.append(content)
        self.submit(key, content)

    def submit_again(self, key: Key, content: bytes) -> None:
        assert not self.full, "more was submitted than there is room for"
        self._within.append((key, content, self._closer))
        self.submitted_again.append(content)

    def take(self) -> tuple[Key, Seen | Clip[Seen] | Unreadable]:
        key, content, seen = self._within.pop(self._pick(len(self._within)))
        return key, seen.get(content, self._otherwise)


FLAT = Fingerprints(400, 300, (Frame(Box(), 0, {}),))
BROKEN = Unreadable(Reason.UNREADABLE)


@dataclass
class File:
    """A file that counts how often it was read; an `Unreadable` in the place of its bytes is raised."""

    content: bytes | Unreadable
    reads: int = field(default=0)

    def read(self) -> bytes:
        self.reads += 1
        if isinstance(self.content, Unreadable):
            raise self.content
        return self.content

    def sighting(self, path: str, message: str | None = "1", date: Moment | None = None) -> Sighting:
        """A sighting of the file, posted under a path in a message."""
        origin = an_origin(locator=Locator("export", path), message_id=message, date=date, channel=Channel("Gossip"))
        return a_sighting(media=ImageFile(MediaKind.PHOTO, self.read), origin=origin)

    def video(self, path: str, message: str | None = "1") -> Sighting:
        """The same of a file that is a video."""
        return replace(self.sighting(path, message), media=VideoFile(MediaKind.DOCUMENT, self.read))
