"""The user's own details: what is searched in messages, and what of it was found beside pictures."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from exposurewatch.details import Detail, kind_of
from exposurewatch.model import DetailKind, Match
from exposurewatch.vault import values
from exposurewatch.vault.database import Database, whole
from exposurewatch.vault.records import DetailEntry


class Details:
    """The details of one vault, in the order in which they were added."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, detail: Detail) -> bool:
        """Remember a detail; it lasts when this returns. False, and nothing happens, where it is known."""
        with self._database.transaction():
            added = self._database.execute(
                "INSERT INTO details (kind, value, added_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1",
                *(detail.kind, detail.value, values.now()),
            )
        return bool(added)

    def listed(self) -> tuple[DetailEntry, ...]:
        """All of them, with the numbers by which they are called."""
        rows = self._database.execute("SELECT number, kind, value, added_at FROM details ORDER BY number")
        with values.reading():
            return tuple(
                DetailEntry(number, Detail(DetailKind(kind), value), values.moment(added_at))
                for number, kind, value, added_at in rows
            )

    def forget(self, numbers: Collection[int]) -> int:
        """Forget these, with where they stood beside pictures; return how many there were."""
        entries = [entry for entry in self.listed() if entry.number in numbers]
        with self._database.transaction():
            for entry in entries:
                detail = entry.detail
                self._database.execute("DELETE FROM details WHERE number = ?", entry.number)
                self._database.execute(
                    "DELETE FROM beside WHERE kind = ? AND shown = ?",
                    *(detail.kind, kind_of(detail.kind).masked(detail.value)),
                )
            if not self._database.execute("SELECT 1 FROM details LIMIT 1"):
                self._database.execute("DELETE FROM beside")  # also of those that were only in a file
        self._database.empty_log()
        return len(entries)

    def stood_beside(self, matches: Iterable[Match]) -> None:
        """Remember what stands beside these matches, in whose `beside` the details must be masked."""
        with self._database.transaction():
            numbers = {
                (place, path): number
                for number, place, path in self._database.execute("SELECT number, place, path FROM sightings")
            }
            for match in matches:
                origin = match.sighting.origin
                sighting = numbers.get((values.place(origin), whole(origin.locator.path)))
                for each in match.beside if sighting is not None else ():
                    self._database.execute(
                        "INSERT INTO beside (sighting, kind, shown, part, spelling, nearness, away, origin)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                        " (part, spelling, nearness, away, origin) = (excluded.part, excluded.spelling,"
                        " excluded.nearness, excluded.away, excluded.origin)",
                        *(sighting, each.kind, each.shown, each.part, each.spelling, each.nearness, each.away),
                        values.stored_origin(each.origin),
                    )
