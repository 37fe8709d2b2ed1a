"""How far a MISP feed was read: which of its events are known, and what each was when it was read last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Self

from exposurewatch.feeds.asking import Validators
from exposurewatch.feeds.feed import Checkpoint
from exposurewatch.parsers.misp_manifest import is_uuid

MOST_EVENTS: Final = 20_000
"""Events of one feed that are followed, about a megabyte of checkpoint; the largest that is public has some 1,700."""

_FORMAT: Final = 1  # of the checkpoint; raised where a newer version reads more out of the same events

_NONE: Final = Validators()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a feed.

    `events` maps the UUID of each event that was read to when it had been changed, in seconds since 1970.
    `validators` are those of the manifest, and are there only where all that it names was read.
    """

    events: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    validators: Validators = _NONE

    @classmethod
    def read(cls, checkpoint: Checkpoint) -> Self:
        """What a checkpoint says; nothing where it is none that this version has left."""
        match dict(checkpoint):
            case {"format": int(form), "events": dict(events), "etag": str(etag), "last_modified": str(modified)} if (
                form == _FORMAT and _are_events(events)
            ):
                return cls(events, Validators(etag, modified))
        return cls()

    def written(self) -> dict[str, Any]:
        """The same as a checkpoint."""
        return {
            "format": _FORMAT,
            "events": dict(self.events),
            "etag": self.validators.etag,
            "last_modified": self.validators.last_modified,
        }


def _are_events(events: dict[Any, Any]) -> bool:
    return len(events) <= MOST_EVENTS and all(
        isinstance(name, str) and is_uuid(name) and type(at) is int for name, at in events.items()
    )
