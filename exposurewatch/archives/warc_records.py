"""Reads the records of a WARC one after the other, or one by where it begins (ISO 28500), within limits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.recordloader import ArcWarcRecord

from exposurewatch.archives.warc_bytes import MAX_HEADERS, Broken, Raw, Reader, Unpacked
from exposurewatch.model import Reason, Unreadable
from exposurewatch.paths import MAX_LENGTH

_BLOCK: Final = 1 << 18
_RATIO: Final = 250
_RATIO_FREE: Final = 64 << 20
_KEPT: Final = frozenset({"response", "resource", "revisit"})
_PARTIAL: Final = 206


class OnePiece(Exception):
    """The archive was packed as a whole, and not record by record: nothing in it can be found."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: where it lies in its file, and what it says of itself. All words in it are raw.

    `digest` is computed from the bytes that the server sent, `payload_digest` is claimed. `status` is what the server
    answered, 200 for a record of another kind. `missing` is how many bytes of it there should be and are not.
    """

    offset: int
    length: int
    kind: str
    address: str
    digest: bytes
    payload_digest: str
    refers_to: str
    status: int
    media_type: str
    at: datetime | None
    missing: int


def records(file: BinaryIO) -> Iterator[Record]:
    """Yield each record that holds, or stands for, what an address held.

    Raises:
        OnePiece: the records are not packed one by one.
        Broken: the archive is cut off or damaged; what stands before has been yielded.
    """
    met = _Records(file)
    while True:
        try:
            next_one = next(met, None)
            if next_one is None:
                return
            record = _record(met, next_one)
        except (OnePiece, Broken):
            raise
        except Unreadable as error:
            raise Broken(error.detail) from error
        except Exception as error:  # whatever hostile bytes make the library throw
            raise Broken("it is no valid WARC from there on") from error
        if record.kind in _KEPT and record.address:
            yield record
        if record.missing:
            raise Broken("it is cut off", truncated=True)
        if met.broken is not None:
            raise met.broken


def body(file: BinaryIO, offset: int) -> _Body:
    """Return what a server sent, in the record that begins at `offset`; raise whatever its bytes make it raise."""
    file.seek(offset)
    record = next(_Records(file))
    headers = record.http_headers
    stream: Any = Raw(record.raw_stream)
    if headers is None:
        return _Body(stream)
    if "chunked" in (headers.get_header("transfer-encoding") or "").lower():
        stream = ChunkedDataReader(stream)
    packing = (headers.get_header("content-encoding") or "").strip().lower()
    if packing in ("", "identity", "none"):
        return _Body(stream)
    packing = packing.removeprefix("x-")
    if packing not in Unpacked.DECOMPRESSORS:
        raise Unreadable(Reason.UNSUPPORTED_FORMAT, f"it is packed in a way that is not known here: {packing[:40]}")
    return _Body(Unpacked(stream, decomp_type=packing))


class _Body:
    """What a server sent."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int = _BLOCK, /) -> bytes:
        data: bytes = self._stream.read(size)
        return data

    def close(self) -> None:
        """Leave the archive open: other records may still be read."""


class _Records(ArchiveIterator):  # type: ignore[misc]
    """The records of an archive, without the library's notes on the terminal."""

    INC_RECORD = ""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self.reader = Reader(file)
        self.broken: Broken | None = None  # what was met behind a record that is whole

    def _next_record(self, next_line: bytes | None) -> ArcWarcRecord:
        self.reader.room = MAX_HEADERS
        return super()._next_record(next_line)

    def _consume_blanklines(self) -> tuple[bytes | None, int]:
        try:
            found: tuple[bytes | None, int] = super()._consume_blanklines()
        except Broken as error:
            self.broken = error
            return None, 0
        return found

    def _raise_invalid_gzip_err(self) -> None:
        raise OnePiece

    def read_so_far(self) -> int:
        """Return how many bytes of the file were read."""
        return int(self.fh.tell())


def _record(records: _Records, record: ArcWarcRecord) -> Record:
    digest, missing = _digest(records, record)
    headers, answer = record.rec_headers, record.http_headers
    status = answer.get_statuscode() if answer is not None else "200"
    code = int(status) if status and status.isdecimal() and len(status) < 4 else 0
    if code == _PARTIAL and answer is not None and _is_whole(answer.get_header("content-range") or ""):
        code = 200
    return Record(
        offset=records.get_record_offset(),
        length=records.get_record_length(),
        kind=record.rec_type or "",
        address=headers.get_header("WARC-Target-URI") or headers.get_header("uri") or "",
        digest=digest,
        payload_digest=_kept(headers.get_header("WARC-Payload-Digest")),
        refers_to=_kept(headers.get_header("WARC-Refers-To-Target-URI")),
        status=code,
        media_type=_kept(answer.get_header("content-type") if answer is not None else record.content_type).lower(),
        at=_time(headers.get_header("WARC-Date") or ""),
        missing=missing,
    )


def _kept(value: str | None) -> str:
    """Return what a header says, and '' where it is longer than anything honest: of every record it stays in memory."""
    return value if value is not None and len(value) <= MAX_LENGTH else ""


def _digest(records: _Records, record: ArcWarcRecord) -> tuple[bytes, int]:
    """Read a record to its end, and return the digest of what it holds and how many bytes of it are missing."""
    answer = record.http_headers
    # The same bytes, packed in another way, are another picture.
    digest = hashlib.sha256((answer.get_header("content-encoding") or "").encode() if answer is not None else b"")
    begun, size = records.read_so_far(), 0
    while block := record.raw_stream.read(_BLOCK):
        digest.update(block)
        size += len(block)
        if size > _RATIO_FREE + _RATIO * (records.read_so_far() - begun + _BLOCK):
            raise Broken(f"a record of it unpacks to more than {_RATIO} times its size")
    if record.length is None:  # the end of its headers is missing
        return digest.digest(), 1
    expected = record.payload_length if record.payload_length >= 0 else record.length
    return digest.digest(), max(0, expected - size)


def _is_whole(content_range: str) -> bool:
    """Tell whether the part of a file that a server sent is all of it: ``bytes 0-99/100``."""
    part, _, size = content_range.lower().removeprefix("bytes").strip().partition("/")
    first, _, last = part.partition("-")
    return first == "0" and last.isdecimal() and size.isdecimal() and len(size) < 19 and int(last) + 1 == int(size)


def _time(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None
