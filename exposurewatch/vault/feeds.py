"""The feeds that the user follows: how far each was read, what it has published, and what is the matter with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from exposurewatch.errors import WrongUsage
from exposurewatch.vault import mappings, values
from exposurewatch.vault.database import Database, Row, damaged
from exposurewatch.vault.entries import Entries, Piece, Reports
from exposurewatch.vault.records import KeptFeed, NewFeed

_LONGEST_WAIT: Final = timedelta(days=7)  # that a host can ask for: no clock or host can put a feed off for ever
_SEED_BYTES: Final = 32  # of Ed25519
_LISTED: Final = (
    "number, name, kind, address, title, every, since, proxy, allow_http, options, keys, added_at, checkpoint,"
    " attempts, tried_at, pulled_at, not_before, cause, trouble, withdrawn, not_looked_at,"
    " (SELECT count(*) FROM entries WHERE feed = number)"
)


class Feeds:
    """The feeds of one vault, in the order in which they were added."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._entries = Entries(database)

    def add(self, feed: NewFeed) -> KeptFeed:
        """Remember a feed; it lasts when this returns.

        Raises:
            WrongUsage: there is one of this name or address, or one is called by the other.
        """
        self.check_free(feed.address, feed.name)
        with self._database.transaction():
            ((number,),) = self._database.execute(
                "INSERT INTO feeds (name, kind, address, title, every, since, proxy, allow_http, options, keys,"
                " added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number",
                *(feed.name, feed.kind, feed.address, feed.title, int(feed.every.total_seconds())),
                *(None if feed.since is None else feed.since.isoformat(), feed.proxy, int(feed.allow_http)),
                *(mappings.stored(feed.options), mappings.stored(feed.keys), values.now()),
            )
        return self._numbered(int(number))

    def check_free(self, address: str, name: str | None = None) -> None:
        """Make sure that a feed of this address, and of this name where it has one already, can be added.

        Raises:
            WrongUsage: there is one of this name or address, or one is called by the other.
        """
        for taken in self._listed("WHERE ? IN (name, address)", address):
            raise WrongUsage(
                f"There is a feed at this address already: “{taken.name}”.",
                f"To add it in another way, remove that one first: exposurewatch feed remove {taken.name}",
            )
        for taken in self._listed("WHERE ? IN (name, address)", name or ""):
            raise WrongUsage(
                f"There is a feed called “{taken.name}” already, which reads {taken.address}.",
                "Give the new one another name, as in --name another-name.",
            )

    def listed(self) -> tuple[KeptFeed, ...]:
        """All of them."""
        return self._listed()

    def named(self, name_or_address: str) -> KeptFeed:
        """The one that is called so, or read there.

        Raises:
            WrongUsage: there is none.
        """
        for feed in self._listed("WHERE ? IN (name, address)", name_or_address):
            return feed
        raise WrongUsage(
            f"There is no feed with the name or address “{name_or_address}”.",
            "The command “feed list” lists those that there are.",
        )

    def remove(self, name_or_address: str) -> KeptFeed:
        """Forget a feed with all that it has published, and return what it was. What was found by it stays.

        Raises:
            WrongUsage: there is none.
        """
        feed = self.named(name_or_address)
        with self._database.transaction():
            self._database.execute("DELETE FROM feeds WHERE number = ?", feed.number)
            self._database.execute("DELETE FROM marks WHERE substr(name, -length(?1)) = ?1", f" {feed.address}")
        self._database.empty_log()  # it may hold a partner's keys
        return feed

    def due(self, now: datetime) -> tuple[KeptFeed, ...]:
        """Those that are to be pulled by now.

        What was tried at a time that is yet to come tells of a clock that was put back: such a feed is due at once.
        """
        return tuple(feed for feed in self._listed() if feed.tried_at is None or not _wait(feed, feed.tried_at, now))

    def next_due(self, now: datetime) -> timedelta:
        """How long it is until a feed is due; none where one is, and an hour where there are no feeds."""
        waits = [timedelta() if feed.tried_at is None else _wait(feed, feed.tried_at, now) for feed in self._listed()]
        return min(waits, default=timedelta(hours=1))

    def begin_anew(self, number: int, checkpoint: Mapping[str, Any]) -> None:
        """Have the next pull of a feed begin at `checkpoint`, as one that was never pulled does, and count anew."""
        with self._database.transaction():
            self._database.execute(
                "UPDATE feeds SET (checkpoint, attempts, not_looked_at) = (?, 0, '{}') WHERE number = ?",
                *(mappings.stored(checkpoint), number),
            )
            self._database.execute("UPDATE parts SET passed_over = '{}' WHERE feed = ?", number)

    def entitle(self, number: int, title: str) -> None:
        """Remember what a feed calls itself."""
        with self._database.transaction():
            self._database.execute("UPDATE feeds SET title = ? WHERE number = ?", title, number)

    def began(self, number: int) -> None:
        """Remember that a pull begins."""
        with self._database.transaction():
            self._database.execute("UPDATE feeds SET tried_at = ? WHERE number = ?", values.now(), number)

    def keep_batch(self, number: int, batch: Piece, not_looked_at: Mapping[str, int] = MappingProxyType({})) -> None:
        """Keep what a batch publishes, and that it was dealt with; all of it lasts when this returns, or nothing.

        So does what a journal has kept until now. `not_looked_at` counts the pictures of it that were given up on, by
        the word of a `Reason`.
        """
        with self._database.transaction():
            kept = self._entries.keep(number, batch)
            self._entries.count_passed_over(number, batch, kept.beyond)
            self._database.execute(
                "UPDATE feeds SET (checkpoint, attempts, withdrawn) = (?, 0, withdrawn + ?) WHERE number = ?",
                *(mappings.stored(batch.checkpoint), kept.withdrawn, number),
            )
            self._count_not_looked_at(number, not_looked_at)

    def keep_for_another_attempt(self, number: int, batch: Piece) -> None:
        """Keep what a batch publishes and count the attempt; the checkpoint stays, so that it will be told anew."""
        with self._database.transaction():
            kept = self._entries.keep(number, batch)
            self._database.execute(
                "UPDATE feeds SET (attempts, withdrawn) = (attempts + 1, withdrawn + ?) WHERE number = ?",
                *(kept.withdrawn, number),
            )

    def uncompared(self, number: int, version: int) -> Iterator[Reports]:
        """Yield, a thousand at a time, the reports that were not yet compared with all that photos can be told by.

        `version` is `Photos.told_by`. Those yielded may be marked as compared before the next are asked for.
        """
        return self._entries.uncompared(number, version)

    def is_behind(self, number: int, version: int) -> bool:
        """Whether there are such reports."""
        return next(self.uncompared(number, version), None) is not None

    def compared(self, number: int, keys: Iterable[str], version: int) -> None:
        """Remember that these reports were compared with `version`; what a journal has kept until now lasts with it."""
        with self._database.transaction():
            self._entries.compared(number, keys, version)

    def ended(self, number: int, cause: str, words: str, not_before: datetime | None = None) -> None:
        """Remember what was the matter with a pull, and when the host wants to be asked again at the earliest."""
        with self._database.transaction():
            self._database.execute(
                "UPDATE feeds SET (cause, trouble, not_before) = (?, ?, ?) WHERE number = ?",
                *(cause, words, None if not_before is None else values.stored_moment(not_before), number),
            )

    def ended_well(self, number: int) -> None:
        """Remember that a pull came to its end, and nothing is the matter."""
        with self._database.transaction():
            self._database.execute(
                "UPDATE feeds SET (pulled_at, cause, trouble, not_before) = (?, NULL, '', NULL) WHERE number = ?",
                *(values.now(), number),
            )

    def signing_key(self) -> bytes:
        """The seed by which what this user publishes is signed, 32 bytes for Ed25519; made when first asked for."""
        rows = self._database.execute("SELECT seed FROM signing")
        if not rows:
            return self.replace_signing_key()
        ((seed,),) = rows
        if not isinstance(seed, bytes) or len(seed) != _SEED_BYTES:
            raise damaged()
        return seed

    def replace_signing_key(self) -> bytes:
        """Make another seed in the place of the one there is, and return it: readers will refuse what it signs."""
        seed = os.urandom(_SEED_BYTES)
        with self._database.transaction():
            self._database.execute("INSERT OR REPLACE INTO signing VALUES (1, ?)", seed)
        self._database.empty_log()
        return seed

    def _count_not_looked_at(self, number: int, more: Mapping[str, int]) -> None:
        if not more:
            return
        ((stored,),) = self._database.execute("SELECT not_looked_at FROM feeds WHERE number = ?", number)
        counts = dict(mappings.counts(stored))
        for reason, count in more.items():
            counts[reason] = counts.get(reason, 0) + count
        self._database.execute("UPDATE feeds SET not_looked_at = ? WHERE number = ?", mappings.stored(counts), number)

    def _numbered(self, number: int) -> KeptFeed:
        (feed,) = self._listed("WHERE number = ?", number)
        return feed

    def _listed(self, where: str = "", *bound: str | int) -> tuple[KeptFeed, ...]:
        rows = self._database.execute(f"SELECT {_LISTED} FROM feeds {where} ORDER BY number", *bound)
        return tuple(map(self._feed, rows))

    def _feed(self, row: Row) -> KeptFeed:
        number, name, kind, address, title, every, since, proxy, allow_http, options, keys, added_at = row[:12]
        checkpoint, attempts, tried_at, pulled_at, not_before, cause, trouble, withdrawn, unseen, entries = row[12:]
        with values.reading():
            return KeptFeed(
                number=number,
                name=name,
                kind=kind,
                address=address,
                title=title,
                every=timedelta(seconds=every),
                since=None if since is None else date.fromisoformat(since),
                proxy=proxy,
                allow_http=bool(allow_http),
                options=mappings.words(options),
                keys=mappings.words(keys),
                added_at=values.moment(added_at),
                checkpoint=mappings.anything(checkpoint),
                attempts=attempts,
                tried_at=values.moment_or_none(tried_at),
                pulled_at=values.moment_or_none(pulled_at),
                not_before=values.moment_or_none(not_before),
                cause=cause,
                trouble=trouble,
                withdrawn=withdrawn,
                entries=entries,
                passed_over=MappingProxyType(dict(self._entries.passed_over(number))),
                not_looked_at=mappings.counts(unseen),
            )


def _wait(feed: KeptFeed, tried_at: datetime, now: datetime) -> timedelta:
    """How long it is until a feed that was tried before is due; none where it is."""
    elapsed = now - tried_at
    if elapsed < timedelta():
        return timedelta()
    wait = max(feed.every - elapsed, timedelta())
    if feed.not_before is not None and elapsed < _LONGEST_WAIT:
        wait = max(wait, min(feed.not_before - now, _LONGEST_WAIT - elapsed))
    return wait
