"""What an archive says that it holds, and how that travels out of a worker: as JSON, checked before it is believed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from exposurewatch.model import Reason
from exposurewatch.parsers.checking import list_of, text_of
from exposurewatch.paths import MAX_LENGTH, cut
from exposurewatch.sandbox.protocol import Malformed
from exposurewatch.text import clean

_MOST_TOKEN: Final = 64  # bytes
_ENCODER = json.JSONEncoder(separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive, or one thing that is wrong with the archive: that has a `refused` reason.

    `name` is raw: a path or an address; '' where something is wrong with the archive as a whole. The archive finds the
    file again by its `token`. `packed` is how many bytes it takes there, None where nothing follows from that. In
    archives of web pages two entries of one `digest` hold the same bytes, and `at` is when they were saved.
    """

    name: str
    token: bytes = b""
    packed: int | None = None
    refused: Reason | None = None
    detail: str = ""
    digest: bytes = b""
    at: datetime | None = None


def pack(entry: Entry) -> bytes:
    """Lay one entry out as JSON in ASCII; a name longer than any that is followed is cut, and refused."""
    name = cut(entry.name)
    refused = entry.refused if name == entry.name or entry.refused else Reason.UNSAFE_PATH
    at = None if entry.at is None else entry.at.isoformat()
    fields = [name, entry.token.hex(), entry.packed, refused, entry.detail, entry.digest.hex(), at]
    return _ENCODER.encode(fields).encode("ascii")


def pack_all(packed: Iterable[bytes]) -> bytes:
    """Lay packed entries out as one list in JSON."""
    return b"[" + b",".join(packed) + b"]"


def unpack(answer: bytes) -> Iterator[Entry]:
    """Read entries back.

    Raises:
        Malformed: these are not bytes that `pack_all` writes.
    """
    try:
        return iter([_unpacked(*list_of(fields)) for fields in list_of(json.loads(answer))])
    except (ValueError, TypeError, RecursionError) as error:
        raise Malformed from error


def _unpacked(name: Any, token: Any, packed: Any, refused: Any, detail: Any, *rest: Any) -> Entry:
    digest, at = rest
    if len(text_of(name)) > MAX_LENGTH or len(text_of(token)) > 2 * _MOST_TOKEN or len(text_of(digest)) not in (0, 64):
        raise Malformed
    moment = None if at is None else datetime.fromisoformat(text_of(at))
    if moment is not None and moment.tzinfo is None:
        raise Malformed
    return Entry(
        name=text_of(name),
        token=bytes.fromhex(text_of(token)),
        packed=None if packed is None else _count_of(packed),
        refused=None if refused is None else Reason(refused),
        detail=clean(text_of(detail)),
        digest=bytes.fromhex(text_of(digest)),
        at=moment,
    )


def _count_of(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 63:
        raise Malformed
    return value
