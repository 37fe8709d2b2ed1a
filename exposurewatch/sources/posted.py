"""Turns the posts of any export into messages and sightings: each file itself, its thumbnail, or why neither."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, assert_never

from exposurewatch.model import (
    Channel,
    Digest,
    ImageFile,
    Item,
    Locator,
    Media,
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
)
from exposurewatch.parsers.albums import albums, caption
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.posts import Ended, Post, Record
from exposurewatch.parsers.reader import LIMITS, Reader
from exposurewatch.parsers.telegram_ids import permalink
from exposurewatch.paths import shown
from exposurewatch.sandbox.worker import Limits
from exposurewatch.sources.containers import Member
from exposurewatch.sources.counting import messages
from exposurewatch.sources.files import media_of
from exposurewatch.sources.leftovers import leftovers
from exposurewatch.sources.nested import unpacked
from exposurewatch.sources.source import Part, Usernames

Find = Callable[[str, str], Member]
"""Returns the file that a hostile path names, which the document at the second path mentions; raises `Unreadable`."""

Adapt = Callable[[Post], Post | None]
"""Completes a post with what its document cannot know, as the name of the chat; None drops it."""

_ADDRESSES: Final = ("http://", "https://", "//")


def _as_it_is(post: Post) -> Post:
    return post


@dataclass(frozen=True, slots=True)
class Document:
    """One file of an export, and the name of the parser that reads it. `lists`: it holds no messages anyway."""

    member: Member
    parser: str
    adapt: Adapt = _as_it_is
    lists: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What stays the same while an export is read. Without `find`, paths are looked up from their document's folder.

    `limits` are what the reading of one piece of a document may cost.
    """

    part: Part
    source: str
    usernames: Usernames = field(default_factory=dict)
    find: Find | None = None
    limits: Limits = LIMITS


def read_documents(reading: Reading, documents: Iterable[Document]) -> Iterator[Item]:
    """Yield all that stands in the documents of an export, then the files that no message mentions."""
    with Reader(reading.limits) as reader:
        for document in documents:
            yield from _Desk(reading, document).items(reader)
    if not reading.part.lesser:
        yield from leftovers(reading.part, reading.source)


class _Desk:
    """Reads one document."""

    def __init__(self, reading: Reading, document: Document) -> None:
        self._part = reading.part
        self._source = reading.source
        self._usernames = reading.usernames
        self._find = reading.find or reading.part.look_up
        self._document = document
        self._home = reading.part.locator(document.member.path)
        self._accounted = reading.part.accounted
        self._messages = 0
        self._met = 0  # those that `adapt` dropped as well
        self._ended: Ended | None = None

    def items(self, reader: Reader) -> Iterator[Item]:
        """Yield each message, then what there is to see in it; last of all why the document broke off, if it did."""
        try:
            with self._document.member.open() as stream:
                records = reader.records(self._document.parser, stream, self._document.member.open)
                for album in albums(self._posts(records)):
                    for post in album:
                        yield from self._of_post(post, caption(album, post))
        except Unreadable as error:
            self._ended = Ended(error.detail or "the file could not be opened", truncated=False)
        yield from self._outcome()

    def _posts(self, records: Iterator[Record]) -> Iterator[Post]:
        for record in records:
            if isinstance(record, Ended):
                self._ended = record
                continue
            if not isinstance(record, Post):
                continue  # no export has reports in it
            self._met += record.is_message
            post = self._document.adapt(record)
            if post is not None:
                self._messages += post.is_message
                yield post

    def _of_post(self, post: Post, words: str) -> Iterator[Item]:
        origin = self._origin(post)
        for path in post.emoji:
            self._account_for(path)
        if post.is_message:
            yield Message(origin, post.text)
        for attachment in post.attachments:
            if attachment.thumbnail:
                self._account_for(attachment.thumbnail)
            for media, locator in self._media(attachment):
                yield Sighting(media, replace(origin, locator=locator), words)
        if post.vanished:
            yield Sighting(Missing(Reason.UNAVAILABLE, post.vanished), origin, words)

    def _origin(self, post: Post) -> Origin:
        chat = post.chat
        username = chat.username or self._usernames.get(chat.id or "?", self._usernames.get(""))
        return Origin(
            source=self._source,
            locator=self._home,
            channel=Channel(chat.title, chat.id, username) if post.is_message else None,
            message_id=post.id,
            date=post.date,
            sender=post.sender,
            forwarded_from=post.forwarded_from,
            permalink=_link(post, username),
            reply_to=post.reply_to,
        )

    def _media(self, attachment: Attachment) -> Iterator[tuple[Media, Locator]]:
        """Yield each medium with where it lies: with the document where the export names no path."""
        if attachment.absent is not None:
            yield from self._absent(attachment, _said(attachment), None)
            return
        try:
            member = self._find(attachment.path, self._document.member.path)
        except Unreadable as error:
            if attachment.certain or error.reason is not Reason.MISSING_FILE:
                meant = self._part.path_of(attachment.path, self._document.member.path)
                if meant is not None:
                    self._accounted.add(meant)
                yield from self._absent(attachment, _why(attachment, error, self._part), meant or attachment.path)
            return
        self._accounted.add(member.path)
        media = _present(attachment, member)
        if isinstance(media, Missing) and media.reason is Reason.ARCHIVE:
            yield from unpacked(self._part.nesting, self._part.container, member)
        elif media is not None:
            yield media, self._part.locator(member.path)
        if not isinstance(media, ImageFile):
            yield from self._thumbnail(attachment)

    def _account_for(self, claimed: str) -> None:
        """Take note of a file that need not be looked at by itself; what must not be opened is told all the same."""
        with contextlib.suppress(Unreadable):
            self._accounted.add(self._find(claimed, self._document.member.path).path)

    def _absent(self, attachment: Attachment, missing: Missing, path: str | None) -> Iterator[tuple[Media, Locator]]:
        media = missing if missing.reason is Reason.UNSAFE_PATH else _declared(attachment, missing)
        if media is not None:
            named = None if isinstance(media, PublishedHash) else path
            yield media, self._home if named is None else self._part.locator(named)
        yield from self._thumbnail(attachment)

    def _thumbnail(self, attachment: Attachment) -> Iterator[tuple[Media, Locator]]:
        for path in dict.fromkeys(_thumbnail_paths(attachment)):
            try:
                member = self._find(path, self._document.member.path)
            except Unreadable as error:
                if error.reason is Reason.UNSAFE_PATH and path == attachment.thumbnail:
                    yield Missing(error.reason), self._part.locator(path)
                continue
            self._accounted.add(member.path)
            yield ImageFile(MediaKind.THUMBNAIL, member.read), self._part.locator(member.path)
            return

    def _outcome(self) -> Iterator[Skipped]:
        count = f"{messages(self._messages)} {'was' if self._messages == 1 else 'were'} read"
        if self._ended is not None:
            reason = Reason.EXPORT_TRUNCATED if self._ended.truncated else Reason.EXPORT_DAMAGED
            yield Skipped(self._home, None, reason, f"{count}, then {self._ended.detail}")
        elif not self._met and not self._document.lists:
            yield Skipped(self._home, None, Reason.EXPORT_TRUNCATED, "it holds no messages at all")


def _link(post: Post, username: str | None) -> Permalink | None:
    if post.permalink is not None or not post.linkable:
        return post.permalink
    return permalink(post.chat.id, username, post.id)


def _present(attachment: Attachment, member: Member) -> Media | None:
    if attachment.nature is Nature.PICTURE:
        return ImageFile(attachment.kind, member.read)
    media = media_of(member, attachment.kind)  # the first bytes count for more than what is declared
    if not isinstance(media, Missing) or attachment.nature is Nature.UNKNOWN or media.reason is Reason.ARCHIVE:
        return media
    return _declared(attachment, media)


def _said(attachment: Attachment) -> Missing:
    """Return why a file is not there, in the export's own words; an address is worth keeping."""
    assert attachment.absent is not None  # noqa: S101 (asked before)
    return Missing(attachment.absent, shown(attachment.path) if attachment.path.startswith(_ADDRESSES) else "")


def _why(attachment: Attachment, error: Unreadable, part: Part) -> Missing:
    """Return why a file could not be looked up: one that has only an address is elsewhere, not lost."""
    if attachment.path.startswith(_ADDRESSES) and (not part.container.addresses or error.reason is Reason.MISSING_FILE):
        return Missing(Reason.REMOTE_ONLY, shown(attachment.path))
    return Missing(error.reason, error.detail)


def _declared(attachment: Attachment, missing: Missing) -> Media | None:
    """Return what to say of a file that could not be looked at: whether it would have been a picture matters most."""
    match attachment.nature:
        case Nature.SOUND:
            return None
        case Nature.ARCHIVE:
            return Missing(Reason.ARCHIVE)
        case Nature.OTHER:
            return Missing(Reason.NOT_A_PICTURE)
        case Nature.PICTURE | Nature.VIDEO | Nature.UNKNOWN:
            return _published(attachment) if attachment.md5 else missing
        case other:
            assert_never(other)


def _published(attachment: Attachment) -> PublishedHash:
    return PublishedHash(attachment.kind, (Digest("md5", bytes.fromhex(attachment.md5)),))


def _thumbnail_paths(attachment: Attachment) -> Iterator[str]:
    if attachment.thumbnail:
        yield attachment.thumbnail
    if attachment.absent is None and not attachment.path.startswith(_ADDRESSES):
        stem, dot, end = attachment.path.rpartition(".")
        yield f"{attachment.path}_thumb.jpg"
        yield f"{stem}_thumb{dot}{end}"
