"""Opens a WARC, what most programs that archive the web write (ISO 28500): records of what servers answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from exposurewatch.errors import installing
from exposurewatch.model import Reason, Unreadable
from exposurewatch.parsers.suffixes import PICTURE_SUFFIXES, suffix
from exposurewatch.sources.addresses import file_name, same_address
from exposurewatch.sources.containers import BadArchive, Refused, Stream, unreadable
from exposurewatch.sources.paths import cut, shown
from exposurewatch.sources.web_archive import MAX_CAPTURES, Capture, WebArchive

if TYPE_CHECKING:
    from exposurewatch.sources.warc_records import Entry

_MAX_ADDRESSES: Final = 128 << 20  # characters of all addresses, each of which is kept in several spellings
_GOOD: Final = 200
_NOT_INSTALLED: Final = f"reading it needs a part that is not installed; run {installing('web')}"
_ONE_PIECE: Final = "it was packed as one piece, so nothing in it can be found; unpack the .gz and name what comes out"
_TOO_LONG: Final = "its address is longer than any that a browser would open"
_UNCHANGED: Final = "the archive only notes that it had not changed since an earlier archive was made"

Opener = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What stands in one file of records."""

    captures: tuple[Capture, ...]
    refused: tuple[Refused, ...]


def is_warc(head: bytes, name: str) -> bool:
    """Tell whether a file is a WARC."""
    return name.endswith((".warc", ".warc.gz")) or head.startswith(b"WARC/")


def open_warc(path: Path) -> WebArchive:
    """Return what was saved in a WARC; raise `BadArchive`."""
    found = recorded(lambda: path.open("rb"), path.name)
    return WebArchive(shown(str(path)), "WARC", found.captures, found.refused)


def recorded(opener: Opener, name: str) -> Recorded:
    """Return what stands in the file that `opener` opens; raise `BadArchive` where that is nothing at all."""
    try:
        from exposurewatch.sources.warc_bytes import Broken  # noqa: PLC0415 (an extra)
        from exposurewatch.sources.warc_records import OnePiece, entries  # noqa: PLC0415
    except ImportError as error:
        raise BadArchive(_NOT_INSTALLED) from error
    found: list[Entry] = []
    refused: list[Refused] = []
    room = _MAX_ADDRESSES
    try:
        with opener() as file:
            for entry in entries(file):
                address = cut(entry.address)
                if address == entry.address:
                    found.append(entry)
                else:
                    refused.append(Refused(address, Reason.UNSAFE_PATH, _TOO_LONG))
                room -= len(address) + len(entry.refers_to)
                if len(found) + len(refused) > MAX_CAPTURES:
                    raise BadArchive(f"it has more than {MAX_CAPTURES:,} records")
                if room < 0:
                    raise BadArchive("the addresses in it are too long")
    except OnePiece:
        raise BadArchive(_ONE_PIECE) from None
    except Broken as error:
        if not found:
            raise BadArchive(f"{error}, and nothing stands before that") from None
        count = "1 record was read" if len(found) == 1 else f"{len(found):,} records were read"
        reason = Reason.EXPORT_TRUNCATED if error.truncated else Reason.EXPORT_DAMAGED
        refused.append(Refused(name, reason, f"{count}, then {error}"))
    except OSError as error:
        raise BadArchive(unreadable(error).detail) from error
    if not found and not refused:
        raise BadArchive("it holds nothing that was saved")
    return _sorted(found, refused, opener)


def _sorted(found: list[Entry], refused: list[Refused], opener: Opener) -> Recorded:
    """Tell what can be opened from what only stands for something, or failed to be saved."""
    held = [entry for entry in found if entry.kind != "revisit" and entry.status == _GOOD]
    by_digest = {entry.payload_digest: entry for entry in reversed(held) if entry.payload_digest}
    by_address = {same_address(entry.address): entry for entry in reversed(held)}
    captures = []
    for entry in found:
        original: Entry | None = entry
        if entry.kind == "revisit":
            original = by_digest.get(entry.payload_digest) or by_address.get(same_address(entry.refers_to))
        if original is not None and (entry.kind == "revisit" or entry.status == _GOOD):
            opened = partial(_open, opener, original)
            captures.append(Capture(entry.address, original.digest, opened, entry.at))
        elif _is_picture(entry):
            refused.append(_refusal(entry))
    return Recorded(tuple(captures), tuple(refused))


def _is_picture(entry: Entry) -> bool:
    return entry.media_type.startswith("image/") or suffix(file_name(entry.address)) in PICTURE_SUFFIXES


def _refusal(entry: Entry) -> Refused:
    if entry.kind == "revisit":
        return Refused(entry.address, Reason.MISSING_FILE, _UNCHANGED)
    answer = f"answered {entry.status}" if entry.status else "gave no proper answer"
    return Refused(entry.address, Reason.UNAVAILABLE, f"the server {answer} when it was to be saved")


def _open(opener: Opener, entry: Entry) -> Stream:
    from exposurewatch.sources.warc_records import body  # noqa: PLC0415 (an extra)

    file: BinaryIO | None = None
    try:
        file = opener()
        return Stream(body(file, entry.offset), entry.length)
    except Exception as error:  # whatever hostile bytes make the library throw
        if file is not None:
            file.close()
        raise error if isinstance(error, Unreadable) else unreadable(error) from error
