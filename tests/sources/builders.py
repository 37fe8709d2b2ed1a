"""Exports and archives, written by code where a test wants them."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, assert_never

from exposurewatch.model import ImageFile, Item, Media, Message, Missing, PublishedHash, Sighting, Skipped, VideoFile
from exposurewatch.sources import Export, open_exports
from tests.conftest import a_drawing, encoded

JPEG = encoded(a_drawing(size=(48, 48)))
MP4 = b"\0\0\0\x18ftypisom\0\0\0\0isomavc1"
NOT_INCLUDED = "(File not included. Change data exporting settings to download.)"
NOON = {"date": "2024-05-01T10:00:00", "date_unixtime": "1714528800"}


def write_files(root: Path, files: Mapping[str, bytes]) -> Path:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def write_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def a_link(name: str) -> zipfile.ZipInfo:
    """The entry of a symbolic link in a zip."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def a_chat(*messages: Any, **fields: Any) -> bytes:
    """A result.json of one chat."""
    header = {"name": "Gossip Corner", "type": "private_supergroup", "id": 1234567890}
    return json.dumps(header | fields | {"messages": messages}, indent=1, ensure_ascii=False).encode()


def a_message(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {"id": number, "type": "message", **NOON, "from": "Anon", "from_id": "user5", "text": ""} | fields


def opened(path: Path, **usernames: str) -> Export:
    """The only export at `path`."""
    (export,) = open_exports(path, {"": usernames["name"]} if usernames else {})
    return export


def items(path: Path, **usernames: str) -> list[Item]:
    return list(opened(path, **usernames).read())


def sightings(path: Path, **usernames: str) -> list[Sighting]:
    return [item for item in items(path, **usernames) if isinstance(item, Sighting)]


def messages(path: Path, **usernames: str) -> list[Message]:
    return [item for item in items(path, **usernames) if isinstance(item, Message)]


def skips(path: Path) -> list[Skipped]:
    return [item for item in items(path) if isinstance(item, Skipped)]


def an_export(root: Path, *posted: Any, files: Mapping[str, bytes] | None = None, **header: Any) -> Path:
    """A folder with the export of one chat in it."""
    return write_files(root / "ChatExport_2024-05-01", {"result.json": a_chat(*posted, **header), **(files or {})})


Shown = list[tuple[str, str]]


def kinds(found: list[Sighting]) -> Shown:
    """What was seen and where, in words."""
    return [(_word(sighting.media), sighting.origin.locator.path) for sighting in found]


def _word(media: Media) -> str:
    match media:
        case ImageFile(kind=kind):
            return kind.value
        case Missing(reason=reason):
            return reason.value
        case VideoFile():
            return "video"
        case PublishedHash():
            return "published-hash"
        case other:
            assert_never(other)
