"""Turns the media that a Telegram message mentions into sightings: the file itself, its thumbnail, or why neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from exposurewatch.model import (
    ImageFile,
    Media,
    MediaKind,
    Missing,
    Origin,
    Reason,
    Sighting,
    Unreadable,
    VideoFile,
)
from exposurewatch.parsers.telegram_media import Attachment, Nature, marker
from exposurewatch.parsers.telegram_message import Post
from exposurewatch.sources.containers import Member
from exposurewatch.sources.files import media_of
from exposurewatch.sources.paths import confined
from exposurewatch.sources.source import Part

_MAX_ALBUM = 10  # pictures, Telegram's own limit


def albums(posts: Iterable[Post]) -> Iterator[tuple[Post, ...]]:
    """Yield the posts in groups: those of one album together, every other alone."""
    group: list[Post] = []
    for post in posts:
        if group and (post.album is None or post.album != group[0].album or len(group) == _MAX_ALBUM):
            yield tuple(group)
            group = []
        group.append(post)
    if group:
        yield tuple(group)


def caption(album: tuple[Post, ...], post: Post) -> str:
    """Return what is said about the pictures of a post: its own text, or the one caption of its album."""
    captions = [each.text for each in album if each.text]
    return post.text or (captions[0] if len(captions) == 1 else "")


def sightings(part: Part, post: Post, origin: Origin, words: str) -> Iterator[Sighting]:
    """Yield what there is to see, or not, in a post. `origin` is that of the post itself."""
    for attachment in post.attachments:
        for media, path in _media(part, attachment):
            locator = origin.locator if path is None else part.locator(path)
            yield Sighting(media, replace(origin, locator=locator), words)
    if post.vanished:
        yield Sighting(Missing(Reason.UNAVAILABLE, post.vanished), origin, words)


def _media(part: Part, attachment: Attachment) -> Iterator[tuple[Media, str | None]]:
    """Yield each medium with its path in the container, or None where the export names no path."""
    said = marker(attachment.path)
    if said is not None:
        yield from _absent(part, attachment, Unreadable(said), None)
        return
    try:
        member = part.look_up(attachment.path)
    except Unreadable as error:
        path = confined(attachment.path)
        yield from _absent(part, attachment, error, attachment.path if path is None else part.root + path)
        return
    media = _present(attachment, member)
    if media is not None:
        yield media, member.path
    if isinstance(media, VideoFile):
        yield from _thumbnail(part, attachment)


def _present(attachment: Attachment, member: Member) -> Media | None:
    if attachment.nature is Nature.PICTURE:
        return ImageFile(attachment.kind, member.read)
    media = media_of(member, attachment.kind)  # the first bytes count for more than what is declared
    if not isinstance(media, Missing) or attachment.nature is Nature.UNKNOWN:
        return media
    if attachment.nature is Nature.VIDEO:
        return VideoFile(attachment.kind, member.read_video)
    return _declared(attachment, media)


def _absent(
    part: Part, attachment: Attachment, error: Unreadable, path: str | None
) -> Iterator[tuple[Media, str | None]]:
    missing = Missing(error.reason, error.detail)
    media = missing if error.reason is Reason.UNSAFE_PATH else _declared(attachment, missing)
    if media is not None:
        yield media, path
    if attachment.nature in (Nature.PICTURE, Nature.UNKNOWN, Nature.VIDEO):
        yield from _thumbnail(part, attachment)


def _declared(attachment: Attachment, missing: Missing) -> Media | None:
    """Return what to say of a file that could not be looked at: whether it would have been seen matters most."""
    match attachment.nature:
        case Nature.SOUND:
            return None
        case Nature.ARCHIVE:
            return Missing(Reason.ARCHIVE)
        case Nature.OTHER:
            return Missing(Reason.NOT_A_PICTURE)
        case Nature.PICTURE | Nature.VIDEO | Nature.UNKNOWN:
            return missing
        case other:
            assert_never(other)


def _thumbnail(part: Part, attachment: Attachment) -> Iterator[tuple[Media, str | None]]:
    for path in _thumbnail_paths(attachment):
        try:
            member = part.look_up(path)
        except Unreadable as error:
            if error.reason is Reason.UNSAFE_PATH and path != attachment.path:
                yield Missing(error.reason), path
            continue
        yield ImageFile(MediaKind.THUMBNAIL, member.read), member.path
        return


def _thumbnail_paths(attachment: Attachment) -> Iterator[str]:
    if attachment.thumbnail and marker(attachment.thumbnail) is None:
        yield attachment.thumbnail
    if marker(attachment.path) is None and confined(attachment.path) is not None:
        stem, dot, end = attachment.path.rpartition(".")
        yield f"{attachment.path}_thumb.jpg"
        yield f"{stem}_thumb{dot}{end}"
