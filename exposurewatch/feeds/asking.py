"""What a feed may ask for, what it gets, and what can be the matter; nothing here opens a socket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

MOST_DOCUMENT: Final = 64 << 20
"""Bytes of one document of a feed, after unpacking."""

MOST_PICTURE: Final = 50 << 20
"""Bytes of one picture or video behind a link."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a host said of a document, by which it can tell later that nothing has changed."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One document that a feed asks for, by its whole address; ``file:`` only where the feed itself is a file.

    Nothing in it may depend on anything but the feed's address and checkpoint. `headers` are those that a partner's
    key travels in; they are sent to the feed's own host and to no other.
    """

    url: str
    validators: Validators = Validators()
    most: int = MOST_DOCUMENT
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it was given out, unpacked; `url` is where it was found after redirects, `type` its media type."""

    url: str
    content: bytes = field(repr=False)
    type: str = ""
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The document is the one that the validators came with."""


class Cause(StrEnum):
    """What can be the matter with a feed. A closed list, which the tests run over."""

    UNSAFE_ADDRESS = "unsafe-address"  # not on the public web, not https, or not an address at all
    NO_SUCH_HOST = "no-such-host"
    UNREACHABLE = "unreachable"  # no connection, a connection that broke off, or the network is down
    NOT_TRUSTED = "not-trusted"  # its certificate fails
    TOO_SLOW = "too-slow"
    TOO_LARGE = "too-large"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    REFUSED = "refused"  # 401, 403, 451: a key is missing or wrong, or nobody may have it
    GONE = "gone"  # 404, 410
    RATE_LIMITED = "rate-limited"
    HOST_BROKEN = "host-broken"  # 5xx, or an answer that is none
    MALFORMED = "malformed"  # it is not what a feed of its kind is
    NOT_PREVIEWABLE = "not-previewable"
    KEY_CHANGED = "key-changed"  # signed by another than the one who signed before
    BAD_SIGNATURE = "bad-signature"
    ROLLED_BACK = "rolled-back"  # older than what was seen before, or rewritten
    NO_PROXY = "no-proxy"  # the proxy that was named does not answer
    NO_FILE = "no-file"  # a file that the feed is made of cannot be read


PASSING: Final = frozenset(
    {
        Cause.NO_SUCH_HOST,
        Cause.UNREACHABLE,
        Cause.TOO_SLOW,
        Cause.RATE_LIMITED,
        Cause.HOST_BROKEN,
        Cause.NO_PROXY,
    }
)
"""What may be over the next time; everything else stays as it is until somebody does something about it."""


class Trouble(Exception):
    """A feed, or one document of it, cannot be had; `words` is one plain sentence that says what is the case.

    `not_before` is when the host wants to be asked again at the earliest.
    """

    def __init__(self, cause: Cause, words: str, not_before: datetime | None = None) -> None:
        super().__init__(cause, words)
        self.cause = cause
        self.words = words
        self.not_before = not_before


Get = Callable[[Wanted], Fetched | Unchanged]
"""Fetches one document, politely and within limits; raises `Trouble`. `Unchanged` only where validators were given."""
