"""How SQL itself chains what was found and decided: the table, views and triggers, and the function that they use.

That is the SHA-256 sum of what a row holds, or of an entry of the chain together with the link before. A value goes in
with its type and its length, so that no two rows lay out as the same bytes.
"""

from __future__ import annotations

import hashlib
import struct
from typing import Final

import apsw

_LENGTH: Final = struct.Struct("<Q")

CHAIN: Final = """
    CREATE TABLE chain ( -- of all changes of evidence, each linked to those before it
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        row INTEGER NOT NULL,
        digest BLOB, -- none: the row is gone
        link BLOB NOT NULL -- of the first entry a random one
    ) STRICT;
    CREATE INDEX chain_by_row ON chain (kind, row, number);
"""
"""The table of the chain, as the schema has it."""

_VIEWS: Final = """
    CREATE VIEW last_link AS SELECT link FROM chain ORDER BY number DESC LIMIT 1;

    CREATE VIEW evidence AS -- what was found and decided; not what the user was shown of it
        SELECT 'finding' AS kind, number AS row, digest_of(picture, photo, stands, verdict, score, agreement,
            alteration, alike, found_at, decision, note, decided_at, moments) AS digest FROM findings
        UNION ALL SELECT 'sighting', number, digest_of(picture, place, container, path, origin, media, caption,
            recorded_at, withdrawn_at) FROM sightings
        UNION ALL SELECT 'beside', rowid, digest_of(sighting, detail, kind, shown, part, spelling, nearness, away,
            origin) FROM beside;
    CREATE VIEW unchained AS -- what is not as it was when it was last chained, and how that would be linked
        SELECT kind, row, digest, digest_of((SELECT link FROM last_link), kind, row, digest) AS link FROM evidence
        WHERE digest IS NOT (SELECT digest FROM chain WHERE chain.kind = evidence.kind AND chain.row = evidence.row
            ORDER BY number DESC LIMIT 1);
"""
_TRIGGERS: Final = """
    CREATE TRIGGER {table}_made AFTER INSERT ON {table} BEGIN
        INSERT INTO chain (kind, row, digest, link)
            SELECT * FROM unchained WHERE kind = '{kind}' AND row = NEW.{key};
    END;
    CREATE TRIGGER {table}_changed AFTER UPDATE ON {table} BEGIN
        INSERT INTO chain (kind, row, digest, link)
            SELECT * FROM unchained WHERE kind = '{kind}' AND row = NEW.{key};
    END;
    CREATE TRIGGER {table}_gone AFTER DELETE ON {table} BEGIN
        INSERT INTO chain (kind, row, link)
            SELECT '{kind}', OLD.{key}, digest_of(link, '{kind}', OLD.{key}, NULL) FROM last_link;
    END;
"""
STEP: Final = (
    CHAIN
    + _VIEWS
    + "".join(
        _TRIGGERS.format(table=table, kind=kind, key=key)
        for table, kind, key in (
            ("findings", "finding", "number"),
            ("sightings", "sighting", "number"),
            ("beside", "beside", "rowid"),
        )
    )
)
"""The step of the schema that makes all of it. Once released it is never changed."""

Value = float | str | bytes | None


def add_to(connection: apsw.Connection) -> None:
    """Have a connection know ``digest_of(value, …)``."""
    # Harmless: the triggers of a database may use it, although what stands in a database is not trusted otherwise.
    connection.create_scalar_function("digest_of", digest_of, deterministic=True, flags=apsw.SQLITE_INNOCUOUS)


def digest_of(*values: Value) -> bytes:
    """Return the sum of some values, in their order."""
    laid_out = (_laid_out(value) for value in values)
    return hashlib.sha256(b"".join(kind + _LENGTH.pack(len(data)) + data for kind, data in laid_out)).digest()


def _laid_out(value: Value) -> tuple[bytes, bytes]:
    match value:
        case None:
            return b"n", b""
        case bytes():
            return b"b", value
        case str():
            return b"t", value.encode("utf-8", "surrogatepass")
        case int():
            return b"i", str(value).encode()
        case float():
            return b"r", value.hex().encode()
