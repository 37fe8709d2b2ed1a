"""What the vault tells of what it remembers, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exposurewatch.details import Detail
from exposurewatch.model import Alteration, Exposure, LookedAt, MediaKind, Opened, Origin, Span, Verdict


@dataclass(frozen=True, slots=True)
class PhotoEntry:
    """One own photo without its fingerprints; `points` says how many there are of the local ones.

    `seconds` is how long it lasts where it is a video.
    `pipeline` is that of the program which took the fingerprints; photos of an older one are to be added anew.
    """

    id: str
    label: str
    path: str | None
    added_at: datetime
    width: int
    height: int
    points: int
    pipeline: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class DetailEntry:
    """One of the user's own details, under its number in this vault."""

    number: int
    detail: Detail
    added_at: datetime


class Decision(StrEnum):
    """What the user said of a finding. `NOT_ME` is remembered for the picture, and it is not shown again."""

    CONFIRMED = "confirmed"
    NOT_ME = "not me"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class KeptExposure:
    """A detail beside a picture, masked as it was told of then.

    `detail` is its number in this vault; None where it was only in a file, or where it is not known whose it is.
    """

    exposure: Exposure
    detail: int | None


@dataclass(frozen=True, slots=True)
class KeptSighting:
    """One place where a picture was found, as it was when it was last scanned."""

    origin: Origin
    media: MediaKind
    caption: str
    recorded_at: datetime
    beside: tuple[KeptExposure, ...] = ()

    @property
    def posted_at(self) -> datetime | None:
        """When it was posted, in UTC, where the export says so."""
        return None if self.origin.date is None else self.origin.date.utc


@dataclass(frozen=True, slots=True)
class Finding:
    """One own photo found in one picture, wherever that was posted.

    `stands` is False where looking anew did not find it any more and only a decision or note of the user keeps it;
    `new` where the user has not been shown it, or not the latest of its places.
    """

    number: int
    picture: bytes
    photo: PhotoEntry
    verdict: Verdict
    score: float
    agreement: float
    alteration: Alteration
    alike: tuple[str, ...]
    found_at: datetime
    sightings: tuple[KeptSighting, ...]
    stands: bool
    new: bool
    decision: Decision | None = None
    note: str = ""
    decided_at: datetime | None = None
    seen_at: datetime | None = None
    spans: tuple[Span, ...] = ()
    own: Span | None = None

    @property
    def first_seen(self) -> datetime | None:
        """The earliest posting that bears a date."""
        return min(self._postings(), default=None)

    @property
    def last_seen(self) -> datetime | None:
        """The latest posting that bears a date."""
        return max(self._postings(), default=None)

    def _postings(self) -> list[datetime]:
        return [sighting.posted_at for sighting in self.sightings if sighting.posted_at is not None]


@dataclass(frozen=True, slots=True)
class Done:
    """How many files were looked at before a scan: `enough` of them for good, the others need another look.

    `lacking` were compared before some photo was added, `otherwise` by another pipeline; `as_asked` are all of them
    where the scan is to look again.
    """

    enough: int = 0
    lacking: int = 0
    otherwise: int = 0
    as_asked: int = 0

    def __add__(self, other: Done) -> Done:
        """The files of both."""
        return Done(
            self.enough + other.enough,
            self.lacking + other.lacking,
            self.otherwise + other.otherwise,
            self.as_asked + other.as_asked,
        )


class ScanState(StrEnum):
    """How a scan ended. `UNDER_WAY` is one that is running, or was killed."""

    UNDER_WAY = "under way"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class PastScan:
    """One scan with its counts; these are all 0 until it ends."""

    number: int
    started_at: datetime
    ended_at: datetime | None
    state: ScanState
    opened: tuple[Opened, ...]
    looked_at: LookedAt
    found: int
    skipped: int
