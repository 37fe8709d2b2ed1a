"""What was found and decided, chained: whether any of it was changed, or put back, by something else than this program.

Each page of the database is encrypted and authenticated, so none can be made up. But an older page can be put back in
its place, and so can the whole file. So every change of evidence adds an entry to a chain: the sum of what its row now
holds, and a link that stands for this entry and all before it. SQL itself adds them (`schema`). A page that is put back
then holds rows that are not those of their last entries, or lacks entries; and a database that is put back whole lacks
entries that its `Seal` counts, which lies beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exposurewatch.errors import WrongUsage
from exposurewatch.vault.chaining import digest_of
from exposurewatch.vault.database import Database, Row
from exposurewatch.vault.seal import CODE_DIGITS, Seal

_BEGUN: Final = "begun"  # an entry of no row, with a random link: those before it do not count any more
_AT_ONCE: Final = 1000
_SEALED: Final = "sealed"
_LOST: Final = "The list of all changes of what was found and decided is damaged."
_CHECKS: Final = tuple(f"PRAGMA integrity_check({table})" for table in ("findings", "sightings", "beside", "chain"))
_CODE: Final = re.compile(rf"([1-9][0-9]{{0,17}})-([0-9a-f]{{{CODE_DIGITS}}})")


class Evidence:
    """The chain of one vault."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self) -> None:
        """Begin the chain with all that is in the vault as it stands now, whatever was the matter with it."""
        with self._database.transaction():
            self._database.execute("REINDEX")
            ((link,),) = self._database.execute("SELECT randomblob(32)")
            self._add(_BEGUN, 0, None, link)
            for kind, row, digest in self._database.execute("SELECT kind, row, digest FROM evidence"):
                link = digest_of(link, kind, row, digest)
                self._add(kind, row, digest, link)
            self._database.execute("DELETE FROM marks WHERE name = ?", _SEALED)

    def begin_once(self) -> None:
        """Begin the chain of a vault that never had one."""
        if self._given() is None:
            self.begin()

    def seal(self) -> Seal:
        """Return what stands for the chain as it is now."""
        last = self._database.execute("SELECT number, link FROM chain ORDER BY number DESC LIMIT 1")
        return Seal(*last[0]) if last else Seal(0, bytes(32))

    def mark_sealed(self) -> None:
        """Remember that from now on a seal lies beside the database."""
        with self._database.transaction():
            self._database.execute("INSERT OR IGNORE INTO marks VALUES (?, 1)", _SEALED)

    def counts(self) -> tuple[int, int]:
        """Return how many findings there are, and how many sightings."""
        ((findings, sightings),) = self._database.execute(
            "SELECT (SELECT count(*) FROM findings), (SELECT count(*) FROM sightings)"
        )
        return int(findings), int(sightings)

    def holds(self, code: str) -> bool:
        """Tell whether all that was there when the chain had the seal with this code still is, as it was then.

        Raises:
            WrongUsage: it is no code of a seal.
        """
        read = _CODE.fullmatch(code.strip().lower())
        if read is None:
            raise WrongUsage(
                f"{code} is no code of a vault's evidence.", "It looks like 214-9e3a5d4eb299cd2eb11c6efdbf1b9e77."
            )
        links = self._database.execute(
            "SELECT link FROM chain WHERE number = ? AND number >= ?", int(read[1]), self._beginning()
        )
        return bool(links) and Seal(int(read[1]), links[0][0]).code == read[0]

    def faults(self, seal: Seal | None) -> tuple[str, ...]:
        """Return in sentences what was changed by something else than this program; none where all is as it was left.

        `seal` is that of the last time that the vault was closed; None where there is none.
        """
        return (*self._of_chain(), *self._of_rows(), *self._of_seal(seal))

    def _of_chain(self) -> Iterator[str]:
        """Tell whether each entry is linked to the one before."""
        expected, before = self._beginning(), b""
        for number, kind, row, digest, link in self._entries():
            if number != expected or (kind != _BEGUN and link != digest_of(before, kind, row, digest)):
                break
            expected, before = number + 1, link
        if expected - 1 != self._given():
            yield _LOST

    def _of_rows(self) -> Iterator[str]:
        """Tell how many rows are not what their last entries say."""
        if any(self._database.execute(check) != [("ok",)] for check in _CHECKS):
            yield "The lists by which what was found is looked up are damaged."
        ((changed,),) = self._database.execute("SELECT count(*) FROM unchained")
        ((gone,),) = self._database.execute(
            "SELECT count(*) FROM (SELECT kind, row, digest, max(number) FROM chain WHERE number >= ?"
            " GROUP BY kind, row) AS last WHERE digest IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.kind = last.kind AND evidence.row = last.row)",
            self._beginning(),
        )
        if changed:
            yield f"{_entries(changed)} not as exposurewatch has written {'it' if changed == 1 else 'them'}."
        ((lost,),) = self._database.execute(
            "SELECT count(*) FROM findings WHERE photo NOT IN (SELECT number FROM photos)"
        )
        if gone or lost:
            yield f"{_entries(gone + lost)} missing."

    def _of_seal(self, seal: Seal | None) -> Iterator[str]:
        """Tell whether the chain still has what it had when the vault was last closed."""
        if seal is None:
            if self._database.execute("SELECT 1 FROM marks WHERE name = ?", _SEALED):
                yield "The file that says how the vault was left is missing or damaged."
            return
        links = self._database.execute("SELECT link FROM chain WHERE number = ?", seal.count)
        if not links:
            yield "The vault is older than when it was last closed: what was found or decided since then is missing."
        elif links[0][0] != seal.link:
            yield "The vault is another than the one that was last closed here."

    def _entries(self) -> Iterator[Row]:
        """Yield the entries that count, in their order."""
        begin = self._beginning()
        while rows := self._database.execute(
            "SELECT number, kind, row, digest, link FROM chain WHERE number >= ? ORDER BY number LIMIT ?",
            *(begin, _AT_ONCE),
        ):
            yield from rows
            begin = rows[-1][0] + 1

    def _beginning(self) -> int:
        """Return the number of the first entry that counts; 1 where it is missing."""
        ((number,),) = self._database.execute("SELECT coalesce(max(number), 1) FROM chain WHERE kind = ?", _BEGUN)
        return int(number)

    def _given(self) -> int | None:
        """Return the last number that an entry was given; None where there never was one. SQLite keeps it apart."""
        given = self._database.execute("SELECT seq FROM sqlite_sequence WHERE name = 'chain'")
        return int(given[0][0]) if given else None

    def _add(self, kind: str, row: int, digest: bytes | None, link: bytes) -> None:
        self._database.execute(
            "INSERT INTO chain (kind, row, digest, link) VALUES (?, ?, ?, ?)", *(kind, row, digest, link)
        )


def _entries(number: int) -> str:
    entries, are = ("1 entry", "is") if number == 1 else (f"{number:,} entries", "are")
    return f"{entries} of what was found and decided {are}"
