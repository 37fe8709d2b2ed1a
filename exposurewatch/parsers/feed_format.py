"""What exposurewatch's own feeds are made of and limited to: all that their reader and their writer must agree on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

FEED: Final = "exposurewatch-feed"
FEED_SCHEMA: Final = f"{FEED}/1"
ENTRIES: Final = "exposurewatch-feed-entries"
ENTRIES_SCHEMA: Final = f"{ENTRIES}/1"

MANIFEST_FILE: Final = "feed.json"
SIGNATURE_FILE: Final = "feed.sig"
CHUNK_FOLDER: Final = "entries"
CHUNK_FILE: Final = re.compile(r"[a-z0-9-]{1,64}\.json")
"""The plain name of a file in the folder of chunks: it leads nowhere else."""
ID: Final = re.compile(r"[0-9a-f]{32}")
LINK: Final = re.compile(r"https://[!-~]{1,512}")

MOST_MANIFEST: Final = 4 << 20  # bytes
MOST_SIGNATURE: Final = 1024
MOST_CHUNK: Final = 32 << 20
MOST_CHUNKS: Final = 10_000  # of a feed
MOST_ENTRIES: Final = 10_000  # of a chunk, and as many that it withdraws
MOST_REGIONS: Final = 64  # of an entry
MOST_NAME: Final = 256  # characters
MOST_ABOUT: Final = 4096
MOST_MARK: Final = 64  # characters of the id of a chat or message, or of a username
LARGEST: Final = 1 << 53  # of numbers, beyond which readers of JSON differ

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_VERSIONED: Final = re.compile(r"([a-z-]{1,40})/([0-9]{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Chunk:
    """One file of entries as the manifest lists it: its plain name, the SHA-256 of its bytes, how much it holds."""

    file: str
    sha256: bytes
    entries: int
    withdrawn: int
    created: datetime


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a feed says of itself. Words are cleaned; `key` is a raw Ed25519 public key of 32 bytes."""

    name: str
    about: str
    key: bytes
    created: datetime
    updated: datetime
    sequence: int
    chunks: tuple[Chunk, ...] = ()


def written_time(time: datetime) -> str:
    """A time as it stands in the files of a feed: UTC, to the second."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_time(words: object) -> datetime | None:
    """The time that `words` are as `written_time` writes it; None where they are none."""
    if not isinstance(words, str) or not _TIME.fullmatch(words):
        return None
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return None


def is_newer(schema: object, name: str) -> bool:
    """Whether a document keeps a version of the schema called `name` that is later than the first."""
    found = _VERSIONED.fullmatch(schema) if isinstance(schema, str) else None
    return found is not None and found[1] == name and int(found[2]) > 1
