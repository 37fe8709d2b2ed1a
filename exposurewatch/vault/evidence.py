"""What was found and decided, chained: whether any of it was changed, or put back, by something else than this program.

Each page of the database is encrypted and authenticated, so none can be made up. But an older page can be put back in
its place, and so can the whole file. So every change of evidence adds an entry to a chain: the sum of what its row now
holds, and a link that stands for this entry and all before it. SQL itself adds them (`chaining`). A page that is put
back then holds rows that are not those of their last entries, or lacks entries; and a database that is put back whole
lacks entries that its `Seal` counts, which lies beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from exposurewatch.errors import VaultDamaged, WrongUsage
from exposurewatch.vault.chaining import CHAIN, digest_of
from exposurewatch.vault.database import Database, Row
from exposurewatch.vault.seal import CODE_DIGITS, Damaged, Seal

_AT_ONCE: Final = 1000
_SEALED: Final = "sealed"
_LOST: Final = "The list of all changes of what was found and decided is damaged."
_OUT_OF_ORDER: Final = "What was found and decided is not stored in order any more: some of it may not be shown."
_OTHER: Final = (
    "The vault is not the one that was last closed here, or an older one: what was found or decided may be missing, or"
    " be as it was before."
)
_NO_SEAL: Final = "The file that says how the vault was left is missing."
_BAD_SEAL: Final = "The file that says how the vault was left is damaged, or that of another vault."
_CHECKS: Final = tuple(f"PRAGMA integrity_check({table})" for table in ("findings", "sightings", "beside", "chain"))
_CODE: Final = re.compile(rf"([1-9][0-9]{{0,17}})-([0-9a-f]{{{CODE_DIGITS}}})")
_PHOTOLESS: Final = "photo NOT IN (SELECT number FROM photos)"
_LAST: Final = "SELECT kind, row, digest, max(number) AS number FROM chain WHERE number <= ? GROUP BY kind, row"


@dataclass(frozen=True, slots=True)
class Since:
    """What this program itself has done since the vault had some code: to how many entries that it held then."""

    changed: int
    removed: int


def begin(database: Database) -> None:
    """Begin a chain that is empty with all that is in the vault."""
    ((link,),) = database.execute("SELECT randomblob(32)")
    database.execute("INSERT INTO chain (kind, row, link) VALUES ('begun', 0, ?)", link)
    for kind, row, digest in database.execute("SELECT kind, row, digest FROM evidence"):
        link = digest_of(link, kind, row, digest)
        database.execute("INSERT INTO chain (kind, row, digest, link) VALUES (?, ?, ?, ?)", kind, row, digest, link)


class Evidence:
    """The chain of one vault."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def seal(self) -> Seal:
        """Return what stands for the chain as it is now."""
        last = self._database.execute("SELECT number, link FROM chain ORDER BY number DESC LIMIT 1")
        return Seal(*last[0]) if last else Seal(0, bytes(32))

    def begin_anew(self) -> None:
        """Take all as it stands now, whatever was the matter with it: nothing of the chain before counts any more.

        Raises:
            VaultDamaged: it cannot even be read.
        """
        with self._database.transaction():
            self._database.execute(f"DROP TABLE chain; {CHAIN}")
            self._database.execute("REINDEX")
            begin(self._database)
            self._database.execute(f"DELETE FROM findings WHERE {_PHOTOLESS}")
            self._database.execute("DELETE FROM marks WHERE name = ?", _SEALED)

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

    def since(self, code: str) -> Since | None:
        """Return what became of all that the vault held when it had this code; None where it never had that one.

        Raises:
            WrongUsage: it is no code.
        """
        read = _CODE.fullmatch(code.strip().lower())
        if read is None:
            raise WrongUsage(
                f"{code} is no code of a vault's evidence.", "It looks like 214-9e3a5d4eb299cd2eb11c6efdbf1b9e77."
            )
        number = int(read[1])
        links = self._database.execute("SELECT link FROM chain WHERE number = ?", number)
        if not links or Seal(number, links[0][0]).code != read[0]:
            return None
        ((changed, removed),) = self._database.execute(
            "SELECT count(*) FILTER (WHERE now.digest IS NOT NULL), count(*) FILTER (WHERE now.digest IS NULL)"
            f" FROM ({_LAST}) AS then_ JOIN ({_LAST}) AS now USING (kind, row)"
            " WHERE then_.digest IS NOT NULL AND then_.digest IS NOT now.digest",
            *(number, self.seal().count),
        )
        return Since(changed, removed)

    def doubtful(self) -> tuple[int, ...]:
        """Return the numbers of the findings that are not as this program has written them, with all about them."""
        rows = self._database.execute(
            "SELECT number FROM findings WHERE number IN (SELECT row FROM unchained WHERE kind = 'finding')"
            " OR picture IN (SELECT picture FROM sightings WHERE number IN"
            " (SELECT row FROM unchained WHERE kind = 'sighting') OR number IN (SELECT sighting FROM beside"
            " WHERE rowid IN (SELECT row FROM unchained WHERE kind = 'beside'))) ORDER BY number"
        )
        return tuple(number for (number,) in rows)

    def faults(self, seal: Seal | Damaged | None) -> tuple[str, ...]:
        """Return in sentences what was changed by something else than this program; none where all is as it was left.

        `seal` is that of the last time that the vault was closed; None where there is none.
        """
        found: list[str] = []
        for checked, damaged in (
            (self._of_chain(), _LOST),
            (self._of_rows(), _OUT_OF_ORDER),
            (self._of_seal(seal), _LOST),
        ):
            try:
                found += checked
            except VaultDamaged:  # what is left of the vault can still be of use
                found.append(damaged)
        return tuple(dict.fromkeys(found))

    def _of_chain(self) -> Iterator[str]:
        """Tell whether each entry is linked to the one before."""
        expected, before = 0, b""
        for number, kind, row, digest, link in self._entries():
            expected += 1
            if number != expected or (number > 1 and link != digest_of(before, kind, row, digest)):
                yield _LOST
                return
            before = link
        given = self._database.execute("SELECT seq FROM sqlite_sequence WHERE name = 'chain'")  # SQLite keeps it apart
        if not expected or given != [(expected,)]:
            yield _LOST

    def _of_rows(self) -> Iterator[str]:
        """Tell how many rows are not what their last entries say."""
        if any(self._database.execute(check) != [("ok",)] for check in _CHECKS):
            yield _OUT_OF_ORDER
        ((changed,),) = self._database.execute("SELECT count(*) FROM unchained")
        ((gone,),) = self._database.execute(
            f"SELECT count(*) FROM ({_LAST}) AS last WHERE digest IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.kind = last.kind AND evidence.row = last.row)",
            self.seal().count,
        )
        ((lost,),) = self._database.execute(f"SELECT count(*) FROM findings WHERE {_PHOTOLESS}")
        if changed:
            yield f"{_entries(changed)} not as exposurewatch has written {'it' if changed == 1 else 'them'}."
        if gone or lost:
            yield f"{_entries(gone + lost)} missing."

    def _of_seal(self, seal: Seal | Damaged | None) -> Iterator[str]:
        """Tell whether the chain still has what it had when the vault was last closed."""
        if seal is None:
            if self._database.execute("SELECT 1 FROM marks WHERE name = ?", _SEALED):
                yield _NO_SEAL
        elif isinstance(seal, Damaged):
            yield _BAD_SEAL
        elif self._database.execute("SELECT link FROM chain WHERE number = ?", seal.count) != [(seal.link,)]:
            yield _OTHER

    def _entries(self) -> Iterator[Row]:
        last = 0
        while rows := self._database.execute(
            "SELECT number, kind, row, digest, link FROM chain WHERE number > ? ORDER BY number LIMIT ?",
            *(last, _AT_ONCE),
        ):
            yield from rows
            last = rows[-1][0]


def _entries(number: int) -> str:
    entries, are = ("1 entry", "is") if number == 1 else (f"{number:,} entries", "are")
    return f"{entries} of what was found and decided {are}"
