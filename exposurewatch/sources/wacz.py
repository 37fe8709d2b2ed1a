"""Opens a WACZ (specs.webrecorder.net/wacz/1.1.1): WARCs in a zip, with a list of the digests of its files.

A file whose bytes are not those of the list was changed or damaged after the archive was made. That is said, and what
can be read of it is looked at all the same: a picture that somebody put in later still shows whom it shows.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from exposurewatch.model import Reason, Unreadable
from exposurewatch.sources.containers import BadArchive, Member, Refused
from exposurewatch.sources.paths import comparable, confined, shown
from exposurewatch.sources.warc import Opener, recorded
from exposurewatch.sources.web_archive import Capture, WebArchive
from exposurewatch.sources.zips import Zip

_LIST: Final = "datapackage.json"
_LIST_OF_THE_LIST: Final = "datapackage-digest.json"
_BLOCK: Final = 1 << 20
_MAX_LIST: Final = 4 << 20
_SHA256: Final = re.compile(r"sha256:([0-9a-f]{64})", re.IGNORECASE)
_WARCS: Final = (".warc", ".warc.gz")
_CHANGED: Final = "its bytes are not those that the list gives"
_ADDED: Final = "the list of the archive does not name it, so it may have been put in later"


def is_wacz(_head: bytes, name: str) -> bool:
    """Tell whether a file is a WACZ."""
    return name.endswith(".wacz")


def open_wacz(path: Path) -> WebArchive:
    """Return what was saved in a WACZ; raise `BadArchive`."""
    packed = Zip(path)
    captures: list[Capture] = []
    refused = list(_unlisted(packed))
    for member in packed.members("archive/"):
        if isinstance(member, Refused):
            refused.append(member)
        elif member.path.lower().endswith(_WARCS):
            try:
                found = recorded(_opener(path, packed, member), member.path)
            except (BadArchive, Unreadable) as error:
                detail = error.detail if isinstance(error, Unreadable) else str(error)
                refused.append(Refused(member.path, Reason.EXPORT_DAMAGED, detail))
            else:
                captures.extend(found.captures)
                refused.extend(found.refused)
    if not captures:
        raise BadArchive(next((each.detail for each in refused if each.detail), "it holds no WARC"))
    return WebArchive(shown(str(path)), "WACZ", captures, refused)


def _opener(path: Path, packed: Zip, member: Member) -> Opener:
    """Return what opens a WARC where it lies in the zip; one that was packed twice is unpacked in memory."""
    place = packed.stored_at(member.path)
    if place is not None:
        return partial(_window, path, *place)
    return partial(io.BytesIO, member.read())


def _window(path: Path, start: int, size: int) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Window(path, start, size)))


class _Window(io.RawIOBase):
    """Some bytes in the midst of a file, as a file."""

    def __init__(self, path: Path, start: int, size: int) -> None:
        self._file = path.open("rb")
        self._start = start
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), max(0, self._size - self._at))
        self._file.seek(self._start + self._at)
        data = self._file.read(wanted)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def _unlisted(packed: Zip) -> Iterator[Refused]:
    """Yield each file that is not what the lists of the archive say. An archive without lists is taken as it is."""
    for name in (_LIST_OF_THE_LIST, _LIST):
        try:
            listed = _resources(packed, name)
        except Unreadable as error:
            if error.reason is not Reason.MISSING_FILE:
                yield Refused(name, Reason.EXPORT_ALTERED, error.detail)
            continue
        if name == _LIST:
            yield from _added(packed, {comparable(path) for path, _ in listed})
        for path, digest in listed:
            if not digest:
                continue
            try:
                if _digest(packed.look_up(path)) != digest:
                    yield Refused(path, Reason.EXPORT_ALTERED, _CHANGED)
            except Unreadable as error:
                detail = "the list names it, and it is not there"
                yield Refused(path, Reason.EXPORT_ALTERED, error.detail or detail)


def _added(packed: Zip, listed: set[str]) -> Iterator[Refused]:
    """Yield each WARC that is not among the paths of the list."""
    for member in packed.members("archive/"):
        if member.path.lower().endswith(_WARCS) and comparable(member.path) not in listed:
            yield Refused(member.path, Reason.EXPORT_ALTERED, _ADDED)


def _resources(packed: Zip, name: str) -> list[tuple[str, str]]:
    """Return the paths that a list gives, with their digests or '' where it gives none; raise `Unreadable`."""
    with packed.look_up(name).open() as stream:
        data = b""
        while len(data) <= _MAX_LIST and (block := stream.read(_BLOCK)):
            data += block
    if len(data) > _MAX_LIST:
        raise Unreadable(Reason.TOO_LARGE, f"the list itself is larger than {_MAX_LIST >> 20} MiB")
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(Reason.CANNOT_OPEN, "the list itself is damaged") from error
    fields = fields if isinstance(fields, dict) else {}
    listed = fields.get("resources") if name == _LIST else [fields]
    found = []
    for each in listed if isinstance(listed, list) else ():
        path, digest = (each.get("path"), each.get("hash")) if isinstance(each, dict) else (None, None)
        if isinstance(path, str):
            known = _SHA256.fullmatch(digest.strip()) if isinstance(digest, str) else None
            found.append((confined(path) or path, known[1].lower() if known else ""))
    return found


def _digest(member: Member) -> str:
    digest = hashlib.sha256()
    with member.open() as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
