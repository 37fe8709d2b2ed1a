"""Reads the backups of Telegram-Archive: a database of many chats, and a folder with the files of their messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exposurewatch.model import Item
from exposurewatch.paths import folder_of
from exposurewatch.sources.containers import Member
from exposurewatch.sources.databases import SUFFIXES, databases, read_databases
from exposurewatch.sources.source import Part, Recognised, Source, Usernames

_NAME: Final = "telegram-archive"
_LABEL: Final = "Telegram-Archive (database of many chats)"
_USUAL_NAME: Final = "telegram_backup.db"
_MEDIA: Final = re.compile(rb'CREATE TABLE "?media"? ?\([^;]{0,2000}?\bfile_path\b', re.IGNORECASE)


def _looks(document: Member, beginning: bytes) -> bool:
    """Tell whether a database is one; its tables may be defined too far in for the beginning to show it."""
    named = document.path.rpartition("/")[2].lower() == _USUAL_NAME
    return named or _MEDIA.search(beginning) is not None


def _detect(part: Part) -> Recognised | None:
    found = databases(part, _looks)
    return Recognised(_LABEL, found, account=True) if found else None


def _read(part: Part, usernames: Usernames) -> Iterator[Item]:
    return read_databases(part, _NAME, usernames)


TELEGRAM_ARCHIVE: Final = Source(
    name=_NAME,
    title=_LABEL,
    making=(
        "Whoever runs Telegram-Archive has a folder “backups” with a telegram_backup.db and a folder “media” in it. "
        "Stop the program first, so that everything is written down, then name that folder."
    ),
    suffixes=SUFFIXES,
    root=folder_of,
    detect=_detect,
    read=_read,
)
