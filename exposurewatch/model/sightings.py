"""What a source yields: messages, the pictures in them, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from exposurewatch.model.places import WHOLE_BOX, Box, Locator, Origin
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
    PUBLISHED_HASH = "published-hash"  # no more of it is known than its hashes


@dataclass(frozen=True, slots=True)
class ImageFile:
    """A picture whose bytes can be read. `read` raises `Unreadable` where they cannot be had.

    Then all that is known of it is the `digests` that were published along with it, if there are any.
    """

    kind: MediaKind
    read: Callable[[], bytes] = field(compare=False, repr=False)
    digests: tuple[Digest, ...] = ()


@dataclass(frozen=True, slots=True)
class VideoFile:
    """A video, or a file of moving pictures. `read` raises `Unreadable` where its bytes cannot be had."""

    kind: MediaKind
    read: Callable[[], bytes] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Digest:
    """One hash of a picture, or of the part of it that `box` says, as somebody has published it.

    `algorithm` is one of `DIGESTS`, `value` has as many bytes as that says. `quality`, from 0 to 100, is what the
    publisher says of how much it can tell; None where nothing is said.
    """

    algorithm: str
    value: bytes
    quality: int | None = None
    box: Box = WHOLE_BOX


DIGESTS: Mapping[str, int] = MappingProxyType(
    {"md5": 16, "sha1": 20, "sha256": 32, "pdq": 32, "phash": 32, "phash64": 8}
)
"""The hashes that published reports are compared by, and how many bytes each has.

``phash`` is that of 256 bits and ``phash64`` that of 64, both as the imagehash library computes them.
"""


@dataclass(frozen=True, slots=True)
class PublishedHash:
    """A picture of which only hashes are known: all `digests` are of one and the same picture, or of parts of it."""

    kind: MediaKind
    digests: tuple[Digest, ...]


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
