"""How far a public channel of Telegram was read, as a value and as the checkpoint that it is kept as."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from exposurewatch.feeds.asking import Validators
from exposurewatch.feeds.feed import Checkpoint
from exposurewatch.feeds.pictures.ranges import Range, understood, written

NOWHERE: Final = -1  # the number of no post


@dataclass(frozen=True, slots=True)
class Progress:
    """Which posts of a channel were read.

    `channel` is its id, for its name may pass to another one. Below the post `stopped` all are older than the day
    `since`, as far as was seen. No page leads on below the post `last`.
    """

    channel: str = ""
    ranges: tuple[Range, ...] = ()
    validators: Validators = field(default_factory=Validators)
    stopped: int = NOWHERE
    since: date | None = None
    last: int = NOWHERE


def checkpoint_of(progress: Progress) -> Checkpoint:
    """Return progress as plain values."""
    return {
        "channel": progress.channel,
        "read": written(progress.ranges),
        "etag": progress.validators.etag,
        "last-modified": progress.validators.last_modified,
        "stopped": progress.stopped,
        "since": "" if progress.since is None else progress.since.isoformat(),
        "last": progress.last,
    }


def progress_of(checkpoint: Checkpoint) -> Progress:
    """Return the progress that plain values say; none where the ranges are not understood."""
    ranges = understood(checkpoint.get("read"))
    if not ranges:
        return Progress()
    return Progress(
        _text(checkpoint.get("channel")),
        ranges,
        Validators(_text(checkpoint.get("etag")), _text(checkpoint.get("last-modified"))),
        _number(checkpoint.get("stopped")),
        _day(checkpoint.get("since")),
        _number(checkpoint.get("last")),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> int:
    return value if type(value) is int else NOWHERE


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        return None
