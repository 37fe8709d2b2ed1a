"""The function by which SQL chains what was found: the SHA-256 sum of what a row holds, or of an entry of the chain.

A value goes in with its type and its length, so that no two rows lay out as the same bytes.
"""

from __future__ import annotations

import hashlib
import struct
from typing import Final

import apsw

_LENGTH: Final = struct.Struct("<Q")

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
