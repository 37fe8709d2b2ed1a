"""Reads the JSON exports of Telegram Desktop: their messages, then the pictures in them that no message mentions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from exposurewatch.model import (
    Channel,
    Item,
    Locator,
    Message,
    Missing,
    Origin,
    Reason,
    Sighting,
    Skipped,
    Unreadable,
)
from exposurewatch.parsers.suffixes import PICTURE_SUFFIXES, VIDEO_SUFFIXES
from exposurewatch.parsers.telegram_export import Ended, Section, read_export, recognise
from exposurewatch.parsers.telegram_ids import permalink
from exposurewatch.parsers.telegram_message import Post, read_post
from exposurewatch.sources.containers import Refused, Stream
from exposurewatch.sources.files import media_of
from exposurewatch.sources.paths import comparable, confined
from exposurewatch.sources.source import Part, Recognised, Source, Usernames
from exposurewatch.sources.telegram_sightings import albums, caption, sightings

_NAME = "telegram-json"
_LABEL = "Telegram Desktop export (JSON)"


@dataclass(frozen=True, slots=True)
class _Reading:
    """What stays the same while one export is read: the part, where its messages stand, the usernames given."""

    part: Part
    home: Locator
    usernames: Usernames


@dataclass(slots=True)
class _Progress:
    """What the messages read so far leave for the end: their number, the files they account for, why they ended."""

    messages: int = 0
    mentioned: set[str] = field(default_factory=set)
    ended: Ended | None = None


def _detect(part: Part) -> Recognised | None:
    if part.document is None:
        return None
    try:
        with part.document.open() as stream:
            header = recognise(stream)
    except Unreadable:  # by its name it is one; that it cannot be read must be said, not passed over
        return Recognised(f"{_LABEL}, which cannot be opened")
    if header is None:
        return None
    if header.account:
        return Recognised(f"{_LABEL}, whole account", account=True, empty=header.empty)
    title = header.chat.title
    return Recognised(f"{_LABEL}, one chat" + (f": {title}" if title else ""), empty=header.empty)


def _read(part: Part, usernames: Usernames) -> Iterator[Item]:
    if part.document is None:
        return
    progress = _Progress()
    reading = _Reading(part, part.locator(part.document.path), usernames)
    try:
        with part.document.open() as stream:
            for album in albums(_posts(stream, progress)):
                for post in album:
                    yield from _items(reading, post, caption(album, post))
    except Unreadable as error:
        progress.ended = Ended(error.detail or "the file could not be opened", truncated=False)
    yield from _outcome(reading.home, progress)
    yield from _unmentioned(part, progress.mentioned)


def _posts(stream: Stream, progress: _Progress) -> Iterator[Post]:
    for record in read_export(stream):
        if isinstance(record, Ended):
            progress.ended = record
            return
        post = read_post(record)
        progress.messages += post.section is Section.MESSAGES
        for path in map(confined, post.mentioned):
            if path is not None:
                progress.mentioned.add(comparable(path))
        yield post


def _items(reading: _Reading, post: Post, words: str) -> Iterator[Item]:
    usernames = reading.usernames
    username = usernames.get(post.chat_id or "?", usernames.get(""))
    channel = Channel(post.chat.title, post.chat_id, username) if post.section is Section.MESSAGES else None
    origin = Origin(
        source=_NAME,
        locator=reading.home,
        channel=channel,
        message_id=post.id,
        date=post.date,
        sender=post.sender,
        forwarded_from=post.forwarded_from,
        permalink=permalink(post.chat.type, post.chat_id, username, post.id),
        reply_to=post.reply_to,
    )
    if post.section is Section.MESSAGES:
        yield Message(origin, post.text)
    yield from sightings(reading.part, post, origin, words)


def _outcome(home: Locator, progress: _Progress) -> Iterator[Skipped]:
    count = "1 message was read" if progress.messages == 1 else f"{progress.messages:,} messages were read"
    if progress.ended is not None:
        reason = Reason.EXPORT_TRUNCATED if progress.ended.truncated else Reason.EXPORT_DAMAGED
        yield Skipped(home, None, reason, f"{count}, then {progress.ended.detail}")
    elif not progress.messages:
        yield Skipped(home, None, Reason.EXPORT_TRUNCATED, "it holds no messages at all")


def _unmentioned(part: Part, mentioned: set[str]) -> Iterator[Item]:
    """Yield what lies in the export although no message speaks of it: pictures of deleted or unread messages, too."""
    for member in part.members():
        path = comparable(member.path.removeprefix(part.root))
        if path in mentioned:
            continue
        locator = part.locator(member.path)
        if isinstance(member, Refused):
            yield Skipped(locator, None, member.reason, member.detail)
        elif not _is_thumbnail(path, mentioned):
            media = media_of(member)
            if not (isinstance(media, Missing) and media.reason is Reason.NOT_A_PICTURE):
                yield Sighting(media, Origin(_NAME, locator))


def _is_thumbnail(path: str, mentioned: set[str]) -> bool:
    """Tell whether this is the small preview of a file that was mentioned: ``a.mp4_thumb.jpg`` or ``a_thumb.jpg``."""
    stem, mark, end = path.rpartition("_thumb.")
    if not mark or f".{end}" not in PICTURE_SUFFIXES:
        return False
    return stem in mentioned or any(stem + each in mentioned for each in PICTURE_SUFFIXES | VIDEO_SUFFIXES)


TELEGRAM_JSON = Source(_NAME, _detect, _read)
