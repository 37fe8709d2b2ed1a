"""Sources: exports and pictures on the user's own disk, read into sightings. Nothing is extracted or copied."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from exposurewatch.sources.discord import DISCORD_HTML, DISCORD_JSON
from exposurewatch.sources.folder import FOLDER
from exposurewatch.sources.imageboard import IMAGEBOARD
from exposurewatch.sources.messenger import MESSENGER
from exposurewatch.sources.opening import open_with
from exposurewatch.sources.source import Export, Source
from exposurewatch.sources.tdl import TDL
from exposurewatch.sources.telegram_archive import TELEGRAM_ARCHIVE
from exposurewatch.sources.telegram_dump import TELEGRAM_DUMP
from exposurewatch.sources.telegram_html import TELEGRAM_HTML
from exposurewatch.sources.telegram_json import TELEGRAM_JSON
from exposurewatch.sources.telegram_preview import TELEGRAM_PREVIEW
from exposurewatch.sources.tg_archive import TG_ARCHIVE
from exposurewatch.sources.whatsapp import WHATSAPP

SOURCES: tuple[Source, ...] = (
    TDL,  # begins as an export of Telegram Desktop may begin, so it is asked first
    TELEGRAM_JSON,
    TELEGRAM_HTML,
    TELEGRAM_PREVIEW,
    TELEGRAM_DUMP,
    TG_ARCHIVE,
    TELEGRAM_ARCHIVE,
    WHATSAPP,
    MESSENGER,
    DISCORD_JSON,
    DISCORD_HTML,
    IMAGEBOARD,
    FOLDER,  # accepts anything, so it stays last
)


def open_exports(path: Path, usernames: Mapping[str, str]) -> tuple[Export, ...]:
    """Return the exports in the folder, archive, document or picture at `path`.

    `usernames` maps a bare chat id to the username of that channel; the key '' stands for the one chat of an export
    that holds no other, and is passed over (see `Export.ignored_username`) where there are many. Raises `WrongUsage`
    where there is nothing to look at.
    """
    return open_with(SOURCES, path, usernames)


__all__ = ["SOURCES", "Export", "Source", "open_exports"]
