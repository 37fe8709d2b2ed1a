"""Reads pages that a browser saved as one file: MHT, also called MHTML (RFC 2557)."""

from __future__ import annotations

import email
import hashlib
import io
import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import BinaryIO, Final

from exposurewatch.archives.archive import Archive, BadArchive, RawFile, Seekable
from exposurewatch.archives.entries import Entry
from exposurewatch.archives.job import reading
from exposurewatch.model import Reason, Unreadable
from exposurewatch.parsers.web_page import load_encodings

_MAX_BYTES: Final = 64 << 20
_MAX_PARTS: Final = 20_000
# The parser keeps every line on its own, and holds it against the edges of all parts that it lies in.
_MAX_LINES: Final = 1_000_000  # 64 MiB in lines of 76 characters, as browsers write them, are fewer
_MAX_NESTED: Final = 16  # browsers nest two
_NESTED: Final = re.compile(rb"(?:\A|[\r\n])content-type:[^!-~]*(?:multipart|message)/", re.IGNORECASE)
_CUT_OFF: Final = "the page is cut off, as when a download broke off: what is missing was not read"
_FOLDED: Final = re.compile(r"\r?\n[ \t]+|\s+\Z|\A\s+")


_TOKEN: Final = struct.Struct("<I")  # which of the parts it is
_SAMPLE: Final = (
    b"Date: Thu, 01 Jan 2026 00:00:00 +0000\r\nContent-Type: multipart/related; boundary=edge\r\n\r\n--edge\r\n"
    b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    b"Content-Location: =?iso-8859-1?q?=E9?=\r\n\r\na\r\n--edge--\r\n"
)


class SavedPage:
    """A page with what it shows."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        if size > _MAX_BYTES:
            raise BadArchive(f"it is larger than {_MAX_BYTES >> 20} MiB")
        data = file.read()
        _check(data)
        try:
            # The older policy: it does not take headers apart, which is slow and fails for many a hostile one.
            self._whole = email.message_from_bytes(data, policy=policy.compat32)
        except Exception as error:  # whatever hostile headers or nesting make the parser throw
            raise BadArchive("it cannot be understood") from error
        whole = self._whole
        self._parts = tuple(_leaves(whole)) if whole.is_multipart() or _is_page(whole) else ()
        if len(self._parts) > _MAX_PARTS:
            raise BadArchive(f"it has more than {_MAX_PARTS:,} parts")

    def entries(self) -> Iterator[Entry]:
        """Yield every part; last of all that the page is cut off, if it is."""
        saved = _saved(self._whole)
        empty = True
        for number, part in enumerate(self._parts):
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                empty = False
                digest = hashlib.sha256(data).digest()
                yield Entry(_address(part) or f"part {number + 1}", _TOKEN.pack(number), digest=digest, at=saved)
        if empty:
            raise BadArchive("it holds no part of a page")
        if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in self._whole.defects):
            yield Entry("", refused=Reason.EXPORT_TRUNCATED, detail=_CUT_OFF)

    def open(self, token: bytes) -> RawFile:
        """Return a part."""
        (number,) = _TOKEN.unpack(token)
        data = self._parts[number].get_payload(decode=True)
        return io.BytesIO(data if isinstance(data, bytes) else b"")

    def seekable(self, _token: bytes) -> tuple[Seekable, int]:
        """Raise `Unreadable`: what a page shows is no archive."""
        raise Unreadable(Reason.ARCHIVE)


def _check(data: bytes) -> None:
    """Refuse what would fill the memory or take the parser minutes."""
    if data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n") > _MAX_LINES:
        raise BadArchive(f"it has more than {_MAX_LINES:,} lines")
    if any(number == _MAX_NESTED for number, _ in enumerate(_NESTED.finditer(data))):
        raise BadArchive(f"it has more than {_MAX_NESTED} parts that hold other parts")


def _is_page(whole: Message) -> bool:
    """Tell whether this is a page without anything else: some programs save it without parts."""
    return whole.get_content_maintype() == "text" and "Content-Type" in whole


def _leaves(whole: Message) -> Iterator[Message]:
    pending = [whole]
    while pending:
        part = pending.pop()
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list):
            pending.extend(each for each in reversed(inner) if isinstance(each, Message))
        else:
            yield part


def _address(part: Message) -> str:
    location = _header(part, "Content-Location")
    if location:
        return location
    identity = _header(part, "Content-ID")
    return f"cid:{identity.strip('<>')}" if identity else ""


def _header(part: Message, name: str) -> str:
    return _FOLDED.sub("", str(part.get(name, "")))


def _saved(whole: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(_header(whole, "Date"))
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def open_mht(file: BinaryIO, size: int) -> Archive:
    """Open a saved page; raise `BadArchive`."""
    return SavedPage(file, size)


def warm_up() -> None:
    """Load what the parser loads when it meets it: a locked worker opens no file."""
    load_encodings()
    list(SavedPage(io.BytesIO(_SAMPLE), len(_SAMPLE)).entries())


READ: Final = reading(open_mht)
