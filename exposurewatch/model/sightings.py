"""What a source yields: messages, the pictures in them, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from exposurewatch.model.places import Locator, Origin
from exposurewatch.model.reasons import Reason


class MediaKind(StrEnum):
    """What a picture was posted as."""

    PHOTO = "photo"
    DOCUMENT = "document"  # a picture sent "as a file": the best copy there is
    STICKER = "sticker"
    THUMBNAIL = "thumbnail"  # a small preview stands in for the picture or video itself
    SERVICE_PHOTO = "service-photo"  # a chat's own picture, changed by a service message
    PROFILE_PHOTO = "profile-photo"
    STORY = "story"
    LINK_PREVIEW = "link-preview"
    FILE = "file"  # a picture in a folder, tied to no message
    PUBLISHED_HASH = "published-hash"  # the export holds no more of it than a sum of its bytes


@dataclass(frozen=True, slots=True)
class ImageFile:
    """A picture whose bytes can be read. `read` raises `Unreadable` where they cannot be had."""

    kind: MediaKind
    read: Callable[[], bytes] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class VideoFile:
    """A video, or a file of moving pictures. `read` raises `Unreadable` where its bytes cannot be had."""

    kind: MediaKind
    read: Callable[[], bytes] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PublishedHash:
    """A picture of which only a hash is known: `algorithm` is ``md5``, and `digest` its bytes."""

    kind: MediaKind
    algorithm: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Missing:
    """Media that an export mentions and does not hold, or that must not be opened."""

    reason: Reason
    detail: str = ""


Media = ImageFile | VideoFile | PublishedHash | Missing


@dataclass(frozen=True, slots=True)
class Sighting:
    """One picture in one place."""

    media: Media
    origin: Origin
    caption: str = ""

    def skipped(self, reason: Reason, detail: str = "") -> Skipped:
        """The same picture in the same place as something that was not looked at."""
        return Skipped(self.origin.locator, self.origin.message_id, reason, detail)


@dataclass(frozen=True, slots=True)
class Message:
    """One message that was read, with or without a picture."""

    origin: Origin
    text: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not looked at, and why."""

    locator: Locator
    message_id: str | None
    reason: Reason
    detail: str = ""


Item = Message | Sighting | Skipped
"""What a source yields: each message, then the pictures in it, and whatever could not be read."""
