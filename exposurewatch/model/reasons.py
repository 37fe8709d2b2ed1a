"""Why something was not looked at."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why something was not looked at. A closed list: reports, the JSON Schema and the tests run over it."""

    # what the export itself says it does not hold
    NOT_INCLUDED = "not-included"
    OVER_EXPORT_LIMIT = "over-export-limit"
    UNAVAILABLE = "unavailable"
    REMOTE_ONLY = "remote-only"  # the export holds its address and not the file
    # what the export names and cannot be had
    MISSING_FILE = "missing-file"
    UNSAFE_PATH = "unsafe-path"
    CANNOT_OPEN = "cannot-open"
    ENCRYPTED = "encrypted"
    DUPLICATE_NAME = "duplicate-name"
    LINK = "link"
    NOT_A_REGULAR_FILE = "not-a-regular-file"
    # what a feed names and its host does not give out
    UNREACHABLE = "unreachable"  # for now: it is tried again
    UNSAFE_ADDRESS = "unsafe-address"
    NO_COMMON_HASH = "no-common-hash"  # a published report has none that photos are compared by
    # what is no picture that this version looks at
    VIDEO = "video"  # what looks inside videos is not installed
    REST_OF_VIDEO = "rest-of-video"
    ARCHIVE = "archive"
    NOT_A_PICTURE = "not-a-picture"
    # pictures that could not be decoded or compared
    TOO_PLAIN = "too-plain"  # decoded, but so flat that only equal bytes could tell anything
    UNREADABLE = "unreadable"
    UNSUPPORTED_FORMAT = "unsupported-format"
    TOO_LARGE = "too-large"
    TOO_MANY_PIXELS = "too-many-pixels"
    OUT_OF_MEMORY = "out-of-memory"
    TIMED_OUT = "timed-out"
    DECODER_DIED = "decoder-died"
    # the export as a whole
    EXPORT_TRUNCATED = "export-truncated"
    EXPORT_DAMAGED = "export-damaged"
    FEED_NOT_READ = "feed-not-read"  # a feed as a whole could not be had, or not be read to its end
    EXPORT_ALTERED = "export-altered"  # not what its own list of digests says; looked at all the same
    # what the user asked for
    BEFORE_SINCE = "before-since"
    SAME_FILE_TWICE = "same-file-twice"


class Unreadable(Exception):
    """Bytes that could not be had; caught where pictures are read, and turned into a `Skipped`."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
