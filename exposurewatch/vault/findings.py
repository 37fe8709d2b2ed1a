"""What was found, for the user to look through and decide on."""

from __future__ import annotations

from collections.abc import Iterable

from exposurewatch.errors import WrongUsage
from exposurewatch.model import DetailKind, Exposure, MediaKind, Nearness, Part, Spelling, Verdict
from exposurewatch.vault import values
from exposurewatch.vault.database import Database, Row
from exposurewatch.vault.photos import ENTRY, entry
from exposurewatch.vault.records import Decision, Finding, KeptExposure, KeptSighting

_LATEST = "coalesce((SELECT max(number) FROM sightings WHERE picture = findings.picture), 0)"
_COLUMNS = (
    "findings.number, picture, verdict, score, agreement, alteration, alike, found_at, stands, decision, note,"
    f" decided_at, seen_at, seen < {_LATEST}, moments"
)
_LISTED = f"SELECT {_COLUMNS}, {ENTRY} FROM findings JOIN photos ON photos.number = photo ORDER BY id, findings.number"


class Findings:
    """The findings of one vault: one for each own photo and each picture, wherever that was posted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def listed(self, *, new_only: bool = False, with_not_me: bool = False) -> tuple[Finding, ...]:
        """All findings by photo, or only those not shown yet; without those that the user said are not her."""
        ids: dict[int, str] = dict(self._database.execute("SELECT number, id FROM photos"))
        findings = (self._finding(row, ids) for row in self._database.execute(_LISTED))
        return tuple(
            finding
            for finding in findings
            if (with_not_me or finding.decision is not Decision.NOT_ME) and (finding.new or not new_only)
        )

    def mark_seen(self, numbers: Iterable[int]) -> None:
        """Remember that the user was shown these."""
        with self._database.transaction():
            for number in numbers:
                self._database.execute(
                    f"UPDATE findings SET (seen_at, seen) = (?, {_LATEST}) WHERE number = ?", values.now(), number
                )

    def decide(self, number: int, decision: Decision, note: str = "") -> None:
        """Remember what the user says of a finding; it lasts when this returns.

        Raises:
            WrongUsage: there is no such finding.
        """
        with self._database.transaction():
            if not self._database.execute(
                "UPDATE findings SET (decision, note, decided_at) = (?, ?, ?) WHERE number = ? RETURNING 1",
                *(decision, note, values.now(), number),
            ):
                raise WrongUsage(
                    f"There is no match with the number {number}.", "The command “matches” lists them with theirs."
                )

    def _finding(self, row: Row, ids: dict[int, str]) -> Finding:
        number, picture, verdict, score, agreement, alteration, alike, found, stands, decision, note, decided = row[:12]
        seen_at, more_places = values.moment_or_none(row[12]), bool(row[13])
        spans, own = values.moments(row[14])
        with values.reading():
            return Finding(
                number=number,
                picture=picture,
                photo=entry(row[15:]),
                verdict=Verdict(verdict),
                score=score,
                agreement=agreement,
                alteration=values.alteration(alteration),
                alike=tuple(ids[photo] for photo in values.numbers(alike) if photo in ids),
                found_at=values.moment(found),
                sightings=self._sightings(picture),
                stands=bool(stands),
                new=(seen_at is None or more_places) and decision != Decision.NOT_ME,
                decision=None if decision is None else Decision(decision),
                note=note,
                decided_at=values.moment_or_none(decided),
                seen_at=seen_at,
                spans=spans,
                own=own,
            )

    def _sightings(self, picture: bytes) -> tuple[KeptSighting, ...]:
        rows = self._database.execute(
            "SELECT origin, media, caption, recorded_at, number FROM sightings WHERE picture = ?"
            " ORDER BY container, path, place",
            picture,
        )
        with values.reading():
            return tuple(
                KeptSighting(
                    values.origin(origin), MediaKind(media), caption, values.moment(recorded_at), self._beside(number)
                )
                for origin, media, caption, recorded_at, number in rows
            )

    def _beside(self, sighting: int) -> tuple[KeptExposure, ...]:
        rows = self._database.execute(
            "SELECT kind, shown, origin, part, spelling, nearness, away, detail FROM beside WHERE sighting = ?"
            " ORDER BY kind, shown, detail",
            sighting,
        )
        return tuple(
            KeptExposure(
                Exposure(
                    DetailKind(kind),
                    shown,
                    values.origin(origin),
                    Part(part),
                    Spelling(spelling),
                    None if nearness is None else Nearness(nearness),
                    away,
                ),
                detail,
            )
            for kind, shown, origin, part, spelling, nearness, away, detail in rows
        )
