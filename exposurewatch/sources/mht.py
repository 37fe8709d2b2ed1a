"""Opens a page that a browser saved as one file: MHT, also called MHTML (RFC 2557)."""

from __future__ import annotations

import email
import hashlib
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import Final

from exposurewatch.model import Reason
from exposurewatch.sources.containers import BadArchive, Refused, Stream, unreadable
from exposurewatch.sources.paths import shown
from exposurewatch.sources.web_archive import Capture, WebArchive

_MAX_BYTES: Final = 64 << 20
_MAX_PARTS: Final = 20_000
# The parser keeps every line on its own, and holds it against the edges of all parts that it lies in.
_MAX_LINES: Final = 1_000_000  # 64 MiB in lines of 76 characters, as browsers write them, are fewer
_MAX_NESTED: Final = 16  # browsers nest two
_NESTED: Final = re.compile(rb"(?:\A|[\r\n])content-type:[^!-~]*(?:multipart|message)/", re.IGNORECASE)
_CUT_OFF: Final = "the page is cut off, as when a download broke off: what is missing was not read"
_FOLDED: Final = re.compile(r"\r?\n[ \t]+|\s+\Z|\A\s+")


def is_mht(head: bytes, name: str) -> bool:
    """Tell whether a file is a saved page by its name, or by how browsers begin one."""
    return name.endswith((".mht", ".mhtml")) or head.startswith(b"From: <Saved by ")


def open_mht(path: Path) -> WebArchive:
    """Return the parts of a saved page; raise `BadArchive`."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise BadArchive(unreadable(error).detail) from error
    if len(data) > _MAX_BYTES:
        raise BadArchive(f"it is larger than {_MAX_BYTES >> 20} MiB")
    _check(data)
    try:
        # The older policy: it does not take headers apart, which is slow and fails for many a hostile one.
        whole = email.message_from_bytes(data, policy=policy.compat32)
        captures = tuple(_captures(whole)) if whole.is_multipart() or _is_page(whole) else ()
    except BadArchive:
        raise
    except Exception as error:  # whatever hostile headers or nesting make the parser throw
        raise BadArchive("it cannot be understood") from error
    if not captures:
        raise BadArchive("it holds no part of a page")
    refused = [Refused(path.name, Reason.EXPORT_TRUNCATED, _CUT_OFF)] if _is_cut_off(whole) else []
    return WebArchive(shown(str(path)), "saved page", captures, refused)


def _check(data: bytes) -> None:
    """Refuse what would fill the memory or take the parser minutes."""
    if data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n") > _MAX_LINES:
        raise BadArchive(f"it has more than {_MAX_LINES:,} lines")
    if any(number == _MAX_NESTED for number, _ in enumerate(_NESTED.finditer(data))):
        raise BadArchive(f"it has more than {_MAX_NESTED} parts that hold other parts")


def _is_cut_off(whole: Message) -> bool:
    """Tell whether the mark is missing that ends the last part."""
    return any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in whole.defects)


def _is_page(whole: Message) -> bool:
    """Tell whether this is a page without anything else: some programs save it without parts."""
    return whole.get_content_maintype() == "text" and "Content-Type" in whole


def _captures(whole: Message) -> Iterator[Capture]:
    saved = _saved(whole)
    for number, part in enumerate(_leaves(whole)):
        if number >= _MAX_PARTS:
            raise BadArchive(f"it has more than {_MAX_PARTS:,} parts")
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            address = _address(part) or f"part {number + 1}"
            yield Capture(address, hashlib.sha256(data).digest(), partial(_open, part), saved)


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


def _open(part: Message) -> Stream:
    data = part.get_payload(decode=True)
    return Stream(io.BytesIO(data if isinstance(data, bytes) else b""))
