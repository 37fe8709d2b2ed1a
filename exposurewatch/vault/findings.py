"""What was found, for the user to look through and decide on."""

from __future__ import annotations

from collections.abc import Collection, Iterable

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
_TOLD_FINDING, _TOLD_SIGHTING = "told-finding", "told-sighting"
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

    def untold(self, containers: Collection[str]) -> tuple[Finding, ...]:
        """Findings in these containers that are younger than the last `mark_told` of them, or stand in a younger place.

        What the user said is not her is left out, and what she looked at in the meantime.
        """
        young: set[int] = set()
        for container in set(containers):
            rows = self._database.execute(
                "SELECT DISTINCT findings.number FROM findings JOIN sightings USING (picture)"
                f" WHERE container = ? AND (findings.number > ? OR sightings.number > ?) AND seen < {_LATEST}",
                *(container, self._mark(_TOLD_FINDING, container), self._mark(_TOLD_SIGHTING, container)),
            )
            young.update(number for (number,) in rows)
        return tuple(finding for finding in self.listed() if finding.number in young)

    def latest(self) -> tuple[int, int]:
        """The numbers of the youngest finding and of the youngest sighting; 0 where there is none."""
        ((finding, sighting),) = self._database.execute(
            "SELECT (SELECT coalesce(max(number), 0) FROM findings), (SELECT coalesce(max(number), 0) FROM sightings)"
        )
        return int(finding), int(sighting)

    def mark_told(self, containers: Collection[str], latest: tuple[int, int] | None = None) -> None:
        """Remember that all there was in these containers was told of, up to the `latest` numbers, or to now."""
        finding, sighting = self.latest() if latest is None else latest
        with self._database.transaction():
            for container in set(containers):
                for name, number in ((_TOLD_FINDING, finding), (_TOLD_SIGHTING, sighting)):
                    self._database.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", f"{name} {container}", number)

    def _mark(self, name: str, container: str) -> int:
        rows = self._database.execute("SELECT value FROM marks WHERE name = ?", f"{name} {container}")
        return int(rows[0][0]) if rows else 0

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
            "SELECT origin, media, caption, recorded_at, number, withdrawn_at FROM sightings WHERE picture = ?"
            " ORDER BY container, path, place",
            picture,
        )
        with values.reading():
            return tuple(
                KeptSighting(
                    values.origin(origin),
                    MediaKind(media),
                    caption,
                    values.moment(recorded_at),
                    self._beside(number),
                    values.moment_or_none(withdrawn_at),
                )
                for origin, media, caption, recorded_at, number, withdrawn_at in rows
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
