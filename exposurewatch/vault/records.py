"""What the vault tells of what it remembers, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

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
    """One place where a picture was found, as it was when it was last scanned.

    `withdrawn_at` is when the publisher of a report was seen to have taken it back.
    """

    origin: Origin
    media: MediaKind
    caption: str
    recorded_at: datetime
    beside: tuple[KeptExposure, ...] = ()
    withdrawn_at: datetime | None = None

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


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed as the user adds it; the fields are those of `KeptFeed`."""

    name: str
    kind: str
    address: str
    title: str
    every: timedelta
    since: date | None = None
    proxy: str | None = None
    allow_http: bool = False
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)


@dataclass(frozen=True, slots=True)
class KeptFeed:
    """One feed, and how far it was read.

    `name` is what the user calls it, `title` what it calls itself; `kind` is the name of its kind. `tried_at` is when
    a pull was last begun, `pulled_at` when one last came to its end with nothing the matter; what was the matter with
    the last one is `cause`, a word of the program's, and `trouble`, a sentence; the host wants not to be asked again
    `not_before`. `attempts` counts the pulls that did not get all the pictures that follow the checkpoint,
    `not_looked_at` the pictures that were given up on, by the word of a `Reason`. `entries` are the published reports
    that are held, `withdrawn` counts those that were taken back, `passed_over` by plain words those that nothing
    compares.
    """

    number: int
    name: str
    kind: str
    address: str
    title: str
    every: timedelta
    since: date | None
    proxy: str | None
    allow_http: bool
    options: Mapping[str, str]
    keys: Mapping[str, str] = field(repr=False)
    added_at: datetime
    checkpoint: Mapping[str, Any] = field(repr=False)
    attempts: int = 0
    tried_at: datetime | None = None
    pulled_at: datetime | None = None
    not_before: datetime | None = None
    cause: str | None = None
    trouble: str = ""
    withdrawn: int = 0
    entries: int = 0
    passed_over: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    not_looked_at: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
