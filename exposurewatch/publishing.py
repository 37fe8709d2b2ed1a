"""Use case 4: pictures in exports become entries of a feed: fingerprints, and where each was seen; nothing else."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, assert_never

from exposurewatch.fingerprints.extract import Extractor, Line
from exposurewatch.model import (
    Channel,
    Clip,
    Digest,
    Frame,
    ImageFile,
    Item,
    Locator,
    MediaKind,
    Message,
    Missing,
    Origin,
    Permalink,
    PublishedHash,
    Reason,
    Sighting,
    Skipped,
    Unreadable,
    VideoFile,
)
from exposurewatch.parsers.entries import Entry
from exposurewatch.parsers.magic import may_move
from exposurewatch.text import minutes

_MOST_HELD: Final = 256  # that were seen and wait for one before them, as for a long animation
_MOST_REMEMBERED: Final = 10_000  # pictures whose fingerprints are kept for when they are met again
_MOST_FRAMES: Final = 32  # of a video that are published, spread over all of it

_OWN_KINDS: Final = frozenset({MediaKind.PROFILE_PHOTO, MediaKind.STORY})

Regions = tuple[Frame, ...]
Workers = Extractor[bytes, Regions]


@dataclass(frozen=True, slots=True)
class Published:
    """An entry to be published, without a name; `named` says that it tells the chat that the picture was seen in."""

    entry: Entry
    named: bool

    @property
    def only_same_bytes(self) -> bool:
        """Whether it finds nothing but copies of the very same file."""
        return len(self.entry.digests) == 1


@dataclass(frozen=True, slots=True)
class Known:
    """What the feed says already; its file was not looked at."""

    locator: Locator


@dataclass(frozen=True, slots=True)
class Withheld:
    """A picture of the person who made the export, or of somebody in it, that nobody has posted in a chat."""

    locator: Locator


Publishing = Published | Known | Withheld | Skipped
"""What comes of one picture in one place."""


@dataclass(frozen=True, slots=True)
class _Look:
    """The hashes that a look at a file told; `partly` says how much of a video was looked at, where not all of it."""

    digests: tuple[Digest, ...] = ()
    partly: str = ""


_Seen = _Look | Unreadable


def named_in(items: Iterable[Item], *, private: bool = False) -> Iterator[Channel]:
    """Yield the chat of every place that an entry made of `items` would name; nothing is opened for that."""
    for item in items:
        match item:
            case Sighting(ImageFile(kind) | VideoFile(kind), origin) if kind not in _OWN_KINDS:
                if (chat := _named(origin, private=private)) is not None:
                    yield chat
            case _:
                continue


def publish(
    items: Iterable[Item],
    extractor: Workers,
    known: Callable[[Entry], bool],
    *,
    private: bool = False,
    agreed: Container[Channel] | None = None,
) -> Iterator[Publishing]:
    """Yield an entry for every place of every picture or video among `items`, in their order, or why there is none.

    Chats are named where they are known to be public; with `private`, all are. Where there are those `agreed` to, no
    other is named, even if the export has changed since they were listed. What is `known` is not looked at again. Of a
    video there are the hashes of some frames, where what looks inside videos is installed.
    """
    return _Press(extractor, known, private=private, agreed=agreed).run(items)


class _Press:
    """Looks at each file once, and keeps every place of it until that is done."""

    def __init__(
        self,
        extractor: Workers,
        known: Callable[[Entry], bool],
        *,
        private: bool,
        agreed: Container[Channel] | None,
    ) -> None:
        self._extractor = extractor
        self._known = known
        self._private = private
        self._agreed = agreed
        self._line: Line[int, tuple[Sighting, Entry, _Seen]] = Line()
        self._waiting: dict[bytes, list[tuple[int, Sighting, Entry]]] = {}
        self._remembered: OrderedDict[bytes, _Seen] = OrderedDict()
        self._count = 0

    def run(self, items: Iterable[Item]) -> Iterator[Publishing]:
        for item in items:
            match item:
                case Message():
                    continue
                case Skipped():
                    yield item
                case Sighting():
                    yield from self._received(item)
                case other:
                    assert_never(other)
        while self._extractor.under_way:
            yield from self._settled()

    def _received(self, sighting: Sighting) -> Iterator[Publishing]:
        media = sighting.media
        match media:
            case PublishedHash():
                yield sighting.skipped(Reason.REMOTE_ONLY)
            case Missing(reason, detail):
                yield sighting.skipped(reason, detail)
            case ImageFile(kind) | VideoFile(kind) if kind in _OWN_KINDS:
                yield Withheld(sighting.origin.locator)
            case ImageFile() | VideoFile():
                try:
                    content = media.read()
                except Unreadable as error:
                    yield sighting.skipped(error.reason, error.detail)
                    return
                entry = self._entry(sighting.origin, hashlib.sha256(content).digest())
                if self._known(entry):
                    yield Known(sighting.origin.locator)
                else:
                    yield from self._looked(sighting, entry, content)
            case other:
                assert_never(other)

    def _looked(self, sighting: Sighting, entry: Entry, content: bytes) -> Iterator[Publishing]:
        sha256 = entry.digests[0].value
        while self._extractor.full or self._line.held >= _MOST_HELD:
            yield from self._settled()
        self._count += 1
        self._line.join(self._count)
        moves = isinstance(sighting.media, VideoFile)
        if moves and not self._extractor.sees_videos:
            yield from self._arrived(self._count, sighting, entry, _Look())
        elif sha256 in self._remembered:
            self._remembered.move_to_end(sha256)
            yield from self._arrived(self._count, sighting, entry, self._remembered[sha256])
        elif sha256 in self._waiting:
            self._waiting[sha256].append((self._count, sighting, entry))
        else:
            self._waiting[sha256] = [(self._count, sighting, entry)]
            submit = self._extractor.submit_moving if moves or may_move(content) else self._extractor.submit
            submit(sha256, content)

    def _settled(self) -> Iterator[Publishing]:
        sha256, outcome = self._extractor.take()
        seen = outcome if isinstance(outcome, Unreadable) else _look(outcome)
        self._remembered[sha256] = seen
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.popitem(last=False)
        for number, sighting, entry in self._waiting.pop(sha256):
            yield from self._arrived(number, sighting, entry, seen)

    def _arrived(self, number: int, sighting: Sighting, entry: Entry, seen: _Seen) -> Iterator[Publishing]:
        for _, (place, told, look) in self._line.arrived(number, (sighting, entry, seen)):
            if isinstance(look, Unreadable):
                yield place.skipped(look.reason, look.detail)
                continue
            yield Published(replace(told, digests=(*told.digests, *look.digests)), told.channel is not None)
            if look.partly:
                yield place.skipped(Reason.REST_OF_VIDEO, look.partly)

    def _entry(self, origin: Origin, sha256: bytes) -> Entry:
        """What is told of a place: chat, number of the message and link only where that gives nobody away."""
        chat = _named(origin, private=self._private)
        agreed = self._agreed is None or chat is None or chat in self._agreed
        return Entry(
            key="",
            digests=(Digest("sha256", sha256),),
            channel=chat if agreed else None,
            message_id=origin.message_id if chat is not None and agreed else None,
            date=origin.date if origin.date is not None and origin.date.utc is not None else None,
            permalink=_public_link(origin) if agreed else None,
        )


def _named(origin: Origin, *, private: bool) -> Channel | None:
    """The chat that an entry names.

    A username shows nothing: people have one, too, and the title of a chat between two people is the name of one of
    them. What shows that a chat is public is a link that everybody can open. Only messages of channels and groups have
    one, and parsers give it only where they know the chat to be one.
    """
    return origin.channel if private or _public_link(origin) is not None else None


def _public_link(origin: Origin) -> Permalink | None:
    return origin.permalink if origin.permalink is not None and origin.permalink.public else None


def _look(seen: Regions | Clip[Regions]) -> _Look:
    if not isinstance(seen, Clip):
        return _Look(_digests(seen))
    told = [regions[0] for _, regions in seen.moments if regions]  # of each frame all of it, and no part
    if len(told) > _MOST_FRAMES:
        told = [told[place * len(told) // _MOST_FRAMES] for place in range(_MOST_FRAMES)]
    partly = f"looked at up to {minutes(seen.seen)} of {minutes(seen.seconds)}" if seen.seen < seen.seconds else ""
    return _Look(_digests(told), partly)


def _digests(frames: Iterable[Frame]) -> tuple[Digest, ...]:
    """The hashes of all that can tell anything."""
    found: list[Digest] = []
    for frame in frames:
        pdq, phash = frame.digests.get("pdq"), frame.digests.get("phash")
        if pdq and phash:
            found.append(Digest("pdq", pdq[0], frame.quality, frame.box))
            found.append(Digest("phash", phash[0], None, frame.box))
    return tuple(found)
