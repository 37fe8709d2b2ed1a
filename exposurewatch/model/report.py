"""All that one scan has to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from exposurewatch.model.exposures import Exposure
from exposurewatch.model.judgements import Match
from exposurewatch.model.reasons import Reason
from exposurewatch.model.sightings import Skipped


@dataclass(frozen=True, slots=True)
class Opened:
    """One export as it was recognised: what it is called, where it lies."""

    label: str
    container: str


@dataclass(frozen=True, slots=True)
class LookedAt:
    """How much was looked at: messages read, pictures and videos compared (one per place), files opened (each once).

    `spared` of the pictures and videos were the same as one compared before, by their bytes or by their hashes.
    `hashes` counts published reports of which no more than hashes could be compared.
    """

    messages: int = 0
    pictures: int = 0
    files: int = 0
    spared: int = 0
    videos: int = 0
    hashes: int = 0

    @property
    def compared(self) -> int:
        """Pictures, videos and reports together."""
        return self.pictures + self.videos + self.hashes


@dataclass(frozen=True, slots=True)
class LibrarySummary:
    """How many own photos were compared, which of the files given could not be, and how many details were searched."""

    photos: int
    skipped: tuple[Skipped, ...] = ()
    details: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """All that one scan has to say; `interrupted` where the user stopped it before its end.

    `exposed` are the user's own details in messages without a picture that is a match.
    """

    made_at: datetime
    version: str
    library: LibrarySummary
    opened: tuple[Opened, ...]
    looked_at: LookedAt
    matches: tuple[Match, ...]
    skipped: tuple[Skipped, ...]
    interrupted: bool = False
    exposed: tuple[Exposure, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything that was asked for was read to its end."""
        cut = (Reason.EXPORT_TRUNCATED, Reason.EXPORT_DAMAGED, Reason.FEED_NOT_READ)
        return not self.interrupted and not any(skip.reason in cut for skip in self.skipped)
