"""The user's own details: what is searched in messages, and what of it was found beside pictures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from exposurewatch.details import Detail, kind_of, told_apart
from exposurewatch.model import DetailKind, Match
from exposurewatch.vault import values
from exposurewatch.vault.database import Database, whole
from exposurewatch.vault.records import DetailEntry

_BESIDE = "sighting, detail, kind, shown, part, spelling, nearness, away, origin"
_NINE = ", ".join("?" * 9)


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
        listed = self.listed()
        entries = [entry for entry in listed if entry.number in numbers]
        alone = _told_alone([entry.detail for entry in listed])
        with self._database.transaction():
            for entry in entries:
                self._database.execute("DELETE FROM details WHERE number = ?", entry.number)
                if name := alone.get(entry.detail):  # where it is not known whose it is, no other is meant
                    self._database.execute(
                        "DELETE FROM beside WHERE detail IS NULL AND kind = ? AND shown = ?", entry.detail.kind, name
                    )
            if not self._database.execute("SELECT 1 FROM details LIMIT 1"):
                self._database.execute("DELETE FROM beside")  # also of those that were only in a file
        self._database.empty_log()
        return len(entries)

    def stood_beside(self, matches: Iterable[Match], names: Mapping[Detail, str]) -> None:
        """Remember what stands beside these matches, in whose `beside` the details must be masked.

        `names` says what is told of each detail there: no two of a kind alike.
        """
        details = {
            (entry.detail.kind, names[entry.detail]): entry.number for entry in self.listed() if entry.detail in names
        }
        with self._database.transaction():
            numbers = {
                (place, path): number
                for number, place, path in self._database.execute("SELECT number, place, path FROM sightings")
            }
            for match in matches:
                origin = match.sighting.origin
                sighting = numbers.get((values.place(match.sighting), whole(origin.locator.path)))
                for each in match.beside if sighting is not None else ():
                    detail = details.get((each.kind, each.shown))
                    row = (sighting, detail, each.kind, each.shown, each.part, each.spelling, each.nearness, each.away)
                    columns = (*row, values.stored_origin(each.origin))
                    if self._database.execute(f"SELECT 1 FROM beside WHERE ({_BESIDE}) IS ({_NINE})", *columns):
                        continue  # the chain of evidence need not hear of it again
                    self._database.execute(
                        "DELETE FROM beside WHERE sighting = ? AND kind = ? AND detail IS ?"
                        " AND (detail IS NOT NULL OR shown = ?)",
                        *(sighting, each.kind, detail, each.shown),
                    )
                    self._database.execute(f"INSERT INTO beside ({_BESIDE}) VALUES ({_NINE})", *columns)


def _told_alone(details: Sequence[Detail]) -> dict[Detail, str]:
    """The masks of those details that no other has."""
    names = told_apart(details)
    return {detail: name for detail, name in names.items() if name == kind_of(detail.kind).masked(detail.value)}
