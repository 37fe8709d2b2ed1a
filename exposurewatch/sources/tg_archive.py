"""Reads the archives of tg-archive: a database of one group, and a folder with the files of its messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exposurewatch.model import Item
from exposurewatch.paths import folder_of
from exposurewatch.sources.containers import Member
from exposurewatch.sources.databases import SUFFIXES, databases, read_databases
from exposurewatch.sources.source import Part, Recognised, Source, Usernames

_NAME: Final = "tg-archive"
_LABEL: Final = "tg-archive (database of one group)"
_MESSAGES: Final = re.compile(rb'CREATE TABLE "?messages"? ?\([^;]{0,2000}?\bmedia_id\b', re.IGNORECASE)
_MEDIA: Final = re.compile(rb'CREATE TABLE "?media"? ?\([^;]{0,2000}?\burl\b', re.IGNORECASE)


def _looks(_document: Member, beginning: bytes) -> bool:
    return _MESSAGES.search(beginning) is not None and _MEDIA.search(beginning) is not None


def _detect(part: Part) -> Recognised | None:
    found = databases(part, _looks)
    return Recognised(_LABEL, found) if found else None


def _read(part: Part, usernames: Usernames) -> Iterator[Item]:
    return read_databases(part, _NAME, usernames)


TG_ARCHIVE: Final = Source(
    name=_NAME,
    title=_LABEL,
    making=(
        "Whoever runs tg-archive for a group has a folder with a data.sqlite and a folder “media” in it. "
        "Name that folder. The pages of the site that it builds are not needed."
    ),
    suffixes=SUFFIXES,
    root=folder_of,
    detect=_detect,
    read=_read,
)
