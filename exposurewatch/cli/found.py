"""What the vault remembers, as the matches that every report is made of, and in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from exposurewatch.cli.detailing import Telling
from exposurewatch.model import (
    Fingerprints,
    ImageFile,
    Judgement,
    Match,
    MediaKind,
    Photo,
    PublishedHash,
    Reason,
    Sighting,
    Unreadable,
    Verdict,
    VideoFile,
)
from exposurewatch.order import STRENGTH
from exposurewatch.reports.summary import age
from exposurewatch.vault.records import Decision, Finding, KeptSighting, PhotoEntry

_Order = tuple[bool, tuple[float, str, int, str, str, int] | tuple[()]]


@dataclass(frozen=True, slots=True)
class Found:
    """One own photo in one picture: as the vault has it, and as a match for each place, newest first.

    `withdrawn` says of each place when its publisher took it back, None where that did not happen.
    There is no place where the program was killed in the moment in which it found the picture.
    """

    finding: Finding
    judgement: Judgement
    matches: tuple[Match, ...]
    withdrawn: tuple[datetime | None, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether the user said what it is."""
        return self.finding.decision not in (None, Decision.UNDECIDED)


@dataclass(frozen=True, slots=True)
class OfPhoto:
    """One own photo, with the pictures in which it was found, the newest first; never empty."""

    photo: Photo
    found: tuple[Found, ...]

    @property
    def places(self) -> int:
        """How many places there are of all these pictures together."""
        return sum(len(one.matches) for one in self.found)


def by_photo(
    findings: Iterable[Finding], entries: Iterable[PhotoEntry], verdicts: Collection[Verdict], telling: Telling
) -> tuple[OfPhoto, ...]:
    """Findings of these verdicts by own photo: the surest first, then the newest, as in the report of a scan.

    `telling` says how much is told of the user's own details in them.
    """
    photos = {entry.id: _photo(entry) for entry in entries}
    grouped: dict[str, list[Found]] = {}
    for finding in findings:
        if finding.verdict in verdicts:
            grouped.setdefault(finding.photo.id, []).append(_found(finding, photos, telling))
    groups = [OfPhoto(them[0].judgement.photo, tuple(sorted(them, key=_age))) for them in grouped.values()]
    return tuple(sorted(groups, key=_rank))


def _rank(group: OfPhoto) -> tuple[int, _Order, str]:
    surest = min(STRENGTH[one.finding.verdict] for one in group.found)
    return surest, _age(group.found[0]), group.photo.id


def _age(found: Found) -> _Order:
    return (False, age(found.matches[0])) if found.matches else (True, ())


def _found(finding: Finding, photos: Mapping[str, Photo], telling: Telling) -> Found:
    judgement = Judgement(
        photos[finding.photo.id],
        finding.verdict,
        finding.score,
        finding.agreement,
        finding.alteration,
        tuple(photos[each] for each in finding.alike),
        finding.spans,
        finding.own,
    )
    matches = [
        (telling.of(Match(judgement, _sighting(kept, finding)), kept.beside), kept.withdrawn_at)
        for kept in finding.sightings
    ]
    matches.sort(key=lambda pair: age(pair[0]))
    return Found(finding, judgement, tuple(match for match, _ in matches), tuple(withdrawn for _, withdrawn in matches))


def _photo(entry: PhotoEntry) -> Photo:
    """As much of a photo as a report tells of it; what it is recognised by stays in the vault."""
    return Photo(entry.id, entry.label, b"", Fingerprints(entry.width, entry.height, ()), entry.path, entry.seconds)


def _sighting(kept: KeptSighting, finding: Finding) -> Sighting:
    if kept.media is MediaKind.PUBLISHED_HASH:
        return Sighting(PublishedHash(kept.media, ()), kept.origin, kept.caption)
    media = VideoFile if finding.spans else ImageFile
    return Sighting(media(kept.media, _not_kept), kept.origin, kept.caption)


def _not_kept() -> NoReturn:
    raise Unreadable(Reason.CANNOT_OPEN)
