"""How far one of exposurewatch's own feeds was read, and by what it is told that nothing read before was changed."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from exposurewatch.feeds.asking import Validators
from exposurewatch.feeds.feed import Checkpoint
from exposurewatch.parsers.feed_format import LARGEST, MOST_CHUNKS, Chunk


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a feed. `key` is its public key, which does not change since the day `pinned`.

    `manifest` is the SHA-256 of the manifest seen last, `sequence` its number; `known` counts its chunks, and `digest`
    is that of their names and sums. Chunks from `next` on were not read yet, nor those in `late`. `validators` are
    there only where all was read.
    """

    key: bytes = b""
    sequence: int = -1
    manifest: str = ""
    known: int = 0
    digest: str = ""
    next: int = 0
    late: tuple[int, ...] = ()
    validators: Validators = field(default_factory=Validators)
    pinned: date | None = None

    @classmethod
    def read(cls, checkpoint: Checkpoint) -> Self:
        """What a checkpoint says. Of one that is not understood, the key is kept where that can be read."""
        key, pinned = _key(checkpoint.get("key")), _day(checkpoint.get("pinned"))
        match dict(checkpoint):
            case {
                "sequence": int(sequence),
                "manifest": str(manifest),
                "known": int(known),
                "digest": str(digest),
                "next": int(following),
                "late": [*late],
                "etag": str(etag),
                "last_modified": str(modified),
            } if (
                key
                and 0 <= sequence <= LARGEST
                and 0 <= following <= known <= MOST_CHUNKS
                and all(type(one) is int and 0 <= one < following for one in late)
            ):
                validators = Validators(etag, modified)
                return cls(key, sequence, manifest, known, digest, following, tuple(late), validators, pinned)
        return cls(key, pinned=pinned)

    @property
    def complete(self) -> bool:
        """Whether everything that was there was read."""
        return bool(self.manifest) and not self.unread

    @property
    def unread(self) -> tuple[int, ...]:
        """Which of the known chunks are to be read, in their order."""
        return (*sorted(self.late), *range(self.next, self.known))

    def written(self) -> dict[str, Any]:
        """The same as a checkpoint."""
        validators = self.validators if self.complete else Validators()
        return {
            "key": base64.b64encode(self.key).decode("ascii"),
            "pinned": "" if self.pinned is None else self.pinned.isoformat(),
            "sequence": self.sequence,
            "manifest": self.manifest,
            "known": self.known,
            "digest": self.digest,
            "next": self.next,
            "late": list(self.late),
            "etag": validators.etag,
            "last_modified": validators.last_modified,
        }


def digest_of(chunks: Sequence[Chunk]) -> str:
    """What tells one list of chunks from another."""
    told = "".join(f"{chunk.file} {chunk.sha256.hex()}\n" for chunk in chunks)
    return hashlib.sha256(told.encode("ascii")).hexdigest()


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _key(value: Any) -> bytes:
    try:
        key = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        return b""
    return key if len(key) == 32 else b""
