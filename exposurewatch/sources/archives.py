"""Which archives can be opened as containers, and by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exposurewatch.parsers.magic import FileType, sniff
from exposurewatch.sources.containers import Container
from exposurewatch.sources.mht import is_mht, open_mht
from exposurewatch.sources.seven_zips import SevenZip, is_seven_zip
from exposurewatch.sources.tars import Tar, is_tar
from exposurewatch.sources.wacz import is_wacz, open_wacz
from exposurewatch.sources.warc import is_warc, open_warc
from exposurewatch.sources.zips import Zip


@dataclass(frozen=True, slots=True)
class Archive:
    """A kind of archive. `accepts` goes by the first bytes and the name, in lower case, of a file on disk.

    `open` raises `BadArchive` where it cannot be opened at all.
    """

    name: str
    suffixes: tuple[str, ...]
    accepts: Callable[[bytes, str], bool]
    open: Callable[[Path], Container]


def _is_zip(head: bytes, name: str) -> bool:
    return sniff(head) is FileType.ZIP or name.endswith(".zip")


ARCHIVES: Final = (
    Archive("WACZ", (".wacz",), is_wacz, open_wacz),  # a zip by its first bytes
    Archive("WARC", (".warc", ".warc.gz"), is_warc, open_warc),
    Archive("MHT", (".mht", ".mhtml"), is_mht, open_mht),
    Archive("zip", (".zip",), _is_zip, Zip),
    Archive("tar", (".tar", ".tar.gz", ".tgz"), is_tar, Tar),
    Archive("7z", (".7z",), is_seven_zip, SevenZip),
)
"""In the order in which they are asked."""


def archive_for(head: bytes, name: str) -> Archive | None:
    """Return the kind of archive that a file is, going by its first bytes and its name."""
    return next((archive for archive in ARCHIVES if archive.accepts(head, name.lower())), None)


def may_be_archive(path: str) -> bool:
    """Tell whether a file is called an archive that can be opened."""
    name = path.lower()
    return any(name.endswith(archive.suffixes) for archive in ARCHIVES)
