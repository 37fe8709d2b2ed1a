"""Which events of a MISP feed are followed, out of those that its manifest names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from exposurewatch.feeds.hashes.misp_known import MOST_EVENTS
from exposurewatch.parsers.entries import PassedOver, Told
from exposurewatch.parsers.misp_manifest import NAMELESS, is_uuid
from exposurewatch.parsers.posts import Ended, Record
from exposurewatch.parsers.telegram_ids import whole_number

BEFORE: Final = "events last changed before the day that you asked for"
TOO_MANY: Final = f"events beyond the {MOST_EVENTS:,} that were changed last, which are all that is followed"


@dataclass(frozen=True, slots=True)
class Listed:
    """What a manifest says.

    `events` maps the UUID of each event to when it was changed, in seconds since 1970, the newest first; those that
    are not followed are counted in `passed_over` by plain words. `ended` says why a manifest could not be read to its
    end.
    """

    events: Mapping[str, int]
    passed_over: Mapping[str, int]
    ended: Ended | None


def listed(records: Iterable[Record], since: date | None) -> Listed:
    """Return what the records of a manifest say, without the events that were last changed before `since`."""
    named: dict[str, int] = {}
    passed: Counter[str] = Counter()
    ended: Ended | None = None
    for record in records:
        match record:
            case Told(name, value) if is_uuid(name):
                named[name] = whole_number(value) or 0
            case PassedOver(_, count):
                passed[NAMELESS] += count
            case Ended():
                ended = record
            case _:
                pass  # its parser yields nothing else
    earliest = 0 if since is None else int(datetime.combine(since, time(), UTC).timestamp())
    wanted = [name for name, at in named.items() if at >= earliest or not at]  # of some it is not said
    passed[BEFORE] = len(named) - len(wanted)
    wanted.sort(key=lambda name: (-named[name], name))
    passed[TOO_MANY] = max(0, len(wanted) - MOST_EVENTS)
    return Listed({name: named[name] for name in wanted[:MOST_EVENTS]}, +passed, ended)
