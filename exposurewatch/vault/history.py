"""Past scans: when, of what, and what they counted."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from exposurewatch.model import LookedAt, Opened
from exposurewatch.vault import values
from exposurewatch.vault.database import Database, Row
from exposurewatch.vault.records import PastScan, ScanState


class History:
    """The scans that were run against one vault."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, opened: Sequence[Opened]) -> int:
        """Remember that a scan of these was begun; return its number."""
        with self._database.transaction():
            ((number,),) = self._database.execute(
                "INSERT INTO scans (started_at, state, opened) VALUES (?, ?, ?) RETURNING number",
                *(values.now(), ScanState.UNDER_WAY, values.stored_opened(opened)),
            )
        return int(number)

    def end(self, number: int, looked_at: LookedAt, found: int, skipped: int, state: ScanState) -> None:
        """Remember how a scan ended. What its journal holds lasts with it."""
        with self._database.transaction():
            self._database.execute(
                "UPDATE scans SET (ended_at, state, counts) = (?, ?, ?) WHERE number = ?",
                *(values.now(), state, values.stored_counts(looked_at, found, skipped), number),
            )

    def listed(self) -> tuple[PastScan, ...]:
        """All scans, the latest first."""
        return tuple(map(_past_scan, self._database.execute("SELECT * FROM scans ORDER BY number DESC")))

    def unfinished(self, containers: Collection[str]) -> PastScan | None:
        """The latest scan of any of these, if it did not come to its end. To be asked before the next one begins."""
        for past in self.listed():
            if any(opened.container in containers for opened in past.opened):
                return None if past.state is ScanState.FINISHED else past
        return None


def _past_scan(row: Row) -> PastScan:
    number, started_at, ended_at, state, opened, counts = row
    with values.reading():
        return PastScan(
            number,
            values.moment(started_at),
            values.moment_or_none(ended_at),
            ScanState(state),
            values.opened(opened),
            *values.counts(counts),
        )
