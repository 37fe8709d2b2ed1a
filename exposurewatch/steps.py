"""What a scan has to say, one thing at a time, and the report that all of it makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import assert_never

from exposurewatch import __version__
from exposurewatch.model import (
    ImageFile,
    LibrarySummary,
    LookedAt,
    Match,
    Media,
    Message,
    Opened,
    PublishedHash,
    Report,
    Sighting,
    Skipped,
    VideoFile,
)
from exposurewatch.order import of_match, of_skip


@dataclass(frozen=True, slots=True)
class Looked:
    """One picture or video in one place was compared.

    `anew` where its file had not been opened before in this scan; `spared` where the result of an earlier picture with
    the same bytes, or the same whole-picture hashes in every bit, stood for its own.
    """

    sighting: Sighting
    anew: bool
    spared: bool = False


Step = Message | Looked | Match | Skipped
"""What a scan has to say, one thing at a time."""


def report_of(steps: Iterable[Step], library: LibrarySummary, opened: tuple[Opened, ...]) -> Report:
    """Gather the steps of a scan into its report."""
    messages = files = spared = 0
    kinds: Counter[type[Media]] = Counter()
    matches: list[Match] = []
    skipped: list[Skipped] = []
    for step in steps:
        match step:
            case Message():
                messages += 1
            case Looked():
                kinds[type(step.sighting.media)] += 1
                files += step.anew
                spared += step.spared
            case Match():
                matches.append(step)
            case Skipped():
                skipped.append(step)
            case other:
                assert_never(other)
    return Report(
        made_at=datetime.now(UTC),
        version=__version__,
        library=library,
        opened=opened,
        looked_at=LookedAt(messages, kinds[ImageFile], files, spared, kinds[VideoFile], kinds[PublishedHash]),
        matches=tuple(sorted(matches, key=of_match)),
        skipped=tuple(sorted(skipped, key=of_skip)),
    )


def interrupted(report: Report) -> Report:
    """The same report, marked as stopped by the user before the end."""
    return replace(report, interrupted=True)
