"""Turns posts whose files are behind links into messages and sightings; each file is fetched when it is read."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, assert_never
from urllib.parse import quote

from exposurewatch.feeds.asking import MOST_PICTURE, Get, Trouble, Unchanged, Wanted
from exposurewatch.feeds.skipping import broke_off, not_had, reason_of_link
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
    PublishedHash,
    Reason,
    Sighting,
    Skipped,
    Unreadable,
    VideoFile,
)
from exposurewatch.parsers.albums import albums, caption
from exposurewatch.parsers.attachments import Attachment, Nature
from exposurewatch.parsers.posts import Ended, Post
from exposurewatch.parsers.telegram_ids import permalink

MAX_ADDRESS: Final = 4096
"""Characters of an address that is asked for; the longest that stores of pictures sign have some 1,500."""

_ADDRESS: Final = re.compile(r"https://[^/\s?#]\S*", re.IGNORECASE)
_PLAIN_ADDRESS: Final = re.compile(r"https?://[^/\s?#]\S*", re.IGNORECASE)
_EMBEDDED: Final = "data:"
_EMBEDDED_PICTURE: Final = re.compile(r"data:image/(?!svg)[a-z0-9.+-]{2,20};base64,", re.IGNORECASE)
_ASCII_OF_ADDRESSES: Final = "".join(chr(code) for code in range(0x21, 0x7F))


@dataclass(frozen=True, slots=True)
class Posted:
    """What all posts of a feed have in common: the name of its kind, its address, and what fetches their files."""

    source: str
    address: str
    get: Get

    def items(self, posts: Iterable[Post]) -> Iterator[Item]:
        """Yield each post as a message, then what there is to see in it; nothing is fetched before it is read."""
        for album in albums(posts):
            for post in album:
                yield from self._of_post(post, caption(album, post))

    def not_had(self, place: str, trouble: Trouble) -> Skipped:
        """Return that one document of the feed cannot be had."""
        return not_had(self._locator(place), trouble)

    def broke_off(self, place: str, ended: Ended) -> Skipped:
        """Return that one document of the feed could not be read to its end."""
        return broke_off(self._locator(place), ended)

    def _of_post(self, post: Post, words: str) -> Iterator[Item]:
        origin = self._origin(post)
        if post.is_message:
            yield Message(origin, post.text)
        for attachment in post.attachments:
            for media, place in self._media(attachment):
                yield Sighting(media, replace(origin, locator=self._locator(place)), words)
        if post.vanished:
            yield Sighting(Missing(Reason.UNAVAILABLE, post.vanished), origin, words)

    def _origin(self, post: Post) -> Origin:
        chat = post.chat
        linked = permalink(chat.id, chat.username, post.id) if post.linkable else None
        return Origin(
            source=self.source,
            locator=Locator(self.address, ""),
            channel=None if chat == Channel() else chat,
            message_id=post.id,
            date=post.date,
            sender=post.sender,
            forwarded_from=post.forwarded_from,
            permalink=post.permalink or linked,
            reply_to=post.reply_to,
        )

    def _locator(self, place: str) -> Locator:
        return Locator(self.address, shown(place))

    def _media(self, attachment: Attachment) -> Iterator[tuple[Media, str]]:
        """Yield each medium with its address, or '' where it has none."""
        if not attachment.certain:
            return  # words that were taken for a file's name lead nowhere
        media = self._present(attachment)
        if media is not None:
            yield media, attachment.path
        if attachment.thumbnail and isinstance(media, VideoFile | Missing | PublishedHash):
            yield self._behind(attachment.thumbnail, ImageFile, MediaKind.THUMBNAIL), attachment.thumbnail

    def _present(self, attachment: Attachment) -> Media | None:
        """Return what is behind a link; only what may be a picture or a video is worth asking for."""
        match attachment.nature:
            case Nature.SOUND:
                return None
            case Nature.ARCHIVE:
                return Missing(Reason.ARCHIVE)
            case Nature.OTHER:
                return Missing(Reason.NOT_A_PICTURE)
            case Nature.PICTURE | Nature.VIDEO | Nature.UNKNOWN:
                digests = (Digest("md5", bytes.fromhex(attachment.md5)),) if attachment.md5 else ()
                if attachment.absent is not None:
                    return PublishedHash(attachment.kind, digests) if digests else Missing(attachment.absent)
                kind_of_file = VideoFile if attachment.nature is Nature.VIDEO else ImageFile
                return self._behind(attachment.path, kind_of_file, attachment.kind, digests)
            case other:
                assert_never(other)

    def _behind(
        self,
        address: str,
        kind_of_file: type[ImageFile | VideoFile],
        kind: MediaKind,
        digests: tuple[Digest, ...] = (),
    ) -> Media:
        if _EMBEDDED_PICTURE.match(address):
            return ImageFile(kind, partial(_unpacked, address))
        if not self._may_be_asked_for(address):
            return PublishedHash(kind, digests) if digests else Missing(Reason.UNSAFE_ADDRESS)
        read = partial(fetched, self.get, address)
        return ImageFile(kind, read, digests) if kind_of_file is ImageFile else VideoFile(kind, read)

    def _may_be_asked_for(self, address: str) -> bool:
        """Tell whether an address leads into the web: by https, or by http as well where the feed itself does."""
        allowed = _PLAIN_ADDRESS if self.address.startswith("http://") else _ADDRESS
        return len(address) <= MAX_ADDRESS and address.isprintable() and allowed.fullmatch(address) is not None


def fetched(get: Get, address: str) -> bytes:
    """Return the file at an address.

    Raises:
        Unreadable: it cannot be had.
    """
    try:
        answer = get(Wanted(address, most=MOST_PICTURE))
    except Trouble as trouble:
        raise Unreadable(reason_of_link(trouble), trouble.words) from trouble
    if isinstance(answer, Unchanged):
        raise Unreadable(Reason.UNAVAILABLE, "its host says that it has not changed, and does not give it out")
    return answer.content


def shown(address: str) -> str:
    """Return an address as words that can be shown and that lead to the same: without control and foreign characters.

    One that is longer than any that is asked for, or that holds a picture itself, is told by a digest of the whole.
    """
    if address.startswith(_EMBEDDED) or len(address) > MAX_ADDRESS:
        digest = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:20]
        return f"{quote(address[:64].partition(',')[0], _ASCII_OF_ADDRESSES, errors='replace')}… ({digest})"
    return quote(address, _ASCII_OF_ADDRESSES, errors="replace")


def _unpacked(address: str) -> bytes:
    try:
        return base64.b64decode(address.partition(",")[2])
    except ValueError as error:
        raise Unreadable(Reason.CANNOT_OPEN, "the picture in the page is damaged") from error
