"""Published reports of pictures: kept, so that photos which are added later are compared with them as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from exposurewatch.model import Locator, MediaKind, Origin, PublishedHash, Sighting
from exposurewatch.parameters import REPORTS_PIPELINE
from exposurewatch.parsers.entries import Entry
from exposurewatch.vault import digests, mappings, values
from exposurewatch.vault.database import Database, Row

_AT_ONCE: Final = 1000  # reports that are in memory at a time
MOST_ENTRIES: Final = 2_000_000
"""Reports of one feed that are kept: some hundreds of bytes each, so that no feed alone can fill a disk."""

_NOWHERE: Final = Locator("", "")
_OF_FEED: Final = "WHERE media = ? AND container = (SELECT address FROM feeds WHERE number = ?)"

Reports = tuple[tuple[str, Sighting], ...]
"""Some reports of one feed: what it calls each, and the same as a sighting."""


class Piece(Protocol):
    """What a piece of a feed publishes, as the feeds' own batches say it."""

    @property
    def checkpoint(self) -> Mapping[str, Any]:
        """What stands once all of it was dealt with."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Its reports."""

    @property
    def part(self) -> str:
        """The part of the feed that it belongs to."""

    @property
    def opens(self) -> bool:
        """Whether that part is told anew from here on."""

    @property
    def closes(self) -> bool:
        """Whether that part is told to its end; what was not told again is no more."""

    @property
    def dropped(self) -> tuple[str, ...]:
        """Parts that are no more."""

    @property
    def passed_over(self) -> Mapping[str, int]:
        """What nothing compares, counted by plain words."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many reports a piece took back, and how many of its own were `beyond` what is kept of one feed."""

    withdrawn: int = 0
    beyond: int = 0


class Entries:
    """The reports of all feeds of one vault. Whoever calls this has a transaction under way."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, feed: int, piece: Piece) -> Kept:
        """Put what a piece publishes in the place of what was there; return what came of it.

        A report that says something else than before is to be compared again. One that has no hashes any more is as
        good as taken back. What was found by a report that is no more says so from then on.
        """
        for part in piece.dropped:
            self._mark_withdrawn(feed, "part = ?", part)
            for table in ("entries", "parts"):
                self._database.execute(f"DELETE FROM {table} WHERE feed = ? AND part = ?", feed, part)
        generation = self._generation(feed, piece)
        when = values.now()
        withdrawn = beyond = 0
        room = self._room(feed, piece, generation)
        for entry in piece.entries:
            if entry.withdrawn or not entry.digests:
                gone = self._withdraw(feed, entry.key)
                withdrawn, room = withdrawn + gone, room + gone
            elif room > 0 or self._holds(feed, entry.key):
                room -= self._put(feed, entry, piece.part, generation, when)
            else:
                beyond += 1
        if piece.closes:
            self._mark_withdrawn(feed, "part = ? AND generation < ?", piece.part, generation)
            self._database.execute(
                "DELETE FROM entries WHERE feed = ? AND part = ? AND generation < ?", feed, piece.part, generation
            )
        if piece.entries:
            self._mark_told_again(feed)
        return Kept(withdrawn, beyond)

    def count_passed_over(self, feed: int, piece: Piece, beyond: int) -> None:
        """Add what a piece passes over, and how many were `beyond` what is kept, to the counts of its part."""
        passed_over = dict(piece.passed_over)
        if beyond:
            passed_over[f"reports beyond the first {MOST_ENTRIES:,} of a feed, which are not kept"] = beyond
        if not passed_over:
            return
        rows = self._database.execute("SELECT passed_over FROM parts WHERE feed = ? AND part = ?", feed, piece.part)
        counts = dict(mappings.counts(rows[0][0])) if rows else {}
        for words, count in passed_over.items():
            counts[words] = counts.get(words, 0) + count
        self._database.execute(
            "INSERT INTO parts VALUES (?, ?, 0, ?) ON CONFLICT DO UPDATE SET passed_over = excluded.passed_over",
            *(feed, piece.part, mappings.stored(counts)),
        )

    def passed_over(self, feed: int) -> Mapping[str, int]:
        """What all parts of a feed pass over, counted by plain words."""
        counts: dict[str, int] = {}
        for (stored,) in self._database.execute("SELECT passed_over FROM parts WHERE feed = ? ORDER BY part", feed):
            for words, count in mappings.counts(stored).items():
                counts[words] = counts.get(words, 0) + count
        return counts

    def uncompared(self, feed: int, version: int) -> Iterator[Reports]:
        """Yield, some at a time, the reports that were compared with less than `version`, or by an older program."""
        ((kind, address),) = self._database.execute("SELECT kind, address FROM feeds WHERE number = ?", feed)
        after = ""
        while rows := self._database.execute(
            "SELECT key, digests, told, note FROM entries WHERE feed = ? AND key >= ?"
            " AND (compared < ? OR compared_by < ?)"
            " ORDER BY key LIMIT ?",
            *(feed, after, version, REPORTS_PIPELINE, _AT_ONCE),
        ):
            yield tuple((row[0], _sighting(kind, address, row)) for row in rows)
            after = f"{rows[-1][0]}\0"  # the next that there can be

    def compared(self, feed: int, keys: Iterable[str], version: int) -> None:
        """Remember that these were compared with `version`."""
        for key in keys:
            self._database.execute(
                "UPDATE entries SET (compared, compared_by) = (?, ?) WHERE feed = ? AND key = ?",
                *(version, REPORTS_PIPELINE, feed, key),
            )

    def _generation(self, feed: int, piece: Piece) -> int:
        """How often the part was begun, this time included."""
        if piece.opens:
            self._database.execute(
                "INSERT INTO parts VALUES (?, ?, 1, '{}') ON CONFLICT DO UPDATE"
                " SET (generation, passed_over) = (generation + 1, '{}')",
                *(feed, piece.part),
            )
        rows = self._database.execute("SELECT generation FROM parts WHERE feed = ? AND part = ?", feed, piece.part)
        return int(rows[0][0]) if rows else 0

    def _withdraw(self, feed: int, key: str) -> int:
        self._mark_withdrawn(feed, "key = ?", key)
        return len(self._database.execute("DELETE FROM entries WHERE feed = ? AND key = ? RETURNING 1", feed, key))

    def _mark_withdrawn(self, feed: int, which: str, *bound: str | int) -> None:
        """Say of what was found by those of these reports that are held that its publisher has taken it back."""
        self._database.execute(
            f"UPDATE sightings SET withdrawn_at = ? {_OF_FEED} AND withdrawn_at IS NULL"
            f" AND path IN (SELECT key FROM entries WHERE feed = ? AND {which})",
            *(values.now(), MediaKind.PUBLISHED_HASH, feed, feed, *bound),
        )

    def _mark_told_again(self, feed: int) -> None:
        self._database.execute(
            f"UPDATE sightings SET withdrawn_at = NULL {_OF_FEED} AND withdrawn_at IS NOT NULL"
            " AND EXISTS (SELECT 1 FROM entries WHERE feed = ? AND key = path)",
            *(MediaKind.PUBLISHED_HASH, feed, feed),
        )

    def _room(self, feed: int, piece: Piece, generation: int) -> int:
        """For how many more reports there is room; what the part is to be told of anew takes none."""
        ((held,),) = self._database.execute("SELECT count(*) FROM entries WHERE feed = ?", feed)
        if held + len(piece.entries) > MOST_ENTRIES:
            ((held,),) = self._database.execute(
                "SELECT count(*) FROM entries WHERE feed = ? AND NOT (part = ? AND generation < ?)",
                *(feed, piece.part, generation),
            )
        return MOST_ENTRIES - int(held)

    def _holds(self, feed: int, key: str) -> bool:
        return bool(self._database.execute("SELECT 1 FROM entries WHERE feed = ? AND key = ?", feed, key))

    def _put(self, feed: int, entry: Entry, part: str, generation: int, when: str) -> bool:
        """Keep a report; say whether it takes up room that it did not take before."""
        before = self._database.execute(
            "SELECT part, generation FROM entries WHERE feed = ? AND key = ?", feed, entry.key
        )
        self._database.execute(
            "INSERT INTO entries (feed, key, part, generation, compared, digests, told, note, added_at)"
            " VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET (part, generation, compared, digests, told, note) = (excluded.part, excluded.generation,"
            " CASE WHEN (digests, told, note) IS (excluded.digests, excluded.told, excluded.note)"
            " THEN compared ELSE 0 END, excluded.digests, excluded.told, excluded.note)",
            *(feed, entry.key, part, generation, digests.stored(entry.digests), _told(entry), entry.note, when),
        )
        return not before or (before[0][0] == part and before[0][1] < generation)


def _told(entry: Entry) -> str | None:
    if not any((entry.channel, entry.message_id, entry.date, entry.permalink)):
        return None
    return values.stored_origin(
        Origin("", _NOWHERE, entry.channel, entry.message_id, entry.date, permalink=entry.permalink)
    )


def _sighting(kind: str, address: str, row: Row) -> Sighting:
    key, stored, told, note = row
    locator = Locator(address, key)
    return Sighting(
        PublishedHash(MediaKind.PUBLISHED_HASH, digests.digests(stored)),
        Origin(kind, locator) if told is None else replace(values.origin(told), source=kind, locator=locator),
        note,
    )
