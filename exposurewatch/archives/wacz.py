"""Reads WACZs (specs.webrecorder.net/wacz/1.1.1): WARCs in a zip, with a list of the digests of its files.

A file whose bytes are not those of the list was changed or damaged after the archive was made. That is said, and what
can be read of it is looked at all the same: a picture that somebody put in later still shows whom it shows.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from exposurewatch.archives import warcs
from exposurewatch.archives.archive import Archive, BadArchive, RawFile, Seekable, unreadable
from exposurewatch.archives.entries import Entry
from exposurewatch.archives.job import reading
from exposurewatch.archives.warcs import Warc
from exposurewatch.archives.zips import Zip
from exposurewatch.archives.zips import warm_up as warm_up_zips
from exposurewatch.model import Reason, Unreadable
from exposurewatch.parsers.suffixes import PICTURE_SUFFIXES, suffix
from exposurewatch.paths import comparable, confined

_LIST: Final = "datapackage.json"
_LIST_OF_THE_LIST: Final = "datapackage-digest.json"
_BLOCK: Final = 1 << 20
_MAX_LIST: Final = 4 << 20
_SHA256: Final = re.compile(r"sha256:([0-9a-f]{64})", re.IGNORECASE)
_WARCS: Final = (".warc", ".warc.gz")
_ARCHIVE: Final = "archive/"
_CHANGED: Final = "its bytes are not those that the list gives"
_ADDED: Final = "the list of the archive does not name it, so it may have been put in later"
_BESIDE: Final = "it lies beside what was saved; give the archive a name that ends in .zip, and scan it once more"
_GONE: Final = "the list names it, and it is not there"
_TOKEN: Final = struct.Struct("<I")  # which of the WARCs it is in; its token there follows


class Wacz:
    """A WACZ."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._zip = Zip(file, size)
        self._files: dict[str, Entry] = {}  # by comparable paths; of several of one name the first
        self._refused: list[Entry] = []
        for entry in self._zip.entries():
            path = confined(entry.name)
            if path is None:
                self._refused.append(replace(entry, refused=Reason.UNSAFE_PATH))
            elif comparable(path) in self._files:
                self._refused.append(replace(entry, name=path, refused=Reason.DUPLICATE_NAME))
            else:
                self._files[comparable(path)] = replace(entry, name=path)
        beside = (entry for entry in self._files.values() if suffix(entry.name) in PICTURE_SUFFIXES)
        self._refused.extend(replace(entry, refused=Reason.CANNOT_OPEN, detail=_BESIDE) for entry in beside)
        named = (entry for entry in self._files.values() if entry.name.startswith(_ARCHIVE))
        self._warcs = [entry for entry in named if entry.name.lower().endswith(_WARCS)]
        self._opened: dict[int, Warc] = {}

    def entries(self) -> Iterator[Entry]:
        """Yield what stands in every WARC, then what is wrong with them and with the lists."""
        refused = list(self._unlisted())
        empty = True
        for number, packed in enumerate(self._warcs):
            if packed.refused is not None:
                refused.append(packed)
                continue
            try:
                for entry in self._warc(number).entries():
                    if entry.refused is None:
                        empty = False
                        yield replace(entry, token=_TOKEN.pack(number) + entry.token)
                    else:
                        refused.append(replace(entry, name=entry.name or packed.name))
            except (BadArchive, Unreadable) as error:
                detail = error.detail if isinstance(error, Unreadable) else str(error)
                refused.append(Entry(packed.name, refused=Reason.EXPORT_DAMAGED, detail=detail))
        if empty:
            raise BadArchive(next((each.detail for each in refused if each.detail), "it holds no WARC"))
        yield from refused
        yield from self._refused

    def open(self, token: bytes) -> RawFile:
        """Return what a server sent."""
        (number,) = _TOKEN.unpack_from(token)
        return self._warc(number).open(token[_TOKEN.size :])

    def seekable(self, _token: bytes) -> tuple[Seekable, int]:
        """Raise `Unreadable`: what pages show is no archive."""
        raise Unreadable(Reason.ARCHIVE)

    def _warc(self, number: int) -> Warc:
        """Return a WARC, read where it lies in the zip."""
        if number not in self._opened:
            try:
                self._opened[number] = Warc(*self._zip.seekable(self._warcs[number].token))
            except BadArchive:
                raise
            except Exception as error:  # bad headers, a compression this Python does not have
                raise unreadable(error) from error
        return self._opened[number]

    def _unlisted(self) -> Iterator[Entry]:
        """Yield each file that is not what the lists of the archive say. An archive without lists is taken as it is."""
        for name in (_LIST_OF_THE_LIST, _LIST):
            try:
                listed = self._resources(name)
            except Unreadable as error:
                if error.reason is not Reason.MISSING_FILE:
                    yield Entry(name, refused=Reason.EXPORT_ALTERED, detail=error.detail)
                continue
            if name == _LIST:
                yield from self._added({comparable(path) for path, _ in listed})
            for path, digest in listed:
                if not digest:
                    continue
                try:
                    if self._digest(path) != digest:
                        yield Entry(path, refused=Reason.EXPORT_ALTERED, detail=_CHANGED)
                except Unreadable as error:
                    yield Entry(path, refused=Reason.EXPORT_ALTERED, detail=error.detail or _GONE)

    def _added(self, listed: set[str]) -> Iterator[Entry]:
        """Yield each WARC that is not among the paths of the list."""
        for packed in self._warcs:
            if packed.refused is None and comparable(packed.name) not in listed:
                yield Entry(packed.name, refused=Reason.EXPORT_ALTERED, detail=_ADDED)

    def _blocks(self, path: str) -> Iterator[bytes]:
        """Yield the bytes of a file in the zip; raise `Unreadable`."""
        entry = self._files.get(comparable(path))
        if entry is None:
            raise Unreadable(Reason.MISSING_FILE)
        if entry.refused is not None:
            raise Unreadable(entry.refused, entry.detail)
        try:
            file = self._zip.open(entry.token)
            while block := file.read(_BLOCK):
                yield block
        except Exception as error:  # as above
            raise unreadable(error) from error

    def _digest(self, path: str) -> str:
        digest = hashlib.sha256()
        for block in self._blocks(path):
            digest.update(block)
        return digest.hexdigest()

    def _resources(self, name: str) -> list[tuple[str, str]]:
        """Return the paths that a list gives, with their digests or '' where it gives none; raise `Unreadable`."""
        data = b""
        for block in self._blocks(name):
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


def open_wacz(file: BinaryIO, size: int) -> Archive:
    """Open a WACZ; raise `BadArchive`, or whatever a hostile zip makes zipfile raise."""
    return Wacz(file, size)


def warm_up() -> None:
    """Load what is otherwise loaded with the first archive: a locked worker opens no file."""
    warm_up_zips()
    warcs.warm_up()


READ: Final = reading(open_wacz)
