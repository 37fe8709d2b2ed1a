"""Reads WARCs, what most programs that archive the web write (ISO 28500): records of what servers answered."""

from __future__ import annotations

import contextlib
import io
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Final

from exposurewatch.archives.addresses import file_name, same_address
from exposurewatch.archives.archive import Archive, BadArchive, RawFile, Seekable
from exposurewatch.archives.entries import Entry
from exposurewatch.archives.job import reading
from exposurewatch.archives.windows import window
from exposurewatch.errors import installing
from exposurewatch.model import Reason, Unreadable
from exposurewatch.parsers.suffixes import PICTURE_SUFFIXES, suffix
from exposurewatch.paths import cut

if TYPE_CHECKING:
    from exposurewatch.archives.warc_records import Record

MAX_RECORDS: Final = 1_000_000
_MAX_ADDRESSES: Final = 128 << 20  # characters of all addresses, each of which is kept in several spellings
_GOOD: Final = 200
_NOT_INSTALLED: Final = f"reading it needs a part that is not installed; run {installing('web')}"
_ONE_PIECE: Final = "it was packed as one piece, so nothing in it can be found; unpack the .gz and name what comes out"
_TOO_LONG: Final = "its address is longer than any that a browser would open"
_UNCHANGED: Final = "the archive only notes that it had not changed since an earlier archive was made"
_TOKEN: Final = struct.Struct("<Q")  # where the record begins


class Warc:
    """A WARC."""

    def __init__(self, file: Seekable, size: int) -> None:
        try:
            from exposurewatch.archives.warc_records import records  # noqa: F401, PLC0415 (an extra)
        except ImportError as error:
            raise BadArchive(_NOT_INSTALLED) from error
        self._file = file
        self._size = size

    def entries(self) -> Iterator[Entry]:
        """Yield what was saved, and what failed to be; of pictures alone, for pages need much else."""
        found: list[Record] = []
        refused = tuple(self._gathered(found))
        if not found and not refused:
            raise BadArchive("it holds nothing that was saved")
        yield from _held(found)
        yield from refused

    def open(self, token: bytes) -> RawFile:
        """Return what a server sent."""
        from exposurewatch.archives.warc_records import body  # noqa: PLC0415 (an extra)

        return body(self._view(), *_TOKEN.unpack(token))

    def seekable(self, _token: bytes) -> tuple[Seekable, int]:
        """Raise `Unreadable`: what pages show is no archive."""
        raise Unreadable(Reason.ARCHIVE)

    def _view(self) -> BinaryIO:
        """Return the archive as a file of which others do not move the place."""
        return io.BufferedReader(window(self._file, 0, self._size))

    def _gathered(self, found: list[Record]) -> Iterator[Entry]:
        """Put every record into `found`; yield what is wrong with the others, and with the archive."""
        from exposurewatch.archives.warc_bytes import Broken  # noqa: PLC0415 (an extra)
        from exposurewatch.archives.warc_records import OnePiece, records  # noqa: PLC0415

        met, room = 0, _MAX_ADDRESSES
        try:
            for record in records(self._view()):
                met += 1
                address = cut(record.address)
                if address == record.address:
                    found.append(record)
                else:
                    yield Entry(address, refused=Reason.UNSAFE_PATH, detail=_TOO_LONG)
                room -= len(address) + len(record.refers_to)
                if met > MAX_RECORDS:
                    raise BadArchive(f"it has more than {MAX_RECORDS:,} records")
                if room < 0:
                    raise BadArchive("the addresses in it are too long")
        except OnePiece:
            raise BadArchive(_ONE_PIECE) from None
        except Broken as error:
            if not found:
                raise BadArchive(f"{error}, and nothing stands before that") from None
            count = "1 record was read" if len(found) == 1 else f"{len(found):,} records were read"
            reason = Reason.EXPORT_TRUNCATED if error.truncated else Reason.EXPORT_DAMAGED
            yield Entry("", refused=reason, detail=f"{count}, then {error}")


def _held(found: list[Record]) -> Iterator[Entry]:
    """Tell what can be opened from what only stands for something, or failed to be saved."""
    held = [record for record in found if record.kind != "revisit" and record.status == _GOOD]
    by_digest = {record.payload_digest: record for record in reversed(held) if record.payload_digest}
    by_address = {same_address(record.address): record for record in reversed(held)}
    refused = []
    for record in found:
        original: Record | None = record
        if record.kind == "revisit":
            original = by_digest.get(record.payload_digest) or by_address.get(same_address(record.refers_to))
        if original is not None and (record.kind == "revisit" or record.status == _GOOD):
            token = _TOKEN.pack(original.offset)
            yield Entry(record.address, token, original.length, digest=original.digest, at=record.at)
        elif _is_picture(record):
            refused.append(_refusal(record))
    yield from refused


def _is_picture(record: Record) -> bool:
    return record.media_type.startswith("image/") or suffix(file_name(record.address)) in PICTURE_SUFFIXES


def _refusal(record: Record) -> Entry:
    if record.kind == "revisit":
        return Entry(record.address, refused=Reason.MISSING_FILE, detail=_UNCHANGED)
    answer = f"answered {record.status}" if record.status else "gave no proper answer"
    detail = f"the server {answer} when it was to be saved"
    return Entry(record.address, refused=Reason.UNAVAILABLE, detail=detail)


def open_warc(file: BinaryIO, size: int) -> Archive:
    """Open a WARC; raise `BadArchive`."""
    return Warc(file, size)


def warm_up() -> None:
    """Load what is otherwise loaded with the first archive: a locked worker opens no file."""
    for encoding in ("utf-8", "iso-8859-1", "ascii"):
        "".encode(encoding)
    with contextlib.suppress(ImportError):
        from exposurewatch.archives import warc_records  # noqa: F401, PLC0415 (an extra)
    with contextlib.suppress(ImportError):
        import brotli  # noqa: F401, PLC0415 (few archives need it)


READ: Final = reading(open_warc)
