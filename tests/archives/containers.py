"""Opens archives on disk as containers, as the program does."""

from __future__ import annotations

from pathlib import Path

from exposurewatch.archives.seats import Seats
from exposurewatch.archives.supply import OnDisk
from exposurewatch.sources.archived import Files
from exposurewatch.sources.archives import ARCHIVES
from exposurewatch.sources.containers import Container
from exposurewatch.sources.web_archive import WebArchive


def opened(kind: str, path: Path) -> Container:
    """Return the archive of this kind at `path`."""
    archive = next(each for each in ARCHIVES if each.name == kind)
    return archive.open(str(path), OnDisk(lambda: path.open("rb")), Seats())


def opened_files(kind: str, path: Path) -> Files:
    """Return an archive whose files are called by their paths."""
    container = opened(kind, path)
    assert isinstance(container, Files)
    return container


def opened_pages(kind: str, path: Path) -> WebArchive:
    """Return an archive of web pages."""
    container = opened(kind, path)
    assert isinstance(container, WebArchive)
    return container
