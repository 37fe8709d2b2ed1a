"""What the made-up channel holds, message by message. No real channel, sender or text stands behind any of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import assert_never

from exposurewatch.demo.alter import BORDERED, COLLAGE, CROPPED, MIRRORED, RE_COMPRESSED, STORY, Way
from exposurewatch.demo.draw import LANDSCAPE, PORTRAIT

CHANNEL = "Weekend Pictures 24/7"
STRANGERS = 60
OWN: dict[str, tuple[int, int]] = {
    "harbour": LANDSCAPE,
    "market": LANDSCAPE,
    "mountains": LANDSCAPE,
    "mosaic": LANDSCAPE,
    "skyline": LANDSCAPE,
    "garden": PORTRAIT,
    "tiled-wall": LANDSCAPE,
    "night-sky": PORTRAIT,
}
"""The user's own pictures: scene and size. The mosaic and the night sky were never posted."""

HIDDEN: dict[int, tuple[str, Way]] = {
    6: ("mountains", RE_COMPRESSED),
    15: ("harbour", MIRRORED),
    24: ("tiled-wall", BORDERED),
    33: ("skyline", CROPPED),
    42: ("garden", STORY),
    51: ("market", COLLAGE),
}
"""After how many pictures of strangers which copy is posted."""

CAPTIONS = ("", "", "wallpaper of the day", "", "more of these #weekend", "", "", "sunday again", "", "no words", "")
SENDERS = ("user one", "user two", "user three", "user four", "user five", "user six", "user seven")
WELCOME = "welcome! nature, towns and patterns only, new ones all weekend #rules"
START = datetime(2026, 4, 25, 9, 12, 40, tzinfo=timezone(timedelta(hours=2)))  # the clock of whoever exported it
FIRST_ID = 102
FORWARDED: dict[int, str] = {4: "Pictures from Everywhere", 7: "user nine"}


@dataclass(frozen=True, slots=True)
class Stranger:
    """The `number`-th picture of somebody else."""

    number: int


@dataclass(frozen=True, slots=True)
class Copy:
    """An own picture, altered."""

    scene: str
    way: Way


@dataclass(frozen=True, slots=True)
class Again:
    """The `number`-th picture of the channel once more: the export names the same file twice."""

    number: int


@dataclass(frozen=True, slots=True)
class NotIncluded:
    """A picture that the export mentions and does not hold."""


@dataclass(frozen=True, slots=True)
class Words:
    """A message without a picture."""


Content = Stranger | Copy | Again | NotIncluded | Words


ALBUM = (Stranger(20), Stranger(21), Stranger(22))


@dataclass(frozen=True, slots=True)
class Post:
    """One message of the channel; `path` is where its picture lies in the export, if it has one."""

    id: int
    moment: datetime
    sender: int  # counted from 0 in SENDERS
    content: Content
    path: str | None
    caption: str
    forwarded_from: str | None


def posts() -> Iterator[Post]:
    """Yield every message after the one that founds the channel, oldest first."""
    paths: list[str] = []
    turn = 0
    for number, content in enumerate(_contents()):
        together = content in ALBUM[1:]  # an album is several messages of one sender and one moment
        turn += 0 if together else 1
        moment = START + turn * timedelta(minutes=103, seconds=17)
        path = _path(content, paths, moment)
        caption = "" if together else _caption(number, content)
        forwarded = FORWARDED.get(number % 9)
        yield Post(FIRST_ID + number, moment, turn % len(SENDERS), content, path, caption, forwarded)


def _contents() -> Iterator[Content]:
    yield Words()
    for number in range(STRANGERS):
        yield Stranger(number)
        if number in HIDDEN:
            yield Copy(*HIDDEN[number])
    yield Again(4)
    yield NotIncluded()


def _path(content: Content, paths: list[str], moment: datetime) -> str | None:
    match content:
        case Stranger() | Copy():
            paths.append(f"photos/photo_{len(paths) + 1}@{moment:%d-%m-%Y_%H-%M-%S}.jpg")
            return paths[-1]
        case Again(number):
            return paths[number - 1]
        case NotIncluded() | Words():
            return None
        case other:
            assert_never(other)


def _caption(number: int, content: Content) -> str:
    return WELCOME if content == Words() else CAPTIONS[number % len(CAPTIONS)]
