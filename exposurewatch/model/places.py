"""Where a picture or a message stands, and where in a picture something is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in a picture, as fractions of its width and height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0

    @property
    def area(self) -> float:
        """The share of the picture that the box covers, 0 to 1."""
        return (self.right - self.left) * (self.bottom - self.top)


WHOLE_BOX = Box()


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a file lies: the folder or archive that the user named, and the path inside it ('' for the whole)."""

    container: str
    path: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A chat or channel as its export names it. `id` is the bare Telegram id, without the Bot API's -100 mark."""

    title: str | None = None
    id: str | None = None
    username: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was posted. Where `utc` is None, `raw` holds the words of the export and `uncertain` says why."""

    utc: datetime | None
    raw: str | None = None
    uncertain: str | None = None


@dataclass(frozen=True, slots=True)
class Permalink:
    """A link to a message; `public` is False where only members of the chat can open it."""

    url: str
    public: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a picture or message stands, exactly enough to find it again. Names are claims, not proof."""

    source: str
    locator: Locator
    channel: Channel | None = None
    message_id: str | None = None
    date: Moment | None = None
    sender: str | None = None
    forwarded_from: str | None = None
    permalink: Permalink | None = None
    reply_to: str | None = None  # the id of the message that this one answers, in the same chat
